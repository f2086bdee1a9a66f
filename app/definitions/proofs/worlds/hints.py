"""手がかり: what an expression compares each answer with, which is all that can matter of it.

`at >= 3` looks at a number only to see on which side of 3 it lies, so that three numbers stand for
all. A study of an expression gathers such places for every name in it; where it looks at an answer
in a way of which not everything is known here, the answer is `blurred`: trying values may find
what is sought, but finding nothing proves nothing. Knows no field and no world.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from app.definitions.expressions import values
from app.definitions.expressions.types import Value
from app.kernel.calendar import Period

Shift: TypeAlias = tuple[tuple[Period, int], ...]
"""Spans that are added to a day (1) or taken from it (-1), one after another."""


@dataclass(frozen=True, slots=True)
class Chase:
    """Another part of the expression that a value has to keep up with, once it is known.

    `source` is that part; what the value itself is moved by is undone: a day by `shift`, a number
    by `offset` and then `factor`.
    """

    source: str
    group: str
    shift: Shift = ()
    offset: Value = 0
    factor: Value = 1


@dataclass(frozen=True, slots=True)
class Link:
    """Another name that a value is compared with: a day moved by a shift, a number by an offset."""

    other: str
    days: bool
    shift: Shift = ()
    offset: Value = 0


@dataclass(slots=True)
class Hints:
    """What matters of one name: values around which to try, other names, numbers of rows."""

    values: set[Value] = field(default_factory=set)
    chases: set[Chase] = field(default_factory=set)
    links: set[Link] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    whole: bool = False
    prefixed: bool = False
    quantified: int = 0
    blurred: bool = False


@dataclass(slots=True)
class Study:
    """What is known of an expression: hints by name (`today`, `shop_form`, `managers.name`)."""

    names: dict[str, Hints] = field(default_factory=dict)

    def of(self, name: str) -> Hints:
        """Give the hints of a name, none at first."""
        found = self.names.get(name)
        if found is None:
            found = self.names[name] = Hints()
        return found


def seen(value: Value, link: Link) -> Value:
    """Give where a value of the other name lies for the one that is linked to it."""
    if link.days:
        return day_after(value, link.shift) if isinstance(value, date) else None
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return value + link.offset if number else None


def day_after(day: date, shift: Shift) -> date | None:
    """Move a day by spans; None beyond the calendar."""
    found: date | None = day
    for period, direction in shift:
        found = None if found is None else values.shift(found, period, direction)
    return found


def merged(studies: Iterable[Study]) -> Study:
    """Put several studies together."""
    found = Study()
    for study in studies:
        for name, each in study.names.items():
            hints = found.of(name)
            hints.values |= each.values
            hints.chases |= each.chases
            hints.links |= each.links
            hints.lengths |= each.lengths
            hints.whole |= each.whole
            hints.prefixed |= each.prefixed
            hints.quantified += each.quantified
            hints.blurred |= each.blurred
    return found
