"""How a case moves from step to step: the one place in which a step is left and entered.

A step whose condition does not hold is passed through by the first outcome of its kind. The clock
stops and runs with the steps that are entered.
"""

from dataclasses import replace
from datetime import datetime

from app.cases import deadlines, fees, renewals, steps
from app.cases.effects import CancelPayment
from app.cases.model import Case
from app.cases.outcome import Outcome, also, change, drop_deadlines, enter_step
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, Step, Workflow
from app.kernel.clock import local_day
from app.kernel.errors import Refusal

_BACKWARD = ("sent_back", "correct", "ask")
_MOST_STEPS = 100


def leave(procedure: Procedure, outcome: Outcome, move: str, at: datetime) -> Outcome:
    """Leave the present step by one of its outcomes, and enter what follows.

    Raises `Refusal("step.no_such_move")` where the workflow gives the step no such outcome.
    """
    for _ in range(_MOST_STEPS):
        step = procedure.workflow.steps[outcome.case.step]
        target = step.moves.get(move)
        if target is None:
            raise Refusal(
                "step.no_such_move",
                f"工程「{step.label['ja']}」には、この進め方がありません。",
                "この案件でできることを、画面の一覧から選んでください。",
            )
        outcome = _close_step(outcome, step, move, at)
        outcome = _reclock(procedure, outcome, step, move, at)
        outcome, next_move = enter(procedure, outcome, target, at)
        if next_move is None:
            return outcome
        move = next_move
    raise RuntimeError(f"workflow {procedure.workflow.id} does not come to rest")


def enter(
    procedure: Procedure, outcome: Outcome, target: str, at: datetime
) -> tuple[Outcome, str | None]:
    """Enter a step or an end; also give the outcome by which to move on at once, if any."""
    if target in procedure.workflow.ends:
        return end(procedure, outcome, target, at), None
    step = procedure.workflow.steps[target]
    outcome = enter_step(outcome, target, at)
    if step.when is not None and not step.when.holds(facts(procedure, outcome.case, at)):
        return outcome, steps.KINDS[step.kind].moves[0]
    if step.kind in procedure.workflow.clock.stops_in:
        outcome = change(outcome, clock=deadlines.stop(outcome.case.clock, step.kind, at))
    return steps.KINDS[step.kind].enter(procedure, outcome, step, at)


def begin(procedure: Procedure, outcome: Outcome, at: datetime) -> Outcome:
    """Enter the first step of the workflow."""
    outcome, move = enter(procedure, outcome, procedure.workflow.start, at)
    return outcome if move is None else leave(procedure, outcome, move, at)


def is_ahead(workflow: Workflow, step: str, target: str) -> bool:
    """Say whether a case in `step` has not left the step `target` yet, unless it is sent back."""
    waiting = [step]
    for place in waiting:
        found = workflow.steps.get(place)
        moves = found.moves.items() if found else ()
        onward = (to for move, to in moves if move not in _BACKWARD)
        waiting += [each for each in dict.fromkeys(onward) if each not in waiting]
    return target in waiting


def end(procedure: Procedure, outcome: Outcome, target: str, at: datetime) -> Outcome:
    """Close the case: open charges are cancelled, and nothing but renewals is waited for."""
    case = outcome.case
    open_charges = [charge for charge in case.charges if charge.state in ("open", "unknown")]
    outcome = cancel_charges(outcome, *(charge.id for charge in open_charges))
    return change(
        outcome,
        step="",
        end=target,
        ended_at=at,
        clock=deadlines.finish(outcome.case.clock, at),
        deadlines=tuple(d for d in case.deadlines if d.name.startswith(renewals.REMINDER)),
        round=None,
        correction=None,
    )


def cancel_charges(outcome: Outcome, *charges: str) -> Outcome:
    """Cancel charges that are not paid, and close what is open for them at a provider."""
    if not charges:
        return outcome
    changed = tuple(
        replace(charge, state="cancelled") if charge.id in charges else charge
        for charge in outcome.case.charges
    )
    return also(change(outcome, charges=changed), *(CancelPayment(charge) for charge in charges))


def facts(procedure: Procedure, case: Case, at: datetime) -> Facts:
    """Give what a step's condition may look at: the answers, and the fees by time of payment."""
    today, arrived = local_day(at), local_day(case.arrived_at)
    plain = Facts(case.answers, today, arrived)
    return Facts({**case.answers, "fee": fees.totals(procedure, plain)}, today, arrived)


def _close_step(outcome: Outcome, step: Step, move: str, at: datetime) -> Outcome:
    match step.kind:
        case "await-applicant":
            return change(
                drop_deadlines(outcome, "correction", "remind:correction"), correction=None
            )
        case "await-payment":
            return drop_deadlines(outcome, "payment", "remind:payment")
        case "await-outside":
            return drop_deadlines(outcome, "outside")
        case "decide":
            return change(outcome, round=None)
        case _:
            return outcome


def _reclock(
    procedure: Procedure, outcome: Outcome, step: Step, move: str, at: datetime
) -> Outcome:
    clock = outcome.case.clock
    if step.kind in procedure.workflow.clock.stops_in:
        clock = deadlines.resume(clock, at)
    if step.id in procedure.workflow.clock.ends_at and move not in _BACKWARD:
        clock = deadlines.finish(clock, at)
    return change(outcome, clock=clock)
