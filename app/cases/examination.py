"""審査・検査・照会: what the office does with an application before a decision is drafted."""

from dataclasses import replace

from app.cases import deadlines, flow
from app.cases.events import (
    Act,
    Assessed,
    Assigned,
    CorrectionRequested,
    Examined,
    Extended,
    Inspected,
    InspectionScheduled,
    Noted,
    OutsideAnswered,
    OutsideAsked,
)
from app.cases.model import Case, Correction, Extension
from app.cases.outcome import Outcome, change, issue, notify
from app.cases.steps import await_payment
from app.definitions.model import Procedure, Step
from app.kernel import calendar, eras
from app.kernel.calendar import Period
from app.kernel.clock import local_day
from app.kernel.errors import Fault, Refusal

_CORRECTION = Period(days=14)


def assigned(procedure: Procedure, outcome: Outcome, event: Assigned, act: Act) -> Outcome:
    """担当: give the case to someone, or put it back into the box."""
    return change(outcome, assignee=event.person)


def noted(procedure: Procedure, outcome: Outcome, event: Noted, act: Act) -> Outcome:
    """メモ: keep a note; it stands in the audit entry, and nothing else changes."""
    if not event.text.strip():
        raise Refusal(
            "note.empty",
            "メモが空です。",
            "内容を書いてください。",
            (Fault("text", "required", "メモの内容を書いてください。"),),
        )
    return outcome


def examined(procedure: Procedure, outcome: Outcome, event: Examined, act: Act) -> Outcome:
    """審査: the examiner is done with the application."""
    _require_kind(procedure, outcome.case, "examine")
    outcome = change(outcome, examiner=act.by.id)
    if event.result == "refuse":
        outcome = change(outcome, flags={**outcome.case.flags, "proposal": "refused"})
    return flow.leave(procedure, outcome, event.result, act.at)


def correction_requested(
    procedure: Procedure, outcome: Outcome, event: CorrectionRequested, act: Act
) -> Outcome:
    """補正依頼: ask the applicant to put named things right until a day.

    Raises `Refusal`: `correction.nothing_named`, `correction.due_too_soon`.
    """
    step = _require_kind(procedure, outcome.case, "examine", "inspect")
    if not event.items and not event.note.strip():
        raise Refusal(
            "correction.nothing_named",
            "直してほしいところが選ばれていません。",
            "項目を選ぶか、説明を書いてください。",
            (Fault("items", "required", "直してほしい項目を1つ以上選んでください。"),),
        )
    today = local_day(act.at)
    waiting = _target(procedure, step, "correct")
    due = event.due or calendar.add(today, waiting.within or _CORRECTION)
    if due <= today:
        raise Refusal(
            "correction.due_too_soon",
            "補正の期限は、明日以降の日にしてください。",
            "申請者が無理なく直せる期限を選んでください。",
            (Fault("due", "too_soon", "明日以降の日を入れてください。"),),
        )
    correction = Correction(event.items, event.note, act.by.id, act.at, due)
    outcome = notify(change(outcome, correction=correction), "correction_requested")
    return flow.leave(procedure, outcome, "correct", act.at)


def inspection_scheduled(
    procedure: Procedure, outcome: Outcome, event: InspectionScheduled, act: Act
) -> Outcome:
    """検査日の決定: fix the day of the visit and tell the applicant."""
    _require_kind(procedure, outcome.case, "inspect")
    if event.on < local_day(act.at):
        raise Refusal(
            "inspection.in_the_past",
            "検査日が過ぎた日になっています。",
            "今日以降の日を選んでください。",
            (Fault("on", "in_the_past", "今日以降の日を入れてください。"),),
        )
    return notify(change(outcome, inspection=event.on), "inspection_scheduled")


def inspected(procedure: Procedure, outcome: Outcome, event: Inspected, act: Act) -> Outcome:
    """検査: the visit took place, and the facility passed or did not."""
    _require_kind(procedure, outcome.case, "inspect")
    if event.result == "failed":
        outcome = change(outcome, flags={**outcome.case.flags, "proposal": "refused"})
    return flow.leave(procedure, outcome, event.result, act.at)


