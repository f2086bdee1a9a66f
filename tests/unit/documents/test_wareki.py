from datetime import UTC, date, datetime

from app.documents import wareki


def test_a_day_is_written_by_the_era():
    assert wareki.era_date(date(2026, 11, 22)) == "令和8年11月22日"


def test_the_first_year_of_an_era_is_gannen():
    assert wareki.era_date(date(2019, 5, 1)) == "令和元年5月1日"


def test_an_instant_is_written_as_the_clock_in_japan_shows_it():
    at = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)
    assert wareki.era_time(at) == "令和8年11月23日 0時05分"
    assert wareki.era_day_of(at) == "令和8年11月23日"


def test_an_amount_has_its_commas():
    assert wareki.yen(1234567) == "1,234,567円"
