"""期限: until when something has to happen, in days of the office's calendar.

The processing clock runs from the day after arrival (民法 第140条), does not count the days
on which it was stopped, and is the same for the resident, the clerk and the published figures.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.cases.model import Case, Clock, Deadline, Stop
from app.definitions.model import ClockRule
from app.kernel import calendar
from app.kernel.calendar import Period
from app.kernel.clock import end_of_day, local_day


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says: days used, stopped and left, and the day on which the period ends.

    `unit` is `day` or `business_day`; `allowed`, `left` and `due` are None where no period is set.
    """

    used: int
    stopped: int
    unit: str
    allowed: int | None
    left: int | None
    due: date | None
    running: bool
    extended: bool
    kind: str


def start(at: datetime) -> Clock:
    """Start the clock of a case that arrived at `at`."""
    return Clock(started=local_day(at))


def stop(clock: Clock, reason: str, at: datetime) -> Clock:
    """Stop the clock; a clock that stands still already is left as it is."""
    if clock.ended or any(each.until is None for each in clock.stops):
        return clock
    return replace(clock, stops=(*clock.stops, Stop(reason, local_day(at))))


def resume(clock: Clock, at: datetime) -> Clock:
    """Let the clock run again from the day after `at`."""
    day = local_day(at)
    stops = tuple(replace(s, until=day) if s.until is None else s for s in clock.stops)
    return replace(clock, stops=stops)


def finish(clock: Clock, at: datetime) -> Clock:
    """End the clock for good, once."""
    clock = resume(clock, at)
    return clock if clock.ended else replace(clock, ended=local_day(at))


def read(rule: ClockRule, clock: Clock, today: date) -> Reading:
    """Read the clock on `today`."""
    last = clock.ended or today
    counts = _counter(rule.period)
    days = [clock.started + timedelta(days=n) for n in range(1, (last - clock.started).days + 1)]
    used = sum(1 for day in days if counts(day) and not _stopped(clock, day))
    stopped = sum(1 for day in days if _stopped(clock, day))
    due = due_day(rule, clock, today)
    allowed = _allowed(rule.period, clock.started)
    unit = "business_day" if rule.period and rule.period.business_days else "day"
    return Reading(
        used=used,
        stopped=stopped,
        unit=unit,
        allowed=allowed,
        left=None if allowed is None or due is None else _left(counts, last, due),
        due=due,
        running=clock.ended is None and not any(s.until is None for s in clock.stops),
        extended=clock.extension is not None,
        kind=rule.kind,
    )


def due_day(rule: ClockRule, clock: Clock, today: date) -> date | None:
    """Give the day on which the period ends if the clock is not stopped again.

    While the clock stands still the day moves on with `today`.
    """
    if rule.period is None:
        return None
    if clock.extension is not None:
        return clock.extension.until
    if all(each.until == each.since for each in clock.stops):
        return calendar.add(clock.started, rule.period)
    left = _allowed(rule.period, clock.started) or 0
    counts, day = _counter(rule.period), clock.started
    while left:
        day += timedelta(days=1)
        open_stop = any(s.until is None and s.since < day <= today for s in clock.stops)
        if counts(day) and not open_stop and not _stopped(clock, day, today):
            left -= 1
    return day


def handed_on(rule: ClockRule, given: date) -> date | None:
    """Give the day by which an application on paper, given in at a 経由機関, reaches the office.

    The office's own period begins only then. None where there is none, or its days are not known.
    """
    via = rule.via
    return None if via is None or via.period is None else calendar.add(given, via.period)


def within(at: datetime, period: Period) -> date:
    """Give the last day of a period that begins after the day of `at`."""
    return calendar.add(local_day(at), period)


def at_end_of(name: str, day: date) -> Deadline:
    """Give the deadline that passes when `day` is over in Japan."""
    return Deadline(name, end_of_day(day))


def of_case(case: Case, name: str) -> Deadline | None:
    """Give the case's deadline of that name, if it has one."""
    return next((each for each in case.deadlines if each.name == name), None)


def _allowed(period: Period | None, started: date) -> int | None:
    if period is None:
        return None
    if period.business_days:
        return period.business_days
    return (calendar.add(started, period) - started).days


def _counter(period: Period | None) -> Callable[[date], bool]:
    if period is not None and period.business_days:
        return calendar.is_business_day
    return lambda _: True


def _stopped(clock: Clock, day: date, today: date | None = None) -> bool:
    horizon = today or date.max
    return any(s.since < day <= (s.until or horizon) for s in clock.stops)


def _left(counts: Callable[[date], bool], last: date, due: date) -> int:
    if due >= last:
        span, sign, start = (due - last).days, 1, last
    else:
        span, sign, start = (last - due).days, -1, due
    return sign * sum(1 for n in range(1, span + 1) if counts(start + timedelta(days=n)))
