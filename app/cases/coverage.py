"""網羅: which moves, conditions and fee rows of a procedure its scenarios tried, and which not.

A condition is tried when the answers of one scenario make it hold and those of another do not; a
row of a fee when some scenario is charged by it. Moves come from `app.cases.rehearsal`, which plays
the acts; conditions are looked at with the answers that were filed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.cases import fees, rehearsal
from app.cases.rehearsal import Played
from app.definitions import wording
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.model import Field, Procedure, say
from app.kernel import paths


@dataclass(frozen=True, slots=True)
class Target:
    """Something to be tried: its name, its words, and in which ways (`真`, `偽`, or just once)."""

    name: str
    words: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a sort was tried, of how much, and the words for what was not."""

    tried: int
    every: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of a procedure have tried."""

    moves: Covered
    conditions: Covered
    fee_rows: Covered


@dataclass(frozen=True, slots=True)
class _Condition:
    target: Target
    expression: Expression
    group: str = ""
    is_check: bool = False
    gate: Expression | None = None


_BOTH = ("真", "偽")


def of_played(procedure: Procedure, played: Iterable[Played]) -> Coverage:
    """Say what the answers of scenarios that were played try of a procedure."""
    conditions = tuple(_conditions(procedure))
    rows = tuple(_rows(procedure))
    seen: set[tuple[str, str]] = set()
    for one in played:
        on = one.on
        facts = Facts(one.answers, on, on)
        totals = Facts({**facts.answers, "fee": fees.totals(procedure, facts)}, on, on)
        for each in conditions:
            seen.update((each.target.name, way) for way in _ways(each, totals))
        seen.update((name, "") for name in _charged(procedure, facts))
        seen.update((f"move/{step}/{move}", "") for step, move in one.moves)
    return Coverage(
        moves=_covered(tuple(_moves(procedure)), seen),
        conditions=_covered([each.target for each in conditions], seen),
        fee_rows=_covered(rows, seen),
    )


def _covered(targets: Sequence[Target], seen: set[tuple[str, str]]) -> Covered:
    every = [(each, way) for each in targets for way in each.ways]
    missing = [(each, way) for each, way in every if (each.name, way) not in seen]
    words = (f"{each.words}（{way}）" if way else each.words for each, way in missing)
    return Covered(len(every) - len(missing), len(every), tuple(words))


def _ways(condition: _Condition, facts: Facts) -> Iterator[str]:
    """Give the ways in which the answers try a condition; a check that is not made tries none."""
    if condition.gate is not None and not condition.gate.holds(facts):
        return
    for row in _rows_of(condition.group, facts):
        value = condition.expression.run(row)
        if value is not None or not condition.is_check:
            yield "真" if value is True else "偽"


def _rows_of(group: str, facts: Facts) -> Iterator[Facts]:
    if not group:
        yield facts
        return
    rows = paths.get(facts.answers, group)
    for row in rows if isinstance(rows, list) else ():
        yield Facts(facts.answers, facts.today, facts.arrived_on, row=row)


def _conditions(procedure: Procedure) -> Iterator[_Condition]:
    for page in procedure.pages:
        yield from _one(f"page/{page.id}", f"ページ「{say(page.title)}」を出す条件", page.when)
    yield from _of_fields(procedure.fields, "", "")
    for file in procedure.attachments:
        words = f"添付書類「{say(file.label)}」を求める条件"
        yield from _one(f"attachment/{file.id}", words, file.when)
        omitted = None if file.omit is None else file.omit.when
        words = f"添付書類「{say(file.label)}」が要らない条件"
        yield from _one(f"attachment/{file.id}/omit", words, omitted)
    for check in procedure.checks:
        name, words = f"check/{check.id}", f"点検「{say(check.message)}」"
        yield from _one(f"{name}/when", f"{words}をする条件", check.when)
        target = Target(name, f"{words}が満たされるか", _BOTH)
        yield _Condition(target, check.require, is_check=True, gate=check.when)
    for fee in procedure.fees:
        for each in fee.reductions:
            words = f"手数料「{say(fee.label)}」の減免「{say(each.label)}」に当たる条件"
            yield from _one(f"fee/{fee.id}/{each.id}", words, each.when)
    for step in procedure.workflow.steps.values():
        yield from _one(f"step/{step.id}", f"工程「{say(step.label)}」を通る条件", step.when)


def _of_fields(fields: Iterable[Field], group: str, lead: str) -> Iterator[_Condition]:
    for each in fields:
        name, words = f"field/{lead}{each.id}", f"問い「{say(each.label)}」"
        yield from _one(f"{name}/when", f"{words}を尋ねる条件", each.when, group)
        yield from _one(f"{name}/required", f"{words}が必須になる条件", each.required_when, group)
        if each.rows and not group:
            yield from _of_fields(each.rows, each.id, f"{each.id}.")


def _one(
    name: str, words: str, expression: Expression | None, group: str = ""
) -> Iterator[_Condition]:
    if expression is not None:
        yield _Condition(Target(name, words, _BOTH), expression, group)


def _moves(procedure: Procedure) -> Iterator[Target]:
    for step, move in sorted(rehearsal.transitions(procedure)):
        yield Target(f"move/{step}/{move}", f"{step}→{move}", ("",))


def _rows(procedure: Procedure) -> Iterator[Target]:
    for fee in procedure.fees:
        for n, row in enumerate(fee.rows):
            when = wording.condition(row.when, procedure.fields)
            words = when or (f"{n + 1}行目" if len(fee.rows) > 1 else "")
            told = f"手数料「{say(fee.label)}」" + (f"の{words}" if words else "")
            yield Target(f"fee/{fee.id}/{n}", told, ("",))


def _charged(procedure: Procedure, facts: Facts) -> Iterator[str]:
    for fee in procedure.fees:
        for n, row in enumerate(fee.rows):
            if row.when is None or row.when.holds(facts):
                yield f"fee/{fee.id}/{n}"
                break


def parts(coverage: Coverage) -> Mapping[str, Covered]:
    """Give the sorts of things to be tried by name."""
    return {
        "moves": coverage.moves,
        "conditions": coverage.conditions,
        "fee_rows": coverage.fee_rows,
    }


def as_data(coverage: Coverage) -> Mapping[str, Any]:
    """Give what was tried as plain data for programs."""
    return {
        name: {"tried": each.tried, "every": each.every, "missing": list(each.missing)}
        for name, each in parts(coverage).items()
    }
