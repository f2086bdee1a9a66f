"""納付の保管: payments with their attempts, as `app.ledger.revenue` knows them.

The payment row is what is locked; whoever changes a payment or an attempt locks it first. Amounts
and states are decided in the ledger. Reports of providers are in `app.store.inbox`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select, update
from sqlalchemy import insert as into
from sqlalchemy.sql import Select

from app.ledger.revenue import Instructions, Payment, Standing
from app.store.tables import attempts as _attempts
from app.store.tables import payments as _payments
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment and the case it belongs to."""

    case_id: str
    case_number: str
    created_at: datetime
    payment: Payment


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt as far as the ledger does not care: where the payer is sent, when to ask next."""

    id: str
    payment_id: str
    provider: str
    provider_ref: str
    method: str
    redirect_url: str
    next_poll_at: datetime | None
    created_at: datetime


_ATTEMPT = (
    "id", "payment_id", "provider", "provider_ref", "method", "redirect_url", "next_poll_at",
    "created_at",
)  # fmt: skip
_ROW: Select[Any] = select(*(_attempts.c[name] for name in _ATTEMPT))
_STANDINGS = (
    select(_attempts)
    .where(_attempts.c.payment_id.in_(bindparam("ids", expanding=True)))
    .order_by(_attempts.c.payment_id, _attempts.c.n)
)
_SAVE_ATTEMPT = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "provider_ref", "revision", "method", "state", "captured", "refunded",
                "disputed", "instructions", "expires_at", "paid_at",
            )
        }
    )
)  # fmt: skip


def insert(tx: Tx, row: PaymentRow) -> None:
    """Write a new payment, without attempts.

    The database refuses a second one for a charge while the first is open.
    """
    payment = row.payment
    values = {
        "id": payment.id,
        "case_id": row.case_id,
        "case_number": row.case_number,
        "charge": payment.charge,
        "amount": payment.amount,
        "provider": payment.provider,
        "live": payment.live,
        "created_at": row.created_at,
    }
    tx.execute(into(_payments), values | _changing(payment, row.created_at))


def add_attempt(tx: Tx, row: AttemptRow, n: int) -> None:
    """Write the n-th attempt of a payment (from 0), before its provider is asked for anything."""
    values = {name: getattr(row, name) for name in _ATTEMPT}
    tx.execute(into(_attempts), values | {"provider_ref": row.provider_ref or None, "n": n})


def lock(tx: Tx, payment_id: str) -> PaymentRow | None:
    """Read a payment and keep others from changing it until this transaction ends."""
    found = tx.execute(
        select(_payments).where(_payments.c.id == payment_id).with_for_update()
    ).one_or_none()
    return _with_attempts(tx, [found])[0] if found is not None else None


def load(tx: Tx, payment_id: str) -> PaymentRow | None:
    """Read a payment."""
    found = tx.execute(select(_payments).where(_payments.c.id == payment_id)).one_or_none()
    return _with_attempts(tx, [found])[0] if found is not None else None


def of_case(tx: Tx, case_id: str) -> tuple[PaymentRow, ...]:
    """Read the payments of a case, oldest first."""
    statement = (
        select(_payments)
        .where(_payments.c.case_id == case_id)
        .order_by(_payments.c.created_at, _payments.c.id)
    )
    return _with_attempts(tx, tx.execute(statement).all())


def of_charge(tx: Tx, case_id: str, charge: str) -> PaymentRow | None:
    """Read the latest payment of a charge."""
    statement = (
        select(_payments)
        .where(_payments.c.case_id == case_id, _payments.c.charge == charge)
        .order_by(_payments.c.created_at.desc(), _payments.c.id.desc())
        .limit(1)
    )
    found = tx.execute(statement).one_or_none()
    return _with_attempts(tx, [found])[0] if found is not None else None


def in_state(tx: Tx, states: Sequence[str], limit: int = 100) -> tuple[PaymentRow, ...]:
    """Read payments that stand where given, oldest first: what a clerk reconciles."""
    statement = (
        select(_payments)
        .where(_payments.c.state.in_(states))
        .order_by(_payments.c.created_at, _payments.c.id)
        .limit(limit)
    )
    return _with_attempts(tx, tx.execute(statement).all())


def save(tx: Tx, payment: Payment, at: datetime) -> None:
    """Write a locked payment, with all its attempts, as the ledger now sees it."""
    tx.execute(update(_payments).where(_payments.c.id == payment.id).values(_changing(payment, at)))
    if payment.attempts:
        tx.execute(_SAVE_ATTEMPT, [_standing_columns(each) for each in payment.attempts])


def attempt(tx: Tx, attempt_id: str) -> AttemptRow | None:
    """Read an attempt."""
    found = tx.execute(_ROW.where(_attempts.c.id == attempt_id)).one_or_none()
    return None if found is None else _attempt_row(found)


def attempts_of_charge(tx: Tx, charge: str) -> tuple[AttemptRow, ...]:
    """Read every attempt to pay a charge, oldest first."""
    of_charge = select(_payments.c.id).where(_payments.c.charge == charge)
    statement = _ROW.where(_attempts.c.payment_id.in_(of_charge)).order_by(_attempts.c.n)
    return tuple(_attempt_row(each) for each in tx.execute(statement))


def attempt_of_ref(tx: Tx, provider: str, provider_ref: str) -> AttemptRow | None:
    """Find the attempt that a provider calls by its own reference."""
    statement = _ROW.where(
        _attempts.c.provider == provider, _attempts.c.provider_ref == provider_ref
    )
    found = tx.execute(statement).one_or_none()
    return None if found is None else _attempt_row(found)


def began(tx: Tx, attempt_id: str, provider_ref: str, redirect_url: str) -> None:
    """Record what a provider answered when an attempt was created there."""
    values = {"provider_ref": provider_ref, "redirect_url": redirect_url}
    tx.execute(update(_attempts).where(_attempts.c.id == attempt_id).values(values))


def poll_at(tx: Tx, attempt_id: str, at: datetime | None) -> None:
    """Say when the provider is to be asked about an attempt again; None for never."""
    tx.execute(update(_attempts).where(_attempts.c.id == attempt_id).values(next_poll_at=at))


def to_poll(tx: Tx, now: datetime, limit: int = 20) -> tuple[AttemptRow, ...]:
    """Take attempts whose provider is to be asked now, leaving out those in other hands."""
    statement = (
        _ROW.where(_attempts.c.next_poll_at <= now)
        .order_by(_attempts.c.next_poll_at, _attempts.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(_attempt_row(each) for each in tx.execute(statement))


def has_open(tx: Tx, case_id: str, charge: str) -> bool:
    """Say whether a charge has a payment that may still come to something."""
    states = ("created", "pending", "awaiting", "failed", "review")
    statement = select(
        exists().where(
            _payments.c.case_id == case_id,
            _payments.c.charge == charge,
            _payments.c.state.in_(states),
        )
    )
    return bool(tx.execute(statement).scalar_one())


def _changing(payment: Payment, at: datetime) -> dict[str, Any]:
    return {
        "state": payment.state,
        "cancelled": payment.cancelled,
        "alarms": list(payment.alarms),
        "paid_at": payment.paid_at,
        "updated_at": at,
    }


def _standing_columns(standing: Standing) -> dict[str, Any]:
    told = standing.instructions
    return {
        "_id": standing.attempt,
        "provider_ref": standing.ref or None,
        "revision": standing.revision,
        "method": standing.method,
        "state": standing.status,
        "captured": standing.captured,
        "refunded": standing.refunded,
        "disputed": standing.disputed,
        "instructions": asdict(told) | {"deadline": told.deadline.isoformat()} if told else None,
        "expires_at": standing.deadline,
        "paid_at": standing.paid_at,
    }


def _standing(found: Row[Any]) -> Standing:
    told = found.instructions
    if told is not None:
        told = Instructions(**told | {"deadline": datetime.fromisoformat(told["deadline"])})
    return Standing(
        attempt=found.id,
        ref=found.provider_ref or "",
        status=found.state,
        revision=found.revision,
        captured=found.captured,
        refunded=found.refunded,
        disputed=found.disputed,
        method=found.method,
        instructions=told,
        deadline=found.expires_at,
        paid_at=found.paid_at,
    )


def _with_attempts(tx: Tx, rows: Sequence[Row[Any]]) -> tuple[PaymentRow, ...]:
    ids = [each.id for each in rows]
    standings: dict[str, list[Standing]] = {each: [] for each in ids}
    for found in tx.execute(_STANDINGS, {"ids": ids}) if ids else ():
        standings[found.payment_id].append(_standing(found))
    return tuple(_payment_row(each, standings[each.id]) for each in rows)


def _payment_row(found: Row[Any], standings: list[Standing]) -> PaymentRow:
    payment = Payment(
        id=found.id,
        charge=found.charge,
        amount=found.amount,
        provider=found.provider,
        live=found.live,
        attempts=tuple(standings),
        cancelled=found.cancelled,
        alarms=tuple(found.alarms),
    )
    return PaymentRow(found.case_id, found.case_number, found.created_at, payment)


def _attempt_row(found: Row[Any]) -> AttemptRow:
    return AttemptRow(**dict(found._mapping) | {"provider_ref": found.provider_ref or ""})
