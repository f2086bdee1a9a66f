"""A permit that runs out: its holder is reminded in time, long after the case has ended."""

from pathlib import Path

import pytest

from app.services.context import Context
from tests.support import office, redefining

SUBJECT = "有効期間が令和13年11月23日に終わります"


@pytest.fixture
def permit(ctx: Context, tmp_path: Path) -> str:
    """The number of a case whose permit holds for five years."""
    redefining.rewrite(
        ctx, tmp_path / "procedures", office.FOOD, ("validity: null", "validity: years(5)")
    )
    number = office.to_be_decided(ctx)
    office.act(ctx, number, office.HEAD, "decide")
    office.work(ctx)
    assert office.case(ctx, number).end == "granted"
    return number


def reminders(ctx: Context) -> list[str]:
    return [each.body for each in office.letters(ctx) if SUBJECT in each.subject]


def test_the_holder_is_reminded_on_each_of_the_days_and_once(ctx: Context, permit: str):
    office.later(ctx, days=5 * 365 - 93)
    assert reminders(ctx) == []
    office.later(ctx, days=4)
    [letter] = reminders(ctx)
    assert "令和13年11月23日まで" in letter
    assert f"/my/cases/{permit}" in letter
    assert "更新の手続は、担当の窓口にお問い合わせください。" in letter
    office.later(ctx, days=30)
    assert len(reminders(ctx)) == 1
    office.later(ctx, days=60)
    assert len(reminders(ctx)) == 2
    office.later(ctx, days=400)
    assert len(reminders(ctx)) == 2


def test_a_reminder_does_not_open_the_case_again(ctx: Context, permit: str):
    before = office.case(ctx, permit)
    office.later(ctx, days=5 * 365)
    after = office.case(ctx, permit)
    assert (after.end, after.ended_at, after.papers) == (before.end, before.ended_at, before.papers)
    assert after.deadlines == ()


def test_a_case_that_ended_without_a_permit_reminds_of_nothing(ctx: Context, tmp_path: Path):
    redefining.rewrite(
        ctx, tmp_path / "procedures", office.FOOD, ("validity: null", "validity: years(5)")
    )
    number = office.to_be_decided(ctx, "refused")
    office.act(ctx, number, office.HEAD, "decide")
    office.work(ctx)
    assert office.case(ctx, number).deadlines == ()
