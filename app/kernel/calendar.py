"""Days on which the office is open, and spans of time counted in them.

National holidays come from `jpholiday`; the year-end closing (29 December to 3 January) is
that of 東京都の休日に関する条例 第1条. A `Period` is a span as rules of law state it: whole
months and days, or business days. The first day is not counted (民法 第140条).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import jpholiday
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time: months and days of the calendar, or business days; never both."""

    months: int = 0
    days: int = 0
    business_days: int = 0

    @override
    def __str__(self) -> str:
        """Say the span in Japanese, as on a notice."""
        parts = []
        years, months = divmod(self.months, 12)
        if years:
            parts.append(f"{years}年")
        if months:
            parts.append(f"{months}か月")
        if self.days:
            parts.append(f"{self.days}日")
        if self.business_days:
            parts.append(f"{self.business_days}開庁日")
        return "".join(parts) or "0日"


@lru_cache(maxsize=8192)
def is_business_day(day: date) -> bool:
    """Say whether the office is open on `day`."""
    if day.weekday() >= 5 or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return False
    return not jpholiday.is_holiday(day)


def add(day: date, period: Period) -> date:
    """Give the last day of a span that begins after `day`.

    A month with no such day ends on its last one (民法 第143条第2項ただし書).
    """
    end = _add_months(day, period.months) + timedelta(days=period.days)
    step = 1 if period.business_days >= 0 else -1
    left = abs(period.business_days)
    while left:
        end += timedelta(days=step)
        if is_business_day(end):
            left -= 1
    return end


def subtract(day: date, period: Period) -> date:
    """Give the day that lies the span before `day`."""
    return add(day, Period(-period.months, -period.days, -period.business_days))


def age(born: date, on: date) -> int:
    """Give the age reached on the day `on`, in whole years.

    By 年齢計算ニ関スル法律 a year of age is completed at the end of the day before the birthday; as
    offices state it on a form, the age changes on the birthday itself.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
