"""道: which places of a flow a case can come by, and by which way, in words.

A way is the shortest one, as the ids of its places. `barred` says which outcomes of which steps
are not taken. Knows what leads where, and not what it means.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from app.definitions.model import Step, Workflow, say

Barred: TypeAlias = Callable[[Step, str], bool]
Goal: TypeAlias = Callable[[str], bool]
Way: TypeAlias = tuple[str, ...]


def nothing(step: Step, move: str) -> bool:
    """Bar nothing."""
    return False


def way(flow: Workflow, starts: Iterable[str], goal: Goal, barred: Barred = nothing) -> Way | None:
    """Give the shortest way from any of the starts to a place that is the goal, None without."""
    before: dict[str, str] = dict.fromkeys(starts, "")
    waiting = list(before)
    for place in waiting:
        if goal(place):
            return _back(before, place)
        step = flow.steps.get(place)
        for move, target in () if step is None else step.moves.items():
            if step is not None and target not in before and not barred(step, move):
                before[target] = place
                waiting.append(target)
    return None


def reached(flow: Workflow, starts: Iterable[str], barred: Barred = nothing) -> frozenset[str]:
    """Give every place that a case can come by."""
    seen: set[str] = set()

    def never(place: str) -> bool:
        seen.add(place)
        return False

    way(flow, starts, never, barred)
    return frozenset(seen)


def joined(flow: Workflow, target: str, rest: Way) -> Way:
    """Give the way from the first step to one of the places, and on from there."""
    first = way(flow, [flow.start], lambda place: place == target) or (target,)
    return (*first, *rest)


def told(flow: Workflow, places: Sequence[str]) -> str:
    """Say a way: 審査 → 決定 → 不許可."""
    return " → ".join(label(flow, each) for each in places)


def label(flow: Workflow, place: str) -> str:
    """Say the name of a place."""
    if place in flow.steps:
        return say(flow.steps[place].label)
    return say(flow.ends[place].result) if place in flow.ends else place


def _back(before: dict[str, str], place: str) -> Way:
    found = [place]
    while before[found[0]]:
        found.insert(0, before[found[0]])
    return tuple(found)
