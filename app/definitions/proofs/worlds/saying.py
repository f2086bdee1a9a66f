"""言い表し: a world said to a clerk, as the answers that a resident would have given.

Says only the names that are asked for, in the order of the form, each with its label and the words
that stand on the screen. Knows no proof.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.definitions.expressions.compiled import Facts
from app.definitions.fields import KINDS, has_answer
from app.definitions.fields.dates import show_day
from app.definitions.model import Field, say
from app.definitions.proofs.worlds.atlas import Atlas
from app.kernel import paths

_MOST = 6
_WORDS = {"online": "画面から", "api": "他のシステムから"}


def describe(atlas: Atlas, world: Facts, names: Iterable[str]) -> str:
    """Say a world as far as these names go: 「営業の形態」＝「自動車」、…."""
    said = list(_said(atlas, world, frozenset(names)))
    more = " ほか" if len(said) > _MOST else ""
    return "、".join(said[:_MOST]) + more


def label(atlas: Atlas, name: str) -> str:
    """Give the words of a name: the label of a field, else the name itself."""
    found = atlas.fields.get(name)
    return name if found is None else say(found.label)


def value_said(asked: Field, value: object) -> str:
    """Say an answer as the screen shows it."""
    return KINDS[asked.kind].show(value, asked)


def _said(atlas: Atlas, world: Facts, names: frozenset[str]) -> Iterator[str]:
    if "today" in names:
        yield f"今日＝{show_day(world.today.isoformat())}"
    if "channel" in names:
        yield f"申請の方法＝{_WORDS.get(world.channel, world.channel)}"
    for asked in atlas.procedure.fields:
        inner = [each for each in asked.rows if f"{asked.id}.{each.id}" in names]
        if asked.id not in names and not inner:
            continue
        if asked.when is None or asked.when.holds(world):
            yield from _answer_said(asked, paths.get(world.answers, asked.id), inner)


def _answer_said(asked: Field, value: Any, inner: Sequence[Field]) -> Iterator[str]:  # noqa: ANN401 - an answer
    if value is not None:
        yield f"「{say(asked.label)}」＝「{value_said(asked, value)}」"
    elif has_answer(asked):
        yield f"「{say(asked.label)}」＝記入なし"
    for row in (value or ())[:2] if inner else ():
        yield from _row_said(inner, row)


def _row_said(inner: Iterable[Field], row: object) -> Iterator[str]:
    for each in inner:
        value = paths.get(row, each.id)
        if value is not None:
            yield f"「{say(each.label)}」＝「{value_said(each, value)}」"
