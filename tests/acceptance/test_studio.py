"""スタジオ: a department writes a procedure in the browser, and another person publishes it."""

import html
from datetime import timedelta

import pytest

from app.kernel.clock import local_day
from app.services import catalogue, manuscripts, publishing
from app.services.context import Context
from app.services.manuscripts import File
from tests.support import office
from tests.support.definitions import FOOD

AUTHOR, PUBLISHER, OTHER = "fuchu-ito", "fuchu-watanabe", "realtor-kaneko"
HOME = f"/studio/{office.FOOD}"


def text_for(ctx: Context, days: int = 7, old: str = "", new: str = "") -> str:
    day = (local_day(ctx.clock()) + timedelta(days=days)).isoformat()
    text = FOOD.read_text("utf-8").replace("effective: 2026-04-01", f"effective: {day}")
    assert old in text
    return text.replace(old, new) if old else text


def keep(desk: office.TestClient, text: str, revision: int = 0, file: str = "version.yaml"):
    posted = {"file": file, "text": text, "revision": str(revision)}
    return desk.post(f"{HOME}/keep", data=posted)


def test_a_version_is_written_proposed_and_published_in_the_browser(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    page = desk.get(HOME)
    assert "procedure: food-business-permit" in html.unescape(page.text)
    old, new = "ja: 食品営業許可申請（新規）", "ja: 食品営業許可の申請"
    kept = keep(desk, text_for(ctx, old=old, new=new)).json()
    assert (kept["revision"], kept["ready"], kept["findings"]) == (1, True, [])
    assert kept["changes"] > 0
    page = desk.get(f"{HOME}/propose")
    assert "食品営業許可の申請" in page.text
    sent = desk.post(
        f"{HOME}/propose", data={"reason": "条例の改正", "waiver": "告示の後に確かめる"}
    )
    assert sent.headers["location"].startswith(f"{HOME}/versions")
    assert "承認待ち" in desk.get(f"{HOME}/versions").text
    (proposed,) = publishing.history(ctx, office.FOOD)
    assert "食品営業許可の申請" in proposed.version.source
    publisher = office.signed_in(ctx, PUBLISHER)
    version = publisher.get(f"{HOME}/versions/{proposed.version.id}")
    assert "食品営業許可の申請" in version.text
    office.act(ctx, proposed.version.case_number, PUBLISHER, "examine", result="ok")
    office.work(ctx)
    catalogue.refresh(ctx.database, ctx.catalogue)
    assert "公開" in publisher.get(f"{HOME}/versions").text
    office.later(ctx, days=7)
    assert "食品営業許可の申請" in office.client(ctx).get(f"/procedures/{office.FOOD}").text


def test_what_is_wrong_is_told_with_its_line_and_nothing_is_lost(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    bad = text_for(ctx, old="when: shop_form == 'vehicle'}", new="when: shop_from == 'vehicle'}")
    kept = keep(desk, bad).json()
    assert not kept["ready"]
    found = kept["findings"][0]
    assert (found["code"], found["file"], found["severity"]) == ("P401", "version.yaml", "error")
    assert bad.splitlines()[found["line"] - 1][found["column"] - 1 :].startswith("shop_from")
    assert "shop_from" in html.unescape(desk.get(HOME).text)
    assert "まだ提案できません" in desk.get(f"{HOME}/propose").text
    assert desk.get(found["url"]).status_code == 200


def test_rubbish_is_kept_and_told_and_never_breaks_a_page(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    revision = 0
    for rubbish in ("", "{", "a: &a [*a]", "procedure: 1\n" * 3, "\t", "- 1", "\u0000", "é" * 9999):
        kept = keep(desk, rubbish, revision).json()
        assert not kept["ready"]
        assert kept["findings"]
        revision = kept["revision"]
        for way in ("", "/stage", "/propose", "/versions"):
            assert desk.get(HOME + way).status_code == 200
        assert desk.get(f"{HOME}/changes").status_code == 409


def test_two_who_write_at_once_do_not_overwrite_each_other(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    first = text_for(ctx, old="ja: 食品営業許可申請（新規）", new="ja: 一人目")
    assert keep(desk, first).status_code == 200
    late = keep(desk, "二人目の原稿")
    assert late.status_code == 412
    assert late.json()["code"] == "manuscript.changed_meanwhile"
    posted = {"file": "version.yaml", "text": "二人目の原稿", "revision": "0"}
    page = desk.post(HOME, data=posted)
    assert page.status_code == 409
    assert "二人目の原稿" in page.text
    assert "一人目" in page.text


def test_only_the_author_of_the_department_writes(ctx: Context):
    for stranger in (OTHER, PUBLISHER):
        answer = keep(office.signed_in(ctx, stranger), "procedure: x")
        assert answer.status_code == 403
        assert answer.json()["code"] == "publish.not_author"
    page = office.signed_in(ctx, OTHER).get(HOME)
    assert "readonly" in page.text


@pytest.mark.parametrize("way", ["", "/food-business-permit", "/food-business-permit/stage"])
def test_nobody_without_a_post_enters_the_studio(ctx: Context, way: str):
    assert office.signed_in(ctx, office.EXAMINER).get(f"/studio{way}").status_code == 403
    answer = office.client(ctx).get(f"/studio{way}")
    assert answer.headers["location"].startswith("/console/sign-in")


def test_only_files_of_a_procedure_can_be_written(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    for name in ("../x.yaml", "tests/../../x.yaml", "organisation.yaml", "tests/x.py"):
        assert keep(desk, "x", file=name).json()["code"] == "manuscript.file_unknown"
    assert keep(desk, "x" * (manuscripts.MOST + 1)).json()["code"] == "manuscript.too_long"


def test_scenarios_are_written_there_too_and_played(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    tests = (FOOD.parent / "tests/permit.yaml").read_text("utf-8")
    kept = keep(desk, tests.replace("end: granted", "end: refused", 1), file="tests/permit.yaml")
    assert any(each["faults"] for each in kept.json()["scenarios"])
    assert not kept.json()["ready"]


def test_the_form_is_shown_in_a_frame_in_each_language(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    plain = desk.get(f"{HOME}/stage?page=shop&scenario=0")
    assert "営業所の名称" in plain.text
    assert "frame-ancestors 'self'" in plain.headers["content-security-policy"]
    assert "Food business permit" in desk.get(f"{HOME}/stage?lang=en").text
    for odd in ("page=none", "scenario=999", "scenario=-1", "lang=xx", "scenario=" + "9" * 50):
        assert desk.get(f"{HOME}/stage?{odd}").status_code == 200
    assert "frame-ancestors 'none'" in desk.get(HOME).headers["content-security-policy"]


def test_what_is_being_written_can_be_thrown_away(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    keep(desk, "x")
    desk.post(f"{HOME}/discard")
    assert "公開されている版のままです" in desk.get(HOME).text


def test_the_changes_tell_running_and_past_cases(ctx: Context):
    office.file(ctx)
    old = "when: business_type == '飲食店営業' and shop_form == 'fixed', is: 18300"
    file = File("version.yaml", text_for(ctx, old=old, new=old.replace("18300", "20000")))
    manuscripts.save(ctx, office.FOOD, file, office.actor(ctx, AUTHOR))
    page = office.signed_in(ctx, AUTHOR).get(f"{HOME}/changes")
    assert "18,300円 → 20,000円" in page.text
    assert "そのまま移せる" in page.text


def test_an_unknown_procedure_is_not_found(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    for way in ("", "/stage", "/propose"):
        assert desk.get(f"/studio/nothing{way}").status_code == 404
    assert desk.get(f"{HOME}/versions/nothing").status_code == 404


def test_the_shelf_shows_health_and_what_is_being_written(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    keep(desk, text_for(ctx))
    page = desk.get("/studio")
    assert "書きかけ" in page.text
    assert "納税証明書交付申請" in page.text
    assert "納税証明書交付申請" not in desk.get("/studio?q=食品").text


def test_a_new_procedure_is_begun_and_is_sound_from_the_start(ctx: Context):
    desk = office.signed_in(ctx, AUTHOR)
    given = {
        "id": "barber-shop-opening",
        "title": "理容所の開設の届出",
        "department": "hokeniryo/health-centre",
        "workflow": "examine-inspect-decide",
    }
    begun = desk.post("/studio/new", data=given)
    assert begun.headers["location"] == "/studio/barber-shop-opening"
    page = desk.get("/studio/barber-shop-opening")
    assert "理容所の開設の届出" in page.text
    assert "直すところはありません" in page.text
    again = desk.post("/studio/new", data=given)
    assert again.status_code == 422
    assert desk.post("/studio/new", data={**given, "id": "A b"}).status_code == 422
    other = {**given, "id": "other-one", "department": "soumu/disclosure"}
    assert desk.post("/studio/new", data=other).status_code == 403
