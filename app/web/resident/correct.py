"""補正する: answering a correction request, on the pages that the office named and all others."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.cases.model import Actor
from app.kernel.errors import Refusal
from app.services import drafts, filing
from app.services.context import Context
from app.web import shown
from app.web.posted import Form
from app.web.resident import checking, filling, journey
from app.web.resident.journey import Journey
from app.web.session import Office, Resident

router = APIRouter(include_in_schema=False)


@router.get("/my/cases/{number}/correct")
def begin(ctx: Office, by: Resident, number: str) -> Response:
    """Go to the first page that has to be put right."""
    way = _way(ctx, by, number)
    return shown.go(way.url(journey.unfinished(way)))


@router.get("/my/cases/{number}/correct/check")
def check(request: Request, ctx: Office, by: Resident, number: str) -> Response:
    """Show the answers as they will be, and what they were before."""
    way = _way(ctx, by, number)
    gap = checking.first_gap(way)
    return shown.go(gap) if gap else checking.show(request, way)


@router.post("/my/cases/{number}/correct/check")
def submit(request: Request, ctx: Office, by: Resident, number: str, posted: Form) -> Response:
    """Send the corrected application; sent before, it stays as it was."""
    try:
        way = _way(ctx, by, number)
    except Refusal as refusal:
        if refusal.code == "correction.none_asked":
            return shown.go(f"/my/cases/{number}")
        raise
    if posted.button[0] == "save":
        return shown.go("/my")
    gap = checking.first_gap(way)
    if gap:
        return shown.go(gap)
    if posted.text("declared") != "yes":
        return checking.show(request, way, undeclared=True)
    return _send(way, number)


@router.get("/my/cases/{number}/correct/{page}")
def show_page(request: Request, ctx: Office, by: Resident, number: str, page: str) -> Response:
    """Show a page of questions, with what the office asked at each."""
    return filling.show(request, _way(ctx, by, number), page)


@router.post("/my/cases/{number}/correct/{page}")
def press(request: Request, ctx: Office, by: Resident, page: str, posted: Form) -> Response:
    """Take in a page of questions."""
    return filling.press(request, _way(ctx, by, request.path_params["number"]), page, posted)


def _way(ctx: Context, by: Actor, number: str) -> Journey:
    draft, case, procedure = drafts.begin_correction(ctx, number, by)
    return Journey(ctx, by, procedure, draft, f"/my/cases/{number}/correct", case)


def _send(way: Journey, number: str) -> Response:
    try:
        filing.correct(way.ctx, number, way.draft.answers, way.by)
    except Refusal as refusal:
        if refusal.code == "answers.invalid":
            page = journey.page_of(way, refusal.faults[0])
            return shown.go(f"{way.url(page)}?from=check&review=1")
        raise
    drafts.discard(way.ctx, way.draft.id, way.by)
    return shown.go(f"/my/cases/{number}/done?corrected=1")
