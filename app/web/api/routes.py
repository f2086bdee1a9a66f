"""The calls of API v1. Each reads its request, asks one service, and shapes the answer."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Header, Query, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from app.cases.acts import Corrected, read_body
from app.definitions import schema
from app.kernel.clock import local, local_day
from app.kernel.errors import Refusal
from app.services import (
    casework,
    catalogue,
    demo,
    filing,
    payments,
    reading,
    tokens,
    uploads,
    worklist,
)
from app.services.worklist import Query as Wanted
from app.web import session
from app.web.api import log, shapes
from app.web.api.bearer import Caller
from app.web.session import Office

router = APIRouter(prefix="/api/v1")
router.routes.extend(log.router.routes)
_LARGEST = 25 * 1024 * 1024


class Application(BaseModel):
    """What is filed: the procedure, its answers, and uploads that the answers do not name yet."""

    model_config = ConfigDict(extra="forbid")
    procedure: str
    answers: dict[str, Any]
    attachments: list[str] = []


class Paying(BaseModel):
    """How somebody wants to pay; the charge may be left out where only one is open."""

    model_config = ConfigDict(extra="forbid")
    method: str
    charge: str = ""


class Advance(BaseModel):
    """By how much the demo's clock is moved: an ISO 8601 period such as `P3D`."""

    model_config = ConfigDict(extra="forbid")
    advance: str


@router.post("/token")
def token(
    ctx: Office,
    grant_type: Annotated[str, Form()],
    client_id: Annotated[str, Form()],
    client_secret: Annotated[str, Form()],
) -> dict[str, Any]:
    """Give a program its access token (RFC 6749 section 4.4)."""
    if grant_type != "client_credentials":
        raise Refusal(
            "token.grant_unsupported",
            "grant_type は client_credentials だけに対応しています。",
            "grant_type=client_credentials を送ってください。",
        )
    made = tokens.for_client(ctx, client_id, client_secret)
    seconds = int(tokens.TTL.total_seconds())
    return {"access_token": made, "token_type": "Bearer", "expires_in": seconds}


class Search(BaseModel):
    """How the catalogue is narrowed down, and where to go on."""

    q: str = ""
    department: str = ""
    category: str = ""
    life_event: str = ""
    cursor: str = ""
    limit: int = Field(100, ge=1, le=100)


@router.get("/procedures")
def procedures(ctx: Office, search: Annotated[Search, Query()]) -> dict[str, Any]:
    """List the catalogue, filtered."""
    today = local_day(ctx.clock())
    found = catalogue.find(ctx.catalogue, today, search.q) if search.q else ctx.catalogue.all(today)
    chosen = [
        each
        for each in found
        if each.department.id.startswith(search.department)
        and search.category in ("", each.find.category)
        and (not search.life_event or search.life_event in each.find.life_events)
    ]
    start = int(search.cursor) if search.cursor.isdecimal() else 0
    end = start + search.limit
    rows = [shapes.procedure_row(each) for each in chosen[start:end]]
    return {"items": rows, "next": str(end) if end < len(chosen) else None}


@router.get("/procedures/{procedure_id}")
def procedure(ctx: Office, procedure_id: str) -> dict[str, Any]:
    """Describe a procedure in full."""
    return shapes.procedure_whole(ctx.catalogue.current(procedure_id, local_day(ctx.clock())))


@router.get("/procedures/{procedure_id}/schema")
def answers_schema(ctx: Office, procedure_id: str) -> dict[str, Any]:
    """Give the JSON Schema of the answers."""
    return schema.answers_schema(ctx.catalogue.current(procedure_id, local_day(ctx.clock())))


@router.get("/procedures/{procedure_id}/example")
def example(ctx: Office, procedure_id: str) -> dict[str, Any]:
    """Give a complete set of answers that would be accepted today."""
    return catalogue.example(ctx.catalogue, procedure_id, local_day(ctx.clock()))


