"""Charges, money and payment states."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger import revenue
from app.ledger.revenue import Journal, Payment, Posting, Snapshot

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
ACCOUNTS = {"receivable", "revenue", "overpaid", "revenue_refund", "clearing:demo", "dispute_loss"}


def fresh(amount=16_000, attempts=("a1",)):
    payment = Payment("p1", "c1", amount, "demo", live=False)
    for attempt in attempts:
        payment = revenue.begin(payment, attempt)
    return payment


def seen(status="open", revision=0, attempt="a1", **more):
    return Snapshot(
        ref=f"ref-{attempt}",
        status=status,
        merchant_ref=attempt,
        revision=revision,
        **{"amount": 16_000} | more,
    )


def paid(revision=5, attempt="a1", captured=16_000, **more):
    return seen("paid", revision, attempt, captured=captured, paid_at=AT, **more)


def after(payment, *snapshots):
    journals = [revenue.assess(payment.charge, payment.amount, AT)]
    for snapshot in snapshots:
        applied = revenue.apply(payment, snapshot, AT)
        payment = applied.payment
        journals.extend(applied.journals)
    return payment, journals


def nonzero(journals):
    return {name: total for name, total in revenue.balances(journals).items() if total}


def test_a_payment_in_full_settles_the_charge():
    payment, journals = after(fresh(), seen("open", 1), paid())
    assert payment.state == "paid"
    assert payment.paid_at == AT
    assert [each.kind for each in journals] == ["assess", "capture"]
    assert nonzero(journals) == {"revenue": -16_000, "clearing:demo": 16_000}
    assert journals[1].postings == (
        Posting("receivable", -16_000),
        Posting("clearing:demo", 16_000),
    )


def test_a_journal_out_of_balance_cannot_be_made():
    with pytest.raises(ValueError, match="balance"):
        Journal("k", "capture", AT, "", (Posting("a", 1), Posting("b", -2)))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_charge_of_nothing_is_not_a_charge(amount):
    with pytest.raises(ValueError, match="positive"):
        revenue.assess("c1", amount, AT)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("created", "created"),
        ("open", "pending"),
        ("awaiting", "awaiting"),
        ("failed", "failed"),
        ("expired", "expired"),
        ("cancelled", "cancelled"),
        ("paid", "review"),
    ],
)
def test_without_money_the_newest_attempt_says_where_the_payment_stands(status, state):
    payment, _ = after(fresh(), seen(status, 1))
    assert payment.state == state


def test_a_payment_without_attempts_is_only_created():
    assert fresh(attempts=()).state == "created"


@pytest.mark.parametrize("status", ["failed", "expired", "cancelled"])
def test_late_money_wins(status):
    payment, journals = after(fresh(), seen(status, 3), paid(4))
    assert payment.state == "paid"
    assert nonzero(journals)["clearing:demo"] == 16_000


def test_paid_never_goes_back_when_a_stale_snapshot_comes():
    payment, journals = after(fresh(), paid(5), seen("expired", 3))
    assert payment.state == "paid"
    assert len(journals) == 2


def test_a_repeated_snapshot_posts_nothing():
    payment, _ = after(fresh(), paid())
    again = revenue.apply(payment, paid(), AT)
    assert (again.verdict, again.journals) == ("stale", ())
    assert again.payment is payment


def test_a_part_of_the_money_needs_a_person():
    payment, journals = after(fresh(), paid(captured=1))
    assert payment.state == "review"
    assert payment.paid_at is None
    assert nonzero(journals)["receivable"] == 15_999


def test_the_second_payment_of_a_charge_is_owed_to_the_payer():
    payment, journals = after(fresh(attempts=("a1", "a2")), paid(), paid(attempt="a2"))
    assert payment.state == "paid"
    assert payment.overpaid == 16_000
    assert nonzero(journals) == {
        "revenue": -16_000,
        "clearing:demo": 32_000,
        "overpaid": -16_000,
    }


def test_giving_back_what_was_paid_twice_leaves_the_revenue_alone():
    payment, journals = after(
        fresh(attempts=("a1", "a2")),
        paid(),
        paid(attempt="a2"),
        paid(6, attempt="a2", refunded=16_000),
    )
    assert payment.overpaid == 0
    assert nonzero(journals) == {"revenue": -16_000, "clearing:demo": 16_000}
    assert journals[-1].kind == "refund"


def test_a_refund_of_a_fee_reduces_the_revenue_and_the_payment_stays_paid():
    payment, journals = after(fresh(), paid(), paid(6, refunded=6_000))
    assert payment.state == "paid"
    assert nonzero(journals) == {
        "revenue": -16_000,
        "revenue_refund": 6_000,
        "clearing:demo": 10_000,
    }


def test_money_and_refund_seen_at_once_are_two_journals():
    _, journals = after(fresh(), paid(refunded=6_000))
    assert [each.source_key for each in journals] == [
        "assess:c1",
        "capture:a1:16000",
        "refund:a1:6000",
    ]


def test_a_lost_dispute_is_a_loss():
    _, journals = after(fresh(), paid(), paid(6, disputed=16_000))
    assert nonzero(journals) == {"revenue": -16_000, "dispute_loss": 16_000}


def test_cancelling_the_charge_takes_the_claim_back():
    cancelled = revenue.cancel(fresh(attempts=()), AT)
    assert cancelled.payment.state == "cancelled"
    journals = [revenue.assess("c1", 16_000, AT), *cancelled.journals]
    assert nonzero(journals) == {}
    assert cancelled.journals[0].source_key == "cancel:c1"


def test_money_for_a_cancelled_charge_belongs_to_the_payer_in_either_order():
    books = []
    for first in ("cancel", "money"):
        payment, journals = fresh(), [revenue.assess("c1", 16_000, AT)]
        for step in ("cancel", "money") if first == "cancel" else ("money", "cancel"):
            applied = (
                revenue.cancel(payment, AT)
                if step == "cancel"
                else revenue.apply(payment, paid(), AT)
            )
            payment = applied.payment
            journals.extend(applied.journals)
        assert payment.state == "paid"
        assert payment.overpaid == 16_000
        books.append(nonzero(journals))
    assert books[0] == books[1] == {"clearing:demo": 16_000, "overpaid": -16_000}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"amount": 1, "captured": 1}, "金額"),
        ({"currency": "USD"}, "通貨"),
        ({"merchant_ref": "another"}, "参照番号"),
        ({"livemode": True}, "本番"),
    ],
)
def test_a_snapshot_that_does_not_fit_moves_no_money_and_raises_an_alarm(change, word):
    applied = revenue.apply(fresh(), replace(paid(), **change), AT)
    assert applied.verdict == "mismatch"
    assert applied.journals == ()
    assert applied.payment.state == "review"
    assert word in applied.reason
    assert applied.payment.alarms == (applied.reason,)


def test_another_object_for_the_same_attempt_is_a_mismatch():
    payment, _ = after(fresh(), seen("open", 1))
    applied = revenue.apply(payment, replace(paid(), ref="ref-other"), AT)
    assert applied.verdict == "mismatch"


def test_an_alarm_goes_when_a_person_has_looked():
    payment = revenue.apply(fresh(), replace(paid(), currency="USD"), AT).payment
    assert revenue.clear_alarms(payment).state == "created"


def test_the_expiry_of_an_old_attempt_does_not_move_a_newer_one():
    payment, _ = after(
        fresh(attempts=("a1", "a2")), seen("open", 1, "a2"), seen("expired", 9, "a1")
    )
    assert payment.state == "pending"


def test_beginning_the_same_attempt_twice_is_beginning_it_once():
    assert revenue.begin(fresh(), "a1") == fresh()


@st.composite
def histories(draw):
    """Snapshots of one provider object in the order in which it lived."""
    attempt = draw(st.sampled_from(["a1", "a2"]))
    steps = draw(st.lists(st.sampled_from(["open", "failed", "awaiting"]), max_size=4))
    end = draw(st.sampled_from(["", "paid", "expired", "cancelled", "expired paid"]))
    statuses = [*steps, *end.split()]
    captured = draw(st.sampled_from([1, 15_999, 16_000, 20_000]))
    refunds = draw(st.lists(st.integers(1, 5_000), max_size=3)) if "paid" in end else []
    lived = [
        seen(
            status,
            revision,
            attempt,
            captured=captured if status == "paid" else 0,
            paid_at=AT if status == "paid" else None,
        )
        for revision, status in enumerate(statuses)
    ]
    total = 0
    for refund in refunds:
        total = min(captured, total + refund)
        lived.append(replace(lived[-1], revision=len(lived), refunded=total))
    return lived


@given(st.lists(histories(), min_size=1, max_size=2), st.data())
def test_order_and_repetition_of_snapshots_do_not_matter(lives, data):
    by_attempt = {life[0].merchant_ref: life for life in lives if life}
    everything = [each for life in by_attempt.values() for each in life]
    start = fresh(attempts=("a1", "a2"))
    straight, straight_books = after(start, *everything)
    repeats = data.draw(st.lists(st.sampled_from(everything), max_size=4)) if everything else []
    shuffled = data.draw(st.permutations([*everything, *repeats]))
    crooked, crooked_books = after(start, *shuffled)
    assert crooked == straight
    assert crooked.state == straight.state
    assert nonzero(crooked_books) == nonzero(straight_books)


@given(st.lists(histories(), max_size=2), st.booleans())
def test_the_books_always_say_what_the_payment_says(lives, cancelled):
    payment, journals = after(fresh(attempts=("a1", "a2")), *[e for life in lives for e in life])
    if cancelled:
        applied = revenue.cancel(payment, AT)
        payment, journals = applied.payment, [*journals, *applied.journals]
    books = revenue.balances(journals)
    assert sum(books.values()) == 0
    assert set(books) <= ACCOUNTS
    assert {name: books.get(name, 0) for name in ACCOUNTS} == dict(revenue.positions(payment))
    keys = [each.source_key for each in journals]
    assert len(keys) == len(set(keys))


def test_every_order_of_a_real_life_ends_the_same():
    life = [
        seen("open", 0),
        seen("failed", 1),
        seen("awaiting", 2, deadline=AT + timedelta(days=3)),
        paid(3),
        paid(4, refunded=500),
    ]
    ends = {after(fresh(), *order)[0] for order in permutations(life)}
    assert len(ends) == 1
