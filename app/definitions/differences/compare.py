"""How two values of a part are compared and what is said of them.

An `Aspect` is an attribute with its Japanese noun and a way of saying its value. Knows no part of a
procedure by name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias, TypeVar

from app.definitions import wording
from app.definitions.expressions.compiled import Expression
from app.definitions.model import Procedure, Source, Unit, say
from app.kernel.calendar import Period

T = TypeVar("T")
Group: TypeAlias = Literal["住民", "職員", "帳票", "手数料", "期限", "法令"]
Say: TypeAlias = Callable[[Any, Procedure], str]

GROUPS: Sequence[Group] = ("住民", "職員", "帳票", "手数料", "期限", "法令")

_LANGUAGES: Mapping[str, str] = {
    "ja": "",
    "plain": "（ふだんの呼び方）",
    "ja-easy": "（やさしい日本語）",
    "en": "（英語）",
    "zh-Hans": "（中国語）",
    "ko": "（韓国語）",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: whom it concerns, the part, and a sentence with both values.

    `part` is named as in `app.definitions.proofs.subject`; `what` is the attribute, empty where a
    whole part comes or goes.
    """

    group: Group
    part: str
    what: str
    words: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """The version before and the one after."""

    old: Procedure
    new: Procedure


@dataclass(frozen=True, slots=True)
class Part:
    """A part of both versions: whom it concerns, its name, and what it is called in a sentence."""

    group: Group
    name: str
    called: str


def plainly(value: Any, within: Procedure) -> str:  # noqa: ANN401 - any value of the model
    """Say a value that is its own words."""
    match value:
        case None:
            said = ""
        case bool():
            said = "はい" if value else "いいえ"
        case Unit():
            said = value.name
        case Expression():
            said = f"式 {value.source}"
        case Mapping() if "ja" in value:
            said = say(value)
        case tuple():
            said = "、".join(plainly(each, within) for each in value)
        case _:
            said = _by_parts(value, within)
    return said


def _by_parts(value: Any, within: Procedure) -> str:  # noqa: ANN401 - any value of the model
    if not is_dataclass(value) or isinstance(value, Period):
        return str(value)
    parts = (plainly(getattr(value, each.name), within) for each in fields(value))
    return "、".join(filter(None, parts))


def condition(value: Expression | None, within: Procedure) -> str:
    """Say a condition, by its source where there are no words for it."""
    if value is None:
        return "いつも"
    return wording.condition(value, within.fields) or f"式 {value.source}"


def formula(value: Expression | None, within: Procedure) -> str:
    """Say a formula by its source."""
    return "" if value is None else f"式 {value.source}"


def source(value: Source, within: Procedure) -> str:
    """Say a source of law with its doubt."""
    place = f"{value.act}{value.article}"
    return f"{place}（{value.note}）" if value.note else place


def sources(value: tuple[Source, ...], within: Procedure) -> str:
    """Say several sources of law."""
    return "、".join(source(each, within) for each in value)


@dataclass(frozen=True, slots=True)
class Aspect:
    """An attribute of a part: what it is called, how its value is said, and whom it concerns."""

    attribute: str
    noun: str
    say: Say = plainly
    group: Group | None = None


def attributes(
    pair: Pair,
    part: Part,
    values: tuple[T, T],
    aspects: Sequence[Aspect],
    apart: Iterable[str] = (),
) -> Iterator[Difference]:
    """Compare the attributes of a part; those `apart` are compared elsewhere."""
    known = {each.attribute for each in aspects} | set(apart)
    for aspect in aspects:
        yield from _aspect(pair, part, values, aspect)
    for each in fields(values[0]):  # type: ignore[arg-type]
        if each.name not in known:
            yield from _aspect(pair, part, values, Aspect(each.name, f"ほかの定め（{each.name}）"))


def _aspect(pair: Pair, part: Part, values: tuple[T, T], aspect: Aspect) -> Iterator[Difference]:
    before, after = (getattr(each, aspect.attribute) for each in values)
    if before == after:
        return
    if _is_texts(before) and _is_texts(after) and (before or after):
        yield from _languages(part, aspect, before or {}, after or {})
        return
    yield changed(part, aspect, aspect.say(before, pair.old), aspect.say(after, pair.new))


def _is_texts(value: object) -> bool:
    return value is None or (isinstance(value, Mapping) and "ja" in value)


def _languages(
    part: Part, aspect: Aspect, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Difference]:
    for language in dict.fromkeys([*before, *after]):
        was, will = before.get(language, ""), after.get(language, "")
        if was != will:
            noun = f"{aspect.noun}{_LANGUAGES.get(language, f'（{language}）')}"
            yield changed(part, Aspect(aspect.attribute, noun, group=aspect.group), was, will)


def changed(part: Part, aspect: Aspect, old: str, new: str) -> Difference:
    """Say that an attribute of a part differs."""
    lead = f"{part.called}の{aspect.noun}" if part.called else aspect.noun
    if old == new:
        words = f"{lead}の中身が変わります。"
    elif not old:
        words = f"{lead}が加わります：「{new}」"
    elif not new:
        words = f"{lead}がなくなります（前：「{old}」）"
    else:
        words = f"{lead}が変わります：「{old}」→「{new}」"
    return Difference(aspect.group or part.group, part.name, aspect.attribute, words, old, new)


def whole(part: Part, *, comes: bool, more: str = "") -> Difference:
    """Say that a whole part comes or goes."""
    words = f"{part.called}が{'加わります' if comes else 'なくなります'}。{more}"
    value = part.called
    return Difference(
        part.group, part.name, "", words, "" if comes else value, value if comes else ""
    )


def matched(
    old: Iterable[T], new: Iterable[T], key: Callable[[T], str]
) -> tuple[list[T], list[T], list[tuple[T, T]]]:
    """Give what went, what came, and what is in both, by a key."""
    before, after = {key(each): each for each in old}, {key(each): each for each in new}
    gone = [each for name, each in before.items() if name not in after]
    come = [each for name, each in after.items() if name not in before]
    both = [(each, after[name]) for name, each in before.items() if name in after]
    return gone, come, both


def moved(names: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Say whether what is in both stands in another order."""
    before, after = names
    both = set(before) & set(after)
    return [each for each in before if each in both] != [each for each in after if each in both]
