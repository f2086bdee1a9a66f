"""早すぎる日・遅すぎる日: limits of days and times, which may look at the day and earlier answers.

One answer at a time; what it is compared with was asked before it. Says what is wrong in words and
at which input, and knows neither pages nor drafts.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.definitions.expressions import values
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.fields import KINDS, Slip
from app.definitions.fields.dates import show_day
from app.definitions.model import Field, say

_SIDES = {"start_year": ("start", "の始まりの日"), "end_year": ("end", "の終わりの日")}
"""The input that stands for each side of a period: the side, and what it is called."""


def broken(asked: Field, value: Any, facts: Facts) -> Slip | None:  # noqa: ANN401 - as it is kept
    """Say which limit of its field a canonical answer breaks; None where it keeps to both.

    A limit that has no value for these answers is none.
    """
    if asked.earliest is None and asked.latest is None:
        return None
    early, late = _limit(asked.earliest, asked, facts), _limit(asked.latest, asked, facts)
    for part, found in _found(asked, value):
        label = say(asked.label) + _SIDES.get(part, ("", ""))[1]
        if early is not None and found < early:
            return Slip(part, "too_early", f"{label}は{_words(early)}以後にしてください")
        if late is not None and found > late:
            return Slip(part, "too_late", f"{label}は{_words(late)}以前にしてください")
    return None


def _limit(limit: Expression | None, asked: Field, facts: Facts) -> date | str | None:
    found: date | str | None = None if limit is None else limit.run(facts)
    if isinstance(found, date) and asked.kind == "year-month":
        return found.replace(day=1)
    return found


def _found(asked: Field, value: Any) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401 - as it is kept
    """Give what is compared, each with the input that stands for it."""
    if asked.kind == "period" and isinstance(value, Mapping):
        return tuple((part, values.date_of(value[side])) for part, (side, _) in _SIDES.items())
    read: Callable[[object], Any] = values.time_of if asked.kind == "time" else values.date_of
    return ((KINDS[asked.kind].anchor, read(value)),)


def _words(limit: date | str) -> str:
    return show_day(limit.isoformat()) if isinstance(limit, date) else limit
