"""申請の状況: a case as its applicant sees it, with what they have to do and what happens next."""

from app.cases import answers
from app.cases.answers import Moment
from app.cases.deadlines import Reading
from app.cases.model import Case, Charge
from app.definitions.model import Procedure, say
from app.kernel.clock import local, local_day
from app.services import notices, papers
from app.services.payments import Standing
from app.services.reading import Happening, Sight
from app.web.resident import brochure, enclosing, stages
from app.web.resident_views import CasePage, DonePage, NextStep, TodoBox
from app.web.views import (
    AnswerRow,
    AnswerSection,
    ChargeView,
    ClockView,
    DocumentView,
    FileView,
    TimelineEntry,
    Tone,
)

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
_CHARGES: dict[str, tuple[str, Tone]] = {
    "unknown": ("額を決めています", "info"),
    "open": ("未納", "warn"),
    "paid": ("納付済み", "good"),
    "cancelled": ("取消し", "plain"),
    "waived": ("免除", "good"),
}
_EVENT_TONES: dict[str, Tone] = {
    "correction_requested": "warn",
    "payment_settled": "good",
    "document_issued": "good",
    "decided": "info",
}
_STOPPED = {
    "await-applicant": "補正をお待ちしているあいだは数えません。",
    "await-payment": "納付をお待ちしているあいだは数えません。",
    "await-outside": "照会の回答を待つあいだは数えません。",
}


def page(sight: Sight, standings: tuple[Standing, ...]) -> CasePage:
    """Put the page of a case together; `standings` tell how open charges are being paid."""
    case, procedure = sight.case, sight.procedure
    explanation, colour = said(sight)
    return CasePage(
        number=case.number,
        title=say(procedure.title),
        status=sight.status.label,
        explanation=explanation,
        arrived_at=local(case.arrived_at),
        office=brochure.office(procedure, case.office),
        progress=stages.of_case(procedure, case),
        tone=colour,
        clock=clock(case, sight.clock),
        todo=tuple(_todo(sight, standings)),
        timeline=tuple(_entry(each) for each in reversed(sight.happenings)),
        documents=tuple(_documents(sight)),
        charges=tuple(_charge(case, each) for each in case.charges),
        sections=sections(sight),
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


def clock(case: Case, reading: Reading) -> ClockView:
    """Give the processing clock as it is shown."""
    stops = [each for each in case.clock.stops if each.until is None]
    late = reading.left is not None and reading.left < 0
    total = reading.allowed
    if reading.extended and reading.left is not None:
        total = reading.used + reading.left
    return ClockView(
        used=reading.used,
        state="ended"
        if case.clock.ended
        else "stopped"
        if not reading.running
        else "late"
        if late
        else "running",
        total=total,
        stopped=reading.stopped,
        due=reading.due,
        extended=reading.extended,
        note=_STOPPED.get(stops[-1].reason, "") if stops else "",
        unit="開庁日" if reading.unit == "business_day" else "日",
    )


def sections(sight: Sight) -> tuple[AnswerSection, ...]:
    """Give what was filed, in words."""
    case, procedure = sight.case, sight.procedure
    arrived = local_day(case.arrived_at)
    moment = Moment(arrived, "online", arrived)
    found = [
        AnswerSection(
            each.title, tuple(AnswerRow(row.label, row.text, row.path) for row in each.rows)
        )
        for each in answers.summary(procedure, case.answers, moment)
    ]
    files = _files(sight)
    return (*found, AnswerSection("添付書類", files)) if files else tuple(found)


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


def _entry(happening: Happening) -> TimelineEntry:
    return TimelineEntry(
        at=local(happening.at),
        title=happening.title,
        who=happening.who,
        text=happening.text,
        tone=_EVENT_TONES.get(happening.event, "plain"),
    )


def _documents(sight: Sight) -> list[DocumentView]:
    home = f"/my/cases/{sight.case.number}/documents"
    return [
        DocumentView(
            title=each.title,
            url=f"{home}/{each.id}" if each.state == "issued" else "",
            issued_at=local(each.issued_at) if each.issued_at else None,
            number=each.number,
        )
        for each in sight.documents
        if each.state != "void"
    ]


def _charge(case: Case, charge: Charge) -> ChargeView:
    state, tone = _CHARGES[charge.state]
    home = f"/my/cases/{case.number}/pay/{charge.id}"
    return ChargeView(
        label=charge.label,
        amount=charge.amount,
        state=state,
        tone=tone,
        due=charge.due,
        paid_at=local(charge.paid_at) if charge.paid_at else None,
        url=home if charge.state == "open" and not case.closed else "",
    )


def _files(sight: Sight) -> tuple[AnswerRow, ...]:
    given = sight.case.answers.get("attachments", {})
    known = sight.uploads or {}
    return tuple(
        AnswerRow(
            say(each.label),
            path=f"attachments.{each.id}",
            files=tuple(
                FileView(row.id, row.name, enclosing.size(row.size), "検査済み", "good",
                         f"/uploads/{row.id}")
                for row in (known[name] for name in given[each.id] if name in known)
            ),
        )
        for each in sight.procedure.attachments
        if given.get(each.id)
    )  # fmt: skip
