"""試写: the page beside the real application that says what is on the stage and fills its form.

Only in the application that `madoguchi preview` opens.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from app.cases import rehearsal
from app.definitions import diagnostics
from app.definitions.model import say
from app.kernel.clock import local_day
from app.services import demo, preview
from app.services.preview import Stage
from app.web import session, shown
from app.web.posted import Form
from app.web.preview.view import PreviewPage, Take
from app.web.session import AnyVisitor, Office, demo_only

router = APIRouter(include_in_schema=False, dependencies=[Depends(demo_only)])


async def _stage(request: Request) -> Stage:
    found: Stage = request.app.state.preview
    return found


OnStage = Annotated[Stage, Depends(_stage)]


@router.get("/preview")
def look(request: Request, ctx: Office, seen: AnyVisitor, stage: OnStage) -> Response:
    """Show what is on the stage, what is wrong with it, and whose answers can be tried."""
    today = local_day(ctx.clock())
    procedure = ctx.catalogue.library.current(stage.procedure, today)
    takes = []
    for n, each in enumerate(preview.scenarios(ctx, stage)):
        played = None if procedure is None else rehearsal.play(procedure, each, today)
        takes.append(Take(n, each.name, () if played is None else played.faults))
    view = PreviewPage(
        procedure=stage.procedure,
        title=stage.procedure if procedure is None else say(procedure.title),
        number=stage.number,
        broken=stage.broken,
        found=tuple(diagnostics.human(each) for each in stage.found),
        takes=tuple(takes),
    )
    return shown.page(request, seen.actor, "public/preview.html", view)


@router.get("/preview/state")
async def state(stage: OnStage) -> Response:
    """Say how often the files have been read, for the page that waits for the next time."""
    return JSONResponse({"number": stage.number, "broken": stage.broken})


@router.post("/preview/fill")
def fill(ctx: Office, stage: OnStage, posted: Form) -> Response:
    """Be a resident of the demo whose form is filled with a scenario's answers."""
    people = [each for each in ctx.demo_people if each.kind == "resident"]
    opened = demo.sign_in_as(ctx, people[0].id)
    chosen = posted.text("scenario")
    n = int(chosen) if chosen.isdecimal() and len(chosen) < 5 else -1
    answer = shown.go(preview.fill(ctx, stage, n, opened.actor))
    session.remember(ctx, answer, opened.secret)
    return answer
