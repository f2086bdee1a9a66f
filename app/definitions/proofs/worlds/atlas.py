"""地図: which names a procedure has, what each depends on, and what each is compared with.

Made once for a procedure and read by every search. A name is `today`, a field, or a column of a
group (`managers.name`); a part of the procedure that is looked at brings with it all that decides
whether its fields are asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.compiler import compile_expression
from app.definitions.expressions.scope import WORDS, Scope
from app.definitions.expressions.types import Value
from app.definitions.fields import KINDS
from app.definitions.model import Field, Procedure
from app.definitions.proofs.worlds.hints import Hints, Link, Study, merged, seen
from app.definitions.proofs.worlds.points import Points, around, points
from app.definitions.proofs.worlds.study import study

_UNASKED = frozenset({"heading", "notice"})
_AFTER_START = timedelta(days=60)
_MOST_BOUNDS = 40


@dataclass(slots=True)
class Atlas:
    """A procedure with its names, and what has been found out about its expressions so far."""

    procedure: Procedure
    fields: Mapping[str, Field]
    groups: Mapping[str, str]
    scope: Scope
    worked_out: dict[str, str]
    base: date
    _studies: dict[tuple[str, str], Study] = field(default_factory=dict)
    _parts: dict[tuple[str, str], Expression | None] = field(default_factory=dict)
    _points: dict[tuple[object, ...], Points] = field(default_factory=dict)
    _around: dict[tuple[str, Value, bool], tuple[Any, ...]] = field(default_factory=dict)


def atlas(procedure: Procedure, day: date | None = None) -> Atlas:
    """Map a procedure; without a day, for some time after it takes effect."""
    fields = {each.id: each for each in procedure.fields}
    groups: dict[str, str] = {}
    for group in procedure.fields:
        for column in group.rows:
            fields[f"{group.id}.{column.id}"] = column
            groups[f"{group.id}.{column.id}"] = group.id
    names = {
        each.id: KINDS[each.kind].type_of(each)
        for each in procedure.fields
        if each.kind not in _UNASKED
    }
    return Atlas(
        procedure,
        fields,
        groups,
        Scope(names, procedure.tables),
        {name: each.computed.source for name, each in fields.items() if each.computed},
        day or procedure.effective + _AFTER_START,
    )


def group_of(map_: Atlas, name: str) -> str:
    """Give the group of which a name is a column, empty if it is none."""
    return map_.groups.get(name, "")


def closure(map_: Atlas, names: Iterable[str]) -> frozenset[str]:
    """Give these names and all on which it depends whether and what they are."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if name in map_.fields:
            group = group_of(map_, name)
            waiting += [group] if group else []
            for each in expressions_of(map_.fields[name]):
                waiting += each.names
    return frozenset(found)


def expressions_of(asked: Field) -> Iterator[Expression]:
    """Give what decides whether a field is asked, has to be answered, and is worked out."""
    for each in (asked.when, asked.required_when, asked.computed):
        if each is not None:
            yield each


def studied(map_: Atlas, source: str, group: str = "") -> Study:
    """Give the study of a source, within the rows of a group if it stands there."""
    found = map_._studies.get((source, group))
    if found is None:
        found = study(source, _scope(map_, group), map_.worked_out)
        map_._studies[source, group] = found
    return found


def part(map_: Atlas, source: str, group: str = "") -> Expression | None:
    """Compile a part of an expression of the procedure on its own; None if it is not a value."""
    key = (source, group)
    if key not in map_._parts:
        compiled = compile_expression(source, _scope(map_, group))
        map_._parts[key] = compiled if isinstance(compiled, Expression) else None
    return map_._parts[key]


def condition(map_: Atlas, source: str, group: str = "") -> Expression | None:
    """Compile a part that is a condition."""
    found = part(map_, source, group)
    return found if found is not None and found.type.name == "bool" else None


def points_of(map_: Atlas, name: str, hints: Hints) -> Points:
    """Give the values of a field or a column that are worth trying."""
    flags = (hints.whole, hints.prefixed, hints.blurred)
    key = (name, frozenset(hints.values), frozenset(hints.lengths), flags)
    found = map_._points.get(key)
    if found is None:
        found = points(map_.fields[name], hints, map_.base)
        map_._points[key] = found
    return found


def around_of(map_: Atlas, name: str, value: Value, hints: Hints) -> tuple[Any, ...]:
    """Give the values of a field or a column at, just before and just after another."""
    key = (name, value, bool(hints.links))
    found = map_._around.get(key)
    if found is None:
        found = map_._around[key] = around(map_.fields[name], value, hints)
    return found


def hints_of(map_: Atlas, names: frozenset[str], sources: Iterable[tuple[str, str]]) -> Study:
    """Give what matters of names, as far as these sources and what decides about them look."""
    own = [
        studied(map_, each.source, group_of(map_, name))
        for name in sorted(names & map_.fields.keys())
        for each in expressions_of(map_.fields[name])
    ]
    found = merged([*own, *(studied(map_, source, group) for source, group in sources)])
    _spread(found)
    return found


def _spread(study_: Study) -> None:
    """Give each name the bounds of those it is compared with, as they lie seen from it."""
    linked = {name: hints for name, hints in study_.names.items() if hints.links}
    for hints in linked.values():
        hints.links |= {far for link in hints.links for far in _beyond(study_, link)}
    for name, hints in _twice(linked):
        for link in hints.links:
            bounds = study_.of(link.other).values if link.other != name else set()
            moved = {seen(bound, link) for bound in bounds} - {None}
            if len(hints.values) + len(moved) <= _MOST_BOUNDS:
                hints.values |= moved
    for name, hints in linked.items():
        others = {link.other for link in hints.links} - {"today", "arrived_on"}
        ways = {(link.shift, link.offset) for link in hints.links if link.other in others}
        second = {
            far.other for other in others for far in study_.of(other).links
        } - {name, "today", "arrived_on"}  # fmt: skip
        if name not in WORDS and (len(others) > 1 or len(ways) > 1 or second):
            hints.blurred = True


def _beyond(study_: Study, link: Link) -> Iterator[Link]:
    """Give the links to days that are known beforehand, by way of another name."""
    for far in study_.of(link.other).links:
        if far.other in WORDS and link.other not in WORDS:
            yield Link(far.other, far.days, (*far.shift, *link.shift), far.offset + link.offset)


def _twice(linked: dict[str, Hints]) -> Iterator[tuple[str, Hints]]:
    yield from linked.items()
    yield from linked.items()


def _scope(map_: Atlas, group: str) -> Scope:
    return map_.scope.within(group) if group else map_.scope
