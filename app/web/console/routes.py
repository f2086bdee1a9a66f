"""The addresses of the clerks' door. Each looks at or does one thing through a service.

A refused act gives the page of the case again with what was typed; an act on a case that has moved
on gives a page that says what happened meanwhile.
"""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from app.cases.model import Actor
from app.kernel.errors import Refusal
from app.services import casework, effects, publishing, reading, uploads, worklist
from app.services.context import Context
from app.services.reading import Sight
from app.services.worklist import Query as Wanted
from app.web import pages, problems, session
from app.web.console import acting, cases
from app.web.console import worklist as lists
from app.web.console.cases import Complaint
from app.web.console.panel import NOTHING, Tried
from app.web.desk_views import DeskPage, StaffSignInPage
from app.web.posted import Form
from app.web.session import AnyVisitor, Clerk, Office, Visitor
from app.web.shown import go, page

router = APIRouter(prefix="/console", include_in_schema=False)

_DONE = {
    "examine": "審査の結果を記録しました。",
    "inspect": "検査の結果を記録しました。",
    "draft": "起案して、回付しました。",
    "approve": "承認しました。",
    "concur": "協議に答えました。",
    "decide": "決定しました。文書の発行と申請者への通知を始めます。",
    "assess": "手数料の額を決めました。",
    "answer_outside": "照会への回答を記録しました。",
    "request_correction": "補正を依頼しました。申請者に知らせます。",
    "schedule_inspection": "検査日を決めました。申請者に知らせます。",
    "ask_outside": "照会を記録しました。",
    "extend": "期間を延長しました。申請者に知らせます。",
    "send_back": "差し戻しました。",
    "claim": "あなたが担当になりました。",
    "assign": "担当を替えました。",
    "note": "メモを残しました。",
    "move": "新しい版に移しました。",
    "retry": "もう一度試しています。少し待って、ページを読み直してください。",
}
_LONGEST = 400
_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


@router.get("/sign-in")
def sign_in(request: Request, seen: AnyVisitor, back: str = "") -> HTMLResponse:
    """Show how clerks sign in here."""
    view = StaffSignInPage(providers=(), back=back if _is_ours(back) else "")
    return page(request, seen.actor, "console/sign_in.html", view)


def _wanted(box: str = "mine", q: str = "", cursor: str = "") -> Wanted:
    return Wanted(box, q.strip()[:_LONGEST], cursor or None)


@router.get("")
def work(
    request: Request, ctx: Office, by: Clerk, wanted: Annotated[Wanted, Depends(_wanted)]
) -> HTMLResponse:
    """Show a box of the worklist."""
    listing = worklist.page(ctx, wanted, by)
    return page(request, by, "console/worklist.html", lists.page(ctx, wanted, listing))


@router.get("/cases/{number}")
def case(request: Request, ctx: Office, by: Clerk, number: str, done: str = "") -> HTMLResponse:
    """Show a case with everything in it."""
    view = _desk(ctx, reading.whole(ctx, number, by), by)
    chrome = session.chrome(request, Visitor("", by), _DONE.get(done, ""))
    return HTMLResponse(pages.render("console/case.html", chrome, view))


@router.post("/cases/{number}/acts")
def act(request: Request, ctx: Office, by: Clerk, number: str, form: Form) -> Response:
    """Do an act, or say why not with what was typed kept."""
    texts = form.texts
    if acting.more_reasons(texts):
        seen = acting.revision(texts)
        view = _desk(ctx, reading.whole(ctx, number, by), by, Tried("draft", texts))
        return page(request, by, "console/case.html", replace(view, revision=seen))
    try:
        asked = acting.read(texts)
        _check_sure(ctx, number, by, asked.name, texts)
        casework.act(ctx, number, asked, by)
    except Refusal as refusal:
        return _refused(request, (ctx, number, by), refusal, texts)
    return go(f"{cases.home(number)}?done={asked.name}")


@router.post("/cases/{number}/version")
def move(request: Request, ctx: Office, by: Clerk, number: str, form: Form) -> Response:
    """Let a case go on under a newer version of its procedure."""
    try:
        publishing.move(ctx, number, form.text("digest"), form.text("reason"), by)
    except Refusal as refusal:
        if not refusal.code.startswith("move."):
            raise
        complaint = Complaint(refusal.message, refusal.hint)
        view = _desk(ctx, reading.whole(ctx, number, by), by, NOTHING, complaint)
        return page(request, by, "console/case.html", view, problems.status_of(refusal))
    return go(f"{cases.home(number)}?done=move")


@router.post("/cases/{number}/effects/{key}/retry")
def retry(ctx: Office, by: Clerk, number: str, key: str) -> RedirectResponse:
    """Send something that is stuck on its way again."""
    effects.retry(ctx, number, key, by)
    return go(f"{cases.home(number)}?done=retry")


@router.get("/cases/{number}/documents/{document_id}")
def document(ctx: Office, by: Clerk, number: str, document_id: str) -> Response:
    """Give an issued document."""
    row, pdf = reading.document(ctx, number, document_id, by)
    name = f'inline; filename="{row.case_number}-{row.rule}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})


@router.get("/cases/{number}/files/{upload_id}")
def attached(ctx: Office, by: Clerk, number: str, upload_id: str) -> Response:
    """Give a file that the applicant sent with the case: what can be looked at is shown."""
    reading.brief(ctx, number, by)
    row, pieces = uploads.open_for(ctx, upload_id, by, number)
    way = "inline" if row.media_type in _INLINE else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(row.name, safe='')}",
        "Content-Security-Policy": _SANDBOX,
        "Content-Length": str(row.size),
    }
    return StreamingResponse(pieces, media_type=row.media_type, headers=headers)


def _desk(
    ctx: Context,
    sight: Sight,
    by: Actor,
    tried: Tried = NOTHING,
    complaint: Complaint | None = None,
) -> DeskPage:
    found = publishing.newer(ctx, sight.case, sight.procedure)
    return replace(cases.desk(sight, by, tried, complaint), newer=cases.newer(found))


def _check_sure(ctx: Context, number: str, by: Actor, name: str, texts: acting.Texts) -> None:
    if name != "decide":
        return
    missing = acting.unsure(name, casework.look(ctx, number, by).case, texts)
    if missing is not None:
        raise Refusal(
            "act.body_invalid",
            "拒否の決定であることを確かめてください。",
            "印をつけてから、もう一度決定してください。",
            (missing,),
        )


def _refused(
    request: Request, place: tuple[Context, str, Actor], refusal: Refusal, texts: acting.Texts
) -> HTMLResponse:
    ctx, number, by = place
    if refusal.code == "case.not_found":
        raise refusal
    sight = reading.whole(ctx, number, by)
    status = problems.status_of(refusal)
    if refusal.code == "case.changed_meanwhile":
        asked = acting.read(texts)
        changed = cases.conflict(sight, Tried(asked.name, texts), asked.revision or 0)
        return page(request, by, "console/conflict.html", changed, status)
    name = acting.text(texts, "act")
    tried = Tried(name, texts, refusal.faults) if name in acting.INPUTS else NOTHING
    complaint = Complaint(refusal.message, refusal.hint)
    view = _desk(ctx, sight, by, tried, complaint)
    return page(request, by, "console/case.html", view, status)


def _is_ours(back: str) -> bool:
    """Say whether an address to go back to is one of the office's, and not of another site."""
    return back in ("/console", "/studio") or back.startswith(
        ("/console/", "/console?", "/studio/", "/studio?")
    )
