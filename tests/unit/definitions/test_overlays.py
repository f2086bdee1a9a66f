"""What becomes of a procedure when something is laid over it, and where each value came from."""

from typing import Any

import pytest

from app.definitions import overlays
from app.definitions.overlays import Laid, Origin
from app.kernel import paths

BASE: dict[str, Any] = {
    "procedure": "bar",
    "title": {"ja": "題", "en": "Title"},
    "notes": ["一", "二"],
    "pages": [
        {"use": "applicant", "without": ["agent"]},
        {"page": "shop", "fields": [
            {"use": "contact"},
            {"field": "name", "label": "名"},
            {"field": "area", "label": "面積", "max": 10},
        ]},
        {"page": "people", "repeat": {"group": "people"}, "fields": [{"field": "age"}]},
    ],
    "fees": [{"fee": "main", "yen": 100}, {"fee": "extra", "yen": 5}],
    "clock": {"period": "days(10)", "note": "n"},
    "papers": {"granted": {"title": "許可書"}, "refused": {"title": "通知"}},
}  # fmt: skip
BLOCKS = {
    "applicant": {"pages": [{"fields": [{"field": "kind"}, {"use": "contact"}]}]},
    "contact": {"prefix": "", "fields": [{"field": "email"}]},
}


def laid(**overlay: Any) -> Laid:
    return overlays.over(BASE, {"overlay": "bar", **overlay}, BLOCKS)


def test_a_value_takes_the_place_of_the_bases_and_the_rest_stays():
    found = laid(title={"ja": "別の題"})
    assert found.data == {**BASE, "title": {"ja": "別の題", "en": "Title"}}


def test_the_base_is_left_as_it_was():
    before = paths.copy(BASE)
    laid(fees={"main": {"yen": 1}}, fields={"area": None}, papers={"granted": None})
    assert before == BASE


def test_named_items_are_changed_taken_away_and_added():
    found = laid(fees={"main": None, "extra": {"yen": 6}, "late": {"yen": 7}})
    assert found.data["fees"] == [{"fee": "extra", "yen": 6}, {"fee": "late", "yen": 7}]
    assert laid(papers={"refused": None}).data["papers"] == {"granted": {"title": "許可書"}}


def test_null_is_a_value_where_no_whole_part_is_named():
    assert laid(clock={"period": None}).data["clock"] == {"period": None, "note": "n"}
    assert laid(fees={"main": {"yen": None}}).data["fees"][0] == {"fee": "main", "yen": None}


def test_lists_without_names_are_exchanged_as_a_whole():
    assert laid(notes=["三"]).data["notes"] == ["三"]


def test_a_field_is_changed_where_it_is_asked():
    assert laid(fields={"area": {"max": 20}}).data["pages"][1]["fields"][2] == {
        "field": "area", "label": "面積", "max": 20
    }  # fmt: skip
    assert laid(fields={"people.age": {"label": "年"}}).data["pages"][2]["fields"][0] == {
        "field": "age", "label": "年"
    }  # fmt: skip
    left = laid(fields={"name": None}).data["pages"][1]["fields"]
    assert [each.get("field") for each in left] == [None, "area"]


def test_a_field_of_a_block_is_changed_in_its_call():
    page = laid(fields={"applicant.email": {"required": False}}).data["pages"][0]
    assert page == {**BASE["pages"][0], "change": {"email": {"required": False}}}
    page = laid(fields={"applicant.kind": None}).data["pages"][0]
    assert page["without"] == ["agent", "kind"]
    call = laid(fields={"email": {"label": "宛先"}}).data["pages"][1]["fields"][0]
    assert call == {"use": "contact", "change": {"email": {"label": "宛先"}}}


@pytest.mark.parametrize(
    "overlay",
    [{"fields": {"nothing": {}}}, {"fees": {"nothing": None}}, {"papers": {"nothing": None}}],
)
def test_what_names_nothing_is_told(overlay: dict[str, Any]):
    [place] = laid(**overlay).missing
    assert place[-1] == "nothing"


@pytest.mark.parametrize(
    ("overlay", "path", "origin"),
    [
        ({"title": {"ja": "別"}}, ("title", "ja"), Origin(True, ("title", "ja"))),
        ({"title": {"ja": "別"}}, ("title", "en"), Origin(False, ("title", "en"))),
        ({"fees": {"main": None}}, ("fees", 0, "yen"), Origin(False, ("fees", 1, "yen"))),
        ({"fees": {"new": {"yen": 1}}}, ("fees", 2, "yen"), Origin(True, ("fees", "new", "yen"))),
        (
            {"fees": {"main": None, "extra": {"yen": 2}}},
            ("fees", 0, "yen"),
            Origin(True, ("fees", "extra", "yen")),
        ),
        (
            {"fields": {"name": None}},
            ("pages", 1, "fields", 1, "max"),
            Origin(False, ("pages", 1, "fields", 2, "max")),
        ),
        (
            {"fields": {"area": {"max": 3}}},
            ("pages", 1, "fields", 2, "max"),
            Origin(True, ("fields", "area", "max")),
        ),
        (
            {"fields": {"applicant.email": {"label": "x"}}},
            ("pages", 0, "change", "email", "label"),
            Origin(True, ("fields", "applicant.email", "label")),
        ),
    ],
)
def test_each_place_leads_to_where_it_was_written(overlay, path, origin):
    assert laid(**overlay).origin(path) == origin
