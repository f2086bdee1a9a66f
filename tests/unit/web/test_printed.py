"""What was printed beforehand is, to the byte, what the template makes of the same question."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.cases import answers
from app.cases.answers import Moment
from app.definitions import fields, scenarios
from app.definitions.model import Field, Page, Procedure
from app.kernel import paths
from app.kernel.errors import Fault
from app.web import forms, pages, printed
from app.web.forms import Address, Sheet
from app.web.resident_views import FormPage, PrintedView
from app.web.views import Chrome
from tests.support.definitions import real_library
from tests.support.forms import MOMENT, PAGES, SHOP

NASTY = "<b>\"&'\ufdd0year\ufdd1"
TODAY = MOMENT.today


def typed(asked: Field) -> Iterator[Any]:
    """Everything that may stand in the inputs of a question, right or wrong."""
    yield None
    for text in ("", NASTY, "令和8", "yes", "no"):
        yield text
        parts = [part.name for part in fields.KINDS[asked.kind].parts(asked)]
        yield dict.fromkeys(parts, text)
        yield dict.fromkeys(parts[1:], text)
    for era in ("令和", "西暦", "ローマ"):
        yield {"era": era, "year": "8", "month": "4", "day": "1"}
    codes = [each.code for each in asked.options]
    yield from codes
    yield codes
    yield codes[1:]


def sheets(page: Page, given: dict[str, Any], moment: Moment) -> Iterator[Sheet]:
    """A page as it is first seen, filled in with these answers, and with all sorts of texts."""
    yield Sheet({}, {}, moment)
    yield Sheet(forms.filled(page, given, moment), given, moment)
    ways = [list(typed(each)) for each in page.fields]
    for n in range(max(map(len, ways))):
        raw: dict[str, Any] = {}
        for each, way in zip(page.fields, ways, strict=True):
            value = way[n % len(way)]
            if value is not None and fields.has_answer(each) and each.kind != "group":
                paths.put(raw, each.id, value)
        yield Sheet(raw, given, moment)


def examples(procedure: Procedure) -> Iterator[dict[str, Any]]:
    """The answers of every scenario of a procedure; none at all where there is no scenario."""
    yield {}
    for each in real_library().scenarios(procedure.id):
        raw = scenarios.answers_on(each, TODAY)
        yield answers.check(procedure, raw, Moment(TODAY)).answers


def both(digest: str, page: Page, sheet: Sheet) -> tuple[str, str]:
    """The page with questions printed beforehand, and with each made by its template."""
    asked = answers.visible_fields(page, sheet.answers, sheet.moment)
    plain = tuple(forms.question(each, sheet) for each in asked)
    ready = printed.questions(digest, page, sheet)
    first, second = (
        pages.render("resident/form_page.html", Chrome(), FormPage("手続", "題", each))
        for each in (ready, plain)
    )
    return first, second


def procedures() -> Iterator[Procedure]:
    """Every version of every procedure that there is."""
    for versions in real_library().versions.values():
        for each in versions:
            found = real_library().linked(each).procedure
            assert found is not None, each.id
            yield found


def test_every_page_of_every_procedure_is_as_its_template_makes_it():
    for procedure in procedures():
        for given in examples(procedure):
            for page in procedure.pages:
                for sheet in sheets(page, given, Moment(TODAY)):
                    ready, plain = both(procedure.digest, page, sheet)
                    assert ready == plain, (procedure.id, page.id)


@pytest.mark.parametrize("kind", ["individual", "corporation"])
def test_every_kind_of_question_is_as_its_template_makes_it(kind):
    given = {"applicant": {"kind": kind}, "water": "well", "capital": 5}
    for page in PAGES:
        for sheet in sheets(page, given, MOMENT):
            ready, plain = both(f"form-{kind}", page, sheet)
            assert ready == plain, page.id


def test_a_question_is_printed_once_and_filled_in_for_everybody():
    page = SHOP
    first = printed.questions("once", page, Sheet({"shop_name": "みどり"}, {}, MOMENT))
    renamed = replace(page, fields=tuple(replace(f, label={"ja": "別"}) for f in page.fields))
    second = printed.questions("once", renamed, Sheet({"shop_name": "<あお>"}, {}, MOMENT))
    assert isinstance(first[0], PrintedView)
    assert isinstance(second[0], PrintedView)
    assert str(second[0].html) == str(first[0].html).replace("みどり", "&lt;あお&gt;")
    third = printed.questions("twice", renamed, Sheet({}, {}, MOMENT))
    assert isinstance(third[0], PrintedView)
    assert "別" in third[0].html


def test_what_is_said_about_a_question_is_printed_with_it_and_not_kept():
    page = SHOP
    raw = {"shop_name": "みどり", "shop_address": {"postal_code": "1638001"}}
    plain = Sheet(raw, {}, MOMENT)
    spoken = replace(
        plain,
        faults=(Fault("shop_name", "bad", "だめです"), Fault("shop_address.city", "x", "市です")),
        asks={"area": "確かめてください"},
        addresses={"shop_address": Address("町が二つあります。", ("西新宿", "東新宿"))},
    )
    before = both("spoken", page, plain)
    ready, made = both("spoken", page, spoken)
    assert ready == made
    assert [
        word for word in ("だめです", "市です", "確かめて", "東新宿") if word not in ready
    ] == []
    assert both("spoken", page, plain) == before
    kinds = [type(each).__name__ for each in printed.questions("spoken", page, spoken)[:3]]
    assert kinds == ["FieldView", "PrintedView", "FieldView"]


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(printed, "_KEPT", 3)
    page = SHOP
    for digest in ("a", "b", "c"):
        ready, plain = both(digest, page, Sheet({}, {}, MOMENT))
        assert ready == plain
    assert len(printed._prints) <= 3
