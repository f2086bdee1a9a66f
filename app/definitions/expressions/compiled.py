"""An expression that has been checked: source, type, names it uses, and how to run it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.definitions.expressions.types import Type


@dataclass(frozen=True, slots=True)
class Facts:
    """What an expression may look at: the answers, the day, and nothing else.

    `answers` is the canonical nested answer mapping with hidden fields left out; `row` the row of
    the group that is being looked at; `today` the day in Japan; `arrived_on` the day of arrival,
    None before filing; `channel` `online` or `api`.
    """

    answers: Mapping[str, Any]
    today: date
    arrived_on: date | None = None
    channel: str = "online"
    row: Mapping[str, Any] | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression. `run(facts)` gives its value, or None where it has none."""

    source: str
    type: Type
    names: frozenset[str]
    run: Callable[[Facts], Any] = field(compare=False, repr=False)

    def holds(self, facts: Facts) -> bool:
        """Say whether a condition is true; a missing value makes it false."""
        return self.run(facts) is True
