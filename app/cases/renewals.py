"""更新: until when what was issued holds, and on which days its holder is reminded to renew it.

Works from the definition and the day of issue alone; who is told, and how, is for others. A paper
whose end is set case by case (設備の堅牢度による有効期間) gets that day from whoever asks.
"""

from datetime import date

from app.definitions.model import PaperRule
from app.kernel import calendar

REMINDER = "remind:renewal"
"""Deadlines of this name outlast the case: the holder is reminded years after its end."""


def last_day(paper: PaperRule, issued: date) -> date | None:
    """Give the last day on which a paper holds; None where it holds for good or nobody knows.

    The day of issue counts as the first: a paper says from (から) that day until (まで) this one.
    """
    if paper.validity is None:
        return None
    return calendar.subtract(calendar.add(issued, paper.validity), calendar.Period(days=1))


def reminders(paper: PaperRule, issued: date, last: date | None = None) -> tuple[date, ...]:
    """Give the days on which to remind of the renewal, in order; none before it was issued.

    `last` is the last day where it is known from elsewhere, else the one by the definition.
    """
    end = last_day(paper, issued) if last is None else last
    if paper.renewal is None or end is None:
        return ()
    days = {calendar.subtract(end, span) for span in paper.renewal.remind}
    return tuple(sorted(day for day in days if issued < day <= end))
