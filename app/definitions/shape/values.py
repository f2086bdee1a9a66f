"""値の形: texts, names, spans of time and sources, as they stand in every kind of file.

Short forms are made long here (`label: 文字` is `{ja: 文字}`), so that nothing above meets two ways
of saying one thing.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.definitions import periods
from app.definitions.model import Confidence
from app.kernel.calendar import Period

_LANGUAGES: Mapping[str, str] = {
    "ja": "日本語の文（必ず書く）",
    "plain": "くだけた日本語の言い方（探すときや見出しに）",
    "ja-easy": "やさしい日本語（短い文、分かち書き）",
    "en": "英語",
    "zh-Hans": "中国語（簡体字）",
    "zh-Hant": "中国語（繁体字）",
    "ko": "韓国語・朝鮮語",
}
LANGUAGES = tuple(_LANGUAGES)


def _name(shape: type[Any]) -> str:
    """Give the words by which editors call a shape: those that it is described by."""
    return (shape.__doc__ or shape.__name__).partition("\n")[0]


class Shape(BaseModel):
    """A mapping in a file: known keys only, exact types, never changed."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, model_title_generator=_name, defer_build=True
    )


def key(words: str, default: Any = ..., **rules: Any) -> Any:  # noqa: ANN401 - as pydantic's Field
    """Declare a key, with the words that explain it to a department."""
    if callable(default):
        return Field(default_factory=default, description=words, **rules)
    return Field(default, description=words, **rules)


def _texts(value: object) -> object:
    if isinstance(value, str):
        value = {"ja": value}
    if not isinstance(value, dict):
        raise PydanticCustomError("texts", "ここには文字を書いてください。")
    if "ja" not in value:
        raise PydanticCustomError("texts", "日本語の文（ja）がありません。")
    for language, text in value.items():
        if language not in LANGUAGES:
            known = "、".join(LANGUAGES)
            words = f"「{language}」という言葉の印はありません（使えるもの: {known}）。"
            raise PydanticCustomError("texts", _escaped(words))
        if not isinstance(text, str) or not text.strip():
            words = f"{language} の文が空か、文字ではありません。"
            raise PydanticCustomError("texts", _escaped(words))
    return value


def _text(value: object) -> object:
    """Let a whole number stand where a text is meant (`example: 100`)."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _period(value: object) -> object:
    if isinstance(value, Period):
        return value
    found = periods.parse(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("period", f"期間として読めません（例: {periods.EXAMPLES}）。")
    return found


def _day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("day", "日付として読めません（例: 2026-04-01）。") from None


def _number(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        return value
    raise PydanticCustomError("number", "数として読めません（例: 100、12.5）。")


def _limit(value: object) -> object:
    """Let a number, a day or an expression stand as a limit; the kind of field says which fits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip():
        return value
    raise PydanticCustomError("limit", "数か、日付の式を書いてください（例: 100、today）。")


def _bytes(value: object) -> object:
    found = re.fullmatch(r"([1-9][0-9]{0,3})(KB|MB)", value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("bytes", "大きさとして読めません（例: 5MB、500KB）。")
    return int(found[1]) * (1024 if found[2] == "KB" else 1024 * 1024)


def _listed(value: object) -> object:
    return [value] if isinstance(value, dict) else value


def _escaped(words: str) -> Any:  # noqa: ANN401 - pydantic wants a literal, we have a sentence
    return words.replace("{", "{{").replace("}", "}}")


Texts: TypeAlias = Annotated[
    dict[str, str],
    BeforeValidator(_texts),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {
                        each: {"type": "string", "description": words}
                        for each, words in _LANGUAGES.items()
                    },
                    "required": ["ja"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
_WORD_OR_NUMBER = WithJsonSchema({"type": ["string", "integer"]})
Text: TypeAlias = Annotated[str, BeforeValidator(_text), _WORD_OR_NUMBER]
Formula: TypeAlias = Annotated[str, BeforeValidator(_text), Field(min_length=1), _WORD_OR_NUMBER]
Number: TypeAlias = Annotated[str, BeforeValidator(_number), _WORD_OR_NUMBER]
Limit: TypeAlias = Annotated[str, BeforeValidator(_limit), _WORD_OR_NUMBER]
Bytes: TypeAlias = Annotated[
    int, BeforeValidator(_bytes), WithJsonSchema({"type": "string", "examples": ["5MB"]})
]
Span: TypeAlias = Annotated[
    Period, BeforeValidator(_period), WithJsonSchema({"type": "string", "examples": ["days(14)"]})
]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
KebabId: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
PageId: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
FieldPath: TypeAlias = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=120)
]
UnitPath: TypeAlias = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*$", max_length=120)
]


class Basis(Shape):
    """根拠"""

    act: str = key("法令の名", "")
    article: str = key("条・項・号", "")
    confidence: Confidence = key("確かさ: high, medium, low, unconfirmed", "unconfirmed")
    note: str = key("確かめること", "")
    source: str = key("読んだところ（アドレス、資料の名）", "")
    checked: Day | None = key("確かめた日", None)


Bases: TypeAlias = Annotated[
    list[Basis], BeforeValidator(_listed, json_schema_input_type=Basis | list[Basis])
]


def mapping(value: object) -> Mapping[str, Any] | None:
    """Give a value if it is a mapping."""
    return value if isinstance(value, dict) else None
