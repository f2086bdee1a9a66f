"""Tables of payments, of what providers told us, and of the books."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text

from app.store.tables import columns as c
from app.store.tables.columns import Record, one_of


class Payment(Record, table=True):
    """納付: the money asked for a charge. One that is still open for each charge at a time."""

    __tablename__ = "payments"
    __table_args__ = (
        one_of(
            "state",
            "created", "pending", "awaiting", "paid", "failed", "expired", "cancelled", "review",
        ),
        CheckConstraint("amount > 0", name="amount"),
        ForeignKeyConstraint(["case_id"], ["cases.id"]),
        Index(
            "payments_one_open_key",
            "case_id", "charge",
            unique=True,
            postgresql_where=text(
                "state IN ('created', 'pending', 'awaiting', 'failed', 'review')"
            ),
        ),
        Index(None, "case_id", "created_at"),
        Index(None, "state", "created_at"),
    )  # fmt: skip
    id: str = c.key(primary_key=True)
    case_id: str = c.key()
    case_number: str = c.key()
    charge: str = c.key()
    amount: int = c.yen()
    provider: str = c.key()
    live: bool = c.yes()
    cancelled: bool = c.yes(server_default=text("false"))
    alarms: list[str] = c.keys()
    state: str = c.key(server_default=text("'created'"))
    created_at: datetime = c.stamp()
    updated_at: datetime = c.stamp()
    paid_at: datetime | None = c.stamp(nullable=True)


class Attempt(Record, table=True):
    """One try to pay at a provider, with the whole truth as last heard from it."""

    __tablename__ = "attempts"
    __table_args__ = (
        one_of("state", "created", "open", "awaiting", "failed", "paid", "expired", "cancelled"),
        UniqueConstraint("provider", "provider_ref"),
        UniqueConstraint("payment_id", "n"),
        ForeignKeyConstraint(["payment_id"], ["payments.id"]),
        Index(None, "next_poll_at", postgresql_where=text("next_poll_at IS NOT NULL")),
    )
    id: str = c.key(primary_key=True)
    payment_id: str = c.key()
    n: int = c.number()
    provider: str = c.key()
    provider_ref: str | None = c.key(nullable=True)
    revision: int = c.yen(server_default=text("-1"))
    method: str = c.key()
    state: str = c.key(server_default=text("'created'"))
    captured: int = c.yen(server_default=text("0"))
    refunded: int = c.yen(server_default=text("0"))
    disputed: int = c.yen(server_default=text("0"))
    redirect_url: str = c.words()
    instructions: dict[str, Any] | None = c.json(nullable=True)
    expires_at: datetime | None = c.stamp(nullable=True)
    paid_at: datetime | None = c.stamp(nullable=True)
    next_poll_at: datetime | None = c.stamp(nullable=True)
    created_at: datetime = c.stamp()


class PaymentEvent(Record, table=True):
    """受信箱: a provider's report as it came, once per event."""

    __tablename__ = "payment_inbox"
    __table_args__ = (Index(None, "received_at", postgresql_where=text("processed_at IS NULL")),)
    provider: str = c.key(primary_key=True)
    event_id: str = c.key(primary_key=True)
    body: bytes = c.raw()
    headers: dict[str, Any] = c.json(server_default=text("'{}'"))
    received_at: datetime = c.stamp()
    processed_at: datetime | None = c.stamp(nullable=True)
    outcome: str = c.words()
    tries: int = c.number(server_default=text("0"))


class Journal(Record, table=True):
    """仕訳: one entry in the books, balanced, once per source. Only ever added to."""

    __tablename__ = "journals"
    id: str = c.key(primary_key=True)
    source_key: str = c.key(unique=True)
    at: datetime = c.stamp()
    kind: str = c.key()
    memo: str = c.words()


class Posting(Record, table=True):
    """A line of a journal: debit positive, credit negative. Only ever added to."""

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        ForeignKeyConstraint(["journal_id"], ["journals.id"]),
        Index(None, "account", "journal_id"),
    )
    journal_id: str = c.key(primary_key=True)
    n: int = c.number(primary_key=True, autoincrement=False)
    account: str = c.key()
    amount: int = c.yen()
