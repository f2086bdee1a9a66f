"""補正: what the office asked is said at its field, and the answer is a new revision."""

import pytest

from app.cases import answers as filled_in
from app.services.context import Context
from tests.support import office
from tests.support.resident import faults, inputs, key, value

ITEMS = [
    {"field": "shop_name", "message": "看板の名称と同じにしてください。"},
    {"field": "attachments.plan", "message": "寸法を書き入れてください。"},
]


@pytest.fixture
def asked(ctx: Context) -> str:
    """The number of a case whose applicant has been asked to put something right."""
    number = office.examining(ctx)
    body = {"items": ITEMS, "note": "2か所の確認をお願いします。"}
    office.act(ctx, number, office.EXAMINER, "request_correction", **body)
    return number


def test_a_resident_puts_right_what_was_asked(ctx: Context, asked: str):
    browser = office.signed_in(ctx, office.RESIDENT)
    home = f"/my/cases/{asked}/correct"
    assert browser.get(home).headers["location"] == f"{home}/shop"

    corrected = inputs(ctx, "shop", shop_name="花子の台所 府中店", shop_address=office.SHOP_ADDRESS)
    shop = browser.post(f"{home}/shop", data=corrected)
    files = browser.post(
        f"{home}/attachments",
        data={"_action": "upload:plan"},
        files=[("attachments.plan", ("直した図面.pdf", office.PDF, "application/pdf"))],
    )
    onwards = browser.post(f"{home}/attachments")
    check = browser.get(f"{home}/check").text
    sent = browser.post(f"{home}/check", data={"_key": key(check), "declared": "yes"})

    assert shop.headers["location"] == f"{home}/attachments"
    assert files.status_code == 303
    assert onwards.headers["location"] == f"{home}/check"
    assert "直す前：" in check
    assert "花子の台所 府中店" in check
    assert sent.headers["location"] == f"/my/cases/{asked}/done?corrected=1"
    case = office.case(ctx, asked)
    assert case.answers["shop_name"] == "花子の台所 府中店"
    assert (case.application, case.step, case.correction) == (2, "examine", None)
    assert "補正を受け付けました" in browser.get(sent.headers["location"]).text


def test_the_case_says_what_to_do_until_when(ctx: Context, asked: str):
    page = office.signed_in(ctx, office.RESIDENT).get(f"/my/cases/{asked}").text

    assert "補正のお願い" in page
    assert "看板の名称と同じにしてください。" in page
    assert "2か所の確認をお願いします。" in page
    assert f"/my/cases/{asked}/correct" in page
    assert "時計は止まっています" in page


def test_the_request_stands_at_its_field_and_on_its_page(ctx: Context, asked: str):
    browser = office.signed_in(ctx, office.RESIDENT)

    shop = browser.get(f"/my/cases/{asked}/correct/shop").text
    other = browser.get(f"/my/cases/{asked}/correct/managers").text

    assert "【直していただきたいこと】看板の名称と同じにしてください。" in shop
    assert "寸法を書き入れてください。" not in shop
    assert value(shop, "shop_name") == "花子の台所"
    assert "看板の名称" not in other
    assert value(other, "managers.0.name.family") == "多摩"


def test_a_correction_is_checked_like_an_application(ctx: Context, asked: str):
    browser = office.signed_in(ctx, office.RESIDENT)

    answer = browser.post(
        f"/my/cases/{asked}/correct/shop", data=inputs(ctx, "shop") | {"shop_name": ""}
    )

    assert answer.status_code == 422
    assert faults(answer.text) == ["営業所の名称・屋号又は商号を入力してください"]


def test_sending_a_correction_twice_is_one_correction(ctx: Context, asked: str):
    browser = office.signed_in(ctx, office.RESIDENT)
    home = f"/my/cases/{asked}/correct"
    given = inputs(ctx, "shop", shop_name="直した名前", shop_address=office.SHOP_ADDRESS)
    browser.post(f"{home}/shop", data=given)
    browser.post(f"{home}/attachments")
    posted = {"_key": key(browser.get(f"{home}/check").text), "declared": "yes"}

    browser.post(f"{home}/check", data=posted)
    again = browser.post(f"{home}/check", data=posted)

    assert again.headers["location"] == f"/my/cases/{asked}"
    assert office.case(ctx, asked).application == 2


def test_the_draft_of_a_correction_is_no_application_begun(ctx: Context, asked: str):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(f"/my/cases/{asked}/correct")

    page = browser.get("/my").text

    assert "書きかけの申請" not in page
    assert "補正をお願いしています" in page


def test_without_a_request_there_is_nothing_to_correct(ctx: Context):
    number = office.examining(ctx)

    answer = office.signed_in(ctx, office.RESIDENT).get(f"/my/cases/{number}/correct")

    assert answer.status_code == 409


def test_nobody_corrects_somebody_elses_case(ctx: Context, asked: str):
    answer = office.signed_in(ctx, office.NEIGHBOUR).get(f"/my/cases/{asked}/correct")

    assert answer.status_code == 404


def test_the_fields_that_are_asked_for_exist(ctx: Context):
    procedure = ctx.catalogue.current(office.FOOD, office.START.date())
    assert filled_in.field_of(procedure, ITEMS[0]["field"]) is not None


def test_a_correction_is_judged_as_of_the_day_of_arrival(ctx: Context):
    """A test of water that was recent enough when it arrived is not too old for being asked."""
    number = office.examining(ctx)
    office.act(ctx, number, office.EXAMINER, "request_correction", items=ITEMS)
    office.later(ctx, days=9)
    tested = {"water_source": "井戸水", "water_tested_on": "2025-11-25"}
    report = {"attachments__water_report": ["sample.pdf"]}

    case = office.correct(ctx, number, **tested, **report)

    assert case.application == 2
    assert case.answers["water_tested_on"] == "2025-11-25"
