from dataclasses import replace
from datetime import date

from app.cases import answers, bounds
from app.definitions.expressions.compiled import Facts
from tests.support import forms
from tests.support.forms import MOMENT, expression, field

TODAY = date(2026, 6, 1)
FACTS = Facts({}, TODAY)
NOW = expression(lambda facts: facts.today, "date")
NEVER = expression(lambda facts: None, "date")


def said(kind, value, **limits):
    found = bounds.broken(field("x", kind, "開業", **limits), value, FACTS)
    return None if found is None else (found.part, found.code, found.message)


def test_a_day_within_its_limits_is_let_through():
    assert said("date", "2026-06-01", earliest=NOW, latest=NOW) is None
    assert said("date", "2020-01-01") is None
    assert said("date", "2020-01-01", earliest=NEVER) is None


def test_a_day_outside_is_told_with_the_limit_at_its_first_box():
    assert said("date", "2026-05-31", earliest=NOW) == (
        "year", "too_early", "開業は令和8年6月1日（2026年）以後にしてください",
    )  # fmt: skip
    assert said("date", "2026-06-02", latest=NOW)[1] == "too_late"


def test_both_sides_of_a_period_are_looked_at():
    period = {"start": "2026-05-31", "end": "2026-06-02"}
    assert said("period", period, earliest=NOW)[:2] == ("start_year", "too_early")
    part, code, words = said("period", period, latest=NOW)
    assert (part, code) == ("end_year", "too_late")
    assert words.startswith("開業の終わりの日は")


def test_a_month_is_compared_as_a_month_and_a_time_as_a_time():
    later = expression(lambda facts: date(2026, 6, 15), "date")
    assert said("year-month", "2026-06", earliest=later, latest=later) is None
    assert said("year-month", "2026-05", earliest=later)[1] == "too_early"
    nine = expression(lambda facts: "09:00", "time")
    assert said("time", "08:59", earliest=nine) == (
        "", "too_early", "開業は09:00以後にしてください",
    )  # fmt: skip
    assert said("time", "09:00", earliest=nine) is None


def test_a_form_tells_it_at_the_input_and_row_concerned():
    pages = tuple(
        replace(page, fields=tuple(
            replace(each, earliest=NOW) if each.id in ("holiday", "tested_on") else each
            for each in page.fields))
        for page in forms.PAGES
    )  # fmt: skip
    raw = forms.answers() | {"holiday": {"start": "2026-05-01", "end": "2026-07-01"}}
    checked = answers.check(forms.procedure(pages=pages, checks=()), raw, MOMENT)
    assert {fault.field: fault.code for fault in checked.faults} == {
        "tested_on.year": "too_early", "holiday.start_year": "too_early",
    }  # fmt: skip
    assert checked.ignored == ()
