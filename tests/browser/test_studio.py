"""スタジオ in a real browser: written by keyboard alone, inspected, and without JavaScript."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.kernel.clock import local_day
from app.services import publishing
from app.services.context import Context
from app.store.engine import Database
from tests.support import live_server, office
from tests.support.clerk_browser import Clerk
from tests.support.definitions import FOOD

pytestmark = pytest.mark.browser

AUTHOR, PUBLISHER = "fuchu-ito", "fuchu-watanabe"
HOME = f"/studio/{office.FOOD}"


@pytest.fixture
def live(database: Database, tmp_path: Path) -> Iterator[Context]:
    with live_server.running(database, tmp_path) as ctx:
        yield ctx


def manuscript(ctx: Context) -> str:
    day = (local_day(ctx.clock()) + timedelta(days=7)).isoformat()
    text = FOOD.read_text("utf-8").replace("effective: 2026-04-01", f"effective: {day}")
    return text.replace("ja: 食品営業許可申請（新規）", "ja: 食品営業許可の申請")


def focused(clerk: Clerk) -> str:
    """Tell where the focus is, in the shadow of the editor too."""
    found: str = clerk.page.evaluate(
        "(() => { let e = document.activeElement;"
        " while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;"
        " return e.id || e.className || e.tagName; })()"
    )
    return found


def tab_to(clerk: Clerk, wanted: str) -> None:
    for _ in range(60):
        if wanted in focused(clerk):
            return
        clerk.page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by the tab key")


def test_an_author_writes_by_keyboard_and_is_told_what_is_wrong(browser, live):
    with Clerk(browser, live, AUTHOR) as clerk:
        page = clerk.page
        page.goto(live.base_url + HOME)
        expect(page.locator(".cm-content")).to_be_visible()
        clerk.look("editor")
        tab_to(clerk, "cm-content")
        page.keyboard.press("Control+Home")
        page.keyboard.type("procedura: x")
        page.keyboard.press("Enter")
        expect(page.locator("#findings .mg-findings__error").first).to_be_visible()
        expect(page.locator("#kept")).to_contain_text("保存しました")
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")
        expect(page.locator("#findings")).to_contain_text("直すところはありません")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert "cm-content" not in focused(clerk)
        tab_to(clerk, "scenario")


def test_each_page_of_the_studio_is_clean_and_fits(browser, live):
    with Clerk(browser, live, AUTHOR) as clerk:
        page = clerk.page
        for way in ("", f"/{office.FOOD}", f"/{office.FOOD}/changes", f"/{office.FOOD}/propose",
                    f"/{office.FOOD}/versions", f"/{office.FOOD}/stage", "/diagnostics/P401",
                    "/new"):  # fmt: skip
            page.goto(f"{live.base_url}/studio{way}")
            clerk.look(way or "shelf")


def test_the_form_beside_the_text_follows_width_language_and_answers(browser, live):
    with Clerk(browser, live, AUTHOR) as clerk:
        page = clerk.page
        page.goto(live.base_url + HOME)
        expect(page.locator(".cm-content")).to_be_visible()
        frame = page.frame_locator("iframe[name=stage]")
        expect(frame.locator("h1")).to_be_visible()
        page.select_option("#width", "390")
        width = page.evaluate("document.querySelector('iframe').getBoundingClientRect().width")
        assert width == 390
        page.select_option("#lang", "en")
        expect(frame.locator(".mg-caption")).to_have_text("Food business permit (new)")


def test_without_javascript_a_version_is_written_and_proposed(browser, live):
    with Clerk(browser, live, AUTHOR, scripted=False) as clerk:
        page = clerk.page
        page.goto(live.base_url + HOME)
        page.fill("#text", manuscript(live))
        page.get_by_role("button", name="保存する").click()
        expect(page.locator("#findings")).to_contain_text("直すところはありません")
        page.get_by_role("link", name="公開を提案する").click()
        page.fill("#reason", "条例の改正")
        if page.locator("#waiver").count():
            page.fill("#waiver", "告示の後に確かめる")
        page.get_by_role("button", name="公開を提案する").click()
        expect(page.locator("table")).to_contain_text("承認待ち")
    with ThreadPoolExecutor(1) as hands:
        (found,) = hands.submit(publishing.history, live, office.FOOD).result()
    assert "食品営業許可の申請" in found.version.source
    with Clerk(browser, live, PUBLISHER, scripted=False) as clerk:
        clerk.open(found.version.case_number)
        clerk.page.locator('input[name="result"][value="ok"]').check()
        clerk.press("examine")
        clerk.told("審査の結果を記録しました。")
