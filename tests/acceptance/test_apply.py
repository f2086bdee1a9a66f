"""申請: from the first page to the number, through the pages that a resident sees."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.definitions import fields
from app.kernel.clock import local_day
from app.services import drafts
from app.services.context import Context
from app.store import audit
from app.store.transaction import read
from tests.support import office
from tests.support.resident import (
    FORM,
    PDF,
    begin,
    faults,
    filed,
    fill_in,
    flat,
    inputs,
    key,
    number,
    send,
    upload,
    value,
)


def test_a_resident_applies_and_gets_a_number(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)

    arrived = filed(browser, ctx)

    done = browser.get(f"/my/cases/{arrived}/done").text
    assert "申請を受け付けました" in done
    assert arrived in done
    assert "takasaki@resident.example" in done
    assert office.case(ctx, arrived).office == "hokeniryo/health-centre/tama-fuchu"
    assert drafts.of_person(ctx, office.actor(ctx, office.RESIDENT)) == ()


@pytest.mark.parametrize("procedure", office.applicable())
def test_every_procedure_can_be_applied_for_by_its_pages(ctx: Context, procedure: str):
    browser = office.signed_in(ctx, office.RESIDENT)
    assert browser.get(f"/procedures/{procedure}").status_code == 200
    given = office.answers(ctx, procedure)
    current = ctx.catalogue.current(procedure, local_day(ctx.clock()))
    way = browser.get(f"/apply/{procedure}").headers["location"]
    for _ in range(30):
        page = way.partition("?")[0].rpartition("/")[2]
        if page == "check":
            break
        assert browser.get(way).status_code == 200
        if page == "attachments":
            for each in given["attachments"]:
                upload(browser, each, form=f"/apply/{procedure}")
            answer = browser.post(way)
        else:
            asked = next(each.fields for each in current.pages if each.id == page)
            answer = browser.post(way, data=flat(fields.refill(asked, given)))
        assert answer.status_code == 303, (page, faults(answer.text))
        way = answer.headers["location"]

    arrived = number(send(browser, f"/apply/{procedure}"))

    assert browser.get(f"/my/cases/{arrived}").status_code == 200
    assert browser.get(f"/my/cases/{arrived}/done").status_code == 200
    assert given.keys() <= office.case(ctx, arrived).answers.keys()


def test_beginning_again_goes_on_where_one_left_off(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    begin(browser, ctx)
    browser.post(f"{FORM}/applicant", data=inputs(ctx, "applicant"))
    left = browser.post(f"{FORM}/agent", data=inputs(ctx, "agent") | {"_action": "save"})

    again = browser.get(FORM)

    assert left.headers["location"] == "/my"
    assert again.headers["location"] == f"{FORM}/shop"
    assert "書きかけの申請" in browser.get("/my").text


def test_a_wrong_answer_comes_back_as_it_was_typed_with_its_fault_at_the_input(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    begin(browser, ctx)
    wrong = inputs(ctx, "applicant") | {
        "applicant.birth_date.era": "昭和",
        "applicant.birth_date.year": "６４",
        "applicant.birth_date.month": "1",
        "applicant.birth_date.day": "10",
        "applicant.phone": "",
    }

    answer = browser.post(f"{FORM}/applicant", data=wrong)

    assert answer.status_code == 422
    assert 'href="#applicant.birth_date.year"' in answer.text
    assert 'href="#applicant.phone"' in answer.text
    assert value(answer.text, "applicant.birth_date.year") == "６４"
    assert "<title>エラー：" in answer.text
    assert "６４" in browser.get(f"{FORM}/applicant").text


def test_a_name_is_kept_code_point_for_code_point(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    begin(browser, ctx)
    name = "神\ufa19髙\U000e0101"
    browser.post(
        f"{FORM}/applicant", data=inputs(ctx, "applicant") | {"applicant.name.family": name}
    )

    [draft] = drafts.of_person(ctx, office.actor(ctx, office.RESIDENT))

    assert draft.answers["applicant"]["name"]["family"] == name
    assert name in browser.get(f"{FORM}/applicant").text


def test_answers_that_bring_up_questions_show_the_page_again_without_faults(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(FORM)
    shown = {"_shown": "floor_area water_source completes_on opens_on"}
    well = inputs(ctx, "facility") | {"water_source": "井戸水"} | shown

    answer = browser.post(f"{FORM}/facility", data=well)

    assert answer.headers["location"] == f"{FORM}/facility?more=1"
    again = browser.get(answer.headers["location"])
    assert "質問が増えました" in again.text
    assert 'name="water_tested_on.year"' in again.text
    assert faults(again.text) == []
    unanswered = browser.post(
        f"{FORM}/facility", data=well | {"_shown": "floor_area water_source water_tested_on"}
    )
    assert unanswered.status_code == 422


def test_changing_an_answer_back_hides_its_questions_and_forgets_their_answers(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)
    corporation = {"applicant.kind": "corporation"}
    browser.post(f"{FORM}/applicant-kind", data=corporation)

    page = browser.get(f"{FORM}/applicant").text

    assert 'name="applicant.corporate_name"' in page
    assert 'name="applicant.name.family"' not in page
    assert browser.get(f"{FORM}/check").headers["location"].startswith(f"{FORM}/applicant")


def test_the_postal_code_fills_in_the_address_without_javascript(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    begin(browser, ctx)
    typed = inputs(ctx, "applicant") | {
        "applicant.address.postal_code": "１８３－００２２",
        "applicant.address.prefecture": "",
        "applicant.address.city": "",
        "applicant.address.town": "",
        "_action": "postal:applicant.address",
    }

    answer = browser.post(f"{FORM}/applicant", data=typed)

    page = browser.get(answer.headers["location"]).text
    assert value(page, "applicant.address.city") == "府中市"
    assert value(page, "applicant.address.town") == "宮西町"
    assert "「東京都府中市宮西町」を入れました" in page
    assert faults(page) == []


def test_an_address_that_is_written_over_is_said_to_be(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    begin(browser, ctx)
    typed = inputs(ctx, "applicant") | {
        "applicant.address.postal_code": "1830022",
        "applicant.address.city": "立川市",
        "_action": "postal:applicant.address",
    }

    answer = browser.post(f"{FORM}/applicant", data=typed)

    assert "前の住所は書きかえました" in browser.get(answer.headers["location"]).text


def test_a_code_with_several_towns_lets_one_choose(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    begin(browser, ctx)
    typed = inputs(ctx, "applicant") | {
        "applicant.address.postal_code": "4980000",
        "applicant.address.city": "",
        "applicant.address.town": "",
        "_action": "postal:applicant.address",
    }
    answer = browser.post(f"{FORM}/applicant", data=typed)
    page = browser.get(answer.headers["location"]).text
    assert 'name="applicant.address.candidate" value="1"' in page

    chosen = browser.post(f"{FORM}/applicant", data=typed | {"applicant.address.candidate": "1"})

    assert value(browser.get(chosen.headers["location"]).text, "applicant.address.city") != ""


def test_entries_are_added_and_taken_away_without_javascript(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(FORM)
    typed = inputs(ctx, "managers")

    browser.post(f"{FORM}/managers", data=typed | {"_action": "add:managers"})
    two = browser.get(f"{FORM}/managers").text
    browser.post(
        f"{FORM}/managers",
        data=typed | {"managers.1.name.family": "消す", "_action": "remove:managers:1"},
    )
    one = browser.get(f"{FORM}/managers").text

    assert 'name="managers.1.name.family"' in two
    assert value(two, "managers.0.name.family") == "多摩"
    assert 'name="managers.1.name.family"' not in one
    assert value(one, "managers.0.name.family") == "多摩"


def test_a_page_is_kept_in_the_background(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(FORM)

    answer = browser.post(f"{FORM}/shop", data={"shop_name": "書きかけ", "_action": "autosave"})

    assert answer.status_code == 204
    assert value(browser.get(f"{FORM}/shop").text, "shop_name") == "書きかけ"
    assert browser.get(FORM).headers["location"] == f"{FORM}/applicant-kind"


def test_several_files_go_in_and_each_refused_one_says_why(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)

    answer = upload(
        browser, "plan", ("二枚目.pdf", PDF[1], PDF[2]), ("program.exe", b"MZ\x00", "x/y")
    )

    assert answer.status_code == 422
    assert any(each.startswith("program.exe：") for each in faults(answer.text))
    assert "二枚目.pdf" in answer.text
    assert answer.text.count("検査済み") == 3


def test_a_file_is_handed_back_to_its_sender_alone_and_never_run(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)
    page = browser.get(f"{FORM}/attachments").text
    url = page.partition('href="/uploads/')[2].partition('"')[0]

    mine = browser.get(f"/uploads/{url}")
    other = office.signed_in(ctx, office.NEIGHBOUR).get(f"/uploads/{url}")

    assert mine.content == office.PDF
    assert mine.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in mine.headers["content-security-policy"]
    assert other.status_code == 404


def test_a_file_taken_out_again_is_gone(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)
    page = browser.get(f"{FORM}/attachments").text
    upload_id = page.partition('value="remove-file:plan:')[2].partition('"')[0]

    browser.post(f"{FORM}/attachments", data={"_action": f"remove-file:plan:{upload_id}"})

    assert browser.get(f"/uploads/{upload_id}").status_code == 404
    assert browser.post(f"{FORM}/attachments").status_code == 422
    assert browser.get(f"{FORM}/check").headers["location"].startswith(f"{FORM}/attachments")


def test_nothing_is_sent_without_the_declaration(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)
    page = browser.get(f"{FORM}/check").text

    answer = browser.post(f"{FORM}/check", data={"_key": key(page)})

    assert answer.status_code == 422
    assert "チェックを付けてください" in answer.text
    assert "18,300円" in page
    assert "多摩府中保健所" in page


def test_pressing_twice_reloading_and_going_back_give_the_same_number(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)
    posted = {"_key": key(browser.get(f"{FORM}/check").text), "declared": "yes"}

    def press(_: int) -> str:
        return number(browser.post(f"{FORM}/check", data=posted))

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(press, range(4)))
    numbers.add(press(0))

    assert len(numbers) == 1
    [only] = numbers
    with read(ctx.database) as tx:
        entries = audit.of_case(tx, office.case(ctx, only).id)
    assert [each.act for each in entries] == ["submitted"]
    gone = browser.get(f"{FORM}/check")
    assert gone.status_code == 404
    assert "もうありません" in gone.text


def test_a_fault_of_the_whole_leads_back_to_its_page(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)
    page = browser.get(f"{FORM}/check").text
    # While the form lay open, the days that were wished for have gone by.
    ctx.clock.forward(days=30)
    browser = office.signed_in(ctx, office.RESIDENT)

    answer = browser.post(f"{FORM}/check", data={"_key": key(page), "declared": "yes"})

    assert answer.headers["location"] == f"{FORM}/inspection?from=check&review=1"
    again = browser.get(answer.headers["location"])
    assert faults(again.text) == ["検査の希望日は、明日以後の日にしてください。"]


def test_a_change_from_the_check_page_leads_back_to_it(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    fill_in(browser, ctx)

    answer = browser.post(
        f"{FORM}/shop?from=check", data=inputs(ctx, "shop", shop_name="新しい名前")
    )

    assert answer.headers["location"] == f"{FORM}/check"
    assert "新しい名前" in browser.get(f"{FORM}/check").text


def test_an_address_outside_every_office_says_whom_to_ask(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(FORM)

    answer = browser.post(
        f"{FORM}/shop",
        data=inputs(ctx, "shop") | {"shop_address.city": "新宿区", "shop_address.town": "1-1"},
    )

    assert answer.status_code == 422
    assert "その区市の保健所が窓口です" in answer.text


def test_nobody_reaches_somebody_elses_draft(ctx: Context):
    office.signed_in(ctx, office.RESIDENT).get(FORM)

    other = office.signed_in(ctx, office.NEIGHBOUR).get(f"{FORM}/shop")

    assert other.status_code == 404


def test_an_unknown_page_and_an_unknown_procedure_are_not_found(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(FORM)

    assert browser.get(f"{FORM}/nowhere").status_code == 404
    assert browser.get("/apply/nothing").status_code == 404


def test_a_page_with_nothing_to_ask_leads_to_what_is_left(ctx: Context):
    browser = office.signed_in(ctx, office.NEIGHBOUR)
    browser.get("/apply/public-record-disclosure")

    answer = browser.get("/apply/public-record-disclosure/attachments")

    assert answer.status_code == 303
    assert not answer.headers["location"].endswith("/attachments")


def test_a_form_sent_from_another_site_is_refused(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(FORM)

    answer = browser.post(
        f"{FORM}/shop", data=inputs(ctx, "shop"), headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403


def test_inputs_are_named_by_their_paths():
    raw = {"a": {"b": "1"}, "rows": [{"c": "2"}], "many": ["x", "y"]}
    assert flat(raw) == {"a.b": "1", "rows.0.c": "2", "many": ["x", "y"]}


def test_the_form_can_be_sent_again_for_another_application(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)

    first = filed(browser, ctx)
    fill_in(browser, ctx)
    second = number(send(browser))

    assert first != second
