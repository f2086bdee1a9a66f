"""From searching to the status page in a real browser: a whole application for the food business
permit, without JavaScript and with it, on a desk and on a phone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.services.context import Context
from app.store.engine import Database
from tests.support import live_server, office

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (1280, 320)


@pytest.fixture
def live(database: Database, tmp_path: Path) -> Iterator[Context]:
    with live_server.running(database, tmp_path) as ctx:
        yield ctx


class Visitor:
    """Somebody at a browser, and an inspector who is shown a copy of each page, in both widths.

    The inspector needs scripts where the visitor has none.
    """

    def __init__(self, page: Page, inspector: Page, home: str, scripted: bool) -> None:
        self.page = page
        self.inspector = inspector
        self.home = home
        self.scripted = scripted
        self.seen: list[str] = []

    def look(self, name: str) -> None:
        """Let the page be inspected, and see that it fits."""
        copy = self.page.content()
        address = f"{self.home}/inspected/{len(self.seen)}"
        self.inspector.route(
            address, lambda route: route.fulfill(body=copy, content_type="text/html; charset=utf-8")
        )
        self.inspector.goto(address)
        for width in WIDTHS:
            self.inspector.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(self.inspector, options=RULES)
            assert found.response["violations"] == [], f"{name}: {found.generate_report()}"
            sizes = self.inspector.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert sizes[0] <= sizes[1], f"{name} scrolls sideways at {width}"
        self.seen.append(name)

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f'[id="{name}"]').fill(text)

    def day(self, name: str, month: str, day: str, year: str = "8") -> None:
        self.page.locator(f'[id="{name}.era"]').select_option("令和")
        for part, text in (("year", year), ("month", month), ("day", day)):
            self.fill(f"{name}.{part}", text)

    def postal(self, name: str) -> None:
        """Have an address filled in from its postal code."""
        self.fill(f"{name}.postal_code", "１８３００２２")
        self.page.locator(f'button[value="postal:{name}"]').click()
        expect(self.page.locator(f'[id="{name}.city"]')).to_have_value("府中市")
        self.fill(f"{name}.town", "宮西町2-24")

    def attach(self, name: str) -> None:
        """Send a file and wait until it stands in the list."""
        place = self.page.locator(f'[id="attachments.{name}"]')
        file = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": office.PDF}
        place.set_input_files([file])
        if not self.scripted:
            self.page.locator(f'button[value="upload:{name}"]').click()
        self.page.get_by_role("link", name=f"{name}.pdf").wait_for()

    def next(self, heading: str) -> None:
        """Press the button below the questions, and arrive at the page of that heading."""
        self.page.locator(".mg-actions button[value=next]").click()
        self.arrive(heading)

    def arrive(self, heading: str) -> None:
        self.page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()


@pytest.fixture(params=[False, True], ids=["without-javascript", "with-javascript"])
def visitor(request: pytest.FixtureRequest, browser: Browser, live: Context) -> Iterator[Visitor]:
    context = browser.new_context(
        java_script_enabled=request.param, reduced_motion="reduce", locale="ja-JP"
    )
    inspecting = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        # A page that says what is wrong is answered with 422, which the console reports.
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "422" not in said.text
            else None
        ),
    )
    yield Visitor(page, inspecting.new_page(), live.base_url, request.param)
    inspecting.close()
    context.close()
    assert complaints == []


def test_a_resident_goes_all_the_way_from_searching_to_the_status(visitor: Visitor, live: Context):
    find_and_sign_in(visitor)
    say_who(visitor)
    say_what(visitor)
    say_when_and_who(visitor)
    number = attach_and_send(visitor)
    pay(visitor, number)

    assert office.case(live, number).step == "examine"
    assert len(visitor.seen) >= 18


def find_and_sign_in(by: Visitor) -> None:
    page = by.page
    page.goto(f"{by.home}/")
    by.look("home")
    page.get_by_label("したいことや手続の名前").fill("飲食店")
    page.get_by_role("button", name="さがす").click()
    by.look("results")
    page.get_by_role("link", name="飲食店などの営業許可").click()
    by.look("procedure")
    page.get_by_role("link", name="オンラインで申請する").first.click()
    by.look("sign-in")
    page.get_by_role("link", name="デモの人を選んで").click()
    by.look("people")
    page.get_by_role("button", name="髙﨑 𠮷乃").click()
    by.arrive("申請者の区分")


def say_who(by: Visitor) -> None:
    page = by.page
    page.get_by_label("個人", exact=True).check()
    by.look("kind of applicant")
    by.next("申請者")
    by.next("申請者")
    page.get_by_role("heading", name="入力を確かめてください").wait_for()
    assert page.locator("#errors").evaluate("e => e === document.activeElement")
    by.look("applicant with faults")
    names = {"family": "髙﨑", "given": "𠮷乃", "family_kana": "たかさき", "given_kana": "ﾖｼﾉ"}
    for part, text in names.items():
        by.fill(f"applicant.name.{part}", text)
    by.page.locator('[id="applicant.birth_date.era"]').select_option("昭和")
    for part, text in (("year", "６０"), ("month", "4"), ("day", "1")):
        by.fill(f"applicant.birth_date.{part}", text)
    by.postal("applicant.address")
    by.look("applicant")
    by.fill("applicant.phone", "０４２（３３３）００００")
    by.fill("applicant.email", "takasaki@resident.example")
    # The enter key goes on, and does not look for an address.
    page.locator('[id="applicant.email"]').press("Enter")
    by.arrive("代理人")
    page.get_by_label("いいえ").check()
    by.look("agent")
    by.next("営業所")


def say_what(by: Visitor) -> None:
    page = by.page
    page.locator("#business_type").select_option("飲食店営業")
    page.get_by_label("一般（固定店舗）").check()
    by.fill("shop_name", "髙﨑食堂")
    by.postal("shop_address")
    by.fill("food_categories", "定食")
    by.look("shop")
    by.next("施設と水")
    by.fill("floor_area", "１８．５")
    page.get_by_label("井戸水").check()
    by.day("completes_on", "12", "20")
    by.day("opens_on", "12", "25")
    by.next("施設と水")
    page.get_by_text("質問が増えました").wait_for()
    by.look("facility")
    by.day("water_tested_on", "11", "1")
    by.next("検査の希望日")


def say_when_and_who(by: Visitor) -> None:
    page = by.page
    page.get_by_role("button", name="希望日を追加する").click()
    page.locator('[id="inspection_wishes.1.day.year"]').wait_for()
    by.day("inspection_wishes.0.day", "12", "21")
    by.day("inspection_wishes.1.day", "12", "22")
    by.look("inspection")
    by.next("食品衛生責任者")
    for part, text in (("family", "Nguyen"), ("given", "")):
        by.fill(f"managers.0.name.{part}", text)
    page.locator('[id="managers.0.qualification"]').select_option("調理師")
    by.look("managers")
    by.next("衛生管理")
    page.get_by_label("いいえ").check()
    page.get_by_label("HACCPの考え方を取り入れた衛生管理").check()
    by.look("hygiene")
    by.next("欠格事由の確認")
    for box in page.get_by_role("checkbox").all():
        box.check()
    by.look("eligibility")
    by.next("添付書類")


def attach_and_send(by: Visitor) -> str:
    page = by.page
    for name in ("plan", "manager_proof", "water_report"):
        by.attach(name)
    by.look("attachments")
    by.next("送る前に、確かめてください")
    by.look("check")
    page.get_by_label("記入した内容が事実と違わないことを確かめました。").check()
    page.get_by_role("button", name="この内容で送る").click()
    by.arrive("申請を受け付けました")
    by.look("done")
    number = page.locator(".mg-panel__number b").inner_text()
    page.get_by_role("link", name="申請の状況を見る").click()
    by.arrive("納付待ち")
    by.look("case")
    return number


def pay(by: Visitor, number: str) -> None:
    page = by.page
    page.get_by_role("link", name="支払いへ進む").click()
    by.look("pay")
    page.get_by_label("クレジットカード").check()
    page.get_by_role("button", name="支払いへ進む").click()
    page.get_by_role("heading", name="お支払い").wait_for()
    by.look("bank")
    page.get_by_role("button", name="支払う", exact=True).click()
    by.arrive("支払いを確認しました")
    by.look("paid")
    page.get_by_role("link", name="申請の状況を見る").click()
    by.arrive("審査中")
    by.look("case under examination")
    page.goto(f"{by.home}/my")
    assert page.get_by_text(number).is_visible()
    by.look("my")


@pytest.mark.parametrize("path", ["/verify?document=none", "/api/docs", "/demo/mailbox", "/help"])
def test_a_public_page_is_accessible(visitor: Visitor, path: str):
    visitor.page.goto(visitor.home + path)
    visitor.look(path)
