"""一度だけ: what somebody answered before is offered again, with where it comes from."""

import html

from app.services.context import Context
from tests.support import office

PAGE = f"/apply/{office.FOOD}"


def contact_page(ctx: Context, person: str) -> str:
    browser = office.signed_in(ctx, person)
    browser.get(PAGE)
    kind = {"applicant.kind": "individual", "_action": "next"}
    answer = browser.post(f"{PAGE}/applicant-kind", data=kind)
    return html.unescape(browser.get(answer.headers["location"]).text)


def test_what_was_answered_in_an_earlier_case_is_offered_with_its_origin(ctx: Context):
    number = office.file(ctx)
    page = contact_page(ctx, office.RESIDENT)
    assert 'value="042-' in page
    assert f"受け付けた申請（{number}）から入れました。" in page


def test_without_an_earlier_case_only_the_account_is_known(ctx: Context):
    page = contact_page(ctx, office.RESIDENT)
    assert "登録されている情報" in page
    assert 'value="042-' not in page


def test_nothing_of_somebody_else_is_offered(ctx: Context):
    number = office.file(ctx, by=office.NEIGHBOUR)
    page = contact_page(ctx, office.RESIDENT)
    assert number not in page
    assert "042-" not in page


def test_what_was_changed_stays_changed(ctx: Context):
    office.file(ctx)
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(PAGE)
    kind = {"applicant.kind": "individual", "_action": "next"}
    place = browser.post(f"{PAGE}/applicant-kind", data=kind).headers["location"]
    browser.post(place, data={"applicant.phone": "03-1111-2222", "_action": "save"})
    page = html.unescape(browser.get(place).text)
    assert "03-1111-2222" in page
    assert "から入れました" not in page
