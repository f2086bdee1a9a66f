"""The addresses of the studio. Each looks at or does one thing through a service.

What somebody has typed is never lost: a text that could not be kept is shown again beside the one
that was kept meanwhile.
"""

from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.responses import Response

from app.cases.model import Actor
from app.definitions import explanations
from app.definitions.manuscripts import VERSION
from app.definitions.model import Procedure
from app.kernel.errors import Refusal
from app.services import manuscripts, publishing, studio
from app.services.context import Context
from app.services.manuscripts import File
from app.services.publishing import Proposal
from app.services.studio import Findings
from app.web import problems, shown
from app.web.posted import Form
from app.web.session import Author, Office
from app.web.studio import foreseeing, shelves, writing
from app.web.studio_views import ProposePage, VersionPage
from app.web.views import Link

router = APIRouter(prefix="/studio", include_in_schema=False)

_FRAMES = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
}
_FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}
_LONGEST = 200


@router.get("")
def shelf(request: Request, ctx: Office, by: Author, q: str = "") -> Response:
    """Show every procedure with its health."""
    may_begin = any(post.name == publishing.AUTHOR for post in by.posts)
    view = shelves.page(studio.shelf(ctx, by), q.strip()[:_LONGEST], may_begin=may_begin)
    return shown.page(request, by, "studio/shelf.html", view)


@router.get("/new")
def before_beginning(request: Request, ctx: Office, by: Author) -> Response:
    """Ask what a new procedure is to be."""
    view = shelves.beginning(ctx, by, {"id": "", "title": "", "department": "", "workflow": ""})
    return shown.page(request, by, "studio/begin.html", view)


@router.post("/new")
def begin(request: Request, ctx: Office, by: Author, posted: Form) -> Response:
    """Begin a new procedure."""
    given = {name: posted.text(name).strip() for name in ("id", "title", "department", "workflow")}
    wanted = (given["id"], given["title"], given["department"])
    try:
        manuscripts.begin(ctx, wanted, given["workflow"], by)
    except Refusal as refusal:
        if not refusal.code.startswith("manuscript."):
            raise
        told = tuple(Link(f"#{each.field}", each.message) for each in refusal.faults)
        view = shelves.beginning(ctx, by, given, told or (Link("#id", refusal.message),))
        return shown.page(request, by, "studio/begin.html", view, 422)
    return shown.go(writing.home(given["id"]))


@router.get("/diagnostics/{code}")
def explained(request: Request, by: Author, code: str) -> Response:
    """Show the page of a diagnostic."""
    text = explanations.page(code)
    if text is None:
        raise Refusal("page.not_found", "その診断の説明はありません。", "符号を確かめてください。")
    return shown.page(request, by, "studio/explained.html", (code, text))


@router.get("/{procedure}")
def edit(request: Request, ctx: Office, by: Author, procedure: str, file: str = "") -> Response:
    """Show a file of a procedure with all that there is to say of it."""
    view = writing.page(
        ctx, procedure, _files(ctx, procedure), file, may_write=_may_write(ctx, procedure, by)
    )
    return _framing(shown.page(request, by, "studio/editor.html", view))


@router.post("/{procedure}")
def save(request: Request, ctx: Office, by: Author, procedure: str, posted: Form) -> Response:
    """Keep a file, and show it again; what could not be kept stays beside what was."""
    file = _posted_file(posted)
    try:
        manuscripts.save(ctx, procedure, file, by)
    except Refusal as refusal:
        if refusal.code != "manuscript.changed_meanwhile":
            raise
        found = _files(ctx, procedure)
        view = writing.page(ctx, procedure, found, file.name, may_write=True)
        view = writing.with_typed(view, file.text, view.revision, view.text)
        return _framing(shown.page(request, by, "studio/editor.html", view, 409))
    return shown.go(f"{writing.home(procedure)}?file={quote(file.name)}")


@router.post("/{procedure}/keep")
def keep(request: Request, ctx: Office, by: Author, procedure: str, posted: Form) -> Response:
    """Keep a file for the editor, and answer with all that there is to say of it."""
    try:
        kept = manuscripts.save(ctx, procedure, _posted_file(posted), by)
    except Refusal as refusal:
        return JSONResponse(problems.problem(refusal), problems.status_of(refusal))
    told = _told(ctx, procedure)
    view = {
        "revision": kept.revision,
        "ready": told.trial.ready,
        "changes": len(told.differences),
        "findings": [_plain(each) for each in writing.findings(told)],
        "scenarios": [_plain(each) for each in writing.scenarios(ctx, told)],
        "covered": writing.covered(told),
        "picture": told.picture,
    }
    return JSONResponse(view)


@router.post("/{procedure}/discard")
def discard(ctx: Office, by: Author, procedure: str) -> Response:
    """Throw away what is being changed."""
    manuscripts.discard(ctx, procedure, by)
    return shown.go(writing.home(procedure) if studio.newest(ctx, procedure) else "/studio")


@router.get("/{procedure}/stage")
def stage(request: Request, ctx: Office, by: Author, procedure: str) -> Response:
    """Show a page of the form in a frame, as residents would see it."""
    asked = request.query_params
    n = asked.get("scenario", "0")
    view = writing.stage(
        ctx,
        _told(ctx, procedure),
        asked.get("page", ""),
        int(n) if n.isdecimal() and len(n) < 5 else -1,
        asked.get("lang", "ja"),
    )
    answer = shown.page(request, by, "studio/stage.html", view)
    answer.headers.update(_FRAMED)
    return answer


