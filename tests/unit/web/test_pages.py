from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from app.web import pages
from app.web.resident_views import FormPage
from app.web.views import Chrome, FieldView, Link, OptionView
from tests.support.sample_views import SAMPLES


def form(*fields: FieldView, errors: tuple[Link, ...] = ()) -> str:
    page = FormPage("手続", "題", fields, errors=errors)
    return pages.render("resident/form_page.html", Chrome(token="abc"), page)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_renders_with_a_title_and_one_heading(name):
    html = pages.render(*SAMPLES[name])
    assert html.lstrip().startswith("<!doctype html>")
    assert '<html lang="ja">' in html
    assert html.count("<h1") == 1


def test_what_a_person_typed_is_escaped_and_given_back():
    html = form(FieldView("a", "text", "名", values={"": '"><script>1</script>'}))
    assert "<script>1" not in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html


def test_a_missing_name_in_a_template_is_an_error():
    with pytest.raises(UndefinedError):
        pages.render("resident/home.html", Chrome(), object())


KINDS = {
    "text": ['name="x.y"'],
    "long-text": ["<textarea", 'name="x.y"'],
    "person-name": ['name="x.y.family"', 'name="x.y.given_kana"'],
    "kana": ['name="x.y"'],
    "date": ['name="x.y.era"', 'name="x.y.year"', 'name="x.y.month"', 'name="x.y.day"'],
    "year-month": ['name="x.y.era"', 'name="x.y.month"'],
    "fiscal-year": ['name="x.y.era"', 'name="x.y.year"'],
    "integer": ['name="x.y"', 'inputmode="numeric"'],
    "decimal": ['name="x.y"', 'inputmode="decimal"'],
    "money": ['name="x.y"', ">円</span>"],
    "choice": ['type="radio"', 'name="x.y"', 'value="one"'],
    "select": ["<select", 'value="one"'],
    "choices": ['type="checkbox"', 'value="one"'],
    "yes-no": ['value="yes"', 'value="no"'],
    "declaration": ['type="checkbox"', 'value="yes"'],
    "address": ['name="x.y.postal_code"', 'value="postal:x.y"', 'name="x.y.building"'],
    "phone": ['type="tel"'],
    "email": ['type="email"'],
    "corporate-number": ['inputmode="numeric"'],
    "vehicle-number": ['name="x.y"'],
    "group": ['value="add:x.y"'],
    "attachment": ['type="file"', 'value="upload:y"'],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_question_has_its_inputs(kind):
    html = form(FieldView("x.y", kind, "問い", options=(OptionView("one", "ひとつ"),)))
    assert [each for each in KINDS[kind] if each not in html] == []
    assert "問い" in html


@pytest.mark.parametrize("kind", [each for each in KINDS if each != "group"])
def test_an_error_stands_at_its_question_and_marks_the_input(kind):
    html = form(FieldView("x.y", kind, "問い", errors={"": "だめです"}))
    assert 'id="x.y-error"' in html
    assert "だめです" in html
    assert 'aria-describedby="' in html


@pytest.mark.parametrize("kind", ["heading", "notice", "computed"])
def test_what_is_only_read_has_no_input(kind):
    html = form(FieldView("x.y", kind, "見出し", help="説明"))
    assert 'name="x.y"' not in html
    assert "見出し" in html


def test_rows_of_a_group_can_be_added_and_removed():
    row = (FieldView("m.0.name", "text", "氏名"),)
    html = form(FieldView("m", "group", "責任者", rows=(row,), each="責任者"))
    assert 'name="m.0.name"' in html
    assert 'value="remove:m:0"' in html
    fixed = form(FieldView("m", "group", "責任者", rows=(row,), can_add=False, can_remove=False))
    assert "remove:m" not in fixed
    assert "add:m" not in fixed


def test_the_first_button_of_a_form_goes_on():
    html = form(FieldView("a", "address", "住所"))
    assert html.index('value="next"') < html.index('value="postal:a"')


def test_errors_are_listed_first_and_told_in_the_title():
    html = form(FieldView("a", "text", "名"), errors=(Link("#a", "名を入力してください"),))
    assert "<title>エラー：" in html
    assert '<a href="#a">名を入力してください</a>' in html


def test_ids_are_told_apart_where_a_page_has_several_forms():
    row = (FieldView("g.0.a", "text"),)
    scoped = pages.scoped((FieldView("note", "text"), FieldView("g", "group", rows=(row,))), "ok")
    assert [each.id for each in scoped] == ["ok-note", "ok-g"]
    assert scoped[1].rows[0][0].id == "ok-g.0.a"
    assert scoped[0].path == "note"


def test_days_are_written_as_offices_do():
    assert pages.day(date(2026, 11, 24)) == "令和8年11月24日（火）"
    assert pages.day(date(2019, 5, 1)) == "令和元年5月1日（水）"
    assert pages.day(date(2019, 4, 30)) == "2019年4月30日（火）"


def test_times_are_those_of_japan():
    night = datetime(2026, 11, 23, 15, 5, tzinfo=UTC)
    assert pages.moment(night) == "令和8年11月24日（火）0時05分"
    assert pages.short(night) == "11/24 00:05"
    assert pages.iso(night) == "2026-11-24T00:05+09:00"
    assert pages.short(date(2026, 1, 2)) == "1/2"
    assert pages.iso(date(2026, 1, 2)) == "2026-01-02"


def test_money_has_its_thousands():
    assert pages.yen(1830000) == "1,830,000円"
