"""言葉: a procedure as it reads in another language, or in やさしい日本語.

Where a text has the language it takes the place of the Japanese one; where it has not, the
Japanese stays, so that nothing is ever missing. Only texts change: the digest, the conditions and
every code are those of the procedure itself.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from app.definitions.expressions.compiled import Expression
from app.definitions.model import Procedure

LANGUAGES: Mapping[str, str] = {
    "ja": "日本語",
    "ja-easy": "やさしい日本語",
    "en": "English",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ko": "한국어",
}
"""The languages that texts can have, each in its own words."""

T = TypeVar("T")


def in_language(procedure: Procedure, language: str) -> Procedure:
    """Give the procedure with its texts in a language, as far as they are written in it."""
    return procedure if language == "ja" else _said(procedure, language)


def languages_of(procedure: Procedure) -> tuple[str, ...]:
    """Give the languages in which at least one text of a procedure is written."""
    found = {"ja"}
    _gather(procedure, found)
    return tuple(each for each in LANGUAGES if each in found)


def _said(value: T, language: str) -> T:
    changed: Any = value
    if isinstance(value, Expression):
        return value
    if isinstance(value, tuple):
        changed = tuple(_said(each, language) for each in value)
    elif isinstance(value, Mapping):
        changed = _texts(value, language)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        changed = dataclasses.replace(
            value, **{name: _said(each, language) for name, each in parts.items()}
        )
    return changed  # type: ignore[no-any-return]


def _texts(value: Mapping[Any, Any], language: str) -> Mapping[Any, Any]:
    if isinstance(value.get("ja"), str):
        return {**value, "ja": value.get(language) or value["ja"]}
    return {name: _said(each, language) for name, each in value.items()}


def _gather(value: object, found: set[str]) -> None:
    if isinstance(value, Mapping) and isinstance(value.get("ja"), str):
        found.update(value)
        return
    for each in _parts(value):
        _gather(each, found)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Mapping):
        return value.values()
    if not dataclasses.is_dataclass(value) or isinstance(value, Expression | type):
        return ()
    return [getattr(value, each.name) for each in dataclasses.fields(value)]