@router.get("/{procedure}/words")
def words(ctx: Office, by: Author, procedure: str) -> Response:
    """Give what the editor can complete: the keys of the language, and the answers by name."""
    return JSONResponse(studio.words(ctx, procedure))


@router.get("/{procedure}/changes")
def changes(request: Request, ctx: Office, by: Author, procedure: str) -> Response:
    """Show what the manuscript would change, for people and for running and past cases."""
    view = foreseeing.page(ctx, _sound(ctx, procedure))
    return shown.page(request, by, "studio/changes.html", view)


@router.get("/{procedure}/propose")
def before_proposing(request: Request, ctx: Office, by: Author, procedure: str) -> Response:
    """Show what is about to be proposed."""
    view = _proposal(ctx, procedure)
    return shown.page(request, by, "studio/propose.html", view)


@router.post("/{procedure}/propose")
def propose(request: Request, ctx: Office, by: Author, procedure: str, posted: Form) -> Response:
    """Propose the manuscript for publication."""
    reason, waiver = posted.text("reason").strip(), posted.text("waiver").strip()
    view = replace(_proposal(ctx, procedure), reason=reason, waiver=waiver)
    written = manuscripts.written(_files(ctx, procedure))
    found = studio.changes(ctx, _sound(ctx, procedure)) if not view.obstacles else ()
    asked = Proposal(
        procedure, written, reason, studio.in_words(found), len(view.unconfirmed), waiver
    )
    try:
        number = publishing.propose(ctx, asked, by)
    except Refusal as refusal:
        if refusal.code not in ("answers.invalid", "publish.unsound", "publish.day_past"):
            raise
        told = refusal.faults or ()
        errors = tuple(Link(f"#{each.field}", each.message) for each in told)
        view = replace(view, errors=errors or (Link("", refusal.message),))
        return shown.page(request, by, "studio/propose.html", view, 422)
    return shown.go(f"{writing.home(procedure)}/versions?done={quote(number)}")


@router.get("/{procedure}/versions")
def versions(request: Request, ctx: Office, by: Author, procedure: str) -> Response:
    """Show every version of a procedure."""
    view = shelves.versions(ctx, procedure)
    return shown.page(request, by, "studio/versions.html", view)


@router.get("/{procedure}/versions/{version}")
def version(request: Request, ctx: Office, by: Author, procedure: str, version: str) -> Response:
    """Show one proposed version to whoever has to agree to it."""
    proposed = publishing.history(ctx, procedure)
    found = next((each for each in proposed if each.version.id == version), None)
    if found is None:
        raise Refusal("page.not_found", "その版はありません。", "版の一覧から選んでください。")
    row = found.version
    compared = studio.compared(ctx, row)
    view = VersionPage(
        id=procedure,
        title=writing.title(ctx, procedure, None),
        url=writing.home(procedure),
        line=shelves.line(found, procedure),
        groups=foreseeing.groups(compared),
        text=row.source,
    )
    return shown.page(request, by, "studio/version.html", view)


def _proposal(ctx: Context, procedure_id: str) -> ProposePage:
    told = _told(ctx, procedure_id)
    procedure = told.trial.examined.procedure
    wrong = [each.message for each in told.trial.examined.diagnostics if each.severity == "error"]
    if procedure is not None and not told.trial.played:
        wrong.append("試験シナリオがありません。")
    return ProposePage(
        id=procedure_id,
        title=writing.title(ctx, procedure_id, procedure),
        url=writing.home(procedure_id),
        effective=None if procedure is None else procedure.effective,
        groups=foreseeing.groups(told.differences),
        unconfirmed=studio.unconfirmed(procedure),
        obstacles=(*wrong, *told.trial.failed),
    )


def _files(ctx: Context, procedure_id: str) -> dict[str, File]:
    return dict(manuscripts.files(ctx, procedure_id))


def _told(ctx: Context, procedure_id: str) -> Findings:
    return studio.findings(ctx, procedure_id, manuscripts.written(_files(ctx, procedure_id)))


def _sound(ctx: Context, procedure_id: str) -> Procedure:
    procedure = _told(ctx, procedure_id).trial.examined.procedure
    if procedure is None:
        raise Refusal(
            "manuscript.broken",
            "原稿に直すところがあるため、比べられません。",
            "エディターに示された誤りを直してください。",
        )
    return procedure


def _may_write(ctx: Context, procedure_id: str, by: Actor) -> bool:
    return publishing.may_write(by, manuscripts.department_of(ctx, procedure_id))


def _posted_file(posted: Form) -> File:
    revision = posted.text("revision")
    text = posted.text("text").replace("\r\n", "\n")
    number = int(revision) if revision.isdecimal() and len(revision) < 10 else 0
    return File(posted.text("file") or VERSION, text, number)


def _framing(answer: HTMLResponse) -> HTMLResponse:
    answer.headers.update(_FRAMES)
    return answer


def _plain(view: object) -> dict[str, object]:
    names = getattr(view, "__slots__", ())
    return {name: getattr(view, name) for name in names}
