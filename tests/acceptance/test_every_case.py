"""Any case of any procedure is taken to its end with nothing but the forms of the console."""

import pytest

from app.cases import progress
from app.services import access, casework, reading
from app.services.context import Context
from tests.support import office
from tests.support.desk import Desk, read

ALL = office.applicable()
MOVING = ("examine", "inspect", "answer_outside", "assess", "draft", "approve", "concur", "decide")
OF_RESIDENTS = {"correct", "withdraw"}
CHOICES = {
    "examine": {"result": "ok"},
    "inspect": {"result": "passed"},
    "concur": {"opinion": "agree"},
    "assess": {"amount": "１，５００円"},
    "decide": {"sure": "yes"},
}
DISCLOSURE = "public-record-disclosure"
SORTER, SECTION, CHIEF, DIRECTOR = (
    "general-yokoyama", "general-miyamoto", "disclosure-sakai", "general-uchida",
)  # fmt: skip


def whose_turn(ctx: Context, number: str) -> list[str]:
    """Give the clerks for whom a case waits."""
    seen = casework.look(ctx, number, access.SYSTEM)
    posts = {
        (post.unit, post.name)
        for each in progress.waiting_for(seen.procedure, seen.case)
        for post in each.posts
    }
    return [
        person.id
        for person in ctx.demo_people
        if posts & {(post.unit, post.post) for post in person.posts}
    ]


def step(ctx: Context, number: str) -> None:
    """Do what the first of those whose turn it is finds on the desk."""
    person = whose_turn(ctx, number)[0]
    desk = Desk(ctx, person, number)
    offers = {each.act for each in reading.brief(ctx, number, office.actor(ctx, person)).offers}
    assert offers - OF_RESIDENTS == desk.offered
    act = next(each for each in MOVING if each in desk.offered)
    desk.do(act, **CHOICES.get(act, {}))


def settle(ctx: Context, number: str) -> None:
    """Let the applicant pay what is open, and the documents be made."""
    if any(each.state == "open" for each in office.case(ctx, number).charges):
        office.pay(ctx, number)
    office.work(ctx)


@pytest.mark.parametrize("procedure", ALL)
def test_a_case_comes_to_its_end_by_the_forms_of_the_console(ctx, procedure):
    number = office.file(ctx, procedure)
    settle(ctx, number)
    for _ in range(20):
        if office.case(ctx, number).closed:
            break
        if whose_turn(ctx, number):
            step(ctx, number)
        settle(ctx, number)
    assert office.case(ctx, number).closed
    assert office.case(ctx, number).end


def test_a_disclosure_goes_by_an_opinion_an_extension_and_an_objection_to_a_part_of_it(ctx):
    number = office.file(ctx, DISCLOSURE)
    sorter = Desk(ctx, SORTER, number)
    assert "株式会社みどり" in sorter.do("ask_outside", whom="株式会社みどり").text
    sorter.do("answer_outside", summary="反対の意見。")

    answer = sorter.send(
        "extend", until__year="9", until__month="12", until__day="31", reason="多い"
    )
    assert answer.status_code == 422
    assert "延長できるのは令和9年1月23日までです。" in read(answer).text
    page = sorter.do("extend", until__year="9", until__month="1", until__day="20", reason="多い")
    assert "延長後の期間" in page.text
    assert "extend" not in sorter.offered

    sorter.do("examine", result="ok")
    reason = {
        "reasons__0__ground": "personal",
        "reasons__0__facts": "氏名がある。",
        "reasons__0__application": "個人を識別できる。",
    }
    assert "一部開示" in sorter.page.text
    sorter.do("draft", disposition="partial", **reason)
    Desk(ctx, SECTION, number).do("approve")

    legal = Desk(ctx, CHIEF, number)
    assert "総務部情報公開課 情報公開課長" in legal.page.text
    assert legal.send("concur", opinion="oppose").status_code == 422
    legal.do("concur", opinion="oppose", note="第7条第1号も示すこと。")
    sorter.open()
    assert "差し戻されました 第7条第1号も示すこと。" in sorter.page.text
    assert sorter.page.buttons["draft"]["reasons.0.facts"] == "氏名がある。"
    sorter.do("draft", disposition="partial")
    for person, act in ((SECTION, "approve"), (CHIEF, "concur"), (DIRECTOR, "approve")):
        Desk(ctx, person, number).do(act, **CHOICES.get(act, {}))
    head = Desk(ctx, "general-takagi", number)
    assert head.send("decide").status_code == 422
    head.do("decide", sure="yes")
    office.work(ctx)
    assert "公文書一部開示決定通知書（PDF）" in head.open().text
    assert "開示決定等期間延長通知書（PDF）" in head.page.text
