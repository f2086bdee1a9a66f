"""The one door through which everything that happens to a case goes: `advance`.

Pure: the procedure, the case and the act are all it sees, and the outcome is all it gives. A
refused event changes nothing. Permissions are asked here, so that no caller can forget them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias, assert_never

from app.cases import approvals, deadlines, examination, flow, permissions, renewals
from app.cases.events import (
    Act,
    Approved,
    Assessed,
    Assigned,
    Concurred,
    Corrected,
    CorrectionRequested,
    DeadlinePassed,
    Decided,
    DocumentIssued,
    Drafted,
    Event,
    Examined,
    Extended,
    Inspected,
    InspectionScheduled,
    Moved,
    Noted,
    OutsideAnswered,
    OutsideAsked,
    PaymentSettled,
    SentBack,
    Submitted,
    VersionPublished,
    Withdrawn,
)
from app.cases.model import Case, Paper
from app.cases.outcome import Outcome, change, drop_deadlines, issue, notify, set_deadlines
from app.definitions.model import Procedure
from app.kernel.clock import local_day
from app.kernel.errors import Refusal

_AFTER_THE_END = (DocumentIssued, PaymentSettled, Noted, DeadlinePassed)
_Handler: TypeAlias = Callable[[Procedure, Outcome, Any, Act], Outcome]


def blank(case_id: str, number: str, procedure: Procedure, applicant: str, at: datetime) -> Case:
    """Give the empty record of a case that is about to arrive: only `Submitted` can happen."""
    return Case(
        id=case_id,
        number=number,
        procedure=procedure.id,
        digest=procedure.digest,
        revision=0,
        step="",
        end="",
        arrived_at=at,
        applicant=applicant,
        applicant_name="",
        office="",
        application=0,
        answers={},
        entered_at=at,
        clock=deadlines.start(at),
    )


def advance(procedure: Procedure, case: Case, act: Act) -> Outcome:
    """Say what comes of an act: the case in its next revision, and the effects.

    Raises `Refusal` where the act is not possible or not permitted; nothing has changed then.
    """
    if case.digest != procedure.digest:
        raise ValueError("a case is advanced by the version of its procedure that it is pinned to")
    _check_open(case, act.event)
    permissions.check(procedure, case, act)
    handle = _handler(act.event)
    begun = Outcome(replace(case, revision=case.revision + 1))
    return handle(procedure, begun, act.event, act)


def _check_open(case: Case, event: Event) -> None:
    if isinstance(event, Submitted) != (case.revision == 0):
        raise Refusal(
            "case.filed_already",
            "この申請は、もう受け付けられています。",
            "受付番号を確かめてください。",
        )
    if case.closed and not isinstance(event, _AFTER_THE_END):
        raise Refusal(
            "case.closed",
            "この案件は、もう終わっています。",
            "終わった案件を変えることはできません。新しく申請してください。",
        )


def _handler(event: Event) -> _Handler:  # noqa: C901, PLR0911, PLR0912 - one line for each event
    match event:
        case Submitted():
            return _submitted
        case Corrected():
            return _corrected
        case Withdrawn():
            return _withdrawn
        case Assigned():
            return examination.assigned
        case Noted():
            return examination.noted
        case Examined():
            return examination.examined
        case CorrectionRequested():
            return examination.correction_requested
        case InspectionScheduled():
            return examination.inspection_scheduled
        case Inspected():
            return examination.inspected
        case OutsideAsked():
            return examination.outside_asked
        case OutsideAnswered():
            return examination.outside_answered
        case Assessed():
            return examination.assessed
        case Extended():
            return examination.extended
        case Drafted():
            return approvals.drafted
        case Approved():
            return approvals.approved
        case Concurred():
            return approvals.concurred
        case SentBack():
            return approvals.sent_back
        case Decided():
            return approvals.decided
        case PaymentSettled():
            return _payment_settled
        case DeadlinePassed():
            return _deadline_passed
        case DocumentIssued():
            return _document_issued
        case VersionPublished():
            return _version_published
        case Moved():
            return _moved
        case _:
            assert_never(event)


def _submitted(procedure: Procedure, outcome: Outcome, event: Submitted, act: Act) -> Outcome:
    outcome = change(
        outcome,
        arrived_at=act.at,
        applicant_name=event.applicant_name,
        office=event.office,
        application=1,
        answers=event.answers,
        clock=deadlines.start(act.at),
    )
    if not procedure.internal:
        outcome = notify(issue(outcome, "acknowledgement"), "arrived")
    return flow.begin(procedure, outcome, act.at)


def _corrected(procedure: Procedure, outcome: Outcome, event: Corrected, act: Act) -> Outcome:
    if outcome.case.correction is None:
        raise Refusal(
            "correction.none_asked",
            "いま補正を求められている案件ではありません。",
            "手続の進み具合を確かめてください。",
        )
    outcome = change(outcome, application=outcome.case.application + 1, answers=event.answers)
    return flow.leave(procedure, outcome, "answered", act.at)


def _withdrawn(procedure: Procedure, outcome: Outcome, event: Withdrawn, act: Act) -> Outcome:
    rule = procedure.workflow.withdrawal
    if rule is None or not flow.is_ahead(procedure.workflow, outcome.case.step, rule.until):
        raise Refusal(
            "withdraw.too_late",
            "手続が先に進んでいるので、もう取り下げることはできません。",
            "事情があるときは、担当の窓口にご相談ください。",
        )
    return notify(flow.end(procedure, outcome, rule.end, act.at), "withdrawn")


def _payment_settled(
    procedure: Procedure, outcome: Outcome, event: PaymentSettled, act: Act
) -> Outcome:
    case = outcome.case
    charge = next((each for each in case.charges if each.id == event.charge), None)
    if charge is None or charge.state == "paid" or charge.amount != event.amount:
        raise Refusal(
            "payment.does_not_fit",
            "この入金に合う未納の手数料がありません。",
            "入金の記録を確かめてください。",
        )
    paid = replace(charge, state="paid", paid_at=event.paid_at)
    charges = tuple(paid if each.id == charge.id else each for each in case.charges)
    outcome = change(outcome, charges=charges)
    outcome = notify(issue(outcome, "payment", charge.id), "payment_confirmed")
    if case.closed or case.step != charge.step:
        return change(outcome, flags={**outcome.case.flags, "late_payment": charge.id})
    if any(each.state in ("open", "unknown") for each in charges if each.step == case.step):
        return outcome
    return flow.leave(procedure, outcome, "done", act.at)


def _deadline_passed(
    procedure: Procedure, outcome: Outcome, event: DeadlinePassed, act: Act
) -> Outcome:
    passed = deadlines.of_case(outcome.case, event.name)
    if passed is None or passed.at > act.at:
        raise Refusal(
            "deadline.not_due",
            "この期限は、もうないか、まだ来ていません。",
            "案件の期限を確かめてください。",
        )
    outcome = drop_deadlines(outcome, event.name)
    if event.name.startswith("remind:"):
        kind = event.name.split(":")[1]
        return notify(outcome, f"{kind}_reminder")
    if event.name == "payment":
        step = outcome.case.step
        unpaid = (c.id for c in outcome.case.charges if c.step == step and c.state == "open")
        outcome = flow.cancel_charges(outcome, *unpaid)
    outcome = flow.leave(procedure, outcome, "expired", act.at)
    end = procedure.workflow.ends.get(outcome.case.end)
    return notify(outcome, "lapsed") if end and end.disposition == "none" else outcome


def _document_issued(
    procedure: Procedure, outcome: Outcome, event: DocumentIssued, act: Act
) -> Outcome:
    case = outcome.case
    paper = next((each for each in case.papers if each.effect == event.effect), None)
    if paper is None or paper.document:
        raise Refusal(
            "document.issued_already",
            "この帳票は、もう発行されています。",
            "案件の帳票の一覧を確かめてください。",
        )
    made = replace(paper, document=event.document, issued_at=act.at)
    papers = tuple(made if each.effect == event.effect else each for each in case.papers)
    outcome = _renewed_later(procedure, change(outcome, papers=papers), made)
    step = procedure.workflow.steps.get(case.step)
    if step is None or step.kind != "issue" or step.paper != paper.rule:
        return outcome
    told = paper.rule == case.disposition
    notice = f"decided_{case.disposition}" if told else "document_ready"
    return flow.leave(procedure, notify(outcome, notice), "done", act.at)


def _renewed_later(procedure: Procedure, outcome: Outcome, made: Paper) -> Outcome:
    """Remember when to remind the holder that what was issued has to be renewed."""
    rule = procedure.papers.get(made.rule)
    if rule is None or made.issued_at is None:
        return outcome
    days = renewals.reminders(rule, local_day(made.issued_at))
    named = ((f"{renewals.REMINDER}:{made.rule}:{n}", day) for n, day in enumerate(days))
    return set_deadlines(outcome, *(deadlines.at_end_of(name, day) for name, day in named))


def _version_published(
    procedure: Procedure, outcome: Outcome, event: VersionPublished, act: Act
) -> Outcome:
    step = procedure.workflow.steps.get(outcome.case.step)
    if step is None or step.kind != "publish":
        raise Refusal(
            "publish.not_asked",
            "この案件は、いま公開を待っていません。",
            "案件の状態を確かめてください。",
        )
    return flow.leave(procedure, outcome, "done", act.at)


def _moved(procedure: Procedure, outcome: Outcome, event: Moved, act: Act) -> Outcome:
    if outcome.case.round is not None and outcome.case.round.draft is not None:
        raise Refusal(
            "move.in_decision",
            "決定に回っている間は、版を移せません。",
            "起案を差し戻してから移すか、決定を待ってください。",
        )
    return change(outcome, digest=event.digest)
