"""Every template in a real browser: accessible, fitting a narrow screen, light, and without
JavaScript.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app.web import assets
from tests.support import look_server
from tests.support.sample_views import SAMPLES

pytestmark = pytest.mark.browser

WIDTHS = (1280, 320)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with look_server.running() as address:
        yield address


@pytest.fixture(scope="module", params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 640}, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_is_accessible_fits_and_keeps_the_policy(page: Page, server: str, name: str):
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{server}/p/{name}")

    found = Axe().run(page, options=RULES)

    assert found.response["violations"] == [], found.generate_report()
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name} scrolls sideways: {width[0]} of {width[1]}"
    assert complaints == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_id_of_a_page_is_there_once_and_every_label_finds_its_field(
    page: Page, server: str, name: str
):
    page.goto(f"{server}/p/{name}")
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => "
        "all.indexOf(id) !== n)"
    )
    lost = page.evaluate(
        "[...document.querySelectorAll('[aria-describedby],[aria-labelledby],label[for]')].flatMap("
        "e => [e.getAttribute('aria-describedby'), e.getAttribute('aria-labelledby'), "
        "e.getAttribute('for')].filter(Boolean).flatMap(v => v.trim().split(/\\s+/)))"
        ".filter(id => !document.getElementById(id))"
    )
    assert (twice, lost) == ([], [])


@pytest.mark.parametrize("colours", ["active", "none"])
def test_a_page_shows_its_buttons_in_forced_colours(browser: Browser, server: str, colours: str):
    context = browser.new_context(forced_colors=colours)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server}/p/form")
    edge = page.locator(".mg-actions .mg-button").first.evaluate(
        "e => getComputedStyle(e).borderTopWidth"
    )
    context.close()
    assert edge != "0px"


def test_a_form_works_without_javascript(browser: Browser, server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/p/form")

    page.get_by_label("営業所の名称・屋号").fill("食堂 はなこ")
    page.get_by_label("営業所の名称・屋号").press("Enter")

    sent = page.locator("pre").inner_text()
    context.close()
    assert '"_action": "next"' in sent
    assert '"born_on.year": "\\uff13\\uff19"' in sent
    assert '"shop_form": "fixed"' in sent


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_says_the_same_without_javascript(browser: Browser, server: str, name: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{server}/p/{name}")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("main").is_visible()
    context.close()


def test_the_error_summary_has_the_focus_without_javascript(browser: Browser, server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/p/form-errors")
    assert page.title().startswith("エラー：")
    assert page.locator("#errors").evaluate("e => e === document.activeElement")
    context.close()


def test_a_page_printed_leaves_the_navigation_out(browser: Browser, server: str):
    page = browser.new_page()
    page.goto(f"{server}/p/check")
    page.emulate_media(media="print")
    assert not page.locator(".mg-nav").is_visible()
    assert not page.get_by_role("button", name="この内容で送る").is_visible()
    assert page.get_by_text("食堂 はなこ").is_visible()
    page.close()


def test_every_stop_of_the_keyboard_can_be_seen(browser: Browser, server: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{server}/p/form")
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), "
            "b = e.getBoundingClientRect(); return [e.tagName, s.outlineStyle, b.width, b.top < "
            "innerHeight && b.bottom > 0]; })()"
        )
        if box[0] == "BODY":
            break
        seen += 1
        assert box[1] != "none", box
        assert box[2] > 1, box
        assert box[3], box
    page.close()
    assert seen > 30


def test_style_and_script_keep_to_their_weight():
    weight = {name: len(assets.coded(each, "br")) for name, each in assets.bundle().items()}
    assert weight["app.css"] <= 8 * 1024
    assert weight["app.js"] <= 4 * 1024
    assert weight["app.js"] + weight["console.js"] <= 12 * 1024
