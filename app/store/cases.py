"""案件の保管: case numbers, the case row guarded by its revision, and the applications.

Rows carry the case as JSON in `state`; what is in it is known to `app.cases.record` alone. Answers
are kept apart from the case row, so that lists never read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy import insert as into
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql import Select

from app.store.tables import applications as _applications
from app.store.tables import cases as _cases
from app.store.tables import counters as _counters
from app.store.transaction import Collision, Row, Tx


@dataclass(frozen=True, slots=True)
class CaseState:
    """The part of a case row that acts change. `end` is empty while the case is open.

    `waiting` says for whom the case waits, as opaque keys (`post:<unit>:<post>`,
    `person:<id>` …) that the worklist compares; `search_key` is the folded name.
    """

    revision: int
    digest: str
    step: str
    status: str
    office: str
    applicant_name: str
    search_key: str
    application: int
    state: Mapping[str, Any]
    end: str = ""
    assignee: str = ""
    due_on: date | None = None
    closed_at: datetime | None = None
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be written for the first time."""

    id: str
    number: str
    procedure: str
    department: str
    applicant_id: str
    arrived_at: datetime
    current: CaseState


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as stored, with the answers of its current application."""

    id: str
    number: str
    procedure: str
    department: str
    applicant_id: str
    arrived_at: datetime
    current: CaseState
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """申請書 第n版: what was submitted, by whom and when. Never changed."""

    case_id: str
    n: int
    answers: dict[str, Any]
    digest: str
    submitted_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What an applicant sees of a case in a list."""

    id: str
    number: str
    procedure: str
    department: str
    step: str
    end: str
    status: str
    arrived_at: datetime
    due_on: date | None
    closed_at: datetime | None


_CURRENT = (
    "revision", "digest", "step", "status", "office", "applicant_name", "search_key",
    "application", "state", "end", "assignee", "due_on", "closed_at", "waiting",
)  # fmt: skip

_NEXT = (
    upsert(_counters)
    .values(scope=bindparam("scope"), value=1)
    .on_conflict_do_update(
        index_elements=[_counters.c.scope], set_={"value": _counters.c.value + 1}
    )
    .returning(_counters.c.value)
)
_INSERT = into(_cases)
_SAVE = (
    update(_cases)
    .where(_cases.c.number == bindparam("_number"), _cases.c.revision == bindparam("_revision"))
    .values({name: bindparam(name) for name in _CURRENT})
)
_FIXED = ("id", "number", "procedure", "department", "applicant_id", "arrived_at")
_LOAD: Select[Any] = (
    select(*(_cases.c[name] for name in (*_FIXED, *_CURRENT)), _applications.c.answers)
    .select_from(_cases)
    .outerjoin(
        _applications,
        (_applications.c.case_id == _cases.c.id) & (_applications.c.n == _cases.c.application),
    )
    .where(_cases.c.number == bindparam("number"))
)
_LOCK = select(_cases.c.id).where(_cases.c.number == bindparam("number")).with_for_update()
_ADD = into(_applications)
_VERSIONS = (
    select(_applications)
    .where(_applications.c.case_id == bindparam("case_id"))
    .order_by(_applications.c.n)
)
_SUMMARY = tuple(CaseSummary.__dataclass_fields__)
_OF_APPLICANT = (
    select(*(_cases.c[name] for name in _SUMMARY))
    .where(_cases.c.applicant_id == bindparam("person_id"))
    .order_by(_cases.c.arrived_at.desc(), _cases.c.id.desc())
    .limit(bindparam("limit"))
)


def next_number(tx: Tx, scope: str) -> int:
    """Give the next number of a scope; a transaction that is undone gives its number back."""
    [[(number,)]] = tx.ask((_NEXT, {"scope": scope}))
    return int(number)


def insert(tx: Tx, row: NewCase) -> None:
    """Write a new case."""
    fixed = {name: getattr(row, name) for name in _FIXED}
    tx.put(_INSERT, fixed | _columns(row.current))


def load(tx: Tx, number: str) -> CaseRow | None:
    """Read a case as it is now."""
    [found] = tx.ask((_LOAD, {"number": number}))
    return _case_row(found[0]) if found else None


def lock(tx: Tx, number: str) -> CaseRow | None:
    """Read a case and keep others from changing it until this transaction ends."""
    # Two statements: one that waits for the lock and joins would see the answers of before the
    # wait beside the case of after it.
    asked = {"number": number}
    [_, found] = tx.ask((_LOCK, asked), (_LOAD, asked))
    return _case_row(found[0]) if found else None


def save(tx: Tx, number: str, expected_revision: int, current: CaseState) -> None:
    """Write the changed case; if somebody changed it meanwhile, a `Collision` will be raised."""
    values = _columns(current) | {"_number": number, "_revision": expected_revision}
    tx.put(_SAVE, values, Collision("revision"))


def add_application(tx: Tx, row: ApplicationRow) -> None:
    """Keep a submitted revision of the application."""
    tx.put(_ADD, {name: getattr(row, name) for name in ApplicationRow.__dataclass_fields__})


def applications(tx: Tx, case_id: str) -> tuple[ApplicationRow, ...]:
    """Read every revision of a case's application, first to last."""
    found = tx.execute(_VERSIONS, {"case_id": case_id})
    return tuple(ApplicationRow(**each._mapping) for each in found)


def of_applicant(tx: Tx, person_id: str, limit: int = 100) -> tuple[CaseSummary, ...]:
    """List the cases of an applicant, newest first."""
    found = tx.execute(_OF_APPLICANT, {"person_id": person_id, "limit": limit})
    return tuple(CaseSummary(**each._mapping) for each in found)


def _columns(current: CaseState) -> dict[str, Any]:
    values = {name: getattr(current, name) for name in _CURRENT}
    values["waiting"] = list(current.waiting)
    return values


def _case_row(found: Row) -> CaseRow:
    *kept, answers = found
    fixed = dict(zip(_FIXED, kept, strict=False))
    current = dict(zip(_CURRENT, kept[len(_FIXED) :], strict=True))
    current["waiting"] = tuple(current["waiting"])
    return CaseRow(**fixed, current=CaseState(**current), answers=answers or {})
