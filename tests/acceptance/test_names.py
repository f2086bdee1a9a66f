"""氏名: a person's name is kept and shown code point for code point, wherever it goes.

𠮷 lies outside the basic plane, 邉 and 葛 carry a selector (IVS) that chooses the shape, U+FA19
is a compatibility ideograph that normalisation would turn into another, 髙 and 﨑 are not in JIS.
"""

import json
from typing import Any

import pytest
from sqlalchemy import text

from app.cases import answers as filled_in
from app.kernel.clock import local_day
from app.services import reading
from app.services.context import Context
from app.store.transaction import read
from tests.support import office, proofs, resident

NAMES = {
    "surrogate": ("𠮷田", "太郎"),
    "selector": ("渡邉\U000e0102", "花子"),
    "compatibility": ("\ufa19谷", "次郎"),
    "not-in-jis": ("髙\ufa11", "三郎"),
    "selector-zero": ("葛\U000e0100西", "四郎"),
}
each_name = pytest.mark.parametrize(("family", "given"), NAMES.values(), ids=NAMES)
KANA = {"family_kana": "シメイ", "given_kana": "ナマエ"}
UNPRINTABLE = "葛\U000e010f"
"""A selector for which no font has a shape."""


def test_the_names_are_what_they_are_said_to_be():
    points = {key: [f"{ord(each):X}" for each in family] for key, (family, _) in NAMES.items()}
    assert points == {
        "surrogate": ["20BB7", "7530"],
        "selector": ["6E21", "9089", "E0102"],
        "compatibility": ["FA19", "8C37"],
        "not-in-jis": ["9AD9", "FA11"],
        "selector-zero": ["845B", "E0100", "897F"],
    }


def file_by_api(ctx: Context, family: str, given: str) -> str:
    answers = office.answers(ctx, applicant__name={"family": family, "given": given, **KANA})
    body = {"procedure": office.FOOD, "answers": answers}
    sent = json.dumps(body, ensure_ascii=False).encode()
    filed = office.program(ctx, office.RESIDENT).post(
        "/api/v1/cases",
        content=sent,
        headers={"idempotency-key": "k", "content-type": "application/json"},
    )
    assert filed.status_code == 201, filed.text
    return str(filed.json()["number"])


@each_name
def test_a_name_is_the_same_through_api_and_database_and_on_paper(
    ctx: Context, family: str, given: str
):
    number = file_by_api(ctx, family, given)
    answer = office.program(ctx, office.RESIDENT).get(f"/api/v1/cases/{number}")
    assert family.encode() in answer.content
    seen = answer.json()
    name = seen["answers"]["applicant"]["name"]
    assert (name["family"], name["given"]) == (family, given)
    assert stored(ctx, "family") == family.encode()
    assert stored(ctx, "given") == given.encode()
    assert without_spaces(seen["applicant"]["name"]) == family + given
    office.work(ctx)
    assert family + given in proofs.paper_words(ctx, number, "acknowledgement")
    assert family in office.letters(ctx)[0].body


def stored(ctx: Context, part: str) -> bytes:
    """Give the very bytes that the database has for a part of the name."""
    with read(ctx.database) as tx:
        found = tx.execute(
            text(
                "SELECT convert_to(answers -> 'applicant' -> 'name' ->> :part, 'UTF8')"
                " FROM applications"
            ),
            {"part": part},
        ).scalar_one()
    return bytes(found)


def without_spaces(words: str) -> str:
    return "".join(words.split())


@each_name
def test_a_name_is_the_same_through_the_form(ctx: Context, family: str, given: str):
    browser = office.signed_in(ctx, office.RESIDENT)
    resident.fill_in(browser, ctx)
    typed = {"applicant.name.family": f" {family}　", "applicant.name.given": given}
    page = browser.post(
        f"{resident.FORM}/applicant", data=resident.inputs(ctx, "applicant") | typed
    )
    assert page.status_code == 303
    shown = browser.get(f"{resident.FORM}/applicant").text
    assert resident.value(shown, "applicant.name.family") == family
    number = resident.number(resident.send(browser))
    assert stored(ctx, "family") == family.encode()
    assert family in browser.get(f"/my/cases/{number}").text
    desk = office.signed_in(ctx, office.EXAMINER).get(f"/console/cases/{number}")
    assert family in desk.text


