"""表: values by up to three keys, exact or in ranges, each row perhaps for a time only.

A table answers with the one row that fits, or with nothing. It is made by `table_reading`, which
has proved that no two rows fit the same keys. Knows nothing of YAML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from app.definitions.expressions.types import Type, Value

Cut: TypeAlias = tuple[Any, int]
"""A place between values: `(v, 0)` is just before `v`, `(v, 1)` just after it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of values, from a cut to a cut; None where it is open."""

    low: Cut | None = None
    high: Cut | None = None

    def holds(self, value: Value) -> bool:
        """Say whether a value lies in the range."""
        after = self.low is None or (value, 0) >= self.low
        return after and (self.high is None or (value, 1) <= self.high)


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Key:
    """A column by which one looks up; `ranged` if its rows give ranges."""

    name: str
    type: Type
    ranged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: exact values, ranges, when it applies, and its value (None: not known yet)."""

    exact: tuple[Any, ...]
    spans: tuple[Span, ...]
    value: Value
    effective: Span = ALWAYS
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows do not overlap. `exact` and `spans` of a row follow the order of keys.

    `sparse` says that holes are meant; `buckets` are the rows by their exact keys.
    """

    id: str
    keys: tuple[Key, ...]
    rows: tuple[Row, ...]
    value_type: Type
    source: Mapping[str, Any] = field(default_factory=dict)
    sparse: bool = False
    buckets: Mapping[tuple[Any, ...], Sequence[Row]] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        index: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.rows:
            index.setdefault(row.exact, []).append(row)
        object.__setattr__(self, "buckets", index)

    def find(self, keys: tuple[Any, ...], on: date) -> Value:
        """Give the value for some keys on a day; None if no row fits or the value is not known."""
        exact = tuple(v for v, key in zip(keys, self.keys, strict=True) if not key.ranged)
        ranged = tuple(v for v, key in zip(keys, self.keys, strict=True) if key.ranged)
        for row in self.buckets.get(exact, ()):
            if row.effective.holds(on) and all(
                span.holds(value) for span, value in zip(row.spans, ranged, strict=True)
            ):
                return row.value
        return None


def covers(table: Table, types: tuple[Type, ...]) -> bool:
    """Say whether a lookup by keys of these types finds a value whatever they are.

    Exact keys must be choices all of whose options stand in the table; ranges must be open at both
    ends. (That there is no gap between them was proved when the table was read.)
    """
    if table.sparse or any(row.value is None or row.effective != ALWAYS for row in table.rows):
        return False
    exact = [each for each, key in zip(types, table.keys, strict=True) if not key.ranged]
    for place, each in enumerate(exact):
        seen = {row.exact[place] for row in table.rows}
        if each.name != "choice" or not each.options or not each.options <= seen:
            return False
    ranged = sum(key.ranged for key in table.keys)
    return all(
        any(row.spans[place].low is None for row in rows)
        and any(row.spans[place].high is None for row in rows)
        for rows in table.buckets.values()
        for place in range(ranged)
    )