def outside_asked(procedure: Procedure, outcome: Outcome, event: OutsideAsked, act: Act) -> Outcome:
    """照会: ask someone outside the office before going on."""
    _require_kind(procedure, outcome.case, "examine")
    outcome = change(outcome, flags={**outcome.case.flags, "outside": event.whom})
    return flow.leave(procedure, outcome, "ask", act.at)


def outside_answered(
    procedure: Procedure, outcome: Outcome, event: OutsideAnswered, act: Act
) -> Outcome:
    """回答: what was waited for from outside has come."""
    _require_kind(procedure, outcome.case, "await-outside")
    return flow.leave(procedure, outcome, "answered", act.at)


def assessed(procedure: Procedure, outcome: Outcome, event: Assessed, act: Act) -> Outcome:
    """額の決定: settle the amount of a charge that the rules leave to the office.

    Raises `Refusal`: `fee.not_open`, `fee.negative`.
    """
    case = outcome.case
    charge = next((c for c in case.charges if c.fee == event.fee and c.state == "unknown"), None)
    if charge is None:
        raise Refusal(
            "fee.not_open",
            "額を決める手数料がありません。",
            "手数料の状態を確かめてください。",
        )
    if event.amount < 0:
        raise Refusal(
            "fee.negative",
            "手数料の額は0円以上にしてください。",
            "額を入れ直してください。",
            (Fault("amount", "negative", "0円以上の額を入れてください。"),),
        )
    known = replace(charge, amount=event.amount, state="open" if event.amount else "waived")
    charges = tuple(known if each.id == charge.id else each for each in case.charges)
    step = procedure.workflow.steps[case.step]
    outcome, move = await_payment.settle(change(outcome, charges=charges), step, act.at)
    return outcome if move is None else flow.leave(procedure, outcome, move, act.at)


def extended(procedure: Procedure, outcome: Outcome, event: Extended, act: Act) -> Outcome:
    """延長: extend the period once, within what the law allows, and say why.

    Raises `Refusal`: `extension.not_allowed`, `extension.too_long`, `extension.too_short`.
    """
    case, rule = outcome.case, procedure.workflow.clock
    if rule.extension is None or case.clock.extension or case.clock.ended:
        raise Refusal(
            "extension.not_allowed",
            "この案件の期間は延長できません。",
            "延長できるのは、延長の定めがある手続で、決定の前に一度だけです。",
        )
    if not event.reason.strip():
        raise Refusal(
            "act.reason_required",
            "理由がないため、延長できません。",
            "申請者に知らせる理由を書いてください。",
            (Fault("reason", "required", "延長の理由を書いてください。"),),
        )
    most = calendar.add(case.clock.started, rule.extension)
    present = deadlines.due_day(rule, case.clock, local_day(act.at))
    if event.until > most:
        raise _extension_fault("extension.too_long", f"延長できるのは{eras.to_era(most)}までです。")
    if present is not None and event.until <= present:
        raise _extension_fault(
            "extension.too_short", f"今の期限（{eras.to_era(present)}）より後の日にしてください。"
        )
    clock = replace(case.clock, extension=Extension(event.until, event.reason, act.at))
    outcome = change(outcome, clock=clock)
    if "extension" in procedure.papers:
        outcome = issue(outcome, "extension")
    return notify(outcome, "extended")


def _extension_fault(code: str, message: str) -> Refusal:
    return Refusal(
        code, message, "延長後の期限を選び直してください。", (Fault("until", code, message),)
    )


def _require_kind(procedure: Procedure, case: Case, *kinds: str) -> Step:
    step = procedure.workflow.steps[case.step]
    if step.kind not in kinds:
        raise Refusal(
            "act.not_now",
            f"いまの段階（{step.label['ja']}）では、この操作はできません。",
            "画面を読み直して、できることを確かめてください。",
        )
    return step


def _target(procedure: Procedure, step: Step, move: str) -> Step:
    target = procedure.workflow.steps.get(step.moves.get(move, ""))
    if target is None:
        raise Refusal(
            "step.no_such_move",
            f"工程「{step.label['ja']}」からは補正を求められません。",
            "案件の段階を確かめてください。",
        )
    return target
