"""手数料: what an application costs, by the fee tables of its procedure.

Amounts are integer yen. A fee whose amount the rules do not give is None: unknown, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.definitions.expressions.compiled import Facts
from app.definitions.model import Fee, Procedure, say

DUE_TIMES = ("on_application", "after_decision", "at_issue")


@dataclass(frozen=True, slots=True)
class Assessed:
    """What one fee comes to for one set of answers; `amount` None where the rules leave it open."""

    fee: Fee
    amount: int | None
    note: str


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
    """Give the words for a fee as the resident reads them."""
    return say(line.fee.label)


def _amount(fee: Fee, facts: Facts) -> Assessed | None:
    for row in fee.rows:
        if row.when is not None and not row.when.holds(facts):
            continue
        value = None if row.amount is None else row.amount.run(facts)
        return Assessed(fee, None if value is None else int(value), row.note)
    return None
