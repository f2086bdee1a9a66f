"""納付: whatever goes wrong on the way, money is counted once, and money that came is not lost."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy import table as sql_table

from app.gateways.payments import demo_webhooks
from app.gateways.payments.demo_bank import Outcome
from app.gateways.payments.demo_sessions import Session
from app.gateways.payments.demo_webhooks import Mode
from app.kernel.errors import Outage, Refusal
from app.services import duties, payments
from app.services.context import Context
from app.store import journals
from app.store.transaction import read
from tests.support import office, proofs, threads

bank, choose, pay_number = office.bank, office.demo_bank.choose, office.demo_bank.pay_number


@dataclass(frozen=True)
class Paying:
    """A case whose applicant is at the bank: what is open, our attempt, and the bank's session."""

    number: str
    charge: str
    attempt: str
    session: str


def begin(ctx: Context, number: str = "", method: str = "demo-card") -> Paying:
    number = number or office.file(ctx)
    [charge] = office.case(ctx, number).charges
    by = office.actor(ctx, office.RESIDENT)
    begun = payments.start(ctx, number, charge.id, method, by)
    session = begun.redirect_url.rpartition("/")[2]
    return Paying(number, charge.id, begun.attempt, session)


def report(ctx: Context, session: Session, mode: Mode = "normal") -> int:
    """Bring the bank's reports, and tell how many."""
    found = demo_webhooks.deliveries(bank(ctx), session, mode)
    for each in found:
        payments.receive(ctx, "demo", each.body, each.headers)
    return len(found)


def chosen(ctx: Context, paying: Paying, outcome: Outcome = "paid") -> Session:
    return choose(bank(ctx), paying.session, outcome)


def count(ctx: Context, table: str) -> int:
    with read(ctx.database) as tx:
        return int(tx.execute(select(func.count()).select_from(sql_table(table))).scalar_one())


def lapse(ctx: Context, number: str) -> None:
    """Let the time to pay go by."""
    ctx.clock.now = time_to_pay(ctx, number) + timedelta(minutes=1)
    duties.pass_deadlines(ctx)
    office.work(ctx)


def time_to_pay(ctx: Context, number: str) -> datetime:
    return next(each.at for each in office.case(ctx, number).deadlines if each.name == "payment")


def check_paid(ctx: Context, paying: Paying) -> None:
    """The money stands in the books once, and the case went on once because of it."""
    case = office.case(ctx, paying.number)
    [charge] = case.charges
    acts = [each.act for each in proofs.entries(ctx, paying.number)]
    with read(ctx.database) as tx:
        totals = journals.balances(tx)
    assert charge.state == "paid"
    assert acts.count("payment_settled") == 1
    assert totals["clearing:demo"] == charge.amount
    assert sum(totals.values()) == 0
    assert proofs.broken(proofs.entries(ctx, paying.number)) is None


def test_a_lost_report_is_made_up_for_by_asking(ctx: Context):
    paying = begin(ctx)
    chosen(ctx, paying)
    assert payments.poll(ctx) == 0
    ctx.clock.forward(seconds=11)
    assert payments.poll(ctx) == 1
    check_paid(ctx, paying)
    assert office.case(ctx, paying.number).step == "examine"
    ctx.clock.forward(days=60)
    assert payments.poll(ctx) == 0


def test_reports_that_come_twice_and_in_the_wrong_order_count_once(ctx: Context):
    paying = begin(ctx)
    chosen(ctx, paying, "declined")
    session = chosen(ctx, paying)
    assert report(ctx, session, "out-of-order") == 2
    office.work(ctx)
    assert report(ctx, session, "duplicate") == 4
    office.work(ctx)
    check_paid(ctx, paying)
    assert count(ctx, "payment_inbox") == 2


def test_reports_handled_by_many_at_once_count_once(ctx: Context):
    paying = begin(ctx)
    chosen(ctx, paying)
    states = threads.at_once(*[lambda: payments.settle(ctx, paying.attempt)] * 6)
    assert states == ["paid"] * 6
    check_paid(ctx, paying)


@pytest.mark.parametrize("reported", [True, False])
def test_money_that_comes_after_the_time_to_pay_is_kept(ctx: Context, reported: bool):
    paying = begin(ctx, method="demo-konbini")
    chosen(ctx, paying, "number")
    lapse(ctx, paying.number)
    lapsed = office.case(ctx, paying.number)
    assert (lapsed.closed, lapsed.charges[0].state) == (True, "cancelled")
    ctx.clock.forward(days=1)
    session = pay_number(bank(ctx), paying.session, late=True)
    if reported:
        report(ctx, session)
        office.work(ctx)
    else:
        assert payments.poll(ctx) == 1
    check_paid(ctx, paying)
    case = office.case(ctx, paying.number)
    assert case.closed
    assert case.flags["late_payment"] == paying.charge
    with read(ctx.database) as tx:
        assert journals.balances(tx)["overpaid"] == -case.charges[0].amount


def test_the_bank_speaking_of_another_session_moves_nothing(ctx: Context):
    mine, other = begin(ctx), begin(ctx)
    chosen(ctx, other)
    provider: Any = ctx.providers["demo"]
    crossed = replace_provider(ctx, Confused(provider, mine.session, other.session))
    assert payments.settle(crossed, mine.attempt) == "review"
    assert office.case(ctx, mine.number).charges[0].state == "open"
    with read(ctx.database) as tx:
        assert journals.balances(tx).get("clearing:demo", 0) == 0


