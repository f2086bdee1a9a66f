import pytest

from app.definitions.fields import KINDS, MISSING, Wrong
from tests.support.forms import field


def read(kind, raw, **more):
    return KINDS[kind].read(raw, field("here", kind, "休業", **more))


def slips(kind, raw):
    with pytest.raises(Wrong) as refused:
        read(kind, raw)
    return [(slip.part, slip.code) for slip in refused.value.slips]


def test_a_period_is_read_from_the_boxes_of_two_days():
    raw = {
        "start_era": "令和", "start_year": "８", "start_month": "4", "start_day": "29",
        "end_era": "西暦", "end_year": "2026", "end_month": "5", "end_day": "6",
    }  # fmt: skip
    assert read("period", raw) == {"start": "2026-04-29", "end": "2026-05-06"}


def test_a_period_of_one_day_is_one_and_one_turned_round_is_none():
    assert read("period", {"start": "2026-04-29", "end": "令和8年4月29日"})
    assert slips("period", {"start": "2026-05-06", "end": "2026-04-29"}) == [
        ("end_year", "reversed")
    ]


def test_each_side_says_what_is_wrong_with_it():
    raw = {"start_era": "昭和", "start_year": "64", "start_month": "1", "start_day": "10"}
    assert [part for part, _ in slips("period", raw)] == ["start_year", "end_year"]
    assert slips("period", {"start": "2026-04-01", "end_year": "8"}) == [
        ("end_month", "incomplete")
    ]
    assert slips("period", "2026-04-01から") == [("start_year", "invalid")]


def test_eras_alone_are_no_period():
    assert read("period", {"start_era": "令和", "end_era": "令和"}) is MISSING


@pytest.mark.parametrize(("raw", "kept"), [
    ("9:30", "09:30"), ("９時半", "09:30"), ("午後1時", "13:00"), ("21時05分", "21:05"),
    ("AM 12:00", "00:00"), ("pm12:15", "12:15"), ("24:00", "24:00"), ("0:00", "00:00"),
])  # fmt: skip
def test_a_time_is_read_however_it_is_written(raw, kept):
    assert read("time", raw) == kept


@pytest.mark.parametrize("raw", ["24:01", "9:60", "午後13時", "930", "9", "朝", "9:30:00"])
def test_what_is_no_time_is_refused(raw):
    assert slips("time", raw)
