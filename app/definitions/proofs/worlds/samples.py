"""見本: whole sets of answers that would be accepted, made for a procedure at random.

The questions that rules between answers look at are answered by a search; all others that are then
asked get the example of their field or a plain value of its kind. For walks through a procedure,
the first scenario of a new one, and a preview without one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from app.definitions.expressions.compiled import Facts
from app.definitions.fields import KINDS, MISSING, Wrong, has_answer
from app.definitions.fields.blocks import stored
from app.definitions.model import Field, Procedure
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds import rules, search
from app.definitions.proofs.worlds.atlas import Atlas
from app.definitions.proofs.worlds.hints import Hints
from app.kernel import paths

_ANSWERED = 0.6


@dataclass(frozen=True, slots=True)
class _Filling:
    """A world that is being filled: what it says already, of which names, and by what chance."""

    atlas: Atlas
    decided: frozenset[str]
    random: Random


def sample(
    procedure: Procedure, day: date, seed: int = 0, wanted: str = ""
) -> dict[str, Any] | None:
    """Give answers accepted on a day for which `wanted` holds; None if none are found."""
    return next(samples(procedure, day, range(seed, seed + 5), wanted), None)


def samples(
    procedure: Procedure, day: date, seeds: Iterable[int], wanted: str = ""
) -> Iterator[dict[str, Any]]:
    """Give answers for each seed that leads to some. Raises ValueError for a bad condition."""
    atlas = maps.atlas(procedure, day)
    goal = [*(rules.passes(procedure, each) for each in procedure.checks)]
    goal += rules.within_office(procedure.office)
    if wanted:
        condition = maps.condition(atlas, wanted)
        if condition is None:
            raise ValueError(f"not a condition of {procedure.id}: {wanted}")
        goal.append(search.holds(condition))
    decided = maps.closure(atlas, [name for each in goal for name in each.names])
    for seed in seeds:
        for world in search.scattered(atlas, goal, [seed], day):
            filling = _Filling(atlas, decided, Random(seed))  # noqa: S311 - no secret
            yield _filled(filling, procedure.fields, world)


def _filled(filling: _Filling, asked: Iterable[Field], world: Facts) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    facts = replace(world, answers=answers)
    for each in asked:
        if each.when is None or each.when.holds(facts):
            value = _answer(filling, each, facts, (world.answers, ""))
            if value is not None:
                paths.put(answers, each.id, value)
    return answers


def _answer(
    filling: _Filling, asked: Field, facts: Facts, known: tuple[Mapping[str, Any], str]
) -> Any:  # noqa: ANN401 - whatever the field keeps
    """Give the answer to one question; `known` is what the world says there, and the path to it."""
    there, lead = known
    if asked.computed is not None:
        return stored(asked.computed.run(facts), asked.computed.type)
    if not has_answer(asked):
        return None
    said = paths.get(there, asked.id)
    decided = f"{lead}{asked.id}" in filling.decided
    if said is None and (decided or not _wanted(filling, asked, facts)):
        return None
    if asked.rows:
        return _rows(filling, asked, facts, said)
    return said if decided else _plain(filling, f"{lead}{asked.id}", asked)


def _wanted(filling: _Filling, asked: Field, facts: Facts) -> bool:
    return search.is_required(asked, facts) or filling.random.random() < _ANSWERED


def _rows(filling: _Filling, group: Field, facts: Facts, said: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    least = max(1, int(group.minimum or 1))
    rows = [_row(filling, group, facts, each) for each in said or [{}] * least]
    return [each for each in rows if each]


def _row(filling: _Filling, group: Field, facts: Facts, said: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    inner = replace(facts, row=row)
    for each in group.rows:
        if each.when is None or each.when.holds(inner):
            value = _answer(filling, each, inner, (said, f"{group.id}."))
            if value is not None:
                paths.put(row, each.id, value)
    return row


def _plain(filling: _Filling, name: str, asked: Field) -> Any:  # noqa: ANN401 - whatever it keeps
    """Give the example of a field, or one of the values of its kind."""
    values = list(maps.points_of(filling.atlas, name, Hints()).values)
    try:
        example = KINDS[asked.kind].read(asked.example, asked) if asked.example else MISSING
    except Wrong:
        example = MISSING
    if example is not MISSING:
        return example
    return filling.random.choice(values) if values else None
