import hashlib

import pytest

from app.services import uploads
from app.services.uploads import Sent
from tests.support import office
from tests.support.desk import Desk, read
from tests.support.office import COLLEAGUE, EXAMINER, HEAD, RESIDENT


def case_with_a_plan(ctx) -> tuple[str, str]:
    """A case to examine with a plan of the applicant's own: its number, and the file's id."""
    by = office.actor(ctx, RESIDENT)
    row = uploads.receive(ctx, Sent("平面図 1階.pdf", "plan", office.PDF), by)
    return office.examining(ctx, attachments__plan=[row.id]), row.id


def test_the_desk_shows_everything_of_a_case(ctx):
    number, _ = case_with_a_plan(ctx)
    office.work(ctx)
    desk = Desk(ctx, EXAMINER, number)
    for words in (
        "食品営業許可申請（新規）",
        "多摩府中保健所",
        "審査中",
        "食品衛生監視員（佐藤 美咲・鈴木 大輔）",
        "花子の台所",
        "責任者 1 氏名",
        "平面図 1階.pdf",
        "申請が届きました",
        "納付を確認しました",
        "18,300円",
        "納付済み",
        "保健所長",
    ):
        assert words in desk.page.text, words
    assert desk.offered == {
        "examine", "request_correction", "claim", "assign", "note",
    }  # fmt: skip


def test_a_clean_application_goes_on_to_the_inspection(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    page = desk.do("examine", result="ok", note="図面どおり。")
    assert "審査の結果を記録しました。" in page.text
    assert "図面どおり。" in page.text
    page = desk.do("schedule_inspection", on__year="8", on__month="12", on__day="16")
    assert "2026-12-16" in page.text
    page = desk.do("inspect", result="passed")
    assert "決定の手続中" in page.text
    assert "draft" in desk.offered


def test_the_applicant_is_asked_to_correct_what_was_ticked(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    page = desk.do(
        "request_correction",
        items=["shop_name", "managers.0.name", "attachments.plan"],
        message__shop_name="登記のとおりに書いてください。",
        note="お電話でもご案内しました。",
    )
    assert "補正を依頼しました。" in page.text
    assert "登記のとおりに書いてください。" in page.text
    found = office.case(ctx, desk.url.rpartition("/")[2]).correction
    assert [(each.field, each.message) for each in found.items] == [
        ("shop_name", "登記のとおりに書いてください。"),
        ("managers.0.name", ""),
        ("attachments.plan", ""),
    ]
    assert "待っている人 申請者" in page.text


def test_what_a_correction_changed_stands_beside_what_stood_there(ctx):
    number, _ = case_with_a_plan(ctx)
    office.act(ctx, number, EXAMINER, "request_correction", note="確かめてください。")
    office.correct(ctx, number, shop_name="花子の新しい台所", attachments__plan=["sample.pdf"])
    answer = office.signed_in(ctx, EXAMINER).get(f"/console/cases/{number}")
    page = read(answer)
    assert "花子の新しい台所 直す前： 花子の台所" in page.text
    assert "直す前： 平面図 1階.pdf" in page.text
    assert answer.text.count("直す前：") == 2


def test_a_correction_that_names_nothing_keeps_what_was_typed(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    answer = desk.send("request_correction", due__year="8", due__month="13", due__day="1")
    page = read(answer)
    assert answer.status_code == 422
    assert "月は1から12までの数字で入力してください" in page.text
    assert page.buttons["request_correction"]["due.month"] == "13"
    assert "#request_correction-due.month" in page.links

    answer = desk.send("request_correction")
    assert answer.status_code == 422
    assert "#answers" in read(answer).links


def test_the_ticks_of_a_refused_correction_stay(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    answer = desk.send(
        "request_correction",
        items="shop_name",
        message__shop_name="直してください",
        due__year="8", due__month="11", due__day="24",
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'id="fix-shop_name" name="items" value="shop_name" checked' in answer.text
    assert 'name="message.shop_name" value="直してください"' in answer.text


def test_a_missing_answer_is_named_beside_its_input(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    answer = desk.send("examine", note="書きかけのメモ")
    assert answer.status_code == 422
    assert "審査の結果を入力してください。" in read(answer).text
    assert "書きかけのメモ" in answer.text
    assert answer.text.count("<title>エラー：") == 1


def test_what_clerks_type_stays_text(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    desk.do("note", text="<script>alert(1)</script>")
    assert "<script>alert" not in desk.browser.get(desk.url).text
    assert "&lt;script&gt;alert(1)" in desk.browser.get(desk.url).text


def test_a_case_is_given_to_a_colleague_who_handles_such_cases(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    page = desk.do("assign", person=COLLEAGUE)
    assert "鈴木 大輔" in page.text
    assert desk.send("assign", person=office.STRANGER).status_code == 422
    assert desk.send("assign", person="someone").status_code == 422
    assert office.case(ctx, desk.url.rpartition("/")[2]).assignee == COLLEAGUE
    desk.do("assign", person="nobody")
    assert office.case(ctx, desk.url.rpartition("/")[2]).assignee == ""


def test_someone_whose_turn_it_is_not_is_told_so_and_offered_nothing_that_moves_the_case(ctx):
    desk = Desk(ctx, HEAD, office.examining(ctx))
    assert "examine" not in desk.offered
    answer = desk.browser.post(
        f"{desk.url}/acts", data={"act": "examine", "result": "ok", "revision": "2"}
    )
    assert answer.status_code == 403
    assert "この操作をする権限がありません。" in answer.text


@pytest.mark.parametrize("data", [{}, {"act": "examine"}, {"act": "x", "revision": "2"}])
def test_a_form_that_is_none_of_ours_changes_nothing(ctx, data):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    assert desk.browser.post(f"{desk.url}/acts", data=data).status_code in (400, 422)
    assert office.case(ctx, desk.url.rpartition("/")[2]).revision == 2


def test_a_form_from_another_site_is_refused(ctx):
    desk = Desk(ctx, EXAMINER, office.examining(ctx))
    answer = desk.browser.post(
        f"{desk.url}/acts",
        data=desk.page.buttons["claim"] | {"act": "claim"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert office.case(ctx, desk.url.rpartition("/")[2]).assignee == ""


def test_a_file_is_shown_in_a_box_of_sand(ctx):
    number, plan = case_with_a_plan(ctx)
    browser = office.signed_in(ctx, EXAMINER)
    link = f"/console/cases/{number}/files/{plan}"
    assert f'href="{link}" target="_blank"' in browser.get(f"/console/cases/{number}").text
    answer = browser.get(link)
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(office.PDF).digest()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E5%B9%B3")


def test_a_file_is_found_under_its_own_case_only(ctx):
    _, plan = case_with_a_plan(ctx)
    other = office.examining(ctx)
    browser = office.signed_in(ctx, EXAMINER)
    assert browser.get(f"/console/cases/{other}/files/{plan}").status_code == 404
    loose = uploads.receive(ctx, Sent("x.pdf", "", office.PDF), office.actor(ctx, RESIDENT))
    assert browser.get(f"/console/cases/{other}/files/{loose.id}").status_code == 404


def test_the_clerk_sees_what_became_of_a_withdrawn_case(ctx):
    number = office.examining(ctx)
    office.act(ctx, number, RESIDENT, "withdraw", reason="やめます")
    desk = Desk(ctx, EXAMINER, number)
    assert "申請が取り下げられました" in desk.page.text
    assert desk.offered == {"note"}