def test_a_report_of_a_session_that_is_not_ours_is_kept_and_left_alone(ctx: Context):
    paying = begin(ctx)
    strange = replace(chosen(ctx, paying), id="ds_" + "0" * 40, attempt="somebody-elses")
    assert report(ctx, strange) == 1
    office.work(ctx)
    assert office.case(ctx, paying.number).charges[0].state == "open"
    with read(ctx.database) as tx:
        outcome = tx.execute(text("SELECT outcome FROM payment_inbox")).scalar_one()
    assert outcome == "attempt_unknown"


@pytest.mark.parametrize("heard", [True, False], ids=["answer-lost", "never-asked"])
def test_trying_again_after_an_outage_is_the_same_attempt(ctx: Context, heard: bool):
    number = office.file(ctx)
    provider: Any = ctx.providers["demo"]
    with pytest.raises(Outage):
        begin(replace_provider(ctx, Down(provider, heard)), number)
    paying = begin(ctx, number)
    assert count(ctx, "attempts") == 1
    assert count(ctx, "payments") == 1
    assert len(office.demo_bank.sessions(bank(ctx))) == 1
    chosen(ctx, paying)
    assert payments.settle(ctx, paying.attempt) == "paid"
    check_paid(ctx, paying)


def test_money_paid_in_a_session_whose_answer_was_lost_is_found(ctx: Context):
    number = office.file(ctx)
    provider: Any = ctx.providers["demo"]
    with pytest.raises(Outage):
        begin(replace_provider(ctx, Down(provider, heard=True)), number)
    [session] = office.demo_bank.sessions(bank(ctx))
    choose(bank(ctx), session.id, "paid")
    ctx.clock.forward(seconds=11)
    assert payments.poll(ctx) == 1
    check_paid(ctx, Paying(number, "", session.attempt, session.id))


def test_a_bank_that_is_away_is_an_outage_and_stops_no_other(ctx: Context):
    mine, other = begin(ctx), begin(ctx)
    chosen(ctx, other)
    kept = bank(ctx).directory / f"{mine.session}.json"
    kept.rename(kept.with_suffix(".away"))
    kept.mkdir()
    ctx.clock.forward(seconds=11)
    with pytest.raises(Outage, match="demo_away"):
        payments.settle(ctx, mine.attempt)
    assert payments.poll(ctx) == 2
    assert office.case(ctx, other.number).charges[0].state == "paid"
    kept.rmdir()
    kept.with_suffix(".away").rename(kept)
    chosen(ctx, mine)
    ctx.clock.forward(minutes=2)
    payments.poll(ctx)
    assert office.case(ctx, mine.number).charges[0].state == "paid"


def test_two_clicks_at_once_begin_one_attempt(ctx: Context):
    for n in range(1, 9):
        number = office.file(ctx)
        first, second = threads.at_once(lambda: begin(ctx, number), lambda: begin(ctx, number))  # noqa: B023
        assert first == second
        assert count(ctx, "payments") == count(ctx, "attempts") == n
        assert len(office.demo_bank.sessions(bank(ctx))) == n


def test_money_and_deadline_at_the_same_moment_end_in_one_of_the_two(ctx: Context):
    ends = set()
    for _ in range(8):
        number = office.file(ctx)
        ctx.clock.now = time_to_pay(ctx, number) - timedelta(minutes=1)
        duties.pass_deadlines(ctx)
        paying = begin(ctx, number)
        ctx.clock.forward(minutes=2)
        threads.at_once(lambda: come(ctx, paying), lambda: duties.pass_deadlines(ctx))  # noqa: B023
        duties.pass_deadlines(ctx)
        payments.settle(ctx, paying.attempt)
        case = office.case(ctx, number)
        paid = office.demo_bank.session(bank(ctx), paying.session).captured > 0
        assert case.charges[0].state == ("paid" if paid else "cancelled")
        assert case.closed != paid or "late_payment" in case.flags
        ends.add(paid)
    with read(ctx.database) as tx:
        assert sum(journals.balances(tx).values()) == 0
    assert ends


def test_money_that_came_before_the_deadline_passes_is_settled_instead(ctx: Context):
    paying = begin(ctx)
    chosen(ctx, paying)
    lapse(ctx, paying.number)
    check_paid(ctx, paying)
    assert office.case(ctx, paying.number).step == "examine"


def come(ctx: Context, paying: Paying) -> None:
    """Pay, unless the bank has closed the session."""
    with suppress(Refusal):
        chosen(ctx, paying)
        payments.settle(ctx, paying.attempt)


def replace_provider(ctx: Context, provider: Any) -> Context:
    return replace(ctx, providers={"demo": provider})


class Wrapped:
    """The demo's provider with something the matter with it."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Down(Wrapped):
    """A provider whose answers do not come; with `heard` it does what it was asked all the same."""

    def __init__(self, inner: Any, heard: bool) -> None:
        super().__init__(inner)
        self.heard = heard

    def create(self, attempt: Any) -> Any:
        if self.heard:
            self.inner.create(attempt)
        raise Outage("payment.timeout", "応答がありません。")


class Confused(Wrapped):
    """A provider that answers about another session than it was asked about."""

    def __init__(self, inner: Any, asked: str, told: str) -> None:
        super().__init__(inner)
        self.asked, self.told = asked, told

    def fetch(self, ref: str) -> Any:
        return self.inner.fetch(self.told if ref == self.asked else ref)
