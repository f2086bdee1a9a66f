"""日付・年月・年度, in the Japanese eras and the common one.

Stored as ISO 8601; read as people write them; a day that an era does not have is refused with the
day that was probably meant.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Schema,
    Wrong,
    is_optional,
    say_label,
    text_of,
    titled,
)
from app.definitions.fields.numbers import check_range
from app.definitions.model import Field
from app.kernel import digits, eras

_WRITTEN = re.compile(
    r"(?P<year>(?:[^\W\d]{1,2}|[㋿㍻㍼㍽㍾])?\s*(?:元|[0-9]{1,4}))\s*[年./\-]\s*"
    r"(?P<month>[0-9]{1,2})(?:\s*[月./\-]\s*(?P<day>[0-9]{1,2}))?\s*[月日]?"
)
_WEST = {"month": "2026-04", "day": "2026-04-01"}


def _read_date(raw: object, field: Field) -> str | Missing:
    return _read(raw, field, ("year", "month", "day"), _day)


def _read_month(raw: object, field: Field) -> str | Missing:
    return _read(raw, field, ("year", "month"), _month)


def _read_fiscal(raw: object, field: Field) -> int | Missing:
    found = _read(raw, field, ("year",), _fiscal)
    if found is MISSING:
        return MISSING
    check_range(int(found), field, "年度")
    return int(found)


def _read(
    raw: object, field: Field, names: tuple[str, ...], make: Callable[[Mapping[str, str]], str]
) -> str | Missing:
    label = say_label(field)
    given = _pieces(raw, label, names)
    if not any(given[name] for name in names):
        return MISSING
    for name in names:
        if not given[name]:
            words = {"year": "年", "month": "月", "day": "日"}[name]
            raise Wrong("incomplete", f"{label}の{words}を入力してください", name)
    try:
        return make(given)
    except eras.NoSuchDay as error:
        partial = error.code in {"invalid", "no_era"}
        message = f"{label}の{error.message}" if partial else error.message
        raise Wrong(error.code, message, error.part) from None


def _pieces(raw: object, label: str, names: tuple[str, ...]) -> dict[str, str]:
    """Give era, year, month and day as typed, from boxes of their own or from one text."""
    if isinstance(raw, Mapping):
        found = {}
        for name in ("era", *names):
            try:
                found[name] = text_of(raw.get(name), label)
            except Wrong as wrong:
                raise Wrong(wrong.code, wrong.message, name) from None
        return found
    try:
        text = text_of(raw, label)
    except Wrong as wrong:
        raise Wrong(wrong.code, wrong.message, "year") from None
    if not text or names == ("year",):
        return {"era": "", **dict.fromkeys(names, ""), "year": text}
    written = _WRITTEN.fullmatch(digits.half_width(text))
    if written is None or ("day" in names) != bool(written["day"]):
        example = _WEST[names[-1]]
        raise Wrong("invalid", f"{label}は{example}のように入力してください", "year")
    return {"era": "", **{name: written[name] for name in names}}


def _day(given: Mapping[str, str]) -> str:
    return eras.read(given["era"], given["year"], given["month"], given["day"]).isoformat()


def _month(given: Mapping[str, str]) -> str:
    year, month = eras.read_month(given["era"], given["year"], given["month"])
    return f"{year:04}-{month:02}"


def _fiscal(given: Mapping[str, str]) -> str:
    return str(eras.read_fiscal(given["era"], given["year"]))


def _boxes(*names: str) -> Callable[[Field], tuple[Part, ...]]:
    """Give the inputs: the era to choose, then one box for each number."""
    own = {"year": "bday-year", "month": "bday-month", "day": "bday-day"}
    labels = {"year": "年", "month": "月", "day": "日"}
    era = Part("era", "元号", options=tuple((name, name) for name in eras.NAMES))

    def parts(field: Field) -> tuple[Part, ...]:
        fill = own if field.autocomplete == "bday" else {}
        return era, *(
            Part(name, labels[name], fill.get(name, ""), "numeric", 4 if name == "year" else 2)
            for name in names
        )

    return parts


def _refill_date(value: str, field: Field) -> dict[str, Any]:
    day = date.fromisoformat(value)
    era, year = eras.split(day)
    return {"era": era, "year": year, "month": str(day.month), "day": str(day.day)}


def _refill_month(value: str, field: Field) -> dict[str, Any]:
    last = _last_of(value)
    era, year = eras.split(last)
    return {"era": era, "year": year, "month": str(last.month)}


def _refill_fiscal(value: int, field: Field) -> dict[str, Any]:
    era, year = eras.split_fiscal(value)
    return {"era": era, "year": year}


def show_day(value: str) -> str:
    """Write a stored day for people: 令和8年4月1日（2026年）."""
    day = date.fromisoformat(value)
    return f"{eras.to_era(day)}（{day.year}年）"


def _show_date(value: str, field: Field) -> str:
    return show_day(value)


def _show_month(value: str, field: Field) -> str:
    last = _last_of(value)
    return f"{eras.year_of(last)}{last.month}月（{last.year}年）"


def _show_fiscal(value: int, field: Field) -> str:
    return eras.fiscal_label(value)


def _last_of(value: str) -> date:
    """Give a day late in a stored month, so that a month takes the newer of two eras.

    Eras have begun on the 1st, 8th, 25th and 30th; every month with a change in it has a 28th,
    and only 大正 (30 July) began after that.
    """
    year, month = int(value[:4]), int(value[5:])
    return date(year, month, 30 if month == 7 else 28)


def _date_schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "format": "date"})


def _month_schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"})


def _fiscal_schema(field: Field) -> Schema:
    least = int(field.minimum) if field.minimum is not None else eras.FIRST_DAY.year
    most = int(field.maximum) if field.maximum is not None else eras.LAST_YEAR
    return titled(field, {"type": "integer", "minimum": least, "maximum": most})


def _date_type(field: Field) -> Type:
    return Type("date", optional=is_optional(field))


def _fiscal_type(field: Field) -> Type:
    return Type("integer", optional=is_optional(field))


DATE = Kind(
    _read_date,
    _boxes("year", "month", "day"),
    _refill_date,
    _show_date,
    _date_schema,
    _date_type,
    anchor="year",
)
YEAR_MONTH = Kind(
    _read_month,
    _boxes("year", "month"),
    _refill_month,
    _show_month,
    _month_schema,
    _date_type,
    anchor="year",
)
FISCAL_YEAR = Kind(
    _read_fiscal,
    _boxes("year"),
    _refill_fiscal,
    _show_fiscal,
    _fiscal_schema,
    _fiscal_type,
    anchor="year",
)
