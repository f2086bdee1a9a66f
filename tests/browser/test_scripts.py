"""What JavaScript adds: a date echoed, an address filled in, one submission, keys for clerks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import look_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with look_server.running() as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


DATES = [
    (("昭和", "３９", "10", "10"), "昭和39年10月10日（土）・西暦1964年"),
    (("西暦", "1989", "1", "8"), "平成元年1月8日（日）・西暦1989年"),
    (("令和", "元", "5", "1"), "令和元年5月1日（水）・西暦2019年"),
    (("西暦", "S64", "1", "7"), "昭和64年1月7日（土）・西暦1989年"),
    (("昭和", "64", "1", "10"), "昭和64年1月10日はありません。元号を確かめてください。"),
    (("令和", "7", "2", "29"), "この日はありません。年・月・日を確かめてください。"),
    (("明治", "5", "12", "31"), "この日はありません。年・月・日を確かめてください。"),
]
MONTHS = [
    (("昭和", "64", "1"), "昭和64年1月・西暦1989年"),
    (("平成", "1", "1"), "平成元年1月・西暦1989年"),
    (("平成", "1", "0"), "この日はありません。年・月・日を確かめてください。"),
]


def write(page: Page, path: str, parts: tuple[str, ...]) -> None:
    page.locator(f"[id='{path}.era']").select_option(parts[0])
    for part, value in zip(("year", "month", "day"), parts[1:], strict=False):
        page.locator(f"[id='{path}.{part}']").fill(value)
    page.keyboard.press("Tab")


@pytest.mark.parametrize(("parts", "said"), DATES)
def test_a_date_is_said_back(page: Page, server: str, parts, said):
    page.goto(f"{server}/p/form")
    write(page, "born_on", parts)
    expect(page.locator("[id='born_on-echo']")).to_have_text(said)


@pytest.mark.parametrize(("parts", "said"), MONTHS)
def test_a_month_in_which_the_era_changed_belongs_to_both(page: Page, server: str, parts, said):
    page.goto(f"{server}/p/form")
    write(page, "opened", parts)
    expect(page.locator("[id='opened-echo']")).to_have_text(said)


def test_a_postal_code_fills_in_the_address(page: Page, server: str):
    page.goto(f"{server}/p/form-errors")
    page.get_by_label("郵便番号").fill("１６３－８００１")
    page.get_by_role("button", name="住所を入れる").click()
    expect(page.get_by_label("町名・番地")).to_have_value("西新宿2丁目8-1")
    expect(page.get_by_label("市区町村")).to_have_value("新宿区")
    expect(page.get_by_text("を入れました。番地まで確かめてください。")).to_be_visible()


def test_a_postal_code_with_several_towns_lets_one_choose(page: Page, server: str):
    page.goto(f"{server}/p/form-errors")
    page.get_by_label("郵便番号").fill("100-0000")
    page.get_by_role("button", name="住所を入れる").click()
    page.get_by_label("千代田区有楽町").check()
    expect(page.get_by_label("町名・番地")).to_have_value("有楽町")


def test_a_postal_code_that_is_none_is_said(page: Page, server: str):
    page.goto(f"{server}/p/form-errors")
    page.get_by_role("button", name="住所を入れる").click()
    expect(page.get_by_text("郵便番号は7けたの数字で入力してください。").last).to_be_visible()
    page.get_by_label("郵便番号").fill("9999999")
    page.get_by_role("button", name="住所を入れる").click()
    expect(page.get_by_text("見つかりませんでした。住所を入力してください。")).to_be_visible()


def test_a_link_of_the_error_summary_leads_to_the_box(page: Page, server: str):
    page.goto(f"{server}/p/form-errors")
    page.get_by_role("link", name="昭和64年1月10日はありません。").click()
    expect(page.locator("[id='born_on.era']")).to_be_focused()


def test_a_form_is_sent_once(page: Page, server: str):
    page.goto(f"{server}/p/withdraw")
    counted = page.evaluate(
        "() => { const form = document.querySelector('form[data-once]'); let sent = 0; "
        "form.addEventListener('submit', (e) => { if (!e.defaultPrevented) sent++; "
        "e.preventDefault(); }); const b = form.querySelector('.mg-button'); b.click(); b.click(); "
        "return sent; }"
    )
    assert counted == 1
    expect(page.get_by_text("取り下げています…")).to_be_visible()


def test_keys_walk_the_worklist_and_can_be_switched_off(page: Page, server: str):
    page.goto(f"{server}/p/worklist")
    page.keyboard.press("j")
    page.keyboard.press("j")
    here = page.locator("tr[data-here]")
    expect(here).to_contain_text("R8-食-000124")
    page.keyboard.press("k")
    expect(here).to_contain_text("R8-食-000123")
    page.keyboard.press("/")
    expect(page.get_by_label("絞り込み", exact=True)).to_be_focused()
    page.keyboard.type("jjj")
    expect(here).to_contain_text("R8-食-000123")

    page.get_by_role("button", name="キー操作").click()
    page.get_by_label("キー操作を使う").uncheck()
    page.get_by_role("button", name="閉じる").click()
    page.locator("main").focus()
    page.keyboard.press("j")
    expect(here).to_contain_text("R8-食-000123")


def test_keys_are_silent_while_japanese_is_composed(page: Page, server: str):
    page.goto(f"{server}/p/worklist")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'j', isComposing: true, bubbles: true}))"
    )
    assert page.locator("tr[data-here]").count() == 0


def test_a_correction_asks_why_only_where_it_is_ticked(page: Page, server: str):
    page.goto(f"{server}/p/desk")
    why = page.get_by_label("直してほしいこと：お名前")
    expect(why).to_be_hidden()
    page.get_by_label("補正：お名前").check()
    expect(why).to_be_visible()
