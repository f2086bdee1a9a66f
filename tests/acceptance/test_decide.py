from dataclasses import replace

import pytest

from app.gateways.mail.port import Message
from app.kernel.errors import Outage
from tests.support import office
from tests.support.desk import Desk, read
from tests.support.office import CHIEF, COLLEAGUE, EXAMINER, HEAD, MANAGER

REASON = {
    "reasons__0__ground": "facility",
    "reasons__0__facts": "調理場に手洗い設備がない。",
    "reasons__0__application": "手洗い設備を求める基準に合わない。",
}


def number_of(desk: Desk) -> str:
    return desk.url.rpartition("/")[2]


def test_a_permit_is_drafted_approved_decided_and_issued(ctx):
    drafter = Desk(ctx, EXAMINER, office.to_be_drafted(ctx))
    number = number_of(drafter)
    page = drafter.do(
        "draft", disposition="granted", subject="営業許可について", conditions="5年とする。"
    )
    assert "起案して、回付しました。" in page.text
    assert "伊藤 浩" in page.text

    for person, act, said in (
        (CHIEF, "approve", "承認しました。"),
        (MANAGER, "approve", "承認しました。"),
        (HEAD, "decide", "決定しました。"),
    ):
        desk = Desk(ctx, person, number)
        assert "営業許可について" in desk.page.text
        assert "5年とする。" in desk.page.text
        assert said in desk.do(act, note="異議なし。").text
    office.work(ctx)

    page = Desk(ctx, EXAMINER, number).page
    assert "状態 許可" in page.text
    assert "営業許可書（PDF）" in page.text
    link = next(each for each in page.links if "/documents/" in each)
    pdf = office.signed_in(ctx, HEAD).get(link)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert any("結果が決まりました" in each.subject for each in office.letters(ctx))


def test_the_route_says_who_spoke_when_and_who_is_next(ctx):
    number = office.to_be_approved(ctx)
    desk = Desk(ctx, CHIEF, number)
    page = desk.do("approve", note="写真も確かめた。")
    words = page.text[page.text.index("決定までの道すじ") :]
    assert "起案 （済み） 食品衛生監視員 佐藤 美咲 起案" in words
    assert "承認 （済み） 係長 伊藤 浩 承認 11/24 10:00 写真も確かめた。" in words
    assert "承認 （いまここ） 課長 渡辺 恵子" in words
    assert "決定 （これから） 保健所長" in words


def test_a_refusal_needs_its_reasons_and_keeps_what_was_typed(ctx):
    desk = Desk(ctx, EXAMINER, office.to_be_drafted(ctx, "failed"))
    assert "disposition" in desk.page.fields["draft"]
    answer = desk.send("draft", disposition="refused", proposal="不許可としたい。")
    assert answer.status_code == 422
    assert "理由を1つ以上書いてください。" in answer.text
    assert "不許可としたい。" in answer.text

    answer = desk.send("draft", disposition="refused", reasons__0__ground="facility")
    assert answer.status_code == 422
    page = read(answer)
    assert "#draft-reasons.0.facts" in page.links
    assert page.buttons["draft"]["reasons.0.ground"] == "facility"


def test_a_reason_is_added_without_losing_what_stands_there(ctx):
    desk = Desk(ctx, EXAMINER, office.to_be_drafted(ctx, "failed"))
    filled = {name.replace("__", "."): text for name, text in REASON.items()}
    sent = desk.page.buttons["draft"] | filled | {"_action": "add:reasons"}
    page = read(desk.browser.post(f"{desk.url}/acts", data=sent))
    assert page.buttons["draft"]["reasons.0.facts"] == "調理場に手洗い設備がない。"
    assert "reasons.1.facts" in page.fields["draft"]
    assert "reasons.2.facts" not in page.fields["draft"]


def test_a_refusal_is_decided_only_when_it_is_said_to_be_meant(ctx):
    number = office.to_be_decided(ctx, "refused")
    desk = Desk(ctx, HEAD, number)
    assert "不許可" in desk.page.text
    assert "審査請求や取消訴訟の期間が進みます" in desk.page.text
    assert "手洗い設備がない。" in desk.page.text

    answer = desk.send("decide")
    assert answer.status_code == 422
    assert "決定の効果を確かめて、印をつけてください。" in answer.text
    assert "#decide-sure" in read(answer).links
    assert office.case(ctx, number).decided_at is None

    desk.do("decide", sure="yes")
    office.work(ctx)
    assert office.case(ctx, number).end == "refused"
    assert "営業不許可通知書（PDF）" in desk.open().text


