"""点検の証明: every rule between answers can be met and can be broken, and all can be met together.

A rule that nobody can meet keeps a resident from ever filing; one that cannot be broken says
nothing. Under every choice that a resident can make, some answers must satisfy all rules, unless
the rule speaks of that choice itself: then it is meant to refuse it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from app.definitions.expressions.compiled import Facts
from app.definitions.expressions.nodes import Literal
from app.definitions.model import Check, Field, say
from app.definitions.proofs.conditions import inquiry as asking
from app.definitions.proofs.conditions.asked import contradictions, why
from app.definitions.proofs.conditions.inquiry import Inquiry
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds import rules, saying, search, swaps
from app.definitions.proofs.worlds.search import Clause
from app.definitions.proofs.worlds.study import parsed

_MOST_OPTIONS = 30
_FEW = 12
_MOST_NEAR = 4


@dataclass(frozen=True, slots=True)
class _Choice:
    """One answer that a resident can choose, and how it is said."""

    asked: Field
    value: Any
    said: str
    clause: Clause


def prove(inquiry: Inquiry) -> None:
    """Look at every rule alone, and then at all of them under every choice."""
    stuck = {each.id for each in inquiry.procedure.checks if not _alone(inquiry, each)}
    sound = tuple(each for each in inquiry.procedure.checks if each.id not in stuck)
    if sound:
        _together(inquiry, sound)


def _alone(inquiry: Inquiry, check: Check) -> bool:
    """Look at one rule; False if nobody can meet it."""
    applied = rules.applies(inquiry.procedure, check)
    place = inquiry.about.at(f"check/{check.id}", "require")
    source = check.require.source
    if isinstance(parsed(source), Literal):
        return True
    if asking.never(inquiry, *applied):
        return True
    if asking.never(inquiry, *applied, search.holds(check.require)):
        words = f"点検「{check.id}」の「{source}」を満たす答えがなく、誰も提出できません。"
        hint = "満たせる答えがある式に直すか、この点検を行う条件（when）を狭めてください。"
        reason = why(inquiry, source, applied)
        inquiry.about.complain(place, "P809", words + reason, hint)
        return False
    if asking.never(inquiry, *applied, search.fails(check.require)):
        words = f"点検「{check.id}」の「{source}」は、どの答えでも満たされ、何も確かめません。"
        hint = "確かめたいことを式に書くか、この点検を消してください。"
        if not place.piece.startswith("blocks/"):
            inquiry.about.complain(place, "P810", words, hint, "warning")
    contradictions(inquiry, place, source)
    return True


def _together(inquiry: Inquiry, checks: tuple[Check, ...]) -> None:
    passing = {each.id: rules.passes(inquiry.procedure, each) for each in checks}
    goal = tuple(passing.values())
    filed = [world for world in inquiry.pool if all(each.test(world) for each in goal)]
    names = maps.closure(inquiry.atlas, [name for each in goal for name in each.names])
    for choice in _choices(inquiry, names):
        if inquiry.steps <= 0:
            return
        if any(choice.clause.test(world) for world in filed):
            continue
        near = _near(inquiry, choice, names, filed)
        tests = [choice.clause.test, *(each.test for each in goal)]
        if (world := next((each for each in near if search.hold(tests, each)), None)) is not None:
            filed.append(world)
            continue
        alone = _refusing(inquiry, choice, checks, passing)
        if alone:
            _complain_refused(inquiry, choice, alone)
        elif (world := asking.find(inquiry, choice.clause, *goal)) is not None:
            filed.append(world)
        elif stuck := _stuck(inquiry, choice, checks, passing):
            _complain_stuck(inquiry, choice, stuck)


def _near(
    inquiry: Inquiry, choice: _Choice, names: frozenset[str], filed: list[Facts]
) -> Iterator[Facts]:
    """Give worlds that differ from some that can be filed in nothing but the choice."""
    for world in filed[-_MOST_NEAR:]:
        found = swaps.swapped(inquiry.atlas, names, world, (choice.asked, choice.value))
        if found is not None:
            yield found


def _refusing(
    inquiry: Inquiry, choice: _Choice, checks: tuple[Check, ...], passing: dict[str, Clause]
) -> list[Check]:
    """Give the rules that a choice makes impossible, each for itself."""
    return [
        each
        for each in checks
        if choice.asked.id in maps.closure(inquiry.atlas, passing[each.id].names)
        and asking.never(inquiry, choice.clause, passing[each.id])
    ]


def _complain_refused(inquiry: Inquiry, choice: _Choice, refusing: list[Check]) -> None:
    if asking.find(inquiry, choice.clause) is None:
        return
    if not any(_speaks_of(inquiry, each, choice.asked.id) for each in refusing):
        _complain_stuck(inquiry, choice, (refusing[0],))


def _stuck(
    inquiry: Inquiry, choice: _Choice, checks: tuple[Check, ...], passing: dict[str, Clause]
) -> tuple[Check, ...]:
    """Give two or three rules that a choice makes impossible together; none if it may not."""
    if asking.find(inquiry, choice.clause) is None:
        return ()
    for count in (2, 3) if len(checks) <= _FEW else (2,):
        for some in combinations(checks, count):
            goal = (choice.clause, *(passing[each.id] for each in some))
            if asking.never(inquiry, *goal):
                return some
    return ()


def _speaks_of(inquiry: Inquiry, check: Check, name: str) -> bool:
    """Say whether a rule is about an answer itself: it looks at it, or is said beside it."""
    looked_at = set(check.require.names)
    for each in check.require.names:
        computed = inquiry.atlas.fields[each].computed if each in inquiry.atlas.fields else None
        looked_at |= set() if computed is None else computed.names
    return name in looked_at or check.at == name


def _choices(inquiry: Inquiry, names: frozenset[str]) -> Iterator[_Choice]:
    for asked in inquiry.procedure.fields:
        if asked.id not in names:
            continue
        for value in _options(asked):
            said = f"「{say(asked.label)}」＝「{saying.value_said(asked, value)}」"
            chosen = maps.condition(inquiry.atlas, _chosen(asked, value))
            if chosen is not None:
                yield _Choice(asked, value, said, search.holds(chosen))


def _options(asked: Field) -> tuple[Any, ...]:
    match asked.kind:
        case "choice" | "select" if len(asked.options) <= _MOST_OPTIONS:
            return tuple(each.code for each in asked.options)
        case "choices" if len(asked.options) <= _MOST_OPTIONS:
            return tuple([each.code] for each in asked.options)
        case "yes-no":
            return (True, False)
        case _:
            return ()


def _chosen(asked: Field, value: object) -> str:
    """Write the choice as a condition."""
    match value:
        case bool():
            return asked.id if value else f"not {asked.id}"
        case [code]:
            return f"'{code}' in {asked.id}"
        case _:
            return f"{asked.id} == '{value}'"


def _complain_stuck(inquiry: Inquiry, choice: _Choice, stuck: tuple[Check, ...]) -> None:
    place = inquiry.about.at(f"check/{stuck[-1].id}")
    listed = "、".join(f"「{each.id}」（{each.require.source}）" for each in stuck)
    together = "を同時に" if len(stuck) > 1 else "を"
    words = f"{choice.said}を選ぶと、点検{listed}{together}満たす答えがなく、提出できません。"
    hint = "点検を行う条件（when）を、見ている項目が尋ねられる条件に合わせてください。"
    inquiry.about.complain(place, "P811", words, hint)
