"""差替え: one answer of a known world changed, where what comes of it is a world again.

Far cheaper than a search and just as true. Where another answer would have to change with it,
nothing is given here, and a search has to say whether there is such a world.
"""

from dataclasses import replace
from typing import Any

from app.definitions.expressions.compiled import Facts
from app.definitions.fields import has_answer
from app.definitions.fields.blocks import stored
from app.definitions.model import Field
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds.atlas import Atlas
from app.definitions.proofs.worlds.points import fits
from app.definitions.proofs.worlds.search import is_required
from app.kernel import paths


def swapped(
    atlas: Atlas, names: frozenset[str], world: Facts, answer: tuple[Field, Any]
) -> Facts | None:
    """Give a world with another answer to one question, all other answers staying as they are.

    `names` are those that matter; questions beside them are not looked at.
    """
    changed, value = answer
    if not fits(changed, value):
        return None
    answers = paths.copy(world.answers)
    paths.put(answers, changed.id, value)
    found = replace(world, answers=answers)
    questions = (each for each in atlas.procedure.fields if each.id in names)
    return found if all(_stands(atlas, each, found, changed.id) for each in questions) else None


def _stands(atlas: Atlas, asked: Field, world: Facts, changed: str) -> bool:
    """Say whether a question is answered as it has to be; what is worked out is so again."""
    given = paths.get(world.answers, asked.id)
    if asked.when is not None and not asked.when.holds(world):
        return given is None
    if asked.computed is not None:
        _work_out(asked, world)
        return True
    if given is None:
        return not has_answer(asked) or not is_required(asked, world)
    columns = [f"{asked.id}.{each.id}" for each in asked.rows]
    return not columns or changed not in maps.closure(atlas, columns)


def _work_out(asked: Field, world: Facts) -> None:
    answers, computed = world.answers, asked.computed
    assert computed is not None and isinstance(answers, dict)  # noqa: S101, PT018 - just copied
    value = stored(computed.run(world), computed.type)
    paths.drop(answers, asked.id)
    if value is not None:
        paths.put(answers, asked.id, value)
