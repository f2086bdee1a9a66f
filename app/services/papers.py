"""帳票の中身: what a document of a case says, gathered from the case and its procedure.

Only facts are put together here; how they look is the business of `app.documents`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.cases import answers, applicants, deadlines, renewals
from app.cases.model import Case, Charge, Draft
from app.definitions.model import Fee, PaperRule, Procedure, Source, Unit, say
from app.documents import appeal
from app.documents.appeal import AppealFacts
from app.documents.facts import (
    Applicant,
    AttachedFile,
    ClockLine,
    ContactPoint,
    ExtensionLine,
    FeeLine,
    PaperFacts,
    PaymentLine,
    ReasonLine,
    Row,
    Section,
)
from app.kernel.clock import local_day

_NOUNS = {"accept-filing": "届出", "disclose": "請求"}
_TAX = {"exempt": "非課税", "taxable": "課税"}


@dataclass(frozen=True, slots=True)
class Paid:
    """How a charge was paid, for its confirmation."""

    charge: str
    method: str
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """One document to be made: its rule, number, day, and what it is about."""

    rule: str
    number: str
    at: datetime
    verify_url: str
    files: Mapping[str, tuple[str, ...]]
    paid: Paid | None = None


def facts(procedure: Procedure, case: Case, issue: Issue) -> PaperFacts:
    """Give everything that a document of this case may say."""
    rule = procedure.papers[issue.rule]
    day = local_day(issue.at)
    unit = office(procedure, case)
    outcome = issue.rule in ("granted", "partial", "refused")
    draft = case.decision if outcome else None
    return PaperFacts(
        id=rule.id,
        title=say(rule.title),
        template=rule.template,
        issued_on=day,
        case_number=case.number,
        procedure_title=say(procedure.title),
        department=procedure.department.name,
        issuer=issuer(procedure, unit),
        applicant=_applicant(case),
        number=issue.number,
        submission=noun(procedure),
        arrived_at=case.arrived_at,
        sections=_sections(procedure, case, rule),
        attachments=_attachments(procedure, issue.files),
        law_basis="、".join(filter(None, (cite(each) for each in procedure.law.basis))),
        disposition=result(procedure, case) if outcome else "",
        decided_on=local_day(case.decided_at) if case.decided_at else None,
        reasons=_reasons(procedure, draft),
        conditions=draft.conditions if draft else "",
        valid_from=day if rule.validity else None,
        valid_to=renewals.last_day(rule, day),
        appeal=_appeal(procedure) if outcome else (),
        fees=_fees(procedure, case, issue),
        payment=_payment(issue),
        clock=_clock(procedure, case, day) if issue.rule == "acknowledgement" else None,
        extension=_extension(procedure, case, day) if issue.rule == "extension" else None,
        next_steps=next_steps(procedure, case) if issue.rule == "acknowledgement" else (),
        contact=ContactPoint(unit.name, unit.phone, unit.address),
        body=say(rule.body) if rule.body else "",
        verify_url=issue.verify_url,
    )


def office(procedure: Procedure, case: Case) -> Unit:
    """Give the office that has the case."""
    return procedure.offices.get(case.office, procedure.department)


def issuer(procedure: Procedure, unit: Unit) -> str:
    """Give the head in whose name the office's documents go out."""
    if unit.head and unit.name.endswith(unit.head.removesuffix("長")):
        return f"東京都{unit.name}長"
    return f"東京都{unit.name}{unit.head or '長'}"


def noun(procedure: Procedure) -> str:
    """Give the word for what is filed: 申請, 届出 or 請求."""
    return _NOUNS.get(procedure.workflow.id, "申請")


def cite(source: Source) -> str:
    """Give a provision as it is cited."""
    return f"{source.act}{source.article}"


def result(procedure: Procedure, case: Case) -> str:
    """Give the disposition in the procedure's own words, such as 許可 or 不支給."""
    for end in procedure.workflow.ends.values():
        if end.disposition == case.disposition:
            return say(end.result)
    return ""


