"""案件一覧: pages of cases by what is searched for, and counts for the boxes.

Pages continue after the last row seen, never by number of rows, so that the ten-thousandth page
costs what the first does and nothing is missed or seen twice while others work. Neither answers
nor the case's state are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Row,
    Select,
    Text,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.store.tables import cases as _cases
from app.store.transaction import Tx

Box: TypeAlias = Literal["open", "closed"]

CAP = 1000
"""Counts stop here: whoever has more to do does not need to know how much."""


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What to look for; whatever is None or empty does not matter.

    `offices` are all offices that the reader may see (None: every one, an empty set: none).
    `waiting` are keys of which the case must wait for one. `text` is the beginning of a case
    number or of a folded name, or exactly an applicant's id.
    """

    offices: frozenset[str] | None = None
    procedures: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    assignee: str = ""
    unassigned: bool = False
    waiting: frozenset[str] = frozenset()
    text: str = ""
    due_before: date | None = None
    box: Box = "open"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: the next page begins after it."""

    due_on: date | None
    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A case in a list."""

    id: str
    number: str
    procedure: str
    department: str
    revision: int
    step: str
    end: str
    status: str
    office: str
    applicant_id: str
    applicant_name: str
    assignee: str
    arrived_at: datetime
    due_on: date | None
    closed_at: datetime | None
    waiting: tuple[str, ...]


_COLUMNS = tuple(WorklistRow.__dataclass_fields__)
_LAST = "\U0010ffff"
_EMPTY: ColumnElement[str] = literal_column(
    "''"
)  # written out, as in the conditions of the indexes


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases in order, and where the next page begins if there is one."""

    rows: tuple[WorklistRow, ...]
    next: Cursor | None


def page(tx: Tx, sought: WorklistFilter, after: Cursor | None = None, limit: int = 50) -> Page:
    """Read a page: open cases by due day and arrival, closed ones latest first."""
    found = tx.execute(_page(sought, after, limit + 1)).all()
    rows = tuple(_row(each) for each in found[:limit])
    return Page(rows, _cursor(rows[-1]) if len(found) > limit else None)


def counts(tx: Tx, boxes: Mapping[str, WorklistFilter]) -> dict[str, int]:
    """Count what is in each box, up to `CAP`."""
    if not boxes:
        return {}
    each = [
        select(
            literal(name, Text).label("name"),
            select(func.count())
            .select_from(select(_cases.c.id).where(*_conditions(sought)).limit(CAP).subquery())
            .scalar_subquery()
            .label("number"),
        )
        for name, sought in boxes.items()
    ]
    return {found.name: int(found.number) for found in tx.execute(union_all(*each))}


def _page(sought: WorklistFilter, after: Cursor | None, limit: int) -> Select[Any]:
    columns = [_cases.c[name] for name in _COLUMNS]
    if not _by_office(sought):
        statement = select(*columns).where(*_conditions(sought), *_beyond(sought, after))
        return statement.order_by(*_order(sought, _cases.c)).limit(limit)
    # An index gives the order within one office only: take a page of each, then sort those.
    named = cast(sorted(sought.offices or ()), ARRAY(Text))
    offices = func.unnest(named).table_valued("office", name="offices").render_derived()
    one = replace(sought, offices=None)
    each = (
        select(*columns, _cases.c.due_order)
        .where(_cases.c.office == offices.c.office, *_conditions(one), *_beyond(one, after))
        .order_by(*_order(sought, _cases.c))
        .limit(limit)
        .lateral("each_office")
    )
    statement = select(*(each.c[name] for name in _COLUMNS))
    statement = statement.select_from(offices.join(each, true()))
    return statement.order_by(*_order(sought, each.c)).limit(limit)


def _by_office(sought: WorklistFilter) -> bool:
    """Say whether the offices are what narrows the search; a text or a person narrows it more."""
    narrow = sought.text or sought.assignee or sought.waiting
    return not narrow and sought.offices is not None and len(sought.offices) > 1


def _conditions(sought: WorklistFilter) -> list[ColumnElement[bool]]:
    c = _cases.c
    found = [c.end == _EMPTY if sought.box == "open" else c.end != _EMPTY]
    if sought.offices is not None:
        found.append(_in(c.office, sought.offices))
    if sought.procedures:
        found.append(_in(c.procedure, sought.procedures))
    if sought.steps:
        found.append(_in(c.step, sought.steps))
    if sought.waiting:
        found.append(c.waiting.overlap(sorted(sought.waiting)))
    return found + _of_person(sought) + _of_day(sought) + _of_text(sought)


def _of_person(sought: WorklistFilter) -> list[ColumnElement[bool]]:
    if sought.assignee:
        # The second condition is what lets PostgreSQL use the index of assigned cases.
        return [_cases.c.assignee == sought.assignee, _cases.c.assignee != _EMPTY]
    return [_cases.c.assignee == _EMPTY] if sought.unassigned else []


def _of_day(sought: WorklistFilter) -> list[ColumnElement[bool]]:
    return [] if sought.due_before is None else [_cases.c.due_order < sought.due_before]


def _of_text(sought: WorklistFilter) -> list[ColumnElement[bool]]:
    if not sought.text:
        return []
    c, start, end = _cases.c, literal(sought.text, Text), literal(sought.text + _LAST, Text)
    return [
        or_(
            (c.number >= start) & (c.number <= end),
            (c.search_key >= start) & (c.search_key <= end),
            c.applicant_id == start,
        )
    ]


def _in(column: ColumnElement[str], values: frozenset[str]) -> ColumnElement[bool]:
    listed = sorted(values)
    return column == listed[0] if len(listed) == 1 else column.in_(listed)


def _order(sought: WorklistFilter, columns: ReadOnlyColumnCollection[str, Any]) -> list[Any]:
    if sought.box == "open":
        return [columns.due_order, columns.arrived_at, columns.id]
    return [columns.closed_at.desc(), columns.id.desc()]


def _beyond(sought: WorklistFilter, after: Cursor | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    at, last = literal(after.at, DateTime(timezone=True)), literal(after.id, Text)
    if sought.box == "closed":
        return [tuple_(_cases.c.closed_at, _cases.c.id) < tuple_(at, last)]
    due = cast(literal(after.due_on.isoformat() if after.due_on else "infinity", Text), Date)
    place = tuple_(_cases.c.due_order, _cases.c.arrived_at, _cases.c.id)
    return [place > tuple_(due, at, last)]


def _cursor(row: WorklistRow) -> Cursor:
    return Cursor(row.due_on, row.closed_at or row.arrived_at, row.id)


def _row(found: Row[Any]) -> WorklistRow:
    values: list[Any] = list(found)  # in the order of the columns
    values[-1] = tuple(values[-1])
    return WorklistRow(*values)
