from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel import eras


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (("令和", "8", "4", "1"), date(2026, 4, 1)),
        (("令和", "元", "5", "1"), date(2019, 5, 1)),
        (("", "S39", "10", "10"), date(1964, 10, 10)),
        (("令和", "昭和39年", "１０", "１０"), date(1964, 10, 10)),
        (("", "㋿８", "4月", "1日"), date(2026, 4, 1)),
        (("", "2026", "4", "1"), date(2026, 4, 1)),
        (("西暦", "２０２６", "4", "1"), date(2026, 4, 1)),
        (("明治", "6", "1", "1"), date(1873, 1, 1)),
        (("昭和", "64", "1", "7"), date(1989, 1, 7)),
        (("Ｈ", "元", "1", "8"), date(1989, 1, 8)),
    ],
)
def test_a_day_is_read_as_people_write_it(written, day):
    assert eras.read(*written) == day


@pytest.mark.parametrize(
    ("written", "code", "part", "says"),
    [
        (("昭和", "64", "1", "10"), "wrong_era", "year", "平成元年1月10日ではありませんか"),
        (("平成", "31", "5", "1"), "wrong_era", "year", "令和元年5月1日ではありませんか"),
        (("令和", "元", "4", "30"), "wrong_era", "year", "平成31年4月30日ではありませんか"),
        (("令和", "2026", "4", "1"), "wrong_era", "year", "西暦2026年ではありませんか"),
        (("令和", "8", "2", "30"), "no_such_day", "day", "令和8年2月30日はありません"),
        (("", "8", "4", "1"), "no_era", "era", "元号を選んでください"),
        (("明治", "5", "12", "31"), "too_early", "year", "1873年"),
        (("令和", "0", "4", "1"), "no_such_day", "year", "年を確かめて"),
        (("令和", "八", "4", "1"), "invalid", "year", "年を数字で"),
        (("令和", "8", "13", "1"), "invalid", "month", "1から12まで"),
        (("令和", "8", "4", "x"), "invalid", "day", "日を数字で"),
        (("慶応", "8", "4", "1"), "invalid", "era", "元号を選び直して"),
    ],
)
def test_a_day_that_is_not_is_refused_with_what_was_meant(written, code, part, says):
    with pytest.raises(eras.NoSuchDay) as refused:
        eras.read(*written)
    assert (refused.value.code, refused.value.part) == (code, part)
    assert says in refused.value.message


def test_a_day_is_written_in_its_era():
    assert eras.to_era(date(2026, 4, 1)) == "令和8年4月1日"
    assert eras.to_era(date(2019, 5, 1)) == "令和元年5月1日"
    assert eras.to_era(date(2019, 4, 30)) == "平成31年4月30日"
    assert eras.to_era(date(1872, 12, 31)) == "西暦1872年12月31日"


@settings(deadline=None)
@given(st.dates(eras.FIRST_DAY, date(eras.LAST_YEAR, 12, 31)))
def test_a_day_that_was_written_is_read_as_the_same_day(day):
    assert eras.read(*eras.split(day), str(day.month), str(day.day)) == day


@given(st.sampled_from(eras.ERAS[:-1]))
def test_no_day_belongs_to_two_eras(era):
    eve = era.start - timedelta(days=1)
    assert eras.era_of(era.start) == era
    assert eras.era_of(eve) != era


def test_a_month_in_which_the_era_changed_belongs_to_both():
    assert eras.read_month("昭和", "64", "1") == eras.read_month("平成", "元", "1") == (1989, 1)
    with pytest.raises(eras.NoSuchDay, match="令和元年5月ではありませんか"):
        eras.read_month("平成", "31", "5")


def test_a_fiscal_year_goes_by_the_era_of_december():
    assert eras.fiscal_label(2026) == "令和8年度"
    assert eras.fiscal_label(2019) == "令和元年度"
    assert eras.fiscal_label(1988) == "昭和63年度"
    assert eras.read_fiscal("", "令和8年度") == 2026
    assert eras.read_fiscal("平成", "31") == eras.read_fiscal("令和", "元") == 2019
    with pytest.raises(eras.NoSuchDay, match="令和2年度ではありませんか"):
        eras.read_fiscal("平成", "32")