def next_steps(procedure: Procedure, case: Case) -> tuple[str, ...]:
    """Say what happens after arrival, in the order of the workflow."""
    steps = []
    if any(charge.state in ("open", "unknown") for charge in case.charges):
        steps.append("手数料の納付をお願いします。納付が確認できると、審査が始まります。")
    kinds = [step.kind for step in procedure.workflow.steps.values() if step.when is None]
    steps.append(
        "担当の職員が内容を確かめます。直していただくところがあれば、メールでお知らせします。"
    )
    if "inspect" in kinds:
        steps.append("日を決めて、施設の検査に伺います。")
    if "decide" in kinds:
        steps.append("決定のあと、結果をメールでお知らせし、文書をこのサイトでお渡しします。")
    else:
        steps.append("確認が終わると、メールでお知らせし、文書をこのサイトでお渡しします。")
    return tuple(steps)


def period_words(procedure: Procedure) -> str:
    """Say how long it takes; what is not known is said to be asked of the department."""
    rule = procedure.workflow.clock
    if rule.period is None:
        return rule.note or "標準処理期間は所管課に確認中です。"
    name = "法令の期限" if rule.kind == "statutory" else "標準処理期間"
    return f"{name} {rule.period}"


def _applicant(case: Case) -> Applicant:
    return Applicant(
        name=applicants.name(case.answers) or case.applicant_name,
        kana=applicants.kana(case.answers),
        address=applicants.address(case.answers),
        representative=applicants.representative(case.answers),
    )


def _sections(procedure: Procedure, case: Case, rule: PaperRule) -> tuple[Section, ...]:
    whole = rule.template in ("acknowledgement", "filing-copy")
    if not whole and not rule.show:
        return ()
    moment = answers.at_arrival(case.arrived_at)
    found = answers.summary(procedure, case.answers, moment)
    if whole:
        return tuple(
            Section(each.title, tuple(Row(row.label, row.text) for row in each.rows))
            for each in found
        )
    rows = [row for each in found for row in each.rows]
    shown = [row for name in rule.show for row in rows if _is_of(row.path, name)]
    return (Section("記載事項", tuple(Row(row.label, row.text) for row in shown)),)


def _is_of(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name}.")


def _attachments(
    procedure: Procedure, files: Mapping[str, tuple[str, ...]]
) -> tuple[AttachedFile, ...]:
    labels = {each.id: say(each.label) for each in procedure.attachments}
    return tuple(
        AttachedFile(labels.get(key, key), name) for key, names in files.items() for name in names
    )


def _reasons(procedure: Procedure, draft: Draft | None) -> tuple[ReasonLine, ...]:
    if draft is None:
        return ()
    grounds = {each.id: each for each in procedure.grounds}
    return tuple(
        ReasonLine(
            criterion=say(grounds[reason.ground].text),
            facts=reason.facts,
            application=reason.application,
            source=cite(grounds[reason.ground].source),
        )
        for reason in draft.reasons
    )


def _appeal(procedure: Procedure) -> tuple[str, ...]:
    if not procedure.law.disposition:
        return ()
    law = procedure.law
    who = AppealFacts(law.reviewer, law.defendant, law.representative)
    return appeal.paragraphs(law.appeal, who, act="決定")


def _fees(procedure: Procedure, case: Case, issue: Issue) -> tuple[FeeLine, ...]:
    if issue.rule not in ("acknowledgement", "payment"):
        return ()
    rules = {fee.id: fee for fee in procedure.fees}
    return tuple(
        _fee_line(rules[charge.fee], charge)
        for charge in case.charges
        if charge.state in ("open", "paid")
        and (issue.paid is None or issue.paid.charge == charge.id)
    )


def _fee_line(fee: Fee, charge: Charge) -> FeeLine:
    return FeeLine(charge.label, charge.amount, _TAX[fee.tax], cite(fee.source))


def _payment(issue: Issue) -> PaymentLine | None:
    if issue.paid is None:
        return None
    return PaymentLine(issue.paid.method, issue.paid.paid_at, issue.paid.charge)


def _clock(procedure: Procedure, case: Case, today: date) -> ClockLine:
    rule = procedure.workflow.clock
    note = "補正や手数料の納付に要した日数は含みません。" if rule.period else ""
    return ClockLine(period_words(procedure), deadlines.due_day(rule, case.clock, today), note)


def _extension(procedure: Procedure, case: Case, today: date) -> ExtensionLine | None:
    if case.clock.extension is None:
        return None
    plain = replace(case.clock, extension=None)
    before = deadlines.due_day(procedure.workflow.clock, plain, today)
    return ExtensionLine(case.clock.extension.until, case.clock.extension.reason, before)
