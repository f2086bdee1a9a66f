"""A case from the worklist to the permit in a real browser, each step by whose turn it is, without
JavaScript and with it, on a desk and in the narrowest window.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.services.context import Context
from app.store.engine import Database
from tests.support import live_server, office
from tests.support.clerk_browser import Clerk
from tests.support.office import CHIEF, COLLEAGUE, EXAMINER, HEAD, MANAGER

pytestmark = pytest.mark.browser


@pytest.fixture
def live(database: Database, tmp_path: Path) -> Iterator[Context]:
    with live_server.running(database, tmp_path) as ctx:
        yield ctx


def work(ctx: Context) -> None:
    """Do what is due; in a thread of its own, since Playwright has the loop of this one."""
    with ThreadPoolExecutor(1) as hands:
        hands.submit(office.work, ctx).result()


@pytest.mark.parametrize("scripted", [False, True], ids=["plain", "scripted"])
def test_a_permit_from_the_worklist_to_the_decision(browser, live, scripted):
    ctx: Context = live
    number = office.examining(ctx)
    with Clerk(browser, ctx, EXAMINER, scripted) as clerk:
        claim_and_ask_for_a_correction(clerk, number)
    office.correct(ctx, number, shop_name="花子の台所 府中店")
    with Clerk(browser, ctx, EXAMINER, scripted) as clerk:
        clerk.open(number)
        examine_and_draft(clerk)
    for person in (CHIEF, MANAGER):
        with Clerk(browser, ctx, person, scripted) as clerk:
            clerk.open(number)
            expect(clerk.page.locator(".mg-proposal")).to_contain_text("許可の期限は5年とする。")
            clerk.press("approve")
            clerk.told("承認しました。")
    with Clerk(browser, ctx, HEAD, scripted) as clerk:
        clerk.open(number)
        clerk.look("case to decide")
        clerk.press("decide")
        clerk.told("決定しました。文書の発行と申請者への通知を始めます。")
        work(ctx)
        clerk.page.reload()
        expect(clerk.page.get_by_role("link", name="営業許可書（PDF）")).to_be_visible()
        clerk.look("decided case")
    assert office.case(ctx, number).end == "granted"


def claim_and_ask_for_a_correction(clerk: Clerk, number: str) -> None:
    clerk.look("worklist")
    clerk.page.get_by_role("button", name=re.compile(f"担当になる.*{number}")).click()
    clerk.told("あなたが担当になりました。")
    clerk.look("case to examine")
    clerk.press("request_correction")
    expect(clerk.page.locator("#errors")).to_contain_text("直してほしい項目を1つ以上")
    assert clerk.page.title().startswith("エラー：")
    clerk.look("case with errors")
    clerk.page.get_by_label("補正：営業所の名称").check()
    clerk.page.get_by_label("直してほしいこと：営業所の名称").fill("看板のとおりに。")
    clerk.press("request_correction")
    clerk.told("補正を依頼しました。申請者に知らせます。")
    clerk.look("case that waits for the applicant")


def examine_and_draft(clerk: Clerk) -> None:
    expect(clerk.page.locator(".mg-answers__row--changed")).to_contain_text("花子の台所 府中店")
    clerk.look("corrected case")
    clerk.page.get_by_label("次へ進める").check()
    clerk.press("examine")
    clerk.told("審査の結果を記録しました。")
    clerk.page.get_by_label("適合", exact=True).check()
    clerk.press("inspect")
    clerk.told("検査の結果を記録しました。")
    clerk.look("case to draft")
    clerk.write("draft-conditions", "許可の期限は5年とする。")
    clerk.press("draft")
    clerk.told("起案して、回付しました。")


def test_the_page_of_a_conflict_and_that_of_a_refusal_are_accessible(browser, live):
    ctx: Context = live
    number = office.to_be_drafted(ctx, "failed")
    with Clerk(browser, ctx, EXAMINER) as clerk:
        clerk.open(number)
        clerk.page.get_by_role("button", name="理由を追加する").click()
        clerk.press("draft")
        expect(clerk.page.locator("#errors")).to_contain_text("理由を1つ以上書いてください。")
        clerk.look("draft without reasons")
        clerk.page.locator('[id="draft-reasons.0.ground"]').select_option("facility")
        clerk.write("draft-reasons.0.facts", "手洗い設備がない。")
        clerk.write("draft-reasons.0.application", "基準に合わない。")
        office.act(ctx, number, COLLEAGUE, "note", text="先に見ました。")
        clerk.press("draft")
        expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("先に処理がありました")
        clerk.look("conflict")
        clerk.press("draft")
        clerk.told("起案して、回付しました。")
    for person in (CHIEF, MANAGER):
        office.act(ctx, number, person, "approve", note="")
    with Clerk(browser, ctx, HEAD) as clerk:
        clerk.open(number)
        clerk.press("decide")
        expect(clerk.page.locator("#errors a")).to_have_attribute("href", "#decide-sure")
        clerk.look("refusal to decide")
        clerk.page.get_by_label("その効果を確かめました").check()
        clerk.press("decide")
        clerk.told("決定しました。文書の発行と申請者への通知を始めます。")


def test_an_attachment_opens_beside_the_case(browser, live):
    ctx: Context = live
    number = office.examining(ctx)
    with Clerk(browser, ctx, EXAMINER) as clerk:
        clerk.open(number)
        answer = clerk.context.request.get(
            ctx.base_url + str(clerk.page.locator(".mg-names a").first.get_attribute("href"))
        )
        assert answer.headers["content-type"] == "application/pdf"
        assert clerk.page.locator(".mg-names a").first.get_attribute("target") == "_blank"


def test_the_clerks_sign_in_leads_to_the_people_of_the_demo(browser, live):
    page = browser.new_page()
    page.goto(f"{live.base_url}/console?box=all")
    expect(page).to_have_url(f"{live.base_url}/console/sign-in?back=/console%3Fbox%3Dall")
    page.get_by_role("link", name="職員を選んで").click()
    page.get_by_role("button", name="佐藤 美咲").click()
    expect(page).to_have_url(f"{live.base_url}/console?box=all")
    page.close()
