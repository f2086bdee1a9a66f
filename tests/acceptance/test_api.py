"""A program works with the API alone, as `docs` promise integrators that it can."""

import hashlib
import io
import json
from typing import Any

import jsonschema
import pytest
from pypdf import PdfReader

from app.services import tokens
from app.services.context import Context
from tests.support import office

ALL = office.applicable()
_LEAVE = frozenset(
    {"withdraw", "note", "claim", "assign", "send_back", "request_correction", "ask_outside",
     "extend", "schedule_inspection"}
)  # fmt: skip


def file(program: Any, procedure: str, key: str = "k1") -> Any:
    example = program.get(f"/api/v1/procedures/{procedure}/example").json()
    body = {"procedure": procedure, "answers": example, "attachments": []}
    return program.post("/api/v1/cases", json=body, headers={"idempotency-key": key})


def onward(program: Any, number: str) -> bool:
    """Do the first act that moves a case, by its own example; say whether there was one."""
    answer = program.get(f"/api/v1/cases/{number}")
    if answer.status_code == 404:
        return False
    offers = [each for each in answer.json()["acts"] if each["act"] not in _LEAVE]
    if not offers:
        return False
    jsonschema.validate(offers[0]["example"], offers[0]["schema"])
    done = program.post(
        f"/api/v1/cases/{number}/acts",
        json={"act": offers[0]["act"], **offers[0]["example"]},
        headers={"if-match": answer.headers["etag"]},
    )
    assert done.status_code == 200, done.text
    return True


def pay(program: Any, ctx: Context, number: str) -> bool:
    open_ones = [
        each
        for each in program.get(f"/api/v1/cases/{number}").json()["payment"]
        if each["state"] == "open"
    ]
    if not open_ones:
        return False
    asked = program.post(f"/api/v1/cases/{number}/payments", json={"method": "card"})
    assert asked.status_code == 201, asked.text
    assert asked.json()["redirect_url"].startswith(f"{ctx.base_url}/demo/pay/")
    bank = office.client(ctx)
    bank.post(asked.json()["redirect_url"], data={"outcome": "paid"})
    state = program.get(f"/api/v1/cases/{number}/payments/{asked.json()['charge']}").json()
    if state["state"] != "paid":
        ctx.clock.forward(minutes=2)
        office.payments.poll(ctx)
    return True


@pytest.mark.parametrize("procedure", ALL)
def test_a_program_that_follows_acts_takes_any_case_to_its_end(ctx: Context, procedure: str):
    resident = office.program(ctx, office.RESIDENT)
    filed = file(resident, procedure)
    assert filed.status_code == 201, filed.text
    number = filed.json()["number"]
    assert filed.headers["location"] == f"/api/v1/cases/{number}"
    clerks = [each.id for each in ctx.demo_people if each.kind == "clerk"]
    for _ in range(40):
        office.work(ctx)
        case = resident.get(f"/api/v1/cases/{number}").json()
        if case["final"]:
            break
        if pay(resident, ctx, number) or onward(resident, number):
            continue
        assert any(onward(office.program(ctx, each), number) for each in clerks), case["status"]
    case = resident.get(f"/api/v1/cases/{number}").json()
    assert case["final"]
    documents = resident.get(f"/api/v1/cases/{number}/documents").json()["items"]
    assert all(each["state"] == "issued" for each in documents)
    for each in documents:
        pdf = resident.get(each["url"])
        assert pdf.headers["content-type"] == "application/pdf"
        assert hashlib.sha256(pdf.content).hexdigest() == each["sha256"]
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
        assert each["number"] in text


@pytest.mark.parametrize("procedure", ALL)
def test_the_example_fits_the_schema(ctx: Context, procedure: str):
    anyone = office.client(ctx)
    schema = anyone.get(f"/api/v1/procedures/{procedure}/schema").json()
    example = anyone.get(f"/api/v1/procedures/{procedure}/example").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(example, schema)


def test_the_same_key_and_body_give_the_same_case(ctx: Context):
    program = office.program(ctx, office.RESIDENT)
    first, again = file(program, office.FOOD), file(program, office.FOOD)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["number"] == again.json()["number"]
    assert len(program.get("/api/v1/cases").json()["items"]) == 1


