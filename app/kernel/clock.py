"""What time it is: the system's clock, and one that can be moved.

Everything else takes time as a parameter. Times are aware and in UTC; `local` gives the day in
Japan, which is what deadlines, ages and fiscal years are counted in.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")

Clock = Callable[[], datetime]
"""Anything that says what time it is, as an aware datetime in UTC."""


def system_clock() -> datetime:
    """Give the present time of this machine, in UTC."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """Give the same instant on a clock in Japan."""
    return at.astimezone(JST)


def local_day(at: datetime) -> date:
    """Give the day in Japan on which `at` falls."""
    return at.astimezone(JST).date()


def end_of_day(day: date) -> datetime:
    """Give the first instant after `day` in Japan, in UTC: a deadline of that day has passed."""
    start = datetime(day.year, day.month, day.day, tzinfo=JST)
    return (start + timedelta(days=1)).astimezone(UTC)


def fiscal_year(day: date) -> int:
    """Give the fiscal year (April to March) that `day` belongs to."""
    return day.year if day.month >= 4 else day.year - 1