@router.post("/cases", status_code=201)
def file_case(
    ctx: Office,
    by: Caller,
    body: Application,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> JSONResponse:
    """File an application; the same key and body give the same answer."""
    if not idempotency_key or len(idempotency_key) > 200:
        raise Refusal(
            "idempotency.key_missing",
            "Idempotency-Key がありません。",
            "送信ごとに違う値（UUIDなど）を Idempotency-Key に入れてください。",
        )
    filed = filing.submit(
        ctx,
        filing.Filing(
            body.procedure, body.answers, f"api:{idempotency_key}", body.attachments, "api"
        ),
        by,
    )
    answer = {
        "number": filed.number,
        "arrived_at": local(filed.arrived_at).isoformat(),
        "status": filed.status,
        "acknowledgement": f"/api/v1/cases/{filed.number}/documents/acknowledgement",
    }
    return JSONResponse(answer, 201, {"Location": f"/api/v1/cases/{filed.number}"})


@router.post("/uploads", status_code=201)
def upload(
    ctx: Office, by: Caller, file: UploadFile, purpose: Annotated[str, Form(alias="for")] = ""
) -> dict[str, Any]:
    """Take in a file; `for` names the attachment that it is meant for."""
    data = file.file.read(_LARGEST + 1)
    row = uploads.receive(ctx, uploads.Sent(file.filename or "", purpose, data), by)
    return {
        "id": row.id,
        "sha256": row.sha256,
        "size": row.size,
        "media_type": row.media_type,
        "for": row.purpose or None,
    }


@router.get("/cases")
def my_cases(ctx: Office, by: Caller) -> dict[str, Any]:
    """List the caller's own cases, newest first."""
    return {"items": [shapes.own(each) for each in reading.own_cases(ctx, by)], "next": None}


@router.get("/cases/{number}")
def case(ctx: Office, by: Caller, number: str) -> JSONResponse:
    """Give a case as the caller may see it; its ETag is the revision."""
    return _case(reading.brief(ctx, number, by), by)


@router.get("/cases/{number}/events")
def events(ctx: Office, by: Caller, number: str) -> dict[str, Any]:
    """Give the timeline of a case."""
    sight = reading.whole(ctx, number, by)
    return {"items": [shapes.event(each) for each in sight.happenings], "next": None}


@router.get("/cases/{number}/documents")
def documents(ctx: Office, by: Caller, number: str) -> dict[str, Any]:
    """List the documents of a case."""
    sight = reading.whole(ctx, number, by)
    return {"items": [shapes.document(each) for each in sight.documents], "next": None}


@router.get("/cases/{number}/documents/{document_id}")
def document(ctx: Office, by: Caller, number: str, document_id: str) -> Response:
    """Give a document as PDF; `acknowledgement` stands for the id of the 受付票."""
    row, pdf = reading.document(ctx, number, document_id, by)
    name = f'attachment; filename="{row.case_number}-{row.rule}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})


@router.post("/cases/{number}/acts")
def do_act(
    ctx: Office,
    by: Caller,
    number: str,
    body: dict[str, Any],
    if_match: Annotated[str | None, Header()] = None,
) -> JSONResponse:
    """Do an act that the case offers to the caller, on the revision that they saw."""
    expected = _revision(if_match)
    name = str(body.get("act", ""))
    rest = {key: value for key, value in body.items() if key != "act"}
    if name == "correct":
        given = read_body(Corrected, rest)
        moved = filing.correct(ctx, number, given.answers, by, expected)
    else:
        moved = casework.act(ctx, number, casework.Asked(name, rest, expected), by)
    return _case(reading.after(ctx, moved, by), by)


@router.post("/cases/{number}/payments", status_code=201)
def pay(ctx: Office, by: Caller, number: str, body: Paying) -> dict[str, Any]:
    """Begin to pay an open charge, and say where to go or which number to use."""
    sight = reading.brief(ctx, number, by)
    open_ones = [each.id for each in sight.case.charges if each.state == "open"]
    charge = body.charge or (open_ones[0] if open_ones else "")
    started = payments.start(ctx, number, charge, body.method, by)
    return {
        "payment": started.payment,
        "charge": charge,
        "redirect_url": started.redirect_url,
        "instructions": None,
    }


@router.get("/cases/{number}/payments/{charge}")
def payment(ctx: Office, by: Caller, number: str, charge: str) -> dict[str, Any]:
    """Say how the payment of a charge stands."""
    found = payments.standing(ctx, number, charge, by)
    told = found.instructions
    return {
        "charge": found.charge.id,
        "amount": found.charge.amount,
        "state": found.state,
        "method": found.method or None,
        "redirect_url": found.redirect_url or None,
        "instructions": {"store": told.store, "number": told.number,
                         "deadline": local(told.deadline).isoformat()} if told else None,
    }  # fmt: skip


class Box(BaseModel):
    """Which box of the worklist, which filter words, and where to go on."""

    box: str = "mine"
    q: str = ""
    cursor: str = ""
    limit: int = Field(50, ge=1, le=100)


@router.get("/worklist")
def work(ctx: Office, by: Caller, asked: Annotated[Box, Query()]) -> dict[str, Any]:
    """List what waits for the caller."""
    wanted = Wanted(asked.box, asked.q, asked.cursor or None, asked.limit)
    found = worklist.page(ctx, wanted, by, counted=False)
    return {"items": [shapes.work(each) for each in found.rows], "next": found.next}


@router.get("/demo/people", dependencies=[Depends(session.demo_only)])
def demo_people(ctx: Office) -> dict[str, Any]:
    """List who can sign in as what in the demo."""
    rows = [
        {"id": each.id, "name": each.name, "kind": each.kind, "about": each.about,
         "email": each.email,
         "posts": [{"unit": post.unit, "post": post.post} for post in each.posts]}
        for each in ctx.demo_people
    ]  # fmt: skip
    return {"items": rows, "next": None}


@router.post("/demo/clock", dependencies=[Depends(session.demo_only)])
def demo_clock(ctx: Office, by: Caller, body: Advance) -> dict[str, Any]:
    """Move the demo's clock forward; deadlines that are then due pass."""
    now, passed = demo.move_clock(ctx, body.advance)
    return {"now": local(now).isoformat(), "deadlines_passed": passed}


def _case(sight: reading.Sight, by: Caller) -> JSONResponse:
    return JSONResponse(shapes.case(sight, by), headers={"ETag": f'"{sight.case.revision}"'})


def _revision(if_match: str | None) -> int:
    text = (if_match or "").strip().removeprefix("W/").strip('"')
    if not text.isdecimal():
        raise Refusal(
            "request.if_match_missing",
            "If-Match がありません。",
            "案件を読み、その ETag を If-Match に入れて送ってください。",
        )
    return int(text)
