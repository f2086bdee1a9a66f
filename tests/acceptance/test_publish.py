"""公開: a department's new version, from the manuscript over a second person to the catalogue."""

from datetime import date, timedelta

import pytest

from app.definitions.manuscripts import Written
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services import casework, catalogue, publishing
from app.services.context import Context
from app.services.publishing import Proposal
from app.store import audit, people
from app.store.transaction import read, write
from tests.support import office
from tests.support.definitions import FOOD

AUTHOR, PUBLISHER, STRANGER = "fuchu-ito", "fuchu-watanabe", "realtor-ishida"
SINCE = date(2026, 4, 1)
TESTS = FOOD.parent / "tests"


def written(ctx: Context, day: str = "", old: str = "", new: str = "") -> Written:
    """Give the model procedure as it lies in its files, for another day and with one change."""
    day = day or (local_day(ctx.clock()) + timedelta(days=7)).isoformat()
    text = FOOD.read_text("utf-8").replace("effective: 2026-04-01", f"effective: {day}")
    assert old in text
    text = text.replace(old, new) if old else text
    tests = {f"tests/{each.name}": each.read_text("utf-8") for each in TESTS.glob("*.yaml")}
    return Written(text, tests)


def proposal(of: Written) -> Proposal:
    return Proposal(office.FOOD, of, "条例の改正による", "題を改めます。")


def propose(ctx: Context, of: Written, by: str = AUTHOR) -> str:
    return publishing.propose(ctx, proposal(of), office.actor(ctx, by))


def title(ctx: Context, days: int) -> str:
    on = local_day(ctx.clock()) + timedelta(days=days)
    return ctx.catalogue.current(office.FOOD, on).title["ja"]


TITLE, NEW_TITLE = "ja: 食品営業許可申請（新規）", "ja: 食品営業許可の申請"


def test_a_version_that_a_second_person_agrees_to_is_in_force_from_its_day(ctx: Context):
    number = propose(ctx, written(ctx, old=TITLE, new=NEW_TITLE))
    assert title(ctx, 7) == "食品営業許可申請（新規）"
    office.act(ctx, number, PUBLISHER, "examine", result="ok")
    office.work(ctx)
    assert catalogue.refresh(ctx.database, ctx.catalogue)
    assert title(ctx, 6) == "食品営業許可申請（新規）"
    assert title(ctx, 7) == "食品営業許可の申請"
    assert casework.look(ctx, number, office.actor(ctx, AUTHOR)).case.end == "published"
    (kept,) = publishing.history(ctx, office.FOOD)
    assert (kept.end, kept.version.number) == ("published", 1)
    assert not catalogue.refresh(ctx.database, ctx.catalogue)


def test_a_running_case_stays_with_the_version_it_was_filed_under(ctx: Context):
    case = office.file(ctx)
    day = local_day(ctx.clock()).isoformat()
    number = propose(ctx, written(ctx, day=day, old=TITLE, new=NEW_TITLE))
    office.act(ctx, number, PUBLISHER, "examine", result="ok")
    office.work(ctx)
    catalogue.refresh(ctx.database, ctx.catalogue)
    seen = casework.look(ctx, case, office.actor(ctx, office.RESIDENT))
    assert seen.procedure.title["ja"] == "食品営業許可申請（新規）"
    other = casework.look(ctx, office.file(ctx), office.actor(ctx, office.RESIDENT))
    assert other.procedure.title["ja"] == "食品営業許可の申請"


def test_who_proposed_a_version_cannot_agree_to_it(ctx: Context):
    number = propose(ctx, written(ctx))
    with write(ctx.database) as tx:
        held = people.Appointment(AUTHOR, "hokeniryo/health-centre", publishing.PUBLISHER, SINCE)
        people.appoint(tx, held)
    with pytest.raises(Refusal) as refused:
        office.act(ctx, number, AUTHOR, "examine", result="ok")
    assert refused.value.code == "act.own_matter"


def test_nobody_of_another_department_sees_a_proposal_or_agrees_to_it(ctx: Context):
    number = propose(ctx, written(ctx))
    with pytest.raises(Refusal) as refused:
        office.act(ctx, number, STRANGER, "examine", result="ok")
    assert refused.value.code == "case.not_found"


def test_a_clerk_without_the_post_cannot_propose(ctx: Context):
    with pytest.raises(Refusal) as refused:
        propose(ctx, written(ctx), by=office.EXAMINER)
    assert refused.value.code == "publish.not_author"


def test_what_is_unsound_is_not_proposed_and_every_fault_is_told(ctx: Context):
    bad = written(ctx, old="when: shop_form == 'vehicle'", new="when: shop_from == 'vehicle'")
    with pytest.raises(Refusal) as refused:
        propose(ctx, bad)
    assert refused.value.code == "publish.unsound"
    assert {each.code for each in refused.value.faults} == {"P401"}


