"""By how much the demo's clock is ahead. In production nobody moves it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import demo_clock as _clock
from app.store.transaction import Tx


def offset(tx: Tx) -> timedelta:
    """Tell by how much the clock is ahead."""
    found = tx.execute(select(_clock.c.offset_seconds)).scalar_one_or_none()
    return timedelta(seconds=found or 0)


def advance(tx: Tx, by: timedelta) -> timedelta:
    """Move the clock forward, and tell by how much it is now ahead."""
    if by < timedelta(0):
        raise ValueError("the clock only moves forward")
    seconds = int(by.total_seconds())
    statement = (
        upsert(_clock)
        .values(id=1, offset_seconds=seconds)
        .on_conflict_do_update(
            index_elements=[_clock.c.id],
            set_={"offset_seconds": _clock.c.offset_seconds + seconds},
        )
        .returning(_clock.c.offset_seconds)
    )
    return timedelta(seconds=tx.execute(statement).scalar_one())
