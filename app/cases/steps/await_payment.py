"""納付待ち: fees are charged (調定) and have to be paid before the case goes on.

A fee that the rules leave open is charged as unknown and waits for a clerk to assess it. One from
which the applicant is freed (免除) stands on the case as such. What is charged once is never
charged again when the case comes by a second time; a fee that is reassessed (再算定) asks for the
difference where a correction has made it dearer.
"""

from dataclasses import replace
from datetime import datetime

from app.cases import deadlines, fees
from app.cases.model import Case, Charge, ChargeState
from app.cases.outcome import Outcome, change, drop_deadlines, notify, set_deadlines
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, Step
from app.kernel import calendar
from app.kernel.clock import local_day

MOVES = ("done", "expired")


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Charge what is due now, and wait for it; with nothing to pay the case goes on at once."""
    case = outcome.case
    facts = Facts(case.answers, local_day(at), local_day(case.arrived_at))
    due = [
        asked
        for line in fees.assess(procedure, facts, step.due)
        if (asked := _still_due(case, line)) is not None
    ]
    new = (_charge(case, line, n, step.id) for n, line in enumerate(due, len(case.charges)))
    return settle(change(outcome, charges=(*case.charges, *new)), step, at)


def settle(outcome: Outcome, step: Step, at: datetime) -> tuple[Outcome, str | None]:
    """Ask for what is open, or move on where nothing is."""
    mine = [charge for charge in outcome.case.charges if charge.step == step.id]
    if any(charge.state == "unknown" for charge in mine):
        return outcome, None
    if not any(charge.state == "open" for charge in mine):
        return drop_deadlines(outcome, "payment", "remind:payment"), "done"
    if step.within is None:
        return notify(outcome, "payment_requested"), None
    due = deadlines.within(at, step.within)
    dated = tuple(
        charge if charge.state != "open" or charge.due else replace(charge, due=due)
        for charge in outcome.case.charges
    )
    reminders = [
        deadlines.at_end_of(f"remind:payment:{n}", calendar.subtract(due, span))
        for n, span in enumerate(step.remind)
        if calendar.subtract(due, span) > local_day(at)
    ]
    outcome = set_deadlines(
        change(outcome, charges=dated), deadlines.at_end_of("payment", due), *reminders
    )
    return notify(outcome, "payment_requested"), None


def _still_due(case: Case, line: fees.Assessed) -> fees.Assessed | None:
    """Give what of a fee is to be charged now: all of it the first time, then only what is more."""
    charged = _charged(case, line)
    if not charged:
        return line if line.amount != 0 or line.waived else None
    if not line.fee.reassess or line.amount is None:
        return None
    more = line.amount - sum(charge.amount for charge in charged)
    return replace(line, amount=more) if more > 0 else None


def _charged(case: Case, line: fees.Assessed) -> list[Charge]:
    return [c for c in case.charges if c.fee == line.fee.id and c.state != "cancelled"]


def _charge(case: Case, line: fees.Assessed, n: int, step: str) -> Charge:
    return Charge(
        id=f"{case.number}-{n + 1}",
        fee=line.fee.id,
        label=fees.label(line) + ("（追加）" if _charged(case, line) else ""),
        amount=line.amount or 0,
        state=_state(line),
        step=step,
    )


def _state(line: fees.Assessed) -> ChargeState:
    if line.amount is None:
        return "unknown"
    return "waived" if line.waived else "open"