def test_a_version_whose_scenarios_fail_is_not_proposed(ctx: Context):
    with pytest.raises(Refusal) as refused:
        propose(ctx, written(ctx, old="is: 18300}", new="is: 19000}"))
    assert {each.code for each in refused.value.faults} == {"scenario.fails"}


def test_a_version_for_a_day_that_is_over_is_not_proposed(ctx: Context):
    with pytest.raises(Refusal) as refused:
        propose(ctx, written(ctx, day="2026-05-01"))
    assert refused.value.code == "publish.day_past"


def test_a_rejected_version_never_comes_into_force(ctx: Context):
    number = propose(ctx, written(ctx))
    office.act(ctx, number, PUBLISHER, "examine", result="refuse")
    office.work(ctx)
    assert not catalogue.refresh(ctx.database, ctx.catalogue)
    assert publishing.history(ctx, office.FOOD)[0].end == "rejected"


def test_two_versions_of_one_day_follow_each_other(ctx: Context):
    first = propose(ctx, written(ctx, old=TITLE, new="ja: 一つ目"))
    second = propose(ctx, written(ctx, old=TITLE, new="ja: 二つ目"))
    for number in (second, first):
        office.act(ctx, number, PUBLISHER, "examine", result="ok")
        office.work(ctx)
    catalogue.refresh(ctx.database, ctx.catalogue)
    assert title(ctx, 7) == "一つ目"


def test_a_case_is_moved_to_another_version_as_an_audited_act(ctx: Context):
    case = office.file(ctx)
    office.pay(ctx, case)
    day = local_day(ctx.clock()).isoformat()
    number = propose(ctx, written(ctx, day=day, old=TITLE, new=NEW_TITLE))
    office.act(ctx, number, PUBLISHER, "examine", result="ok")
    office.work(ctx)
    catalogue.refresh(ctx.database, ctx.catalogue)
    digest = publishing.history(ctx, office.FOOD)[0].version.digest
    clerk = office.actor(ctx, office.EXAMINER)
    with pytest.raises(Refusal) as refused:
        publishing.move(ctx, case, digest, " ", clerk)
    assert refused.value.code == "move.no_reason"
    found = publishing.move(ctx, case, digest, "新しい様式で進めるため", clerk)
    assert found.verdict == "unaffected"
    seen = casework.look(ctx, case, clerk)
    assert seen.procedure.title["ja"] == "食品営業許可の申請"
    with read(ctx.database) as tx:
        assert audit.of_case(tx, seen.case.id)[-1].act == "moved"


def test_the_publisher_finds_the_proposal_in_the_worklist_and_agrees_in_the_console(ctx: Context):
    number = propose(ctx, written(ctx))
    desk = office.signed_in(ctx, PUBLISHER)
    assert number in desk.get("/console").text
    page = desk.get(f"/console/cases/{number}")
    assert page.status_code == 200
    assert "題を改めます。" in page.text
    assert number not in office.signed_in(ctx, STRANGER).get("/console").text


def test_residents_never_see_the_procedure_of_publication(ctx: Context):
    resident = office.signed_in(ctx, office.RESIDENT)
    assert "手続の公開の提案" not in resident.get("/").text
    assert resident.get(f"/procedures/{publishing.PUBLICATION}").status_code == 404
    assert resident.get(f"/apply/{publishing.PUBLICATION}").status_code == 404
    program = office.program(ctx, office.RESIDENT)
    assert program.get(f"/api/v1/procedures/{publishing.PUBLICATION}").status_code == 404


def test_a_clerk_moves_a_case_in_the_console_with_a_reason(ctx: Context):
    case = office.examining(ctx)
    desk = office.signed_in(ctx, office.EXAMINER)
    assert "手続の新しい版" not in desk.get(f"/console/cases/{case}").text
    day = local_day(ctx.clock()).isoformat()
    number = propose(ctx, written(ctx, day=day, old=TITLE, new=NEW_TITLE))
    office.act(ctx, number, PUBLISHER, "examine", result="ok")
    office.work(ctx)
    catalogue.refresh(ctx.database, ctx.catalogue)
    page = desk.get(f"/console/cases/{case}")
    assert "移すとどうなるか：影響なし" in page.text
    digest = publishing.history(ctx, office.FOOD)[0].version.digest
    where = f"/console/cases/{case}/version"
    refused = desk.post(where, data={"digest": digest, "reason": ""})
    assert refused.status_code == 422
    assert "版を移す理由がありません" in refused.text
    stranger = office.signed_in(ctx, office.STRANGER)
    assert stranger.post(where, data={"digest": digest, "reason": "x"}).status_code == 404
    assert desk.post(where, data={"digest": "0" * 64, "reason": "x"}).status_code in (409, 503)
    moved = desk.post(where, data={"digest": digest, "reason": "新しい様式で進める"})
    assert moved.headers["location"].endswith("done=move")
    page = desk.get(f"/console/cases/{case}")
    assert "食品営業許可の申請" in page.text
    assert "手続の新しい版" not in page.text
