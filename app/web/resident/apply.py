"""申請する: the pages of an application from its beginning until it has arrived."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.cases.model import Actor
from app.kernel.errors import Refusal
from app.services import drafts, filing
from app.services.context import Context
from app.services.filing import Filing
from app.web import shown
from app.web.posted import Form
from app.web.resident import checking, filling, journey
from app.web.resident.journey import CHECK, Journey
from app.web.session import Office, Resident

router = APIRouter(include_in_schema=False)


@router.get("/apply/{procedure}")
def begin(ctx: Office, by: Resident, procedure: str) -> Response:
    """Begin an application, or go on with the one begun."""
    draft = drafts.begin(ctx, procedure, by)
    current = ctx.catalogue.current(procedure, drafts.moment(ctx).today)
    way = Journey(ctx, by, current, draft, f"/apply/{procedure}")
    return shown.go(way.url(journey.unfinished(way)))


@router.get("/apply/{procedure}/check")
def check(request: Request, ctx: Office, by: Resident, procedure: str) -> Response:
    """Show the answers before they are sent; what is not right yet comes first."""
    way = _way(ctx, by, procedure)
    gap = checking.first_gap(way)
    return shown.go(gap) if gap else checking.show(request, way)


@router.post("/apply/{procedure}/check")
def submit(request: Request, ctx: Office, by: Resident, procedure: str, posted: Form) -> Response:
    """Send the application, once, however often the button is pressed."""
    key = posted.text("_key")
    arrived = filing.filed_as(ctx, key, by) if key else None
    if arrived:
        return _done(arrived)
    way = _way(ctx, by, procedure)
    if posted.button[0] == "save":
        return shown.go("/my")
    gap = way.url(CHECK) if key != way.draft.key else checking.first_gap(way)
    if gap:
        return shown.go(gap)
    if posted.text("declared") != "yes":
        return checking.show(request, way, undeclared=True)
    return _file(way)


@router.get("/apply/{procedure}/{page}")
def show_page(request: Request, ctx: Office, by: Resident, procedure: str, page: str) -> Response:
    """Show a page of questions."""
    return filling.show(request, _way(ctx, by, procedure), page)


@router.post("/apply/{procedure}/{page}")
def press(request: Request, ctx: Office, by: Resident, page: str, posted: Form) -> Response:
    """Take in a page of questions."""
    return filling.press(request, _way(ctx, by, request.path_params["procedure"]), page, posted)


def _way(ctx: Context, by: Actor, procedure: str) -> Journey:
    draft = drafts.find(ctx, procedure, by)
    current = ctx.catalogue.current(procedure, drafts.moment(ctx).today)
    return Journey(ctx, by, current, draft, f"/apply/{procedure}")


def _file(way: Journey) -> Response:
    draft = way.draft
    sent = Filing(way.procedure.id, draft.answers, draft.key, draft=draft.id)
    try:
        return _done(filing.submit(way.ctx, sent, way.by).number)
    except Refusal as refusal:
        if refusal.code == "idempotency.mismatch":
            # It arrived already, from another window; what was changed since cannot be sent again.
            return _done(filing.filed_as(way.ctx, draft.key, way.by) or "")
        if refusal.code != "answers.invalid":
            raise
        page = journey.page_of(way, refusal.faults[0])
        return shown.go(f"{way.url(page)}?from=check&review=1")


def _done(number: str) -> Response:
    return shown.go(f"/my/cases/{number}/done")
