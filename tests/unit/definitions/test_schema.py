import pytest
from jsonschema import Draft202012Validator, ValidationError

from app.definitions.schema import answers_schema
from tests.support import forms

SCHEMA = answers_schema(forms.procedure())


def sent(**changes) -> dict:
    answers = forms.answers()
    del answers["managers"][0]["initial"]
    return answers | changes


def test_complete_answers_satisfy_the_schema():
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(sent())


def test_only_what_everyone_is_asked_is_required():
    assert SCHEMA["required"] == [
        "applicant", "shop_name", "shop_address", "area", "water", "smoking", "managers",
        "attachments",
    ]  # fmt: skip
    assert SCHEMA["properties"]["applicant"]["required"] == ["kind", "phone"]
    assert SCHEMA["properties"]["attachments"]["required"] == ["plan"]


def test_a_page_with_a_condition_requires_nothing_but_describes_its_fields():
    assert "declared" in SCHEMA["properties"]
    assert "declared" not in SCHEMA["required"]


def test_what_is_worked_out_or_only_read_has_no_place():
    assert "capital_band" not in SCHEMA["properties"]
    assert "about" not in SCHEMA["properties"]["applicant"]["properties"]


def test_titles_are_japanese_and_conditions_stand_as_comments():
    tested = SCHEMA["properties"]["tested_on"]
    assert tested == {
        "title": "水質検査年月日", "type": "string", "format": "date",
        "$comment": "when: water == 'well'",
    }  # fmt: skip
    assert SCHEMA["title"] == "小さな申請"


@pytest.mark.parametrize(
    "change",
    [
        {"unknown": 1},
        {"water": "sea"},
        {"area": 12.5},
        {"managers": []},
        {"managers": [{"licence": "cook"}]},
        {"attachments": {"plan": ["a", "b", "c"]}},
        {"attachments": {"plan": ["a"], "x": ["b"]}},
        {"shop_address": {"prefecture": "江戸", "city": "新宿区", "town": "1"}},
    ],
)
def test_what_would_be_refused_does_not_satisfy_it(change):
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(sent(**change))