def test_a_name_that_no_font_can_draw_stops_the_paper_and_not_the_case(ctx: Context):
    number = file_by_api(ctx, UNPRINTABLE, "飾")
    office.work(ctx)
    [paper] = office.case(ctx, number).papers
    assert (paper.rule, paper.document) == ("acknowledgement", "")
    [stuck] = reading.whole(ctx, number, office.actor(ctx, office.EXAMINER)).stuck
    assert stuck.parked
    assert "U+845B U+E010F" in stuck.reason
    assert proofs.effect(ctx, stuck.key).error_code == "document.glyph_missing"
    office.pay(ctx, number)
    office.act(ctx, number, office.EXAMINER, "examine", result="ok")
    assert office.case(ctx, number).step == "inspect"


def test_a_clerk_sees_the_stopped_paper_and_sends_it_on_its_way_again(ctx: Context):
    number = file_by_api(ctx, UNPRINTABLE, "飾")
    office.work(ctx)
    browser = office.signed_in(ctx, office.EXAMINER)
    page = browser.get(f"/console/cases/{number}").text
    assert "止まっている処理：帳票の発行" in page
    assert "U+845B U+E010F" in page
    [paper] = office.case(ctx, number).papers
    again = browser.post(f"/console/cases/{number}/effects/{paper.effect}/retry")
    assert again.status_code == 303
    assert proofs.effect(ctx, paper.effect).state == "due"
    office.work(ctx)
    assert proofs.effect(ctx, paper.effect).state == "parked"


def test_names_do_not_get_into_the_log(ctx: Context, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    number = file_by_api(ctx, "𠮷﨑", UNPRINTABLE)
    office.work(ctx)
    assert number in caplog.text
    assert not any(each in caplog.text for each in ("𠮷﨑", UNPRINTABLE, "シメイ"))


# What the client may not say is left out and told by its path alone


def test_what_was_not_asked_is_ignored_and_logged_by_path_only(
    ctx: Context, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    secret = "ひみつの値"
    ignored = {
        "water_tested_on": secret,  # hidden: the water is from the tap
        "applicant": {"corporate_name": secret},  # hidden: the applicant is a person
        "fee": {"total": secret},  # nobody asks
        "unknown": secret,
    }
    number = file_with(ctx, office.FOOD, ignored)
    kept = office.case(ctx, number).answers
    assert secret not in json.dumps(dict(kept), ensure_ascii=False)
    [line] = [each for each in caplog.messages if "answers.ignored" in each]
    paths = json.loads(line)["paths"]
    assert {"water_tested_on", "applicant.corporate_name", "unknown"} <= set(paths)
    assert any(each.startswith("fee") for each in paths)
    assert secret not in caplog.text


def test_a_value_that_is_worked_out_is_never_taken_from_outside(
    ctx: Context, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO")
    notice = "fire-manager-appointment"
    number = file_with(ctx, notice, {"building_class": "乙種", "duty": False})
    kept = office.case(ctx, number).answers
    moment = filled_in.Moment(local_day(ctx.clock()), "api")
    honest = filled_in.check(
        ctx.catalogue.current(notice, moment.today), office.answers(ctx, notice), moment
    )
    assert kept["building_class"] == honest.answers["building_class"] == "甲種"
    assert kept["duty"] == honest.answers["duty"] is True
    [line] = [each for each in caplog.messages if "answers.ignored" in each]
    assert set(json.loads(line)["paths"]) == {"building_class", "duty"}


def file_with(ctx: Context, procedure: str, more: dict[str, Any]) -> str:
    answers = office.answers(ctx, procedure)
    for key, value in more.items():
        known = answers.get(key)
        answers[key] = known | value if isinstance(known, dict) else value
    body = {"procedure": procedure, "answers": answers}
    filed = office.program(ctx, office.RESIDENT).post(
        "/api/v1/cases", json=body, headers={"idempotency-key": "k"}
    )
    assert filed.status_code == 201, filed.text
    return str(filed.json()["number"])
