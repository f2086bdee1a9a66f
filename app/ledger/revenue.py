"""収納: double entry for charges (調定), money received, and money given back; and payment states.

A `Snapshot` is the whole present truth of one attempt as its provider tells it. Only snapshots
move a payment: a webhook, a page return and a poll are hints to fetch one. Cumulative amounts take
their largest value and the status comes from the latest revision, so order and repetition of
snapshots do not matter. Journals are the difference of two positions and therefore balance.
Must not know: providers' formats, cases, the database, what time it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias

Status: TypeAlias = Literal["created", "open", "awaiting", "failed", "paid", "expired", "cancelled"]
"""Where one attempt stands at its provider; `created` is ours alone: not sent yet."""

State: TypeAlias = Literal[
    "created", "pending", "awaiting", "paid", "failed", "expired", "cancelled", "review"
]
"""Where a payment stands, as a resident and a clerk see it."""

Verdict: TypeAlias = Literal["applied", "stale", "mismatch"]

JournalKind: TypeAlias = Literal["assess", "capture", "refund", "dispute", "cancel"]


@dataclass(frozen=True, slots=True)
class Instructions:
    """How to pay at a counter or machine: where, with which number, until when."""

    store: str
    number: str
    deadline: datetime
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole present truth of one attempt at its provider; amounts are cumulative yen.

    `ref` is the provider's name for it, `merchant_ref` the attempt id that we gave. A larger
    `revision` is newer: the provider's own counter, or the time of asking in nanoseconds.
    `deadline` is when the attempt closes by itself.
    """

    ref: str
    status: Status
    amount: int
    merchant_ref: str
    revision: int
    captured: int = 0
    refunded: int = 0
    disputed: int = 0
    currency: str = "JPY"
    livemode: bool = False
    payment_ref: str = ""
    fee: int = 0
    method: str = ""
    instructions: Instructions | None = None
    deadline: datetime | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one attempt: the amounts at their largest, the rest at its latest."""

    attempt: str
    ref: str = ""
    status: Status = "created"
    revision: int = -1
    captured: int = 0
    refunded: int = 0
    disputed: int = 0
    method: str = ""
    instructions: Instructions | None = None
    deadline: datetime | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """納付: the attempts to pay one charge, oldest first.

    There is one payment for a charge: to try again is a new attempt. `cancelled` says that the
    charge itself was taken back (調定取消), so that nothing is owed any more. `alarms` are reasons
    for a person to look, and stay until one has.
    """

    id: str
    charge: str
    amount: int
    provider: str
    live: bool
    attempts: tuple[Standing, ...] = ()
    cancelled: bool = False
    alarms: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """Say where the payment stands."""
        return derive_state(self)

    @property
    def captured(self) -> int:
        """Give all the money received, over all attempts."""
        return sum(each.captured for each in self.attempts)

    @property
    def refunded(self) -> int:
        """Give all the money given back."""
        return sum(each.refunded for each in self.attempts)

    @property
    def overpaid(self) -> int:
        """Give what was received beyond what is owed and has not been given back."""
        return max(0, self.captured - _owed(self) - self.refunded)

    @property
    def paid_at(self) -> datetime | None:
        """Give the moment at which the provider says that it took the money, None if not paid."""
        times = [each.paid_at for each in self.attempts if each.captured and each.paid_at]
        return min(times) if times and self.state == "paid" else None

    @property
    def newest(self) -> Standing | None:
        """Give the attempt that now counts."""
        return self.attempts[-1] if self.attempts else None


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of a journal: debit positive, credit negative, in yen."""

    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Journal:
    """仕訳: postings that add up to nothing; `source_key` is unique in the books."""

    source_key: str
    kind: JournalKind
    at: datetime
    memo: str
    postings: tuple[Posting, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a journal out of balance, whoever made it."""
        if sum(each.amount for each in self.postings):
            raise ValueError(f"journal {self.source_key} does not balance")


@dataclass(frozen=True, slots=True)
class Applied:
    """What a snapshot did: the payment after it, what to post, and why nothing if nothing."""

    payment: Payment
    verdict: Verdict
    journals: tuple[Journal, ...] = ()
    reason: str = ""


RECEIVABLE = "receivable"
REVENUE = "revenue"
OVERPAID = "overpaid"
REVENUE_REFUND = "revenue_refund"
DISPUTE_LOSS = "dispute_loss"


def clearing(provider: str) -> str:
    """Name the account of money that a provider has taken and not yet handed over."""
    return f"clearing:{provider}"


def assess(charge: str, amount: int, at: datetime) -> Journal:
    """Book a charge (調定): the office now has a right to the money."""
    if amount <= 0:
        raise ValueError("a charge is a positive number of yen")
    postings = (Posting(RECEIVABLE, amount), Posting(REVENUE, -amount))
    return Journal(f"assess:{charge}", "assess", at, "調定", postings)


def begin(payment: Payment, attempt: str) -> Payment:
    """Add a new attempt, which is from now on the one that counts."""
    if any(each.attempt == attempt for each in payment.attempts):
        return payment
    return replace(payment, attempts=(*payment.attempts, Standing(attempt)))


def cancel(payment: Payment, at: datetime) -> Applied:
    """Take the charge back (調定取消): nothing is owed, and money that came is the payer's."""
    after = replace(payment, cancelled=True)
    key = f"cancel:{payment.charge}"
    return Applied(after, "applied", _difference(payment, after, key, "cancel", at))


def clear_alarms(payment: Payment) -> Payment:
    """Take down the alarms, because a person has looked."""
    return replace(payment, alarms=())


def apply(payment: Payment, snapshot: Snapshot, at: datetime) -> Applied:
    """Bring a payment up to what a provider says of one attempt, with the journals for it.

    A snapshot that belongs elsewhere, or speaks of another amount, currency or world, moves no
    money: it raises an alarm.
    """
    reason = mismatch(payment, snapshot)
    if reason:
        alarms = tuple(sorted({*payment.alarms, reason}))
        return Applied(replace(payment, alarms=alarms), "mismatch", (), reason)
    old = next(each for each in payment.attempts if each.attempt == snapshot.merchant_ref)
    new = _join(old, snapshot)
    if new == old:
        return Applied(payment, "stale")
    journals: list[Journal] = []
    before = payment
    for kind, standing in _steps(old, new):
        after = _with(payment, standing)
        key = f"{kind}:{new.attempt}:{_amount(standing, kind)}"
        when = (snapshot.paid_at or at) if kind == "capture" else at
        journals.extend(_difference(before, after, key, kind, when))
        before = after
    return Applied(_with(payment, new), "applied", tuple(journals))


def mismatch(payment: Payment, snapshot: Snapshot) -> str:
    """Say in Japanese why a snapshot cannot be about this payment; empty when it can."""
    standings = {each.attempt: each for each in payment.attempts}
    known = standings.get(snapshot.merchant_ref)
    if known is None:
        return "別の納付の参照番号が返されました。"
    if known.ref and known.ref != snapshot.ref:
        return "決済事業者側の番号が以前と異なります。"
    if snapshot.livemode != payment.live:
        return "本番とテストの区別が一致しません。"
    if snapshot.currency != "JPY":
        return "通貨が円ではありません。"
    if snapshot.amount != payment.amount:
        return "請求金額が調定額と一致しません。"
    return ""


def derive_state(payment: Payment) -> State:
    """Say where a payment stands, from its attempts alone and not from where it stood before.

    Money that came counts even after a deadline or a cancellation (late money wins). Only the
    newest attempt may move a payment down, so that an old one's expiry undoes nothing.
    """
    if payment.captured >= payment.amount:
        return "paid"
    if payment.captured or payment.alarms:
        return "review"
    return _undone(payment)


def _undone(payment: Payment) -> State:
    """Say where a payment stands to which no money has come yet."""
    newest = payment.newest
    status = newest.status if newest else "created"
    match status:
        case "created":
            return "cancelled" if payment.cancelled else "created"
        case "open":
            return "pending"
        case "paid":
            return "review"
        case "awaiting" | "failed" | "expired" | "cancelled":
            return status


def positions(payment: Payment) -> Mapping[str, int]:
    """Give what each account holds because of this payment and its charge; the sum is nothing.

    A lost dispute is taken out of what the provider still owes us, as providers do.
    """
    owed, captured, refunded = _owed(payment), payment.captured, payment.refunded
    disputed = sum(each.disputed for each in payment.attempts)
    over = max(0, captured - owed)
    return {
        RECEIVABLE: owed - min(captured, owed),
        REVENUE: -owed,
        OVERPAID: min(refunded, over) - over,
        REVENUE_REFUND: refunded - min(refunded, over),
        clearing(payment.provider): captured - refunded - disputed,
        DISPUTE_LOSS: disputed,
    }


def balances(journals: Iterable[Journal]) -> dict[str, int]:
    """Add up each account (試算表)."""
    totals: dict[str, int] = {}
    for journal in journals:
        for posting in journal.postings:
            totals[posting.account] = totals.get(posting.account, 0) + posting.amount
    return totals


def _owed(payment: Payment) -> int:
    return 0 if payment.cancelled else payment.amount


_RANK: dict[Status, int] = {
    "created": 0,
    "open": 1,
    "failed": 2,
    "awaiting": 3,
    "expired": 4,
    "cancelled": 5,
    "paid": 6,
}


def _join(old: Standing, snapshot: Snapshot) -> Standing:
    newer = (snapshot.revision, _RANK[snapshot.status]) > (old.revision, _RANK[old.status])
    latest = (
        replace(
            old,
            ref=snapshot.ref,
            status=snapshot.status,
            revision=snapshot.revision,
            method=snapshot.method,
            instructions=snapshot.instructions,
            deadline=snapshot.deadline,
        )
        if newer
        else old
    )
    times = [each for each in (old.paid_at, snapshot.paid_at) if each]
    return replace(
        latest,
        captured=max(old.captured, snapshot.captured),
        refunded=max(old.refunded, snapshot.refunded),
        disputed=max(old.disputed, snapshot.disputed),
        paid_at=min(times) if times else None,
    )


def _steps(old: Standing, new: Standing) -> Iterable[tuple[JournalKind, Standing]]:
    """Take the amounts one after the other, so that each has a journal of its own."""
    captured = replace(old, captured=new.captured)
    refunded = replace(captured, refunded=new.refunded)
    return (
        ("capture", captured),
        ("refund", refunded),
        ("dispute", replace(refunded, disputed=new.disputed)),
    )


def _amount(standing: Standing, kind: JournalKind) -> int:
    match kind:
        case "refund":
            return standing.refunded
        case "dispute":
            return standing.disputed
        case "capture" | "assess" | "cancel":
            return standing.captured


def _with(payment: Payment, standing: Standing) -> Payment:
    attempts = tuple(
        standing if each.attempt == standing.attempt else each for each in payment.attempts
    )
    return replace(payment, attempts=attempts)


_MEMOS: dict[JournalKind, str] = {
    "assess": "調定",
    "capture": "収納",
    "refund": "還付",
    "dispute": "異議による減額",
    "cancel": "調定取消",
}


def _difference(
    before: Payment, after: Payment, key: str, kind: JournalKind, at: datetime
) -> tuple[Journal, ...]:
    """Give the one journal that leads from one position to the other, none if they are equal."""
    was = positions(before)
    postings = tuple(
        Posting(account, amount - was[account])
        for account, amount in positions(after).items()
        if amount != was[account]
    )
    return (Journal(key, kind, at, _MEMOS[kind], postings),) if postings else ()
