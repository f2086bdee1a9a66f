"""What a worker looks after besides effects."""

from datetime import timedelta

from app.services import duties, sign_in
from app.services.context import Context
from app.store import outbox
from app.store.transaction import read
from tests.support import office


def test_what_ran_out_is_forgotten_and_what_has_not_is_kept(ctx: Context):
    old = sign_in.open_for(ctx, office.RESIDENT)
    ctx.clock.forward(hours=11)
    new = sign_in.open_for(ctx, office.RESIDENT)
    ctx.clock.forward(hours=2)

    assert duties.forget_leftovers(ctx) == 1
    assert sign_in.who(ctx, old.secret) is None
    assert duties.forget_leftovers(ctx) == 0
    ctx.clock.now -= timedelta(hours=1)
    assert sign_in.who(ctx, new.secret) is not None


def test_a_filing_sent_again_after_a_week_is_still_the_same(ctx: Context):
    program = office.program(ctx, office.RESIDENT)
    body = {"procedure": office.FOOD, "answers": office.answers(ctx)}
    first = program.post("/api/v1/cases", json=body, headers={"idempotency-key": "k"})
    ctx.clock.forward(days=7)
    duties.forget_leftovers(ctx)

    again = office.program(ctx, office.RESIDENT).post(
        "/api/v1/cases", json=body, headers={"idempotency-key": "k"}
    )

    assert again.json()["number"] == first.json()["number"]


def test_a_notice_that_comes_too_late_is_not_sent_and_holds_nothing_up(ctx: Context):
    number = office.file(ctx)
    office.act(ctx, number, office.RESIDENT, "withdraw")

    office.work(ctx)

    subjects = [each.subject for each in office.letters(ctx)]
    assert not any("手数料の納付" in each for each in subjects)
    assert len(subjects) == 2  # it arrived, it was withdrawn
    with read(ctx.database) as tx:
        found = outbox.of_case(tx, office.case(ctx, number).id)
    assert {each.state for each in found} == {"done", "skipped"}
