"""The closed list of functions: how each is called, and what the plain ones do.

A plain function has parameters of fixed types and gives a missing value when any of its arguments
is missing. The others (over groups, over tables, over missing values) have a `form` of their own,
which `calls` checks and `running_calls` runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from app.definitions.expressions.agreement import BOOL
from app.definitions.expressions.types import Type
from app.kernel import calendar, clock
from app.kernel.calendar import Period

Form: TypeAlias = Literal[
    "plain",
    "count",
    "total",
    "extreme",
    "quantifier",
    "present",
    "default",
    "rounding",
    "lookup",
    "pattern",
    "calendar",
    "unique",
]
MANY = 20
"""The most arguments that anything takes."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments, how it is written, and for a plain one types and result."""

    form: Form
    least: int
    most: int
    usage: str
    parameters: tuple[tuple[str, ...], ...] = ()
    result: Type = BOOL
    apply: Callable[..., Any] = bool


def _period(name: str, usage: str, make: Callable[[int], Period]) -> Function:
    return Function("plain", 1, 1, f"{name}({usage})", (("integer",),), Type("period"), make)


def _years(number: int) -> Period:
    return Period(months=12 * number)


def _months(number: int) -> Period:
    return Period(months=number)


def _days(number: int) -> Period:
    return Period(days=number)


def _business_days(number: int) -> Period:
    return Period(business_days=number)


def _member(name: str) -> Callable[[Mapping[str, Any]], str | None]:
    def read(address: Mapping[str, Any]) -> str | None:
        value = address.get(name)
        return value if isinstance(value, str) and value else None

    return read


def _same(number: int) -> int:
    return number


def _year(day: date) -> int:
    return day.year


def _month(day: date) -> int:
    return day.month


def day_of(year: int, month: int, day: int) -> date | None:
    """Give a day of the calendar, None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def day_of_fiscal(year: int, month: int, day: int) -> date | None:
    """Give a day of a fiscal year, which begins in April."""
    return day_of(year + (month < 4), month, day)


DAYS: Mapping[str, Callable[[int, int, int], date | None]] = MappingProxyType(
    {"date": day_of, "fiscal_date": day_of_fiscal}
)
"""What makes a day out of year, month and day, by the name of the function."""


_DATE = ("date",)
_TEXT = ("text", "choice")
_INTEGER = Type("integer")
_PLACE = Type("text", optional=True)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({
    "years": _period("years", "年数", _years),
    "months": _period("months", "月数", _months),
    "days": _period("days", "日数", _days),
    "business_days": _period("business_days", "開庁日数", _business_days),
    "age": Function("plain", 1, 2, "age(生年月日, 日付)", (_DATE, _DATE), _INTEGER, calendar.age),
    "fiscal_year": Function(
        "plain", 1, 1, "fiscal_year(日付)", (_DATE,), _INTEGER, clock.fiscal_year
    ),
    "year": Function("plain", 1, 1, "year(日付)", (_DATE,), _INTEGER, _year),
    "month": Function("plain", 1, 1, "month(日付)", (_DATE,), _INTEGER, _month),
    "date": Function("calendar", 3, 3, "date(year(today), 5, 31)"),
    "fiscal_date": Function("calendar", 3, 3, "fiscal_date(fiscal_year(today), 5, 31)"),
    "weekday": Function("plain", 1, 1, "weekday(日付)", (_DATE,), _INTEGER, date.weekday),
    "ward_of": Function(
        "plain", 1, 1, "ward_of(住所)", (("address",),), _PLACE, _member("city")
    ),
    "prefecture_of": Function(
        "plain", 1, 1, "prefecture_of(住所)", (("address",),), _PLACE, _member("prefecture")
    ),
    "len": Function(
        "plain", 1, 1, "len(文字か一覧)", ((*_TEXT, "choices", "rows"),), _INTEGER, len
    ),
    "starts_with": Function(
        "plain", 2, 2, "starts_with(文字, '始まり')", (_TEXT, _TEXT), BOOL, str.startswith
    ),
    "yen": Function("plain", 1, 1, "yen(整数)", (("integer", "money"),), Type("money"), _same),
    "matches": Function("pattern", 2, 2, "matches(文字, '型紙')"),
    "count": Function("count", 1, 2, "count(一覧, 条件)"),
    "sum": Function("total", 2, 2, "sum(一覧, 数)"),
    "min": Function("extreme", 2, MANY, "min(一覧, 値) か min(値, 値)"),
    "max": Function("extreme", 2, MANY, "max(一覧, 値) か max(値, 値)"),
    "any": Function("quantifier", 2, 2, "any(一覧, 条件)"),
    "all": Function("quantifier", 2, 2, "all(一覧, 条件)"),
    "unique": Function("unique", 2, 2, "unique(一覧, 値)"),
    "present": Function("present", 1, 1, "present(項目)"),
    "default": Function("default", 2, 2, "default(項目, ないときの値)"),
    "round_down": Function("rounding", 1, 2, "round_down(数, 100)"),
    "round_up": Function("rounding", 1, 2, "round_up(数, 100)"),
    "round_half": Function("rounding", 1, 2, "round_half(数, 100)"),
    "lookup": Function("lookup", 2, MANY, "lookup('表', 鍵)"),
})  # fmt: skip
"""Every function by its name. Nothing else can be called."""
