"""下書きの保管: answers saved before they are submitted, or before a correction is answered.

Whether they are right is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy import insert as into

from app.store.tables import drafts as _drafts
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """下書き: canonical `answers`, `raw` input that is not right yet, and the pages visited.

    `case_number` is set for the answer to a correction request; `key` makes submitting happen once.
    """

    id: str
    person_id: str
    procedure: str
    digest: str
    key: str
    created_at: datetime
    updated_at: datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    visited: tuple[str, ...] = ()
    case_number: str | None = None


_COLUMNS = tuple(SavedDraft.__dataclass_fields__)
_ROW = select(*(_drafts.c[name] for name in _COLUMNS))
_OF_PERSON = (
    _ROW.where(_drafts.c.person_id == bindparam("person_id"))
    .order_by(_drafts.c.updated_at.desc(), _drafts.c.id)
    .limit(bindparam("limit"))
)


def add(tx: Tx, draft: SavedDraft) -> None:
    """Write a new draft."""
    tx.execute(into(_drafts), _values(draft))


def save(tx: Tx, draft: SavedDraft) -> bool:
    """Write a changed draft; False if it is gone."""
    changed = {
        name: value
        for name, value in _values(draft).items()
        if name not in ("id", "person_id", "created_at")
    }
    statement = update(_drafts).where(
        _drafts.c.id == draft.id, _drafts.c.person_id == draft.person_id
    )
    return tx.execute(statement.values(changed)).rowcount == 1


def load(tx: Tx, draft_id: str, person_id: str, *, lock: bool = False) -> SavedDraft | None:
    """Read a person's own draft, and with `lock` keep it from being submitted twice."""
    statement = _ROW.where(_drafts.c.id == draft_id, _drafts.c.person_id == person_id)
    found = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if found is None else _draft(found._mapping)


def of_person(tx: Tx, person_id: str, limit: int = 100) -> tuple[SavedDraft, ...]:
    """Read a person's drafts, the latest first."""
    found = tx.execute(_OF_PERSON, {"person_id": person_id, "limit": limit})
    return tuple(_draft(each._mapping) for each in found)


def of_case(tx: Tx, case_number: str, person_id: str) -> SavedDraft | None:
    """Read a person's draft of an answer to the correction request of a case."""
    statement = (
        _ROW.where(_drafts.c.case_number == case_number, _drafts.c.person_id == person_id)
        .order_by(_drafts.c.updated_at.desc())
        .limit(1)
    )
    found = tx.execute(statement).one_or_none()
    return None if found is None else _draft(found._mapping)


def remove(tx: Tx, draft_id: str, person_id: str) -> bool:
    """Remove a person's own draft; False if it is gone already."""
    statement = delete(_drafts).where(_drafts.c.id == draft_id, _drafts.c.person_id == person_id)
    return tx.execute(statement).rowcount == 1


def _values(draft: SavedDraft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in _COLUMNS}
    return values | {"visited": list(draft.visited)}


def _draft(found: Mapping[Any, Any]) -> SavedDraft:
    values = {str(name): value for name, value in found.items()}
    return SavedDraft(**values | {"visited": tuple(values["visited"])})
