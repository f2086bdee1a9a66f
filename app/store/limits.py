"""Limits of how often something may be done in a span of time: exact, whoever comes at once.

A count is undone with its transaction: count in one of its own, before what is being limited.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import rate_limits as _limits
from app.store.transaction import Tx

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HIT = (
    upsert(_limits)
    .on_conflict_do_update(
        index_elements=[_limits.c.bucket, _limits.c.window_start],
        set_={"count": _limits.c.count + 1},
    )
    .returning(_limits.c.count)
)


def hit(tx: Tx, bucket: str, window: timedelta, at: datetime) -> int:
    """Count one more in the window that `at` falls in, and tell how many that makes."""
    start = _EPOCH + (at - _EPOCH) // window * window
    values = {"bucket": bucket, "window_start": start, "count": 1}
    return int(tx.execute(_HIT, values).scalar_one())


def prune(tx: Tx, before: datetime) -> int:
    """Forget windows that began before a moment."""
    return tx.execute(delete(_limits).where(_limits.c.window_start < before)).rowcount
