"""マイページ: one's drafts and cases, where each stands, its documents, and taking it back."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.cases.model import Actor
from app.definitions.model import say
from app.kernel.clock import local
from app.services import casework, drafts, payments, reading, sign_in
from app.services.casework import Asked
from app.services.context import Context
from app.services.reading import Brief, Sight
from app.web import shown
from app.web.posted import Form
from app.web.resident import case_page
from app.web.resident_views import CaseCard, DraftCard, MyPage, WithdrawPage
from app.web.session import Office, Resident
from app.web.views import Link, Tone

router = APIRouter(include_in_schema=False)
_PAGE = 20
_TODO = {"correction": "補正をお願いしています。", "payment": "手数料を納めてください。"}
_TONES: dict[str, Tone] = {"correction": "warn", "payment": "warn"}
_RESULTS: dict[str, Tone] = {"granted": "good", "partial": "warn", "refused": "bad"}


@router.get("/my")
def mine(request: Request, ctx: Office, by: Resident, start: str = "") -> Response:
    """Show what one has begun and what one has filed."""
    first = int(start) if start.isdecimal() and len(start) < 6 else 0
    found = reading.own_cases(ctx, by)
    briefs = reading.own_briefs(ctx, found[first : first + _PAGE], by)
    view = MyPage(
        drafts=_drafts(ctx, by) if not first else (),
        cases=tuple(_card(each) for each in briefs),
        next_url=f"/my?start={first + _PAGE}" if len(found) > first + _PAGE else "",
    )
    return shown.page(request, by, "resident/my.html", view)


@router.post("/my/drafts/{draft}/discard")
def discard(ctx: Office, by: Resident, draft: str) -> Response:
    """Throw a draft away."""
    drafts.discard(ctx, draft, by)
    return shown.go("/my")


@router.get("/my/cases/{number}")
def show(request: Request, ctx: Office, by: Resident, number: str) -> Response:
    """Show where a case stands."""
    sight = reading.whole(ctx, number, by)
    standings = _standings(ctx, sight, by)
    return shown.page(request, by, "resident/case.html", case_page.page(sight, standings))


@router.get("/my/cases/{number}/done")
def done(
    request: Request, ctx: Office, by: Resident, number: str, corrected: bool = False
) -> Response:
    """Say that it arrived."""
    view = case_page.done(
        reading.brief(ctx, number, by), sign_in.email(ctx, by), corrected=corrected
    )
    return shown.page(request, by, "resident/done.html", view)


@router.get("/my/cases/{number}/documents/{document}")
def document(ctx: Office, by: Resident, number: str, document: str) -> Response:
    """Hand out an issued document."""
    row, body = reading.document(ctx, number, document, by)
    name = quote(f"{row.title}_{row.number or number}.pdf")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, media_type="application/pdf", headers=headers)


@router.get("/my/cases/{number}/withdraw")
def ask_withdrawal(request: Request, ctx: Office, by: Resident, number: str) -> Response:
    """Ask whether the application is really to be taken back."""
    sight = reading.brief(ctx, number, by)
    if not case_page.may_withdraw(sight):
        return shown.go(f"/my/cases/{number}")
    return shown.page(request, by, "resident/withdraw.html", _withdrawal(sight))


@router.post("/my/cases/{number}/withdraw")
def withdraw(request: Request, ctx: Office, by: Resident, number: str, posted: Form) -> Response:
    """Take the application back; taken back before, it stays so."""
    sight = reading.brief(ctx, number, by)
    reason = posted.text("reason").strip()
    if not case_page.may_withdraw(sight):
        return shown.go(f"/my/cases/{number}")
    if posted.text("sure") != "yes":
        errors = (Link("#sure", "取り下げるときは、チェックを付けてください。"),)
        view = _withdrawal(sight, reason, errors)
        return shown.page(request, by, "resident/withdraw.html", view, 422)
    casework.act(ctx, number, Asked("withdraw", {"reason": reason}), by)
    return shown.go(f"/my/cases/{number}")


def _withdrawal(sight: Sight, reason: str = "", errors: tuple[Link, ...] = ()) -> WithdrawPage:
    case, consequences = sight.case, list[str]()
    if any(each.state == "paid" for each in case.charges):
        rules = {fee.id: fee for fee in sight.procedure.fees}
        said = [rules[each.fee].refund for each in case.charges if each.fee in rules]
        consequences += dict.fromkeys(say(each) for each in said if each)
    return WithdrawPage(
        number=case.number,
        title=say(sight.procedure.title),
        case_url=f"/my/cases/{case.number}",
        consequences=tuple(consequences),
        reason=reason,
        errors=errors,
    )


def _standings(ctx: Context, sight: Sight, by: Actor) -> tuple[payments.Standing, ...]:
    if sight.case.closed:
        return ()
    return tuple(
        payments.standing(ctx, sight.case.number, each.id, by)
        for each in sight.case.charges
        if each.state == "open"
    )


def _drafts(ctx: Context, by: Actor) -> tuple[DraftCard, ...]:
    found = []
    today = drafts.moment(ctx).today
    for each in drafts.of_person(ctx, by):
        known = ctx.catalogue.library.current(each.procedure, today)
        if each.case_number is None and known is not None:
            card = DraftCard(
                title=say(known.title),
                url=f"/apply/{each.procedure}",
                saved_at=local(each.updated_at),
                discard_url=f"/my/drafts/{each.id}/discard",
            )
            found.append(card)
    return tuple(found)


def _card(brief: Brief) -> CaseCard:
    case, status = brief.case, brief.status
    tone = _RESULTS.get(case.disposition or "", "plain") if case.closed else "info"
    return CaseCard(
        number=case.number,
        title=say(brief.procedure.title),
        url=f"/my/cases/{case.number}",
        status=status.label,
        arrived_at=local(case.arrived_at),
        tone=_TONES.get(status.code, tone),
        todo=_TODO.get(status.code, ""),
    )
