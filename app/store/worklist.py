"""案件一覧: pages of cases by what is searched for, and counts for the boxes.

Pages continue after the last row seen, never by number of rows, so that the ten-thousandth page
costs what the first does and nothing is missed or seen twice while others work. Neither answers
nor the case's state are read. A statement is made once for each shape of a filter, that is for what
it looks at, and is then given what it looks for.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    DateTime,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
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
from app.store.transaction import Row, Tx

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
    statement = _page(_shape(sought), further=after is not None)
    values = _values(sought) | _place(after) | {"limit": limit + 1}
    [found] = tx.ask((statement, values))
    rows = tuple(_row(each) for each in found[:limit])
    return Page(rows, _cursor(rows[-1]) if len(found) > limit else None)


def counts(tx: Tx, boxes: Mapping[str, WorklistFilter]) -> dict[str, int]:
    """Count what is in each box, up to `CAP`."""
    if not boxes:
        return {}
    statement = _counts(tuple((name, _shape(sought)) for name, sought in boxes.items()))
    values = [_values(sought, f"{name}_") for name, sought in boxes.items()]
    [found] = tx.ask((statement, dict(ChainMap(*values))))
    return {name: int(number) for name, number in found}


@lru_cache(maxsize=64)
def _counts(boxes: tuple[tuple[str, WorklistFilter], ...]) -> CompoundSelect[Any]:
    each = []
    for name, shape in boxes:
        found = select(_cases.c.id).where(*_conditions(shape, f"{name}_")).limit(CAP)
        number = select(func.count()).select_from(found.subquery()).scalar_subquery()
        each.append(select(literal(name, Text), number))
    return union_all(*each)


@lru_cache(maxsize=256)
def _page(shape: WorklistFilter, *, further: bool) -> Select[Any]:
    columns, limit = [_cases.c[name] for name in _COLUMNS], bindparam("limit", type_=Integer)
    if not _by_office(shape):
        statement = select(*columns).where(*_conditions(shape), *_beyond(shape, further))
        return statement.order_by(*_order(shape, _cases.c)).limit(limit)
    # An index gives the order within one office only: take a page of each, then sort those.
    named = _array("offices")
    offices = func.unnest(named).table_valued("office", name="offices").render_derived()
    one = replace(shape, offices=None)
    each = (
        select(*columns, _cases.c.due_order)
        .where(_cases.c.office == offices.c.office, *_conditions(one), *_beyond(one, further))
        .order_by(*_order(shape, _cases.c))
        .limit(limit)
        .lateral("each_office")
    )
    statement = select(*(each.c[name] for name in _COLUMNS))
    statement = statement.select_from(offices.join(each, true()))
    return statement.order_by(*_order(shape, each.c)).limit(limit)


def _shape(sought: WorklistFilter) -> WorklistFilter:
    """Give a filter that looks at the same and stands for all that differ in what they look for."""
    return replace(
        sought,
        offices=None if sought.offices is None else _some(sought.offices),
        procedures=_some(sought.procedures),
        steps=_some(sought.steps),
        assignee=sought.assignee and "?",
        waiting=frozenset("?") if sought.waiting else frozenset(),
        text=sought.text and "?",
        due_before=None if sought.due_before is None else date.min,
    )


def _some(values: frozenset[str]) -> frozenset[str]:
    """Give none, one or two, for none, one or many."""
    return frozenset(("?", "??")[: len(values)])


def _values(sought: WorklistFilter, at: str = "") -> dict[str, Any]:
    """Give what a filter looks for, by the names that its statement has for it."""
    found: dict[str, Any] = {f"{at}waiting": sorted(sought.waiting), f"{at}text": sought.text}
    for name in ("offices", "procedures", "steps"):
        listed = sorted(getattr(sought, name) or ())
        found[at + name] = listed[0] if len(listed) == 1 else listed
    found[f"{at}assignee"], found[f"{at}due"] = sought.assignee, sought.due_before
    found[f"{at}text_end"] = sought.text + _LAST
    return found


def _place(after: Cursor | None) -> dict[str, Any]:
    if after is None:
        return {}
    due = after.due_on.isoformat() if after.due_on else "infinity"
    return {"after_due": due, "after_at": after.at, "after_id": after.id}


def _array(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=ARRAY(Text))


def _by_office(shape: WorklistFilter) -> bool:
    """Say whether the offices are what narrows the search; a text or a person narrows it more."""
    narrow = shape.text or shape.assignee or shape.waiting
    return not narrow and shape.offices is not None and len(shape.offices) > 1


def _conditions(shape: WorklistFilter, at: str = "") -> list[ColumnElement[bool]]:
    c = _cases.c
    found = [c.end == _EMPTY if shape.box == "open" else c.end != _EMPTY]
    if shape.offices is not None:
        found.append(_in(c.office, shape.offices, f"{at}offices"))
    if shape.procedures:
        found.append(_in(c.procedure, shape.procedures, f"{at}procedures"))
    if shape.steps:
        found.append(_in(c.step, shape.steps, f"{at}steps"))
    if shape.waiting:
        found.append(c.waiting.overlap(_array(f"{at}waiting")))
    return found + _of_person(shape, at) + _of_day(shape, at) + _of_text(shape, at)


def _of_person(shape: WorklistFilter, at: str) -> list[ColumnElement[bool]]:
    if shape.assignee:
        # The second condition is what lets PostgreSQL use the index of assigned cases.
        assignee = bindparam(f"{at}assignee", type_=Text)
        return [_cases.c.assignee == assignee, _cases.c.assignee != _EMPTY]
    return [_cases.c.assignee == _EMPTY] if shape.unassigned else []


def _of_day(shape: WorklistFilter, at: str) -> list[ColumnElement[bool]]:
    before = bindparam(f"{at}due", type_=Date)
    return [] if shape.due_before is None else [_cases.c.due_order < before]


def _of_text(shape: WorklistFilter, at: str) -> list[ColumnElement[bool]]:
    if not shape.text:
        return []
    c = _cases.c
    start, end = (bindparam(f"{at}{name}", type_=Text) for name in ("text", "text_end"))
    return [
        or_(
            (c.number >= start) & (c.number <= end),
            (c.search_key >= start) & (c.search_key <= end),
            c.applicant_id == start,
        )
    ]


def _in(column: ColumnElement[str], values: frozenset[str], name: str) -> ColumnElement[bool]:
    if len(values) == 1:
        return column == bindparam(name, type_=Text)
    return column == any_(_array(name))


def _order(shape: WorklistFilter, columns: ReadOnlyColumnCollection[str, Any]) -> list[Any]:
    if shape.box == "open":
        return [columns.due_order, columns.arrived_at, columns.id]
    return [columns.closed_at.desc(), columns.id.desc()]


def _beyond(shape: WorklistFilter, further: bool) -> list[ColumnElement[bool]]:
    if not further:
        return []
    at = bindparam("after_at", type_=DateTime(timezone=True))
    last = bindparam("after_id", type_=Text)
    if shape.box == "closed":
        return [tuple_(_cases.c.closed_at, _cases.c.id) < tuple_(at, last)]
    due = cast(bindparam("after_due", type_=Text), Date)
    place = tuple_(_cases.c.due_order, _cases.c.arrived_at, _cases.c.id)
    return [place > tuple_(due, at, last)]


def _cursor(row: WorklistRow) -> Cursor:
    return Cursor(row.due_on, row.closed_at or row.arrived_at, row.id)


def _row(found: Row) -> WorklistRow:
    values: list[Any] = list(found)  # in the order of the columns
    values[-1] = tuple(values[-1])
    return WorklistRow(*values)
