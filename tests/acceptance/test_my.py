"""マイページ: where a case stands, in the resident's words, and what belongs to it."""

from app.services.context import Context
from tests.support import office


def mine(ctx: Context, path: str, person: str = office.RESIDENT):
    return office.signed_in(ctx, person).get(path)


def test_a_case_and_where_it_stands_are_listed(ctx: Context):
    number = office.file(ctx)

    page = mine(ctx, "/my").text

    assert number in page
    assert "納付待ち" in page
    assert "手数料を納めてください" in page


def test_a_case_shows_its_stages_and_what_to_do(ctx: Context):
    number = office.file(ctx)

    page = mine(ctx, f"/my/cases/{number}").text

    assert "手数料の納付のお願い" in page
    assert "18,300円" in page
    stages = ["受付", "手数料の納付", "審査", "検査", "決定", "交付", "完了"]
    places = [page.index(f'mg-progress__label">{each}<') for each in stages]
    assert places == sorted(places)
    assert "花子の台所" in page


def test_the_stages_follow_the_case_to_its_end(ctx: Context):
    number = office.to_be_decided(ctx)
    assert "決定の手続中" in mine(ctx, f"/my/cases/{number}").text
    office.act(ctx, number, office.HEAD, "decide", note="")
    office.work(ctx)

    page = mine(ctx, f"/my/cases/{number}").text

    assert "許可" in page
    assert "営業許可書（PDF）" in page
    assert "mg-progress__todo" not in page
    assert "取り下げる" not in page


def test_residents_are_not_told_who_did_what_in_the_office(ctx: Context):
    number = office.to_be_decided(ctx)
    office.act(ctx, number, office.HEAD, "decide", note="内部の言葉")

    page = mine(ctx, f"/my/cases/{number}").text

    assert "佐藤 美咲" not in page
    assert "内部の言葉" not in page
    assert "多摩府中保健所" in page


def test_a_document_is_handed_out_to_its_applicant_alone(ctx: Context):
    number = office.file(ctx)
    office.work(ctx)
    url = f"/my/cases/{number}/documents/acknowledgement"

    answer = mine(ctx, url)

    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert mine(ctx, url, office.NEIGHBOUR).status_code == 404
    assert url in mine(ctx, f"/my/cases/{number}/done").text


def test_a_document_that_is_being_made_is_said_to_be(ctx: Context):
    number = office.file(ctx)

    assert "作成中" in mine(ctx, f"/my/cases/{number}/done").text
    assert mine(ctx, f"/my/cases/{number}/documents/acknowledgement").status_code == 404


def test_somebody_elses_case_does_not_exist(ctx: Context):
    number = office.file(ctx)

    for path in ("", "/done", "/withdraw", "/correct"):
        assert mine(ctx, f"/my/cases/{number}{path}", office.NEIGHBOUR).status_code == 404
    assert number not in mine(ctx, "/my", office.NEIGHBOUR).text


def test_an_application_is_taken_back(ctx: Context):
    number = office.examining(ctx)
    browser = office.signed_in(ctx, office.RESIDENT)
    url = f"/my/cases/{number}/withdraw"
    assert "返しません" in browser.get(url).text

    unsure = browser.post(url, data={"reason": "開業をやめた"})
    sure = browser.post(url, data={"reason": "開業をやめた", "sure": "yes"})
    again = browser.post(url, data={"sure": "yes"})

    assert unsure.status_code == 422
    assert "開業をやめた" in unsure.text
    assert sure.headers["location"] == again.headers["location"] == f"/my/cases/{number}"
    assert office.case(ctx, number).end == "withdrawn"
    assert "取下げ" in browser.get(f"/my/cases/{number}").text


def test_a_draft_is_thrown_away(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(f"/apply/{office.FOOD}")
    page = browser.get("/my").text
    url = page.partition('action="/my/drafts/')[2].partition('"')[0]

    answer = browser.post(f"/my/drafts/{url}")

    assert answer.headers["location"] == "/my"
    assert "書きかけの申請" not in browser.get("/my").text


def test_a_procedure_says_all_before_one_starts(ctx: Context):
    browser = office.client(ctx)

    page = browser.get(f"/procedures/{office.FOOD}").text

    for words in (
        "18,300円", "5,600円", "所管課に確認中", "「使用水」が「貯水槽」か「井戸水」の場合",
        "施設が完成する10日ほど前までに", "食品衛生法第55条第1項", "食品衛生申請等システム",
        "家族で経営する場合も許可が要りますか。", "オンラインで申請する",
    ):  # fmt: skip
        assert words in page, words


def test_a_begun_application_is_offered_to_go_on_with(ctx: Context):
    browser = office.signed_in(ctx, office.RESIDENT)
    browser.get(f"/apply/{office.FOOD}")

    assert "下書きの続きから" in browser.get(f"/procedures/{office.FOOD}").text


def test_procedures_are_found_by_everyday_words_category_and_life_event(ctx: Context):
    browser = office.client(ctx)

    assert "飲食店などの営業許可" in browser.get("/?q=カフェ").text
    assert "飲食店などの営業許可" in browser.get("/?event=飲食店を開業する").text
    assert "飲食店などの営業許可" not in browser.get("/?category=税").text
    assert "見つかりませんでした" in browser.get("/?q=存在しない手続").text


def test_towns_of_a_postal_code_are_given_to_the_pages(ctx: Context):
    rows = office.client(ctx).get("/postal/1830022").json()

    assert rows == [{"prefecture": "東京都", "city": "府中市", "town": "宮西町", "building": ""}]
    assert office.client(ctx).get("/postal/xyz").json() == []


def test_the_public_pages_are_there(ctx: Context):
    browser = office.client(ctx)

    for path in ("/help", "/privacy", "/accessibility", "/verify", "/demo", "/demo/clock"):
        assert browser.get(path).status_code == 200, path
    assert "/api/v1/cases" in browser.get("/api/docs").text
    assert browser.get("/healthz").json() == {"status": "ok"}
    assert browser.get("/readyz").json() == {"status": "ready"}


def test_the_metrics_count_and_name_nobody(ctx: Context):
    number = office.file(ctx)

    text = office.client(ctx).get("/metrics").text

    assert 'madoguchi_cases{status="payment"} 1' in text
    assert number not in text
    assert office.RESIDENT not in text


def test_an_issued_document_is_confirmed_without_saying_whose_it_is(ctx: Context):
    number = office.file(ctx)
    office.work(ctx)
    [paper] = office.case(ctx, number).papers
    browser = office.client(ctx)

    page = browser.get(f"/verify?document={paper.document}").text

    assert "この窓口が発行した書類です。" in page
    assert "受付票" in page
    assert "多摩 花子" not in page
    assert "発行していません" in browser.get("/verify?document=nothing").text


def test_the_mailbox_of_the_demo_shows_what_was_sent(ctx: Context):
    number = office.file(ctx)
    office.work(ctx)

    page = office.client(ctx).get("/demo/mailbox?to=takasaki@resident.example").text

    assert number in page
    assert f'href="/my/cases/{number}"' in page
