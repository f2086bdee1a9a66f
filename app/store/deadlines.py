"""期限の保管: what a case must be looked at for, and when. What then happens is not known here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import DateTime, Text, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.cases.model import Deadline
from app.store.tables import cases as _cases
from app.store.tables import deadlines as _deadlines
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class CaseDeadline:
    """A deadline and the case it belongs to."""

    case_id: str
    case_number: str
    name: str
    at: datetime


_REPLACE = text(
    """
    WITH gone AS (
        DELETE FROM deadlines WHERE case_id = :case_id AND NOT (name = ANY (:names))
    )
    INSERT INTO deadlines (case_id, case_number, name, at)
    SELECT :case_id, :number, name, at FROM unnest(:names, :times) AS fresh (name, at)
    ON CONFLICT (case_id, name) DO UPDATE SET at = excluded.at
    WHERE deadlines.at <> excluded.at
    """
).bindparams(
    bindparam("case_id", type_=Text()),
    bindparam("number", type_=Text()),
    bindparam("names", type_=ARRAY(Text())),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
)
_DUE = (
    select(_deadlines)
    .join(_cases, _cases.c.id == _deadlines.c.case_id)
    .where(_deadlines.c.at <= bindparam("now"))
    .order_by(_deadlines.c.at, _deadlines.c.case_id)
    .limit(bindparam("limit"))
    # The case is locked, not the deadline: that is what every other act locks first.
    .with_for_update(of=_cases, skip_locked=True)
)


def replace(tx: Tx, case_id: str, number: str, deadlines: Sequence[Deadline]) -> None:
    """Make these the deadlines of a case, and no others."""
    tx.put(
        _REPLACE,
        {
            "case_id": case_id,
            "number": number,
            "names": [each.name for each in deadlines],
            "times": [each.at for each in deadlines],
        },
    )


def due(tx: Tx, now: datetime, limit: int = 20) -> tuple[CaseDeadline, ...]:
    """Give deadlines that have passed, leaving out cases in other hands.

    Several workers may be given the same one: whoever lets it pass must look whether it stands.
    """
    found = tx.execute(_DUE, {"now": now, "limit": limit})
    return tuple(CaseDeadline(**each._mapping) for each in found)


def of_case(tx: Tx, case_id: str) -> tuple[CaseDeadline, ...]:
    """Read the deadlines of a case, the next first."""
    statement = select(_deadlines).where(_deadlines.c.case_id == case_id).order_by(_deadlines.c.at)
    return tuple(CaseDeadline(**each._mapping) for each in tx.execute(statement))
