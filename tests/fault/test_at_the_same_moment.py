"""同時の操作: when several people or workers do the same thing at once, one of them has done it."""

from collections import Counter
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest

from app.cases.events import Act, Corrected
from app.kernel import ids
from app.kernel.errors import Refusal
from app.services import casework, duties, filing
from app.services.context import Context
from app.store import cases, outbox
from app.store.transaction import read
from tests.support import office, processes, proofs, threads

DRAFT = {"subject": "営業許可について", "proposal": "次のとおり決定してよろしいか。"}
ACTS: dict[str, tuple[Callable[[Context], str], tuple[str, str], dict[str, Any]]] = {
    "examine": (office.examining, (office.EXAMINER, office.COLLEAGUE), {"result": "ok"}),
    "draft": (
        office.to_be_drafted,
        (office.EXAMINER, office.COLLEAGUE),
        {"disposition": "granted", **DRAFT},
    ),
    "approve": (office.to_be_approved, (office.CHIEF, office.CHIEF), {"note": ""}),
    "decide": (office.to_be_decided, (office.HEAD, office.HEAD), {}),
}


@pytest.mark.parametrize("act", ACTS)
def test_of_two_who_act_on_the_same_revision_one_wins(ctx: Context, act: str):
    prepare, people, body = ACTS[act]
    for _ in range(3):
        number = prepare(ctx)
        revision = office.case(ctx, number).revision
        asked = casework.Asked(act, body or example(ctx, number, act), revision)
        actors = [office.actor(ctx, each) for each in people]
        outcomes = threads.at_once(
            *[lambda by=by: tried(lambda: casework.act(ctx, number, asked, by)) for by in actors]  # noqa: B023
        )
        assert sorted(outcomes) == ["case.changed_meanwhile", "done"]
        check_one_more(ctx, number, revision)


def check_one_more(ctx: Context, number: str, revision: int) -> None:
    """One entry was added for what was done once, and none for what was refused."""
    entries = proofs.entries(ctx, number)
    assert office.case(ctx, number).revision == revision + 1 == len(entries)
    assert proofs.broken(entries) is None


def example(ctx: Context, number: str, act: str) -> Any:
    offers = office.reading.brief(ctx, number, office.actor(ctx, office.HEAD)).offers
    return next(each.example for each in offers if each.act == act)


def tried(work: Callable[[], Any]) -> str:
    try:
        work()
    except Refusal as refusal:
        return refusal.code
    return "done"


def test_a_clerk_and_the_applicant_at_once_leave_the_answers_whole(ctx: Context):
    """The clerk's act waits for the correction to be committed, and then sees all of it."""
    for n in range(6):
        number = office.examining(ctx)
        office.act(ctx, number, office.EXAMINER, "request_correction")
        given = office.answers(ctx, shop_name=f"新しい店{n}")
        resident, clerk = office.actor(ctx, office.RESIDENT), office.actor(ctx, office.EXAMINER)
        note = casework.Asked("note", {"text": "電話で確かめた。"})
        threads.at_once(
            lambda: filing.correct(ctx, number, given, resident),  # noqa: B023
            lambda: casework.act(ctx, number, note, clerk),  # noqa: B023
        )
        case = office.case(ctx, number)
        assert case.answers["shop_name"] == f"新しい店{n}"
        assert (case.application, case.step) == (2, "examine")
        assert proofs.broken(proofs.entries(ctx, number)) is None


def test_who_waits_for_a_correction_sees_the_answers_of_that_correction(ctx: Context):
    number = office.examining(ctx)
    office.act(ctx, number, office.EXAMINER, "request_correction")
    given = office.answers(ctx, shop_name="新しい店")
    seen = threads.while_waiting(
        ctx.database,
        lambda tx: casework.climb(ctx, tx, number, corrected(ctx, given)),
        lambda tx: cases.lock(tx, number),
    )
    assert seen.current.application == 2
    assert seen.answers["shop_name"] == "新しい店"


def corrected(ctx: Context, given: dict[str, Any]) -> Act:
    return Act(Corrected(given), office.actor(ctx, office.RESIDENT), ctx.clock())


def test_the_same_filing_from_several_windows_at_once_is_one_case(ctx: Context):
    by = office.actor(ctx, office.RESIDENT)
    sent = filing.Filing(office.FOOD, office.answers(ctx), ids.new_id())
    filed = threads.at_once(*[lambda: filing.submit(ctx, sent, by)] * 5)
    assert len({each.number for each in filed}) == 1
    assert sorted(each.repeated for each in filed) == [False] + [True] * 4
    assert len(office.reading.own_cases(ctx, by)) == 1


def test_a_filing_is_known_again_when_its_answers_would_no_longer_be_taken(ctx: Context):
    by = office.actor(ctx, office.RESIDENT)
    sent = filing.Filing(office.FOOD, office.answers(ctx), ids.new_id())
    first = filing.submit(ctx, sent, by)
    ctx.clock.forward(days=300)
    with pytest.raises(Refusal, match="answers"):
        filing.submit(ctx, filing.Filing(office.FOOD, sent.answers, ids.new_id()), by)
    again = filing.submit(ctx, sent, by)
    assert (again.number, again.repeated) == (first.number, True)


def sweep(ctx: Context, barrier: Barrier) -> int:
    """Let what is due pass, until there is no more; both processes begin together each time."""
    passed = 0
    for _ in range(4):
        barrier.wait()
        passed += duties.pass_deadlines(ctx)
    return passed


def test_after_a_jump_of_the_clock_each_deadline_passes_once_for_two_workers(ctx: Context):
    numbers = [office.file(ctx) for _ in range(12)]
    before = {each: office.case(ctx, each) for each in numbers}
    ctx.clock.forward(days=30)
    passed = processes.together(ctx, sweep, [(), ()], seconds=120)
    expected = sum(len(each.deadlines) for each in before.values())
    assert sum(passed) == expected > len(numbers)
    for number in numbers:
        case, entries = office.case(ctx, number), proofs.entries(ctx, number)
        names = Counter(
            each.details["said"]["name"] for each in entries if each.act == "deadline_passed"
        )
        assert names == Counter(each.name for each in before[number].deadlines)
        assert case.deadlines == ()
        assert case.closed
        assert proofs.broken(entries) is None
        with read(ctx.database) as tx:
            notices = [
                each.payload["notice"]
                for each in outbox.of_case(tx, case.id)
                if each.kind == "send_notice"
            ]
        assert max(Counter(notices).values()) == 1
