"""期間の長短: which of two spans of time is the longer, whatever the day on which they begin.

A month is longer or shorter, and business days fall as they do, so that they are compared from the
first day of every month of a year.
"""

from datetime import date

from app.kernel import calendar
from app.kernel.calendar import Period

_DAYS = tuple(date(2026, month, 1) for month in range(1, 13))


def longer(one: Period, other: Period) -> bool:
    """Say whether a span can be longer than another one."""
    return any(calendar.add(day, one) > calendar.add(day, other) for day in _DAYS)


def always_longer(one: Period, other: Period) -> bool:
    """Say whether a span is longer than another one on every day."""
    return all(calendar.add(day, one) > calendar.add(day, other) for day in _DAYS)
