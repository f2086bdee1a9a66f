from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.services.worklist import WorklistRow
from app.web.console import worklist
from tests.support import office
from tests.support.desk import read
from tests.support.office import CHIEF, EXAMINER, RESIDENT, STRANGER

TODAY = date(2026, 11, 24)


def page(ctx, person, url="/console"):
    answer = office.signed_in(ctx, person).get(url)
    assert answer.status_code == 200
    return read(answer)


def test_a_case_waits_in_the_box_of_whose_turn_it_is(ctx):
    number = office.to_be_approved(ctx)
    mine = page(ctx, CHIEF)
    assert f"/console/cases/{number}" in mine.links
    assert "決定（係長）" in mine.text
    assert "あなたの番 1" in mine.text
    assert number not in page(ctx, EXAMINER).text


def test_a_case_that_waits_for_money_says_so(ctx):
    office.file(ctx)
    assert "納付待ち" in page(ctx, EXAMINER, "/console?box=all").text


def test_a_clerk_sees_no_case_of_another_office(ctx):
    number = office.examining(ctx)
    assert number in page(ctx, EXAMINER, "/console?box=all").text
    for box in ("mine", "unassigned", "late", "all", "applicant", "closed", "nonsense"):
        assert number not in page(ctx, STRANGER, f"/console?box={box}").text
    assert number not in page(ctx, STRANGER, f"/console?box=all&q={number}").text
    assert number not in page(ctx, STRANGER, f"/console?q=担当:{EXAMINER}").text


def test_a_clerk_claims_a_case_from_the_list(ctx):
    number = office.examining(ctx)
    browser = office.signed_in(ctx, EXAMINER)
    sent = read(browser.get("/console")).buttons["assign"]
    answer = browser.post(f"/console/cases/{number}/acts", data=sent | {"act": "assign"})
    assert answer.headers["location"] == f"/console/cases/{number}?done=claim"
    assert "あなたが担当になりました。" in browser.get(answer.headers["location"]).text
    mine = page(ctx, EXAMINER, "/console?box=assigned")
    assert number in mine.text
    assert "佐藤 美咲" in mine.text
    assert "assign" not in mine.buttons


def test_a_filter_stands_in_the_address_and_in_the_box(ctx):
    first, second = office.examining(ctx), office.examining(ctx)
    office.act(ctx, first, EXAMINER, "claim")
    found = page(ctx, EXAMINER, "/console?box=all&q=担当:自分")
    assert first in found.text
    assert second not in found.text
    assert (
        'value="担当:自分"'
        in office.signed_in(ctx, EXAMINER).get("/console?box=all&q=担当:自分").text
    )
    assert second in page(ctx, EXAMINER, f"/console?box=all&q={second}").text


def test_a_word_that_is_no_filter_is_named(ctx):
    assert "「色:青」は絞り込みに使えません" in page(ctx, EXAMINER, "/console?q=色:青").text


def test_a_filter_with_markup_in_it_stays_text(ctx):
    answer = office.signed_in(ctx, EXAMINER).get("/console", params={"q": '"><script>x:y'})
    assert "<script>x" not in answer.text


def test_the_next_page_goes_on_where_this_one_ends(ctx):
    numbers = [office.file(ctx) for _ in range(52)]
    first = page(ctx, EXAMINER, "/console?box=all")
    onward = next(link for link in first.links if "cursor=" in link)
    second = page(ctx, EXAMINER, onward)
    shown = [[number for number in numbers if number in each.text] for each in (first, second)]
    assert [len(each) for each in shown] == [50, 2]
    assert set(shown[0]) | set(shown[1]) == set(numbers)
    assert "/console?box=all" in second.links
    assert page(ctx, EXAMINER, "/console?box=all&cursor=nonsense").text.count("R8-SE-") >= 50


def row(**changes) -> WorklistRow:
    given = {
        "id": "1", "number": "R8-SE-00001", "procedure": "p", "department": "d", "revision": 1,
        "step": "examine", "end": "", "status": "examining", "office": "o", "applicant_id": "r",
        "applicant_name": "n", "assignee": "", "arrived_at": office.START,
        "due_on": None, "closed_at": None, "waiting": (),
    }  # fmt: skip
    return WorklistRow(**given | changes)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, ("2日超過", "bad")),
        (0, ("今日まで", "warn")),
        (1, ("あと1日", "warn")),
        (3, ("あと3日", "warn")),
        (4, ("あと4日", "good")),
    ],
)
def test_how_a_case_stands_to_its_day_is_said_in_words_and_colour(days, words):
    assert worklist.due(row(due_on=TODAY + timedelta(days)), TODAY) == words


def test_a_case_that_waits_for_the_applicant_has_no_days_running():
    waiting = row(due_on=TODAY - timedelta(5), status="correction")
    assert worklist.due(waiting, TODAY) == ("申請者待ち", "plain")
    assert worklist.due(row(due_on=TODAY, end="granted"), TODAY) == ("", "plain")


def test_a_resident_is_sent_to_the_clerks_sign_in(ctx):
    answer = office.signed_in(ctx, RESIDENT).get("/console?box=all")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/sign-in?back=/console%3Fbox%3Dall"


def test_the_clerks_sign_in_keeps_to_addresses_of_its_own(ctx):
    browser = office.client(ctx)
    assert (
        "/demo/people?back=/console%3Fbox%3Dall"
        in browser.get("/console/sign-in", params={"back": "/console?box=all"}).text
    )
    for back in ("https://evil.example/", "//evil.example", "/consolex", "javascript:alert(1)"):
        answer = browser.get("/console/sign-in", params={"back": back})
        assert "evil" not in answer.text
        assert "/demo/people?back" not in answer.text


def test_production_says_that_sign_in_has_to_be_configured(ctx):
    answer = office.client(replace(ctx, demo=False)).get("/console/sign-in")
    assert "職員の認証は、まだ設定されていません。" in answer.text
    assert "/demo/people" not in answer.text
