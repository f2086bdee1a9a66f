from app.definitions import fields
from tests.support import forms

FORM = {
    "_action": ["next"],
    "applicant.kind": ["individual"],
    "applicant.name.family": ["山田"],
    "applicant.name.given": ["花子"],
    "applicant.born.era": ["昭和"],
    "applicant.born.year": ["39"],
    "applicant.about": ["hello"],
    "shop_name": ["カフェ", "カフェ山田"],
    "foods": ["milk", "meat"],
    "capital_band": ["大"],
    "managers.10.licence": ["cook"],
    "managers.2.name.family": ["佐藤"],
    "managers.2.initial": ["x"],
    "managers.x.name.family": ["鈴木"],
    "unknown": ["x"],
}
EVERYTHING = forms.procedure().fields


def test_a_form_becomes_nested_raw_answers_of_the_fields_that_were_asked():
    assert fields.read_form(EVERYTHING, FORM) == {
        "applicant": {
            "kind": "individual",
            "name": {"family": "山田", "given": "花子"},
            "born": {"era": "昭和", "year": "39"},
        },
        "shop_name": "カフェ山田",
        "foods": ["milk", "meat"],
        "managers": [{"name": {"family": "佐藤"}}, {"licence": "cook"}],
    }


def test_an_empty_form_gives_no_answers():
    assert fields.read_form(EVERYTHING, {}) == {}


def test_canonical_answers_fill_the_inputs_again():
    raw = fields.refill(EVERYTHING, forms.answers())
    assert raw["applicant"]["born"] == {"era": "昭和", "year": "39", "month": "10", "day": "10"}
    assert raw["shop_address"]["postal_code"] == "163-8001"
    assert raw["smoking"] == "no"
    assert raw["managers"] == [{"name": {"family": "佐藤", "given": "次郎"}, "licence": "cook"}]
    assert "attachments" not in raw


def test_ids_with_dots_are_records_within_records():
    members = fields.members(EVERYTHING)
    assert members["applicant"].members["kind"].name == "choice"
    assert "about" not in members["applicant"].members
    assert members["managers"].members["licence"].name == "choice"
