from concurrent.futures import ThreadPoolExecutor

from tests.support import office
from tests.support.desk import Desk, read
from tests.support.office import CHIEF, COLLEAGUE, EXAMINER, MANAGER


def test_who_comes_second_is_told_what_happened_and_what_they_tried(ctx):
    number = office.examining(ctx)
    first, second = Desk(ctx, EXAMINER, number), Desk(ctx, COLLEAGUE, number)
    first.do("note", text="電話で確認した。")

    answer = second.send("examine", result="refuse", note="図面が足りない。")
    page = read(answer)
    assert answer.status_code == 412
    assert "まだ行われていません" in page.text
    since = page.text[
        page.text.index("そのあいだにあったこと") : page.text.index("しようとしたこと")
    ]
    assert "佐藤 美咲" in since
    assert "電話で確認した。" in since
    assert "申請が届きました" not in since
    assert "拒否の起案へ進める" in page.text
    assert "図面が足りない。" in page.text
    assert office.case(ctx, number).step == "examine"


def test_the_same_act_is_repeated_from_the_page_of_the_conflict(ctx):
    number = office.examining(ctx)
    second = Desk(ctx, COLLEAGUE, number)
    office.act(ctx, number, EXAMINER, "claim")
    second.page = read(second.send("examine", result="ok", note="適合。"))
    assert second.page.buttons["examine"]["note"] == "適合。"
    assert second.page.buttons["examine"]["result"] == "ok"
    assert second.page.buttons["examine"]["revision"] == str(office.case(ctx, number).revision)
    second.do("examine")
    assert office.case(ctx, number).step == "inspect"


def test_a_correction_request_is_repeated_with_its_ticks(ctx):
    number = office.examining(ctx)
    second = Desk(ctx, COLLEAGUE, number)
    office.act(ctx, number, EXAMINER, "claim")
    ticked = {"items": ["shop_name", "managers.0.name"], "message.shop_name": "正式な名称を。"}
    second.page = read(second.send("request_correction", **ticked))
    assert "営業所の名称・屋号又は商号" in second.page.text
    second.do("request_correction", items=["shop_name", "managers.0.name"])
    found = office.case(ctx, number).correction
    assert [(each.field, each.message) for each in found.items] == [
        ("shop_name", "正式な名称を。"),
        ("managers.0.name", ""),
    ]


def test_what_can_no_longer_be_done_is_shown_without_a_button(ctx):
    number = office.examining(ctx)
    second = Desk(ctx, COLLEAGUE, number)
    office.act(ctx, number, EXAMINER, "examine", result="ok")
    answer = second.send("examine", result="refuse", note="図面が足りない。")
    page = read(answer)
    assert answer.status_code == 412
    assert "いまの状態では、この操作はできなくなりました。" in page.text
    assert "図面が足りない。" in page.text
    assert "examine" not in page.buttons


def test_a_draft_that_changed_is_not_approved_unseen(ctx):
    number = office.to_be_approved(ctx, subject="初めの件名")
    chief = Desk(ctx, CHIEF, number)
    office.act(ctx, number, CHIEF, "send_back", to="drafter", reason="直して")
    office.act(
        ctx, number, EXAMINER, "draft", disposition="granted", subject="別の件名", proposal="p"
    )
    assert chief.send("approve").status_code == 412
    assert office.case(ctx, number).round.stations[0][0].at is None


def test_pressing_twice_does_it_once(ctx):
    number = office.to_be_approved(ctx)
    desk = Desk(ctx, CHIEF, number)
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(lambda _: desk.send("approve"), range(4)))
    assert sorted(each.status_code for each in answers) == [303, 412, 412, 412]
    assert office.case(ctx, number).round.station == 1
    assert "approve" in Desk(ctx, MANAGER, number).offered


def test_making_room_for_a_reason_does_not_hide_what_happened_meanwhile(ctx):
    number = office.to_be_drafted(ctx, "failed")
    desk = Desk(ctx, EXAMINER, number)
    office.act(ctx, number, COLLEAGUE, "note", text="先に見ました。")
    sent = desk.page.buttons["draft"] | {"_action": "add:reasons"}
    desk.page = read(desk.browser.post(f"{desk.url}/acts", data=sent))
    assert desk.send("draft", disposition="granted").status_code == 412
