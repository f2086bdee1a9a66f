"""手数料: what an application costs, by the fee tables of its procedure and their reductions.

Amounts are integer yen. A fee whose amount the rules do not give is None: unknown, never zero,
unless a reduction gives it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.definitions.expressions import values
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Fee, Procedure, Reduction, say

DUE_TIMES = ("on_application", "after_decision", "at_issue")


@dataclass(frozen=True, slots=True)
class Assessed:
    """What one fee comes to for one set of answers; `amount` None where the rules leave it open.

    `full` is what the table says, and `reduction` why less is asked, if it is.
    """

    fee: Fee
    amount: int | None
    note: str
    full: int | None = None
    reduction: Reduction | None = None

    @property
    def waived(self) -> bool:
        """Say whether the applicant is freed of the fee (免除)."""
        return self.reduction is not None and self.amount == 0


def assess(procedure: Procedure, facts: Facts, due: str | None = None) -> tuple[Assessed, ...]:
    """Give the fees of an application that apply, all or those due at one time.

    A fee none of whose rows holds does not apply and is left out.
    """
    chosen = (fee for fee in procedure.fees if due in (None, fee.due))
    return tuple(each for fee in chosen if (each := _amount(fee, facts)) is not None)


def totals(procedure: Procedure, facts: Facts) -> Mapping[str, Any]:
    """Give the known totals by time of payment, as expressions see them under `fee`."""
    lines = assess(procedure, facts)
    return {
        due: sum(line.amount or 0 for line in lines if line.fee.due == due) for due in DUE_TIMES
    }


def label(line: Assessed) -> str:
    """Give the words for a fee as the resident reads them, with the reduction that it has."""
    words = say(line.fee.label)
    return words if line.reduction is None else f"{words}（{say(line.reduction.label)}）"


def _amount(fee: Fee, facts: Facts) -> Assessed | None:
    for row in fee.rows:
        if row.when is not None and not row.when.holds(facts):
            continue
        value = None if row.amount is None else row.amount.run(facts)
        return _reduced(fee, None if value is None else int(value), row.note, facts)
    return None


def _reduced(fee: Fee, full: int | None, note: str, facts: Facts) -> Assessed:
    """Apply the first reduction that holds; it never makes an amount larger, or less than none."""
    found = next((each for each in fee.reductions if each.when.holds(facts)), None)
    if found is None:
        return Assessed(fee, full, note, full)
    amount = _less(found, full, facts)
    if amount is not None:
        amount = max(0, amount if full is None else min(amount, full))
    return Assessed(fee, amount, note, full, found)


def _less(reduction: Reduction, full: int | None, facts: Facts) -> int | None:
    if reduction.to is not None:
        value = reduction.to.run(facts)
        return None if value is None else int(value)
    if full is None:
        return None
    if reduction.by is not None:
        value = reduction.by.run(facts)
        return None if value is None else full - int(value)
    left = Decimal(full) * (100 - (reduction.percent or 0)) / 100
    return values.rounded(left, reduction.unit, values.ROUNDINGS[f"round_{reduction.rounding}"])
