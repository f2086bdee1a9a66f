from datetime import UTC, date, datetime

from app.cases import deadlines
from app.definitions.model import ClockRule
from app.kernel.calendar import Period

ARRIVED = datetime(2026, 6, 1, 3, tzinfo=UTC)
FORTNIGHT = ClockRule(Period(days=14))


def at(day: int) -> datetime:
    return datetime(2026, 6, day, 3, tzinfo=UTC)


def test_the_first_day_is_not_counted():
    clock = deadlines.start(ARRIVED)
    assert deadlines.read(FORTNIGHT, clock, date(2026, 6, 1)).used == 0
    reading = deadlines.read(FORTNIGHT, clock, date(2026, 6, 4))
    assert (reading.used, reading.left, reading.due) == (3, 11, date(2026, 6, 15))


def test_business_days_leave_out_weekends():
    rule = ClockRule(Period(business_days=10))
    reading = deadlines.read(rule, deadlines.start(ARRIVED), date(2026, 6, 8))
    assert (reading.used, reading.due) == (5, date(2026, 6, 15))


def test_three_days_of_correction_put_the_end_off_by_three():
    clock = deadlines.resume(deadlines.stop(deadlines.start(ARRIVED), "correction", at(3)), at(6))
    reading = deadlines.read(FORTNIGHT, clock, date(2026, 6, 8))
    assert (reading.used, reading.stopped, reading.due) == (4, 3, date(2026, 6, 18))
    assert reading.running


def test_a_clock_that_stands_still_is_not_stopped_twice():
    clock = deadlines.stop(deadlines.start(ARRIVED), "correction", at(3))
    assert deadlines.stop(clock, "payment", at(4)) == clock


def test_while_it_stands_still_the_end_moves_on_with_the_day():
    clock = deadlines.stop(deadlines.start(ARRIVED), "correction", at(3))
    assert deadlines.due_day(FORTNIGHT, clock, date(2026, 6, 3)) == date(2026, 6, 15)
    assert deadlines.due_day(FORTNIGHT, clock, date(2026, 6, 10)) == date(2026, 6, 22)


def test_a_clock_that_has_ended_counts_no_further():
    clock = deadlines.finish(deadlines.start(ARRIVED), at(5))
    assert deadlines.read(FORTNIGHT, clock, date(2026, 7, 1)).used == 4
    assert deadlines.finish(clock, at(9)) == clock


def test_days_beyond_the_end_are_counted_below_nothing():
    reading = deadlines.read(FORTNIGHT, deadlines.start(ARRIVED), date(2026, 6, 17))
    assert reading.left == -2


def test_without_a_period_there_is_no_end():
    reading = deadlines.read(ClockRule(None), deadlines.start(ARRIVED), date(2026, 6, 4))
    assert (reading.used, reading.allowed, reading.left, reading.due) == (3, None, None, None)