def test_the_same_key_with_another_body_is_refused(ctx: Context):
    program = office.program(ctx, office.RESIDENT)
    file(program, office.FOOD)
    other = office.answers(ctx, shop_name="別の店")
    body = {"procedure": office.FOOD, "answers": other}
    answer = program.post("/api/v1/cases", json=body, headers={"idempotency-key": "k1"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "idempotency.mismatch"


def test_wrong_answers_are_named_one_by_one(ctx: Context):
    program = office.program(ctx, office.RESIDENT)
    given = office.answers(ctx, applicant__phone="あ", shop_name="")
    body = {"procedure": office.FOOD, "answers": given}
    answer = program.post("/api/v1/cases", json=body, headers={"idempotency-key": "k"})
    assert answer.status_code == 422
    fields = {each["field"] for each in answer.json()["errors"]}
    assert fields == {"applicant.phone", "shop_name"}


def test_a_key_is_required_to_file(ctx: Context):
    body = {"procedure": office.FOOD, "answers": {}}
    answer = office.program(ctx, office.RESIDENT).post("/api/v1/cases", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.key_missing")


def test_nobody_gets_in_without_a_token(ctx: Context):
    answer = office.client(ctx).get("/api/v1/worklist")
    assert (answer.status_code, answer.json()["code"]) == (401, "token.invalid")


def test_a_session_cookie_counts_for_nothing_in_the_api(ctx: Context):
    answer = office.signed_in(ctx, office.EXAMINER).get("/api/v1/worklist")
    assert answer.status_code == 401


def test_a_program_gets_its_token_by_client_credentials(ctx: Context):
    client = tokens.register(ctx, "会計連携", office.RESIDENT)
    form = {"grant_type": "client_credentials", "client_id": client.id,
            "client_secret": client.secret}  # fmt: skip
    answer = office.client(ctx).post("/api/v1/token", data=form)
    assert answer.json()["token_type"] == "Bearer"
    bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
    assert office.client(ctx, **bearer).get("/api/v1/cases").status_code == 200
    wrong = office.client(ctx).post("/api/v1/token", data=form | {"client_secret": "x"})
    assert wrong.status_code == 401


def test_somebody_elses_case_does_not_exist(ctx: Context):
    number = office.file(ctx)
    neighbour = office.program(ctx, office.NEIGHBOUR)
    stranger = office.program(ctx, office.STRANGER)
    for program in (neighbour, stranger):
        for path in ("", "/events", "/documents", "/documents/acknowledgement"):
            answer = program.get(f"/api/v1/cases/{number}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "case.not_found")
        acted = program.post(
            f"/api/v1/cases/{number}/acts", json={"act": "withdraw"}, headers={"if-match": '"1"'}
        )
        assert acted.status_code == 404


def test_acting_on_an_old_revision_is_refused(ctx: Context):
    number = office.examining(ctx)
    program = office.program(ctx, office.EXAMINER)
    body = {"act": "examine", "result": "ok"}
    url = f"/api/v1/cases/{number}/acts"
    assert program.post(url, json=body).status_code == 428
    assert program.post(url, json=body, headers={"if-match": '"1"'}).status_code == 412
    etag = program.get(f"/api/v1/cases/{number}").headers["etag"]
    assert program.post(url, json=body, headers={"if-match": etag}).status_code == 200


def test_people_are_named_to_staff_only(ctx: Context):
    number = office.examining(ctx)
    url = f"/api/v1/cases/{number}"
    seen = office.program(ctx, office.EXAMINER).get(url).json()["waiting_for"]
    assert seen[0]["people"]
    assert "people" not in office.program(ctx, office.RESIDENT).get(url).json()["waiting_for"][0]


def test_an_upload_goes_where_its_sender_said(ctx: Context):
    program = office.program(ctx, office.RESIDENT)
    sent = program.post(
        "/api/v1/uploads",
        files={"file": ("図面.pdf", office.PDF, "application/pdf")},
        data={"for": "plan"},
    )
    assert sent.status_code == 201, sent.text
    assert sent.json()["sha256"] == hashlib.sha256(office.PDF).hexdigest()
    given = office.answers(ctx)
    given["attachments"].pop("plan")
    body = {"procedure": office.FOOD, "answers": given, "attachments": [sent.json()["id"]]}
    filed = program.post("/api/v1/cases", json=body, headers={"idempotency-key": "k"})
    assert filed.status_code == 201, filed.text
    case = program.get(f"/api/v1/cases/{filed.json()['number']}").json()
    assert case["answers"]["attachments"]["plan"] == [sent.json()["id"]]
    theirs = office.program(ctx, office.NEIGHBOUR).post(
        "/api/v1/cases", json=body, headers={"idempotency-key": "k"}
    )
    assert theirs.status_code == 422
    assert theirs.json()["errors"][0]["code"] == "upload.unknown"


def test_the_worklist_shows_what_waits_for_the_caller(ctx: Context):
    number = office.examining(ctx)
    mine = office.program(ctx, office.EXAMINER).get("/api/v1/worklist").json()["items"]
    assert [each["number"] for each in mine] == [number]
    theirs = office.program(ctx, office.STRANGER).get("/api/v1/worklist?box=all").json()["items"]
    assert theirs == []


def test_the_api_describes_itself(ctx: Context):
    described = office.client(ctx).get("/api/v1/openapi.json").json()
    assert "/api/v1/cases/{number}/acts" in described["paths"]


def test_rubbish_is_answered_as_a_problem(ctx: Context):
    program = office.program(ctx, office.RESIDENT)
    for body in (b"{", b"[]", b'{"procedure": 1}', b"\xff"):
        answer = program.post(
            "/api/v1/cases",
            content=body,
            headers={"idempotency-key": "k", "content-type": "application/json"},
        )
        assert answer.status_code == 400, body
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("strange", ["\x00", "a\x00b", "\ud800"])
def test_what_no_text_can_hold_is_refused_and_never_breaks(ctx: Context, strange: str):
    program = office.program(ctx, office.RESIDENT)
    content = json.dumps(
        {"procedure": office.FOOD, "answers": {"shop_name": strange}, "attachments": [strange]}
    )
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    answer = program.post("/api/v1/cases", content=content, headers=headers)
    assert answer.status_code == 422
    assert program.get("/api/v1/cases/%00").status_code in (404, 422)
