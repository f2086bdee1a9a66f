"""通知: mail to the applicant about their case, made from the case as it is when it is sent."""

from datetime import date

from app.cases import answers as filled_in
from app.cases import applicants, deadlines, renewals
from app.cases.model import Case
from app.definitions.model import PaperRule, Procedure, say
from app.documents import notices as texts
from app.documents.notices import NoticeFacts
from app.gateways.mail.port import Message
from app.kernel.clock import local_day
from app.services import papers
from app.services.context import Context
from app.store import people
from app.store.outbox import EffectRow
from app.store.transaction import Tx


def message(
    ctx: Context, tx: Tx, procedure: Procedure, case: Case, effect: EffectRow
) -> Message | None:
    """Write the mail of an effect; None where the person has no address, or it came too late.

    It goes to the address that the person signs in with, never to one from a form alone.
    """
    person = people.load(tx, str(effect.payload["to"]))
    name = str(effect.payload["notice"])
    if person is None or not person.email or is_overtaken(name, case):
        return None
    mail = texts.notice(name, facts(ctx, procedure, case))
    return Message(effect.key, person.email, mail.subject, mail.text)


def is_overtaken(notice: str, case: Case) -> bool:
    """Say whether a notice asks for something that is not wanted any more."""
    match notice:
        case "correction_requested" | "correction_reminder":
            return case.correction is None
        case "payment_requested" | "payment_reminder":
            return not any(charge.state == "open" for charge in case.charges)
        case "inspection_scheduled":
            return case.inspection is None
        case _:
            return False


def facts(ctx: Context, procedure: Procedure, case: Case) -> NoticeFacts:
    """Give what a notice about a case may say."""
    unit = papers.office(procedure, case)
    charge = next((each for each in reversed(case.charges) if each.state in ("open", "paid")), None)
    paper = procedure.papers.get(case.disposition or "copy")
    renewal = paper.renewal.procedure if paper and paper.renewal else ""
    return NoticeFacts(
        name=applicants.name(case.answers) or case.applicant_name,
        case_number=case.number,
        procedure_title=say(procedure.title),
        link=ctx.url(f"/my/cases/{case.number}"),
        contact=unit.name,
        phone=unit.phone,
        submission=papers.noun(procedure),
        arrived_at=case.arrived_at,
        items=_items(procedure, case),
        due=case.correction.due if case.correction else charge.due if charge else None,
        amount=charge.amount if charge else None,
        inspection=case.inspection,
        expected=deadlines.due_day(procedure.workflow.clock, case.clock, local_day(ctx.clock())),
        until=case.clock.extension.until if case.clock.extension else None,
        document_title=say(paper.title) if paper else say(procedure.title),
        valid_until=_valid_until(case, paper),
        renewal=ctx.url(f"/procedures/{renewal}") if renewal else "",
    )


def _valid_until(case: Case, rule: PaperRule | None) -> date | None:
    """Give the last day of the paper that answers the case, once it is issued and has one."""
    issued = (each.issued_at for each in case.papers if rule and each.rule == rule.id)
    days = [renewals.last_day(rule, local_day(at)) for at in issued if rule and at]
    return days[-1] if days else None


def _items(procedure: Procedure, case: Case) -> tuple[str, ...]:
    if case.correction is None:
        return ()
    return tuple(label(procedure, item.field) for item in case.correction.items)


def label(procedure: Procedure, path: str) -> str:
    """Give the words for a field or an attachment by its path."""
    if path.startswith("attachments."):
        wanted = path.removeprefix("attachments.")
        found = (say(each.label) for each in procedure.attachments if each.id == wanted)
        return next(found, path)
    field = filled_in.field_of(procedure, path)
    return say(field.label) if field else path
