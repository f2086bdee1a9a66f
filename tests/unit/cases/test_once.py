from dataclasses import replace
from datetime import date

from app.cases import once
from app.cases.once import Known
from tests.support import forms

ONCE = {"applicant.name": "profile", "applicant.phone": "profile", "shop_address": "case",
        "water": "case", "managers": "case"}  # fmt: skip
PAGES = tuple(
    replace(page, fields=tuple(replace(f, once=ONCE.get(f.id, "")) for f in page.fields))
    for page in forms.PAGES
)
FORM = forms.procedure(pages=PAGES)
PROFILE = Known("profile", {"applicant": {"name": forms.answers()["applicant"]["name"],
                                          "phone": "なし"}}, date(2026, 4, 5))  # fmt: skip
CASE = Known("case", forms.answers(), date(2026, 3, 2), "SE-2025-00012 食品営業許可")


def proposed(*known, answers=None):
    return {each.field.id: each for each in once.propose(FORM, known, answers or {})}


def test_what_is_known_is_offered_with_where_it_comes_from():
    found = proposed(PROFILE, CASE)
    assert found.keys() == {"applicant.name", "applicant.phone", "shop_address", "water"}
    assert found["applicant.name"].value["family"] == "山田"
    assert found["applicant.name"].words == (
        "登録されている情報（令和8年4月5日（2026年）現在）から入れました。"
    )
    assert "SE-2025-00012 食品営業許可" in found["shop_address"].words


def test_an_answer_that_is_there_already_is_left_alone():
    assert "water" not in proposed(CASE, answers={"water": "tap"})


def test_the_newest_that_still_fits_is_taken():
    newer = Known("case", {"water": "tank"}, date(2026, 5, 1), "N")
    newest = Known("case", {"water": "tap"}, date(2026, 4, 1), "O")
    assert proposed(CASE, newer, newest)["water"].value == "tap"


def test_only_what_the_definition_marks_and_only_from_there():
    assert proposed(Known("profile", forms.answers(), date(2026, 1, 1))).keys() == {
        "applicant.name", "applicant.phone",
    }  # fmt: skip