def test_a_permit_is_decided_without_a_second_question(ctx):
    desk = Desk(ctx, HEAD, office.to_be_decided(ctx))
    assert "sure" not in desk.page.fields["decide"]
    desk.do("decide")


def test_a_draft_that_was_sent_back_is_written_anew_from_where_it_stood(ctx):
    number = office.to_be_approved(ctx, subject="初めの件名")
    chief = Desk(ctx, CHIEF, number)
    assert chief.send("send_back", to="drafter").status_code == 422
    chief.do("send_back", to="drafter", reason="件名を直してください。")

    drafter = Desk(ctx, EXAMINER, number)
    assert "差し戻されました 件名を直してください。" in drafter.page.text
    assert drafter.page.buttons["draft"]["subject"] == "初めの件名"
    drafter.do("draft", subject="直した件名")
    assert office.case(ctx, number).round.draft.subject == "直した件名"
    assert {each.at for each in office.case(ctx, number).round.stations[0]} == {None}


def test_a_draft_sent_back_to_the_examiner_begins_with_the_examination(ctx):
    number = office.to_be_decided(ctx)
    Desk(ctx, HEAD, number).do("send_back", to="examiner", reason="現地をもう一度。")
    assert "examine" in Desk(ctx, EXAMINER, number).offered


def test_nobody_decides_out_of_turn(ctx):
    number = office.to_be_approved(ctx)
    head = Desk(ctx, HEAD, number)
    assert "decide" not in head.offered
    sent = {"act": "decide", "revision": str(office.case(ctx, number).revision), "sure": "yes"}
    assert head.browser.post(f"{head.url}/acts", data=sent).status_code == 403
    examiner = Desk(ctx, EXAMINER, number)
    assert not examiner.offered & {"approve", "decide", "draft"}
    assert office.case(ctx, number).decided_at is None


@pytest.mark.parametrize("person", [EXAMINER, COLLEAGUE])
def test_the_drafters_post_cannot_approve(ctx, person):
    number = office.to_be_approved(ctx)
    desk = Desk(ctx, person, number)
    sent = {"act": "approve", "revision": str(office.case(ctx, number).revision)}
    answer = desk.browser.post(f"{desk.url}/acts", data=sent)
    assert answer.status_code == 403
    assert office.case(ctx, number).round.station == 0


class Closed:
    """A mail server that takes nothing."""

    def send(self, message: Message) -> str:
        raise Outage("mail.refused", "メールサーバーが受け取りません。", permanent=True)

    def check(self) -> None:
        raise Outage("mail.refused", "メールサーバーが受け取りません。", permanent=True)


def test_an_effect_that_is_stuck_is_seen_and_sent_on_its_way(ctx):
    number = office.examining(ctx)
    office.work(replace(ctx, mailer=Closed()))
    desk = Desk(ctx, EXAMINER, number)
    assert "止まっている処理：申請者へのお知らせの送信" in desk.page.text
    assert "メールサーバーが受け取りません。" in desk.page.text
    retries = [each for each in desk.page.actions if each.endswith("/retry")]
    assert retries
    for each in retries:
        answer = desk.browser.post(each)
        assert answer.headers["location"] == f"{desk.url}?done=retry"
        assert desk.browser.post(each).status_code == 409
    office.work(ctx)
    assert "止まっている処理" not in desk.open().text
    assert len(office.letters(ctx)) == len(retries)


def test_a_stuck_effect_of_another_case_cannot_be_retried_here(ctx):
    number = office.examining(ctx)
    other = office.examining(ctx)
    case = office.case(ctx, other)
    browser = office.signed_in(ctx, EXAMINER)
    key = case.papers[0].effect
    assert browser.post(f"/console/cases/{number}/effects/{key}/retry").status_code == 409


def test_a_word_in_the_address_says_nothing_that_did_not_happen(ctx):
    number = office.examining(ctx)
    browser = office.signed_in(ctx, EXAMINER)
    answer = browser.get(f"/console/cases/{number}", params={"done": "<b>全員を解雇</b>"})
    assert answer.status_code == 200
    assert "解雇" not in answer.text
