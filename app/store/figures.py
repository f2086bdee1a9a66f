"""件数: how many cases and effects stand where, for those who watch the service. No names."""

from sqlalchemy import func, select

from app.store.tables import cases as _cases
from app.store.tables import effects as _effects
from app.store.transaction import Tx


def cases_by_status(tx: Tx) -> dict[str, int]:
    """Count all cases by where they stand."""
    statement = select(_cases.c.status, func.count().label("n")).group_by(_cases.c.status)
    return {each._mapping["status"]: each._mapping["n"] for each in tx.execute(statement)}


def effects_by_state(tx: Tx) -> dict[str, int]:
    """Count all effects by what became of them."""
    statement = select(_effects.c.state, func.count().label("n")).group_by(_effects.c.state)
    return {each._mapping["state"]: each._mapping["n"] for each in tx.execute(statement)}
