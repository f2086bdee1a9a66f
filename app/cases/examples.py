"""例: what the applications of a procedure's scenarios would cost under each of two versions.

Makes the difference between two fee tables visible in amounts. Plays no act; knows no storage.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from app.cases import fees, rehearsal
from app.definitions.differences import Difference
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, say
from app.definitions.scenarios import Scenario


def of_fees(
    old: Procedure, new: Procedure, scenarios: Iterable[Scenario], today: date
) -> tuple[Difference, ...]:
    """Give each fee that differs for the answers of a scenario, every pair of amounts once."""
    found: dict[tuple[str, str], Difference] = {}
    for each in scenarios:
        before, after = _charged(old, each, today), _charged(new, each, today)
        labels = {fee.id: say(fee.label) for fee in (*old.fees, *new.fees)}
        for fee in sorted(before.keys() | after.keys()):
            was, will = before.get(fee, "なし"), after.get(fee, "なし")
            if was != will:
                words = f"例えば「{each.name}」では、{labels[fee]}が {was} → {will} になります。"
                made = Difference("手数料", f"fee/{fee}", "example", words, was, will)
                found.setdefault((fee, f"{was} {will}"), made)
    return tuple(found.values())


def _charged(procedure: Procedure, scenario: Scenario, today: date) -> Mapping[str, str]:
    on = scenario.on or today
    answers = rehearsal.check(procedure, scenario, on).answers
    lines = fees.assess(procedure, Facts(answers, on, on))
    return {line.fee.id: _yen(line.amount) for line in lines}


def _yen(amount: int | None) -> str:
    return "未定" if amount is None else f"{amount:,}円"
