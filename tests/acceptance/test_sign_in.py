"""ログイン: a code by mail, good for one browser, once; and never a way to another site."""

import re

import pytest
from starlette.testclient import TestClient

from app.services.context import Context
from app.web import session
from tests.support import office

EMAIL = "takasaki@resident.example"


def ask(browser: TestClient, email: str = EMAIL, back: str = ""):
    return browser.post(f"/sign-in?back={back}", data={"email": email})


def code(ctx: Context, to: str = EMAIL) -> str:
    found = re.search(r"[0-9]{8}", office.letters(ctx, to)[0].body)
    assert found
    return found[0]


def test_a_code_signs_in_and_leads_to_where_one_wanted_to_go(ctx: Context):
    browser = office.client(ctx)
    wanted = browser.get(f"/apply/{office.FOOD}").headers["location"]
    asked = browser.post(wanted, data={"email": "ＴＡＫＡＳＡＫＩ@resident.example"})
    page = browser.get(asked.headers["location"])
    assert EMAIL in page.text

    entered = browser.post(asked.headers["location"], data={"code": code(ctx)})

    assert entered.headers["location"] == f"/apply/{office.FOOD}"
    assert "httponly" in entered.headers["set-cookie"].lower()
    assert "髙﨑 𠮷乃" in browser.get("/my").text


def test_the_address_stands_in_no_address_of_a_page(ctx: Context):
    asked = ask(office.client(ctx))

    assert EMAIL not in asked.headers["location"]
    assert "@" not in asked.headers["location"]


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(ctx: Context):
    known, unknown = office.client(ctx), office.client(ctx)

    answers = [ask(known), ask(unknown, "nobody@resident.example")]

    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]


def test_a_new_address_becomes_a_new_resident(ctx: Context):
    browser = office.client(ctx)
    asked = ask(browser, "new@resident.example")

    entered = browser.post(
        asked.headers["location"], data={"code": code(ctx, "new@resident.example")}
    )

    assert entered.headers["location"] == "/my"
    assert "ログアウト" in browser.get("/my").text


def test_a_code_is_good_for_the_browser_that_asked_only(ctx: Context):
    asker, thief = office.client(ctx), office.client(ctx)
    location = ask(asker).headers["location"]
    ask(thief, "thief@resident.example")

    stolen = thief.post(location, data={"code": code(ctx)})

    assert stolen.status_code == 422
    assert "番号が違うか、期限が切れています" in stolen.text


def test_a_code_is_good_once_and_for_ten_minutes(ctx: Context):
    browser = office.client(ctx)
    location = ask(browser).headers["location"]
    first = code(ctx)
    office.later(ctx, minutes=11)

    late = browser.post(location, data={"code": first})
    location = ask(browser).headers["location"]
    second = code(ctx)
    kept = dict(browser.cookies)
    browser.post(location, data={"code": second})
    again = office.client(ctx)
    again.cookies.update(kept)

    assert late.status_code == 422
    assert again.post(location, data={"code": second}).status_code == 422


def test_five_wrong_codes_use_a_code_up(ctx: Context):
    browser = office.client(ctx)
    location = ask(browser).headers["location"]
    right = code(ctx)
    wrong = "11111111" if right != "11111111" else "22222222"

    for _ in range(5):
        assert browser.post(location, data={"code": wrong}).status_code == 422

    assert browser.post(location, data={"code": right}).status_code == 422


def test_a_code_may_be_typed_in_full_width(ctx: Context):
    browser = office.client(ctx)
    location = ask(browser).headers["location"]
    wide = code(ctx).translate({0x30 + n: 0xFF10 + n for n in range(10)})

    assert browser.post(location, data={"code": wide}).status_code == 303


def test_an_address_that_is_none_is_said_to_be(ctx: Context):
    answer = ask(office.client(ctx), "takasaki@")

    assert answer.status_code == 422
    assert 'value="takasaki@"' in answer.text


def test_without_having_asked_there_is_no_code_to_enter(ctx: Context):
    browser = office.client(ctx)

    assert browser.get("/sign-in/code").headers["location"] == "/sign-in?back=/my"
    assert browser.post("/sign-in/code", data={"code": "12345678"}).status_code == 303


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "my"],
)
def test_nobody_is_led_to_another_site(ctx: Context, back: str):
    browser = office.client(ctx)
    asked = browser.post("/sign-in", params={"back": back}, data={"email": EMAIL})
    entered = browser.post("/sign-in/code", params={"back": back}, data={"code": code(ctx)})

    assert asked.headers["location"] == "/sign-in/code?back=/my"
    assert entered.headers["location"] == "/my"


def test_signing_out_ends_the_session(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    kept = browser.cookies[session.cookie_name(ctx)]

    out = browser.post("/sign-out")
    browser.cookies.set(session.cookie_name(ctx), kept)

    assert out.headers["location"] == "/"
    assert browser.get("/my").headers["location"].startswith("/sign-in")


def test_a_clerk_is_no_resident(ctx: Context):
    assert office.signed_in(ctx, office.EXAMINER).get("/my").status_code == 303


def test_the_demo_signs_in_with_one_click(ctx: Context):
    browser = office.client(ctx)
    assert "髙﨑 𠮷乃" in browser.get("/demo/people").text

    chosen = {"person": office.RESIDENT, "back": "//x.example"}
    resident = browser.post("/demo/sign-in", data=chosen)
    clerk = office.client(ctx).post("/demo/people", data={"person": office.EXAMINER})

    assert resident.headers["location"] == "/my"
    assert browser.get("/my").status_code == 200
    assert clerk.headers["location"] == "/console"
    assert browser.post("/demo/sign-in", data={"person": "nobody"}).status_code == 401
