"""受信箱: what providers reported, byte for byte, once per event.

What a report means is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import payment_inbox as _inbox
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """A provider's report as it came."""

    provider: str
    event_id: str
    body: bytes
    headers: Mapping[str, str]
    received_at: datetime
    processed_at: datetime | None = None
    outcome: str = ""
    tries: int = 0


_COLUMNS = tuple(ReportedEvent.__dataclass_fields__)


def add(tx: Tx, event: ReportedEvent) -> bool:
    """Keep a report; False if this event was reported before."""
    values = {name: getattr(event, name) for name in _COLUMNS}
    return tx.adds(upsert(_inbox).on_conflict_do_nothing(), values)


def lock(tx: Tx, provider: str, event_id: str) -> ReportedEvent | None:
    """Take a report in hand; None if it is dealt with, unknown, or in other hands."""
    statement = (
        select(_inbox)
        .where(
            _inbox.c.provider == provider,
            _inbox.c.event_id == event_id,
            _inbox.c.processed_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    found = tx.execute(statement).one_or_none()
    return None if found is None else ReportedEvent(**found._mapping)


def waiting(tx: Tx, limit: int = 20) -> tuple[ReportedEvent, ...]:
    """Take reports nobody has dealt with, oldest first, leaving out those in other hands."""
    statement = (
        select(_inbox)
        .where(_inbox.c.processed_at.is_(None))
        .order_by(_inbox.c.received_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(ReportedEvent(**each._mapping) for each in tx.execute(statement))


def processed(tx: Tx, event: ReportedEvent, outcome: str, at: datetime) -> None:
    """Record that a report is dealt with, in the transaction of what it led to."""
    _change(tx, event, {"processed_at": at, "outcome": outcome, "tries": _inbox.c.tries + 1})


def failed(tx: Tx, event: ReportedEvent, outcome: str) -> None:
    """Record that a report could not be dealt with this time."""
    _change(tx, event, {"outcome": outcome, "tries": _inbox.c.tries + 1})


def _change(tx: Tx, event: ReportedEvent, values: Mapping[str, object]) -> None:
    tx.execute(
        update(_inbox)
        .where(_inbox.c.provider == event.provider, _inbox.c.event_id == event.event_id)
        .values(values)
    )
