"""The values that expressions work on, and the arithmetic that never fails.

Answers are canonical JSON: days and decimals are strings there and `date` and `Decimal` here. What
is not of its type counts as missing, and so does every result that does not exist (a division by
zero, a day after the year 9999). A missing value is None. Precision is fixed here, so that an
amount never depends on the decimal context of whoever asks.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
)
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from app.definitions.expressions.types import Type, Value
from app.kernel import calendar
from app.kernel.calendar import Period

NUMBERS = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=[])
"""Fifty digits, half to even, and no traps: the same everywhere."""

_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_MOST_DIGITS = 100
_MOST_WHOLE = 10**_MOST_DIGITS
_MOST_BUSINESS_DAYS = 500
ROUNDINGS: Mapping[str, str] = MappingProxyType(
    {"round_down": ROUND_DOWN, "round_up": ROUND_UP, "round_half": ROUND_HALF_UP}
)


def decimal_of(value: object) -> Decimal | None:
    """Read a number from an answer; strings of more than a hundred digits are no number."""
    if isinstance(value, str) and len(value) <= 32:
        return _short_decimal(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    return _finite(value)


@lru_cache(maxsize=4096)
def _short_decimal(text: str) -> Decimal | None:
    return _finite(text)


def _finite(value: str | int | Decimal) -> Decimal | None:
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        return None
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return number


def date_of(value: object) -> date | None:
    """Read a day from an answer: `2026-04-01`, or `2026-04` for the first day of a month."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or len(value) not in (7, 10):
        return None
    day = value if len(value) == 10 else f"{value}-01"
    if day[4] != "-" or day[7] != "-":
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def time_of(value: object) -> str | None:
    """Read a time of day, `09:30`: as texts of one length, times are in their order."""
    return value if isinstance(value, str) and _TIME.fullmatch(value) else None


def integer_of(value: object) -> int | None:
    """Read a whole number or an amount of yen from an answer."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -_MOST_WHOLE < value < _MOST_WHOLE else None


def text_of(value: object) -> str | None:
    """Read a text or the code of a choice from an answer."""
    return value if isinstance(value, str) else None


def _bool_of(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _codes_of(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, (list, tuple)):
        return None
    return tuple(each for each in value if isinstance(each, str))


def _rows_of(value: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple([each for each in value if type(each) is dict or isinstance(each, Mapping)])


def _record_of(value: object) -> Mapping[str, Any] | None:
    return value if type(value) is dict or isinstance(value, Mapping) else None


def _period_of(value: object) -> Period | None:
    return value if isinstance(value, Period) else None


def _nothing_of(_: object) -> None:
    return None


READERS: Mapping[str, Callable[[object], Value]] = MappingProxyType({
    "text": text_of, "choice": text_of, "choices": _codes_of, "bool": _bool_of,
    "integer": integer_of, "money": integer_of, "decimal": decimal_of, "date": date_of,
    "time": time_of, "period": _period_of, "rows": _rows_of, "address": _record_of,
    "record": _record_of, "nothing": _nothing_of,
})  # fmt: skip
"""How an answer of each type is read; never raises, None where it is not of the type."""


def read(value: object, type_: Type) -> Value:
    """Give an answer as expressions see it, None where it is missing or not of its type."""
    return None if value is None else READERS[type_.name](value)


def answer(value: object) -> Value:
    """Give a result of an expression as a canonical answer: days and decimals as strings."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case tuple():
            return list(value)
        case _:
            return value


def is_present(value: object) -> bool:
    """Say whether there is a value; an empty text, list or record is none."""
    return value is not None and value not in ("", (), [], {})


def add(left: Value, right: Value) -> Decimal:
    """Add two numbers of which one is a decimal."""
    return NUMBERS.add(left, right)


def subtract(left: Value, right: Value) -> Decimal:
    """Subtract a number from another, one being a decimal."""
    return NUMBERS.subtract(left, right)


def multiply(left: Value, right: Value) -> Decimal:
    """Multiply two numbers of which one is a decimal."""
    return NUMBERS.multiply(left, right)


def divide(left: Value, right: Value) -> Decimal | None:
    """Divide a number by another; by zero there is no result."""
    return NUMBERS.divide(left, right) if right else None


def shift(day: date, period: Period, direction: int) -> date | None:
    """Move a day by a span, forwards or backwards; None beyond what a calendar holds."""
    if abs(period.business_days) > _MOST_BUSINESS_DAYS:
        return None
    try:
        return calendar.add(day, period) if direction > 0 else calendar.subtract(day, period)
    except (ValueError, OverflowError):
        return None


def rounded(number: Value, unit: int, rounding: str) -> int:
    """Round to a whole multiple of `unit`, as `rounding` (a rounding of `decimal`) says."""
    quotient = NUMBERS.divide(NUMBERS.create_decimal(number), unit)
    return int(quotient.to_integral_value(rounding)) * unit


def negative(number: Value) -> Value:
    """Turn the sign of a number, whatever the decimal context of the thread."""
    return -number if isinstance(number, int) else NUMBERS.minus(number)


def decimal_result(number: Value) -> Decimal | None:
    """Give a number as a decimal, as an expression of that type promises."""
    return Decimal(number) if isinstance(number, int) else number
