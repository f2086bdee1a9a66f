"""Payments, reports of providers, and the books."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.ledger.revenue import Instructions, Journal, Payment, Posting, Standing
from app.store import inbox, journals, payments
from app.store.engine import Database
from app.store.inbox import ReportedEvent
from app.store.payments import AttemptRow, PaymentRow
from app.store.transaction import Tx, read, write
from tests.integration.store.rows import NOW, insert

JOURNAL = Journal(
    "assess:c1", "assess", NOW, "調定", (Posting("receivable", 300), Posting("revenue", -300))
)
EVENT = ReportedEvent("sandbox", "e1", b'{"id": "e1"}', {"signature": "s"}, NOW)
TOLD = Instructions("konbini", "123-456", NOW + timedelta(days=3))


def payment(payment_id: str = "pay1", **changes: object) -> Payment:
    return replace(Payment(payment_id, "fee", 300, "sandbox", False), **changes)


def attempt(n: int, payment_id: str = "pay1") -> AttemptRow:
    return AttemptRow(f"{payment_id}-{n}", payment_id, "sandbox", "", "card", "", NOW, NOW)


def with_payment(tx: Tx) -> str:
    case = insert(tx, "R8-1")
    payments.insert(tx, PaymentRow(case.id, case.number, NOW, payment()))
    return case.id


def raw_journal(tx: Tx, *amounts: int) -> None:
    tx.execute(text("INSERT INTO journals VALUES ('j1', 'k1', now(), 'assess', '')"))
    for n, amount in enumerate(amounts):
        add = text("INSERT INTO postings VALUES ('j1', :n, 'cash', :amount)")
        tx.execute(add, {"n": n, "amount": amount})


def test_a_payment_is_read_with_its_attempts_as_it_was_saved(database: Database):
    standing = Standing(
        "pay1-0", "ref", "awaiting", 5, 0, 0, 0, "konbini", TOLD, NOW + timedelta(days=3)
    )
    with write(database) as tx:
        case_id = with_payment(tx)
        payments.add_attempt(tx, attempt(0), 0)
        payments.add_attempt(tx, attempt(1), 1)
        changed = payment(attempts=(standing, Standing("pay1-1")), alarms=("金額が違います。",))
        payments.save(tx, changed, NOW)
    with read(database) as tx:
        found = payments.of_charge(tx, case_id, "fee")
        assert found == PaymentRow(case_id, "R8-1", NOW, changed)
        assert payments.of_case(tx, case_id) == (found,)
        assert payments.load(tx, "pay1") == found
        assert payments.in_state(tx, ["review"]) == (found,)
        named = payments.attempt_of_ref(tx, "sandbox", "ref")
        assert named is not None
        assert named.id == "pay1-0"


def test_a_charge_has_one_open_payment(database: Database):
    with write(database) as tx:
        case_id = with_payment(tx)
        assert payments.has_open(tx, case_id, "fee")
    second = PaymentRow(case_id, "R8-1", NOW, payment("pay2"))
    with pytest.raises(IntegrityError, match="one_open"), write(database) as tx:
        payments.insert(tx, second)
    with write(database) as tx:
        payments.save(tx, payment(cancelled=True), NOW)
        assert not payments.has_open(tx, case_id, "fee")
        payments.insert(tx, second)


def test_a_provider_reference_belongs_to_one_attempt(database: Database):
    with write(database) as tx:
        with_payment(tx)
        payments.add_attempt(tx, attempt(0), 0)
        payments.add_attempt(tx, attempt(1), 1)
        payments.began(tx, "pay1-0", "ref", "https://pay.example/1")
    with pytest.raises(IntegrityError, match="provider_ref"), write(database) as tx:
        payments.began(tx, "pay1-1", "ref", "")


def test_attempts_whose_time_has_come_are_polled_by_one_worker(database: Database):
    with write(database) as tx:
        with_payment(tx)
        payments.add_attempt(tx, attempt(0), 0)
        payments.add_attempt(tx, attempt(1), 1)
        payments.poll_at(tx, "pay1-1", NOW + timedelta(hours=1))
    with write(database) as mine, write(database) as other:
        assert [each.id for each in payments.to_poll(mine, NOW)] == ["pay1-0"]
        assert payments.to_poll(other, NOW) == ()
    with write(database) as tx:
        payments.poll_at(tx, "pay1-0", None)
        assert payments.to_poll(tx, NOW) == ()


def test_a_report_is_kept_once(database: Database):
    with write(database) as tx:
        assert inbox.add(tx, EVENT)
        assert not inbox.add(tx, replace(EVENT, body=b"other"))
        assert inbox.waiting(tx) == (EVENT,)


def test_a_report_dealt_with_is_not_taken_again(database: Database):
    with write(database) as tx:
        inbox.add(tx, EVENT)
    with write(database) as tx:
        inbox.failed(tx, EVENT, "unknown attempt")
        taken = inbox.lock(tx, "sandbox", "e1")
        assert taken is not None
        assert taken.tries == 1
        with write(database) as other:
            assert inbox.lock(other, "sandbox", "e1") is None
        inbox.processed(tx, taken, "applied", NOW)
    with write(database) as tx:
        assert inbox.lock(tx, "sandbox", "e1") is None
        assert inbox.waiting(tx) == ()


def test_a_journal_is_posted_once(database: Database):
    with write(database) as tx:
        journals.post(tx, [JOURNAL, replace(JOURNAL, source_key="assess:c2")])
    with write(database) as tx:
        journals.post(tx, [JOURNAL])
        assert journals.balances(tx) == {"receivable": 600, "revenue": -600}
        assert journals.of_source(tx, "assess:c1") == JOURNAL
        assert journals.of_source(tx, "assess:c9") is None


@pytest.mark.parametrize("amounts", [(300, -299), (300,), ()])
def test_a_journal_that_does_not_balance_is_refused_at_the_end(
    database: Database, amounts: tuple[int, ...]
):
    with pytest.raises(IntegrityError, match="does not balance"), write(database) as tx:
        raw_journal(tx, *amounts)


def test_a_line_is_not_added_to_an_old_journal(database: Database):
    with write(database) as tx:
        raw_journal(tx, 300, -300)
    with pytest.raises(IntegrityError, match="does not balance"), write(database) as tx:
        tx.execute(text("INSERT INTO postings VALUES ('j1', 2, 'cash', 1)"))


@pytest.mark.parametrize("table", ["journals", "postings"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {}"])
def test_the_books_are_only_ever_added_to(database: Database, table: str, verb: str):
    with write(database) as tx:
        journals.post(tx, [JOURNAL])
    change = "memo = ''" if table == "journals" else "amount = 1"
    with pytest.raises(IntegrityError, match="only ever added to"), write(database) as tx:
        tx.execute(text(verb.format(table, change)))
