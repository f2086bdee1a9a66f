"""納付: from the charge to the provider and back, whatever happens on the way."""

import pytest
from starlette.testclient import TestClient

from app.gateways.payments import demo_sessions
from app.services.context import Context
from tests.support import office


@pytest.fixture
def number(ctx: Context) -> str:
    return office.file(ctx)


@pytest.fixture
def browser(ctx: Context) -> TestClient:
    return office.signed_in(ctx, office.RESIDENT)


def pay(number: str) -> str:
    return f"/my/cases/{number}/pay/{number}-1"


def status(number: str) -> str:
    return f"/my/cases/{number}/payment/{number}-1"


def begin(browser: TestClient, number: str, method: str = "demo-card") -> str:
    """Choose how to pay, and give the address of the bank's page."""
    answer = browser.post(pay(number), data={"method": method})
    assert answer.status_code == 303
    found: str = answer.headers["location"]
    return found


def choose(browser: TestClient, page: str, outcome: str, delivery: str = "lost"):
    return browser.post(page, data={"outcome": outcome, "delivery": delivery})


def test_a_resident_pays_and_the_case_goes_on(ctx: Context, browser: TestClient, number: str):
    assert "18,300円" in browser.get(pay(number)).text
    page = begin(browser, number)
    assert page.startswith("/demo/pay/")
    assert "18,300円" in browser.get(page).text

    back = choose(browser, page, "paid")
    settled = browser.get(back.headers["location"])

    assert back.headers["location"].startswith("/pay/return/")
    assert settled.headers["location"] == status(number)
    assert "支払いを確認しました" in browser.get(status(number)).text
    assert office.case(ctx, number).step == "examine"


def test_coming_back_works_without_a_cookie_and_by_post(
    ctx: Context, browser: TestClient, number: str
):
    stranger = office.client(ctx, **{"sec-fetch-site": "cross-site"})
    back = choose(stranger, begin(browser, number), "paid").headers["location"]

    answer = stranger.post(back)

    assert answer.headers["location"] == status(number)
    assert office.case(ctx, number).step == "examine"


def test_a_program_pays_with_the_outcome_alone(ctx: Context, browser: TestClient, number: str):
    program = TestClient(office.application(ctx), base_url=ctx.base_url, follow_redirects=False)

    answer = program.post(begin(browser, number), data={"outcome": "paid"})

    assert answer.status_code == 303
    assert "支払いを確認しました" in browser.get(status(number)).text


def test_pressing_twice_begins_one_payment(browser: TestClient, number: str):
    assert begin(browser, number) == begin(browser, number)


def test_a_declined_payment_can_be_tried_again(browser: TestClient, number: str):
    page = begin(browser, number)
    browser.get(choose(browser, page, "declined").headers["location"])

    failed = browser.get(status(number)).text

    assert "支払いができませんでした" in failed
    assert pay(number) in failed


def test_going_back_without_paying_costs_nothing(ctx: Context, browser: TestClient, number: str):
    page = begin(browser, number)
    browser.get(choose(browser, page, "cancelled").headers["location"])

    assert "支払いを取りやめました" in browser.get(status(number)).text
    assert office.case(ctx, number).step == "payment"
    assert begin(browser, number) != page


def test_a_number_is_shown_until_it_is_paid_at_the_till(
    ctx: Context, browser: TestClient, number: str
):
    page = begin(browser, number, "demo-konbini")
    stayed = browser.post(page, data={"outcome": "number", "stay": "yes", "delivery": "lost"})
    assert stayed.headers["location"] == page
    shown = browser.get(page).text
    assert "店のレジで支払ったことにする" in shown
    waiting = browser.get(status(number)).text
    [session] = [
        demo_sessions.load(office.bank(ctx).directory, page.rpartition("/")[2]),
    ]
    assert session is not None
    assert session.number in waiting
    assert session.number in shown
    assert "令和8年11月27日" in waiting
    assert "支払いの番号を見る" in browser.get(f"/my/cases/{number}").text

    browser.post(page, data={"outcome": "till"})

    assert "支払いを確認しました" in browser.get(status(number)).text


def test_the_status_page_asks_the_provider_itself(ctx: Context, browser: TestClient, number: str):
    page = begin(browser, number)
    assert "支払いを確かめています" in browser.get(status(number)).text
    choose(browser, page, "paid", "lost")

    assert "支払いを確認しました" in browser.get(status(number)).text


def test_the_page_stops_asking_when_told_to(browser: TestClient, number: str):
    begin(browser, number)

    assert 'http-equiv="refresh"' in browser.get(status(number)).text
    assert 'http-equiv="refresh"' not in browser.get(f"{status(number)}?watch=off").text


def test_a_method_has_to_be_chosen(browser: TestClient, number: str):
    answer = browser.post(pay(number), data={})

    assert answer.status_code == 422
    assert "支払い方法を選んでください" in answer.text


def test_what_is_paid_is_not_asked_for_again(ctx: Context, browser: TestClient, number: str):
    office.pay(ctx, number)

    assert browser.get(pay(number)).headers["location"] == f"/my/cases/{number}"
    assert browser.post(pay(number), data={"method": "demo-card"}).status_code == 303
    assert "納付済み" in browser.get(f"/my/cases/{number}").text


def test_nobody_pays_or_sees_somebody_elses_charge(ctx: Context, number: str):
    other = office.signed_in(ctx, office.NEIGHBOUR)

    assert other.get(pay(number)).status_code == 404
    assert other.get(status(number)).status_code == 404


def test_an_unknown_attempt_and_an_unknown_bank_page_are_not_found(ctx: Context):
    browser = office.client(ctx)

    assert browser.get("/pay/return/nothing").status_code == 404
    assert browser.get("/demo/pay/ds_nothing").status_code == 404
    assert browser.post("/demo/pay/ds_nothing", data={"outcome": "paid"}).status_code == 404
