"""手続の案内: all that a definition says of a procedure, in words for those who may need it.

What is not certain is said to be so: an unknown fee or period is 「所管課に確認中」.
"""

from datetime import date

from app.cases import answers
from app.definitions import prices, wording
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Attachment, Fee, FeeRow, Procedure, Source, Via, say
from app.services import papers
from app.web.resident import stages
from app.web.resident_views import LawLine, PaperView, ProcedurePage
from app.web.views import FeeLine, OfficeView

_WHO = {"individual": "個人", "corporation": "法人"}
_BY_ANSWERS = "答えの内容による場合"


def page(procedure: Procedure, today: date, *, begun: bool) -> ProcedurePage:
    """Put the page of a procedure together; `begun` says that the visitor has a draft of it."""
    apply = f"/apply/{procedure.id}"
    return ProcedurePage(
        title=say(procedure.title),
        summary=say(procedure.summary),
        who=_who(procedure),
        days=_days(procedure),
        office=_office(procedure),
        start_url="" if begun else apply,
        plain=procedure.title.get("plain", ""),
        category=procedure.find.category,
        effective=procedure.effective,
        before=tuple(say(each) for each in procedure.before),
        deadline=say(procedure.deadline) if procedure.deadline else "",
        fees=tuple(line for fee in procedure.fees for line in _fee(procedure, fee, today)),
        fee_note="".join(_fee_notes(procedure)),
        papers=tuple(_papers(procedure)),
        result=_result(procedure),
        law=tuple(LawLine(papers.cite(each), _doubt(each)) for each in procedure.law.basis),
        how=stages.in_words(procedure),
        faq=tuple((each.question, each.answer) for each in procedure.faq),
        notes=procedure.notes,
        elsewhere=_elsewhere(procedure),
        resume_url=apply if begun else "",
        form_url=f"/procedures/{procedure.id}/form.pdf",
    )


def office(procedure: Procedure, unit_id: str) -> OfficeView:
    """Give whom to ask about a case of an office."""
    unit = procedure.offices.get(unit_id, procedure.department)
    return OfficeView(unit.name, unit.phone, unit.address)


def template_url(procedure: Procedure, attachment: Attachment) -> str:
    """Give where the form to fill in for an attachment is, empty where there is none."""
    return f"/procedures/{procedure.id}/forms/{attachment.id}" if attachment.template else ""


def _who(procedure: Procedure) -> tuple[str, ...]:
    found = [_WHO.get(each, each) for each in procedure.applicant]
    return (*found, "代理人も申請できます。") if procedure.agent else tuple(found)


def _days(procedure: Procedure) -> str:
    rule = procedure.workflow.clock
    words = papers.period_words(procedure)
    note = rule.note if rule.period is not None else ""
    told = (f"{words.rstrip('。')}。", note, _doubt(rule.source), _via(rule.via))
    return "　".join(filter(None, told))


def _via(via: Via | None) -> str:
    """Say what an application on paper takes longer, which one filed here does not."""
    if via is None:
        return ""
    days = str(via.period) if via.period else "日数は所管課に確認中です"
    words = f"紙で申請すると、{say(via.name)}を経由するための日数（{days}）が別にかかります。"
    return f"{words}このサイトからの申請は、すぐに届きます。{via.note}"


def _doubt(source: Source) -> str:
    """Say what is not certain about a fact, nothing where all is."""
    if source.note:
        return source.note
    known = bool(source.act)
    return "所管課に確認中です。" if known and source.confidence != "high" else ""


def _office(procedure: Procedure) -> OfficeView:
    rule = procedure.office
    if rule.unit or not rule.by:
        return office(procedure, rule.unit)
    asked = answers.field_of(procedure, rule.by)
    place = say(asked.label) if asked else "住所"
    elsewhere = say(rule.elsewhere) if rule.elsewhere else ""
    unit = procedure.department
    note = f"「{place}」により、担当の窓口が決まります。{elsewhere}"
    return OfficeView(unit.name, unit.phone, unit.address, note)


def _fee(procedure: Procedure, fee: Fee, today: date) -> list[FeeLine]:
    lines = []
    for number, row in enumerate(fee.rows):
        when = wording.condition(row.when, procedure.fields)
        if row.when is not None:
            when = when or _BY_ANSWERS
        elif number:
            when = "そのほかの場合"
        label = f"{say(fee.label)}（{when}）" if when else say(fee.label)
        amount, words = _amount(row, today)
        lines.append(FeeLine(label, amount, row.note, words))
    for reduction in fee.reductions:
        when = wording.condition(reduction.when, procedure.fields) or _BY_ANSWERS
        label = f"{say(fee.label)}の減免：{say(reduction.label)}（{when}）"
        lines.append(FeeLine(label, None, reduction.source.note, prices.less(reduction)))
    return lines


def _amount(row: FeeRow, today: date) -> tuple[int | None, str]:
    """Give an amount that is the same for everyone, or how it comes about; neither: not known."""
    if row.amount is None:
        decided_later = row.note and "確認中" not in row.note
        return None, "あとで決まります" if decided_later else ""
    if row.amount.names:
        return None, "内容から計算します"
    value = row.amount.run(Facts({}, today))
    return (None, "") if value is None else (int(value), "")


def _fee_notes(procedure: Procedure) -> list[str]:
    notes = [each.source.note for each in procedure.fees if each.source.note]
    notes += [say(each.refund) for each in procedure.fees if each.refund]
    return [f"{each.rstrip('。')}。" for each in dict.fromkeys(notes)]


def _papers(procedure: Procedure) -> list[PaperView]:
    found = []
    for each in procedure.attachments:
        condition = wording.condition(each.when, procedure.fields)
        if each.when is not None and not condition:
            condition = _BY_ANSWERS
        if not each.required:
            condition = condition or "任意"
        if each.omit is not None:
            spared = wording.condition(each.omit.when, procedure.fields) or _BY_ANSWERS
            condition = f"{condition}　{spared}は要りません".strip()
        if each.any_of:
            condition = f"{condition}　ほかのものと、どれか1つ".strip()
        help_ = say(each.help) if each.help else ""
        template = template_url(procedure, each)
        found.append(PaperView(say(each.label), condition, help_, bool(each.obtainable), template))
    return found


def _result(procedure: Procedure) -> str:
    paper = procedure.papers.get("granted") or procedure.papers.get("copy")
    return f"結果が出たら、「{say(paper.title)}」をこのサイトでお渡しします。" if paper else ""


def _elsewhere(procedure: Procedure) -> str:
    if not procedure.national_system:
        return ""
    return (
        f"この手続は、国などの「{procedure.national_system}」でも受け付けています。"
        "どちらか一方から申請してください。"
    )
