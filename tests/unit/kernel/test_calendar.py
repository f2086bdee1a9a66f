from datetime import date

import pytest

from app.kernel import calendar
from app.kernel.calendar import Period


def test_ten_business_days_over_two_weekends_end_on_the_fourteenth_day():
    assert calendar.add(date(2026, 6, 1), Period(business_days=10)) == date(2026, 6, 15)


@pytest.mark.parametrize(
    "closed",
    [
        date(2026, 9, 22),  # 国民の休日, between two holidays
        date(2026, 5, 6),  # 振替休日
        date(2026, 12, 29),
        date(2027, 1, 3),
        date(2026, 11, 28),  # Saturday
    ],
)
def test_the_office_is_closed_on_holidays_and_at_the_turn_of_the_year(closed):
    assert not calendar.is_business_day(closed)


def test_the_office_is_open_on_the_days_around_the_turn_of_the_year():
    assert calendar.is_business_day(date(2026, 12, 28))
    assert calendar.is_business_day(date(2027, 1, 4))


def test_business_days_pass_over_the_turn_of_the_year():
    assert calendar.add(date(2026, 12, 28), Period(business_days=1)) == date(2027, 1, 4)


def test_a_month_without_such_a_day_ends_on_its_last():
    assert calendar.add(date(2027, 1, 31), Period(months=1)) == date(2027, 2, 28)


def test_a_span_is_taken_back_the_way_it_was_added():
    assert calendar.subtract(date(2026, 6, 15), Period(business_days=10)) == date(2026, 6, 1)


@pytest.mark.parametrize(("on", "years"), [(date(2026, 3, 31), 19), (date(2026, 4, 1), 20)])
def test_an_age_changes_on_the_birthday(on, years):
    assert calendar.age(date(2006, 4, 1), on) == years


def test_a_span_is_said_as_on_a_notice():
    assert str(Period(months=14)) == "1年2か月"
    assert str(Period(business_days=10)) == "10開庁日"
