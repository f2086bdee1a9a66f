"""和暦: the Japanese eras, and reading and writing days in them.

A five-row table of our own: the calendar of a common library gives days in 明治5年 that never were.
明治 is read from 明治6年1月1日 (1873), when Japan took up the Gregorian calendar; `西暦` stands for
the common era. Knows nothing of fields or forms.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel import digits

WESTERN = "西暦"
"""What the common era is called beside the Japanese ones."""

FIRST_DAY = date(1873, 1, 1)
"""The first day that can be read: the Gregorian calendar begins in Japan."""

LAST_YEAR = 2199
"""The last year that can be read; a later one is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Era:
    """元号: its name, letter and single-character form, its first year and first day."""

    name: str
    letter: str
    sign: str
    year_one: int
    start: date


ERAS = (
    Era("令和", "R", "㋿", 2019, date(2019, 5, 1)),
    Era("平成", "H", "㍻", 1989, date(1989, 1, 8)),
    Era("昭和", "S", "㍼", 1926, date(1926, 12, 25)),
    Era("大正", "T", "㍽", 1912, date(1912, 7, 30)),
    Era("明治", "M", "㍾", 1868, FIRST_DAY),
)
"""The eras, newest first."""

NAMES = (*(era.name for era in ERAS), WESTERN)
"""What can stand before a year, newest first, the common era last."""

_BY_SPELLING = {
    spelling: era
    for era in ERAS
    for spelling in (era.name, era.letter, era.letter.lower(), era.sign)
}
_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和|大正|明治|西暦|[RHSTMrhstm㋿㍻㍼㍽㍾])?\s*"
    r"(?P<year>元|[0-9]{1,4})\s*年?(?:度)?"
)
_NUMBER = re.compile(r"([0-9]{1,2})\s*[月日]?")


class NoSuchDay(ValueError):
    """A day, month or year that does not exist as written.

    `code` is for programs, `part` is `year`, `month` or `day`, and `message` says in Japanese what
    is wrong and, where we can tell, what may have been meant.
    """

    def __init__(self, code: str, message: str, part: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.part = part


def era_of(day: date) -> Era | None:
    """Give the era that `day` falls in, None before 1873."""
    return next((era for era in ERAS if day >= era.start), None)


def to_era(day: date) -> str:
    """Write a day in its era, as on a notice: 令和8年4月1日."""
    return f"{year_of(day)}{day.month}月{day.day}日"


def year_of(day: date) -> str:
    """Write the year of a day in its era: 令和元年."""
    name, year = split(day)
    return f"{name}{year}年"


def split(day: date) -> tuple[str, str]:
    """Give the era and the year within it, the first being 元."""
    era = era_of(day)
    if era is None:
        return WESTERN, str(day.year)
    return era.name, _ordinal(day.year - era.year_one + 1)


def fiscal_label(year: int) -> str:
    """Write a fiscal year: 令和8年度."""
    name, ordinal = split_fiscal(year)
    return f"{name}{ordinal}年度"


def split_fiscal(year: int) -> tuple[str, str]:
    """Give the era and the year by which a fiscal year is called.

    It goes by the era of December: the year from April 2019 is 令和元年度, the one from April 1988
    is 昭和63年度.
    """
    return split(date(year, 12, 1))


def read(era: str, year: str, month: str, day: str) -> date:
    """Read a day as people write it, in any era, with full-width digits, 元, `S39` or `昭和39`."""
    chosen, number = _year(era, year)
    months, days = _number(month, "month", 12, "月"), _number(day, "day", 31, "日")
    western = _western(chosen, number)
    written = f"{_name(chosen)}{_shown(chosen, number)}年{months}月{days}日"
    try:
        found = date(western, months, days)
    except ValueError:
        text = f"{written}はありません。日を確かめてください"
        raise NoSuchDay("no_such_day", text, "day") from None
    _within(chosen, found, found, (written, to_era(found)))
    return found


def read_month(era: str, year: str, month: str) -> tuple[int, int]:
    """Read a month of a year; a month in which the era changed belongs to both."""
    chosen, number = _year(era, year)
    months = _number(month, "month", 12, "月")
    western = _western(chosen, number)
    first = date(western, months, 1)
    last = date(western + months // 12, months % 12 + 1, 1) - timedelta(days=1)
    written = f"{_name(chosen)}{_shown(chosen, number)}年{months}月"
    _within(chosen, first, last, (written, f"{year_of(last)}{months}月"))
    return western, months


def read_fiscal(era: str, year: str) -> int:
    """Read a fiscal year; one in which the era changed may be called by either."""
    chosen, number = _year(era, year)
    western = _western(chosen, number)
    written = f"{_name(chosen)}{_shown(chosen, number)}年度"
    first, last = date(western, 4, 1), date(western + 1, 3, 31)
    _within(chosen, first, last, (written, fiscal_label(western)))
    return western


def _year(era: str, year: str) -> tuple[Era | None, int]:
    """Give the era, None for the common one, and the year within it.

    An era written in the year's own box says more than the one chosen beside it, which may be no
    more than what the form began with.
    """
    found = _YEAR.fullmatch(digits.half_width(year).strip())
    if found is None:
        raise NoSuchDay("invalid", "年を数字で入力してください", "year")
    number = 1 if found["year"] == "元" else int(found["year"])
    spelling = found["era"] or digits.half_width(era).strip()
    if spelling in _BY_SPELLING:
        return _BY_SPELLING[spelling], number
    if spelling == WESTERN or (not spelling and number >= FIRST_DAY.year):
        return None, number
    if not spelling:
        raise NoSuchDay("no_era", "元号を選んでください", "era")
    raise NoSuchDay("invalid", "元号を選び直してください", "era")


def _western(era: Era | None, number: int) -> int:
    if era is not None and number >= FIRST_DAY.year:
        text = f"{era.name}{number}年はありません。西暦{number}年ではありませんか"
        raise NoSuchDay("wrong_era", text, "year")
    western = number if era is None else era.year_one + number - 1
    if number == 0 or not 1 <= western <= LAST_YEAR:
        text = f"{_name(era)}{number}年はありません。年を確かめてください"
        raise NoSuchDay("no_such_day", text, "year")
    return western


def _within(era: Era | None, first: date, last: date, texts: tuple[str, str]) -> None:
    """Refuse a span that lies outside its era, naming the right one."""
    written, meant = texts
    if last < FIRST_DAY:
        text = "明治6年（1873年）1月1日より前の日付は入力できません"
        raise NoSuchDay("too_early", text, "year")
    if era is None:
        return
    after = next((later.start for later in reversed(ERAS) if later.start > era.start), None)
    if last < era.start or (after is not None and first >= after):
        text = f"{written}はありません。{meant}ではありませんか"
        raise NoSuchDay("wrong_era", text, "year")


def _number(text: str, part: str, most: int, unit: str) -> int:
    found = _NUMBER.fullmatch(digits.half_width(text).strip())
    if found is None:
        raise NoSuchDay("invalid", f"{unit}を数字で入力してください", part)
    number = int(found[1])
    if not 1 <= number <= most:
        raise NoSuchDay("invalid", f"{unit}は1から{most}までの数字で入力してください", part)
    return number


def _name(era: Era | None) -> str:
    return WESTERN if era is None else era.name


def _ordinal(year: int) -> str:
    return "元" if year == 1 else str(year)


def _shown(era: Era | None, year: int) -> str:
    return str(year) if era is None else _ordinal(year)
