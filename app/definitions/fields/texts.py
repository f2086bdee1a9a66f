"""文章: one line or several, kept exactly as typed."""

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Schema,
    check_length,
    is_optional,
    one_input,
    same_text,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field

LINE = 200
"""The most characters of one line where the definition does not say."""

LONG = 4000
"""The most characters of a long text where the definition does not say."""


def _read(raw: object, field: Field) -> str | Missing:
    long, label = field.kind == "long-text", say_label(field)
    text = text_of(raw, label, lines=long)
    return check_length(text, _most(field), label) if text else MISSING


def _most(field: Field) -> int:
    return field.max_length or (LONG if field.kind == "long-text" else LINE)


def _schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "minLength": 1, "maxLength": _most(field)})


def _type_of(field: Field) -> Type:
    return Type("text", optional=is_optional(field))


TEXT = Kind(_read, one_input(), same_text, same_text, _schema, _type_of)
