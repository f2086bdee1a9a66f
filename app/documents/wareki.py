"""Days, times and amounts in the words of a paper: 令和8年11月22日 14時05分, 16,000円.

The eras themselves are `app.kernel.eras`. Knows no case and no template.
"""

from datetime import date, datetime

from app.kernel import clock, eras


def era_date(day: date) -> str:
    """Write a day by the era."""
    return eras.to_era(day)


def era_time(at: datetime) -> str:
    """Write an instant as the clock in Japan shows it."""
    here = clock.local(at)
    return f"{eras.to_era(here.date())} {here.hour}時{here.minute:02d}分"


def era_day_of(at: datetime) -> str:
    """Write the day in Japan on which an instant falls."""
    return eras.to_era(clock.local_day(at))


def yen(amount: int) -> str:
    """Write an amount."""
    return f"{amount:,}円"
