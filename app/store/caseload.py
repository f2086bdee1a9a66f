"""案件の束: the cases of one procedure, page by page, for whoever has to look at all of them.

Each page is a statement of its own and goes on after the last case seen, so that nothing is held
open however many there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql import Select

from app.store.tables import applications as _applications
from app.store.tables import cases as _cases
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case with what it takes to make one of it: its state, and its present answers."""

    id: str
    number: str
    digest: str
    state: Mapping[str, Any]
    answers: Mapping[str, Any]


_ROW: Select[Any] = (
    select(_cases.c.id, _cases.c.number, _cases.c.digest, _cases.c.state, _applications.c.answers)
    .join(
        _applications,
        (_applications.c.case_id == _cases.c.id) & (_applications.c.n == _cases.c.application),
    )
    .where(_cases.c.procedure == bindparam("procedure"))
    .limit(bindparam("limit"))
)
_OPEN = _ROW.where(_cases.c.end == "", _cases.c.id > bindparam("after")).order_by(_cases.c.id)
_PAST = _ROW.where(_cases.c.end != "", _cases.c.id < bindparam("before")).order_by(
    _cases.c.id.desc()
)
_OF_APPLICANT = (
    select(_cases.c.number, _cases.c.arrived_at, _applications.c.answers)
    .join(
        _applications,
        (_applications.c.case_id == _cases.c.id) & (_applications.c.n == _cases.c.application),
    )
    .where(_cases.c.applicant_id == bindparam("person_id"))
    .order_by(_cases.c.arrived_at.desc(), _cases.c.id.desc())
    .limit(bindparam("limit"))
)
_COUNTS = (
    select(_cases.c.procedure, func.count().label("many"))
    .where(_cases.c.end == "")
    .group_by(_cases.c.procedure)
)
_LAST = "\U0010ffff"


def running(tx: Tx, procedure: str, after: str = "", limit: int = 200) -> tuple[LoadedCase, ...]:
    """Read the next open cases of a procedure, in the order of their ids."""
    asked = {"procedure": procedure, "after": after, "limit": limit}
    return tuple(LoadedCase(**each._mapping) for each in tx.execute(_OPEN, asked))


def past(tx: Tx, procedure: str, before: str = "", limit: int = 200) -> tuple[LoadedCase, ...]:
    """Read the next closed cases of a procedure, the latest first."""
    asked = {"procedure": procedure, "before": before or _LAST, "limit": limit}
    return tuple(LoadedCase(**each._mapping) for each in tx.execute(_PAST, asked))


def answers_of(
    tx: Tx, person_id: str, limit: int = 5
) -> tuple[tuple[str, datetime, Mapping[str, Any]], ...]:
    """Read what somebody answered in their last cases: number, arrival and answers of each."""
    found = tx.execute(_OF_APPLICANT, {"person_id": person_id, "limit": limit})
    return tuple((each.number, each.arrived_at, each.answers) for each in found)


def open_counts(tx: Tx) -> dict[str, int]:
    """Count the open cases of each procedure that has any."""
    return {each.procedure: each.many for each in tx.execute(_COUNTS)}
