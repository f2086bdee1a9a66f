"""申請の状況: a case as its applicant sees it, with what they have to do and what happens next."""

from app.cases.model import Charge
from app.definitions.model import Procedure, say
from app.kernel.clock import local
from app.services import notices, papers
from app.services.payments import Standing
from app.services.reading import Sight
from app.web import case_parts
from app.web.resident import brochure, stages
from app.web.resident_views import CasePage, DonePage, NextStep, TodoBox
from app.web.views import Tone

_SAID = {
    "examining": "担当の職員が内容を確かめています。",
    "inspecting": "検査を行います。日時は担当からご連絡します。",
    "deciding": "審査を終え、決定の手続をしています。",
    "correction": "直していただきたいところがあります。下の「お願い」を見てください。",
    "payment": "手数料の納付を確認してから、審査をはじめます。",
    "assessing": "担当の職員が手数料の額を決めています。決まったらメールでお知らせします。",
    "outside": "関係するところに照会しています。",
    "issuing": "文書を用意しています。できあがったらメールでお知らせします。",
}
_TONES: dict[str, Tone] = {"correction": "warn", "payment": "warn"}
_RESULTS: dict[str | None, tuple[str, Tone]] = {
    "granted": ("手続が終わりました。文書を受け取ってください。", "good"),
    "partial": ("手続が終わりました。理由は文書に書いてあります。", "warn"),
    "refused": ("手続が終わりました。理由は文書に書いてあります。", "bad"),
    None: ("手続は終わりました。", "plain"),
}


def page(sight: Sight, standings: tuple[Standing, ...]) -> CasePage:
    """Put the page of a case together; `standings` tell how open charges are being paid."""
    case, procedure = sight.case, sight.procedure
    explanation, colour = said(sight)
    home = f"/my/cases/{case.number}"
    return CasePage(
        number=case.number,
        title=say(procedure.title),
        status=sight.status.label,
        explanation=explanation,
        arrived_at=local(case.arrived_at),
        office=brochure.office(procedure, case.office),
        progress=stages.of_case(procedure, case),
        tone=colour,
        clock=case_parts.clock(sight),
        todo=tuple(_todo(sight, standings)),
        timeline=case_parts.timeline(sight.happenings),
        documents=case_parts.documents(sight.documents, home),
        charges=case_parts.charges(case, "" if case.closed else f"{home}/pay"),
        sections=case_parts.sections(case_parts.sent(sight, "/uploads")),
        withdraw_url=f"/my/cases/{case.number}/withdraw" if may_withdraw(sight) else "",
    )


def said(sight: Sight) -> tuple[str, Tone]:
    """Say in a sentence where a case stands, and in which tone."""
    if sight.case.closed:
        return _RESULTS.get(sight.case.disposition, _RESULTS[None])
    code = sight.status.code
    if code == "inspecting" and sight.case.inspection:
        on = sight.case.inspection
        return f"{on.year}年{on.month}月{on.day}日に検査を行います。", "info"
    return _SAID.get(code, ""), _TONES.get(code, "info")


def may_withdraw(sight: Sight) -> bool:
    """Say whether the applicant may still take the application back."""
    return any(each.act == "withdraw" for each in sight.offers)


def done(sight: Sight, email: str, *, corrected: bool) -> DonePage:
    """Put the page together that says that it arrived, and what happens next."""
    case, procedure = sight.case, sight.procedure
    home = f"/my/cases/{case.number}"
    issued = any(each.rule == "acknowledgement" and each.document for each in case.papers)
    charge = next((each for each in case.charges if each.state == "open"), None)
    return DonePage(
        procedure=say(procedure.title),
        number=case.number,
        arrived_at=local(case.arrived_at),
        email=email,
        next_steps=_next(procedure, sight, charge),
        case_url=home,
        acknowledgement_url=f"{home}/documents/acknowledgement" if issued else "",
        pay_url=f"{home}/pay/{charge.id}" if charge and not corrected else "",
        correction=corrected,
    )


def _next(procedure: Procedure, sight: Sight, charge: Charge | None) -> tuple[NextStep, ...]:
    steps = [NextStep(each) for each in papers.next_steps(procedure, sight.case)]
    if charge is not None and charge.due and steps:
        steps[0] = NextStep(steps[0].text, charge.due)
    if sight.clock.due and steps:
        steps[-1] = NextStep(f"{steps[-1].text}見込みの日：", sight.clock.due)
    return tuple(steps)


def _todo(sight: Sight, standings: tuple[Standing, ...]) -> list[TodoBox]:
    case, found = sight.case, []
    home = f"/my/cases/{case.number}"
    if case.correction is not None:
        items = tuple(
            f"{notices.label(sight.procedure, each.field)}：{each.message}".rstrip("：")
            for each in case.correction.items
        )
        text = case.correction.note or "次のところを直して、もう一度送ってください。"
        box = TodoBox(
            "補正のお願い", text, f"{home}/correct", "直して送る", case.correction.due, items
        )
        found.append(box)
    for each in standings:
        charge = each.charge
        if each.state == "awaiting":
            text = "支払いの番号をお渡ししています。期限までに支払ってください。"
            url, button = f"{home}/payment/{charge.id}", "支払いの番号を見る"
        else:
            text = f"{charge.label} {charge.amount:,}円を納めてください。"
            url, button = f"{home}/pay/{charge.id}", "支払いへ進む"
        found.append(TodoBox("手数料の納付のお願い", text, url, button, charge.due))
    return found
