"""かたまり: headings and notices, values that are worked out, and groups of rows.

A group is read here no further than its shape; each row's fields are read one by one where it is
known which of them are asked.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.definitions.expressions.types import Type
from app.definitions.fields import shapes
from app.definitions.fields.dates import show_day
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Schema,
    Wrong,
    is_optional,
    say_label,
    titled,
)
from app.definitions.fields.numbers import plain, yen
from app.definitions.model import Field

_MOST_ROWS = 200


def stored(value: object, kind: Type) -> Any:  # noqa: ANN401 - whatever JSON the value becomes
    """Give the JSON in which a worked-out value is kept."""
    match value:
        case bool() | int() | str() | None:
            return value
        case Decimal():
            return int(value) if kind.name in {"integer", "money"} else plain(value)
        case date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return [stored(each, kind) for each in value]
        case Mapping():
            return dict(value)
        case _:
            return str(value)


def _refuse(raw: object, field: Field) -> Missing:
    return MISSING


def _no_inputs(field: Field) -> tuple[Part, ...]:
    return ()


def _no_raw(value: object, field: Field) -> str:
    return ""


def _nothing(field: Field) -> Type:
    return Type("nothing")


def _no_schema(field: Field) -> Schema:
    return {}


def _show_computed(value: object, field: Field) -> str:
    match value, _computed_type(field).name:
        case bool(), _:
            return "はい" if value else "いいえ"
        case int(), "money":
            return yen(value)
        case int(), _:
            return f"{value:,}{field.unit}"
        case str(), "date":
            return show_day(value)
        case list(), _:
            return "、".join(str(each) for each in value)
        case _:
            return f"{value}{field.unit}"


def _computed_schema(field: Field) -> Schema:
    return titled(field, {"readOnly": True})


def _computed_type(field: Field) -> Type:
    return field.computed.type if field.computed else Type("nothing")


def _read_group(raw: object, field: Field) -> list[Any] | Missing:
    if raw is None or raw in ("", [], ()):
        return MISSING
    if not isinstance(raw, list | tuple):
        raise Wrong("invalid", f"{say_label(field)}を1件ずつ入力してください")
    if len(raw) > _MOST_ROWS:
        raise Wrong("too_many", f"{say_label(field)}は{_MOST_ROWS}件までです")
    return list(raw)


def _show_group(value: Sequence[object], field: Field) -> str:
    return f"{len(value)}件"


def group(kind_of: Callable[[str], Kind]) -> Kind:
    """Give the kind of a repeating group, whose rows are made of the kinds that `kind_of` gives."""

    def refill(value: Sequence[Mapping[str, Any]], field: Field) -> list[Any]:
        return [shapes.refill(field.rows, row, kind_of) for row in value]

    def schema(field: Field) -> Schema:
        shape: Schema = {
            "type": "array",
            "items": shapes.object_schema(field.rows, kind_of),
            "minItems": 0 if is_optional(field) else int(field.minimum or 1),
            "maxItems": int(field.maximum or _MOST_ROWS),
        }
        return titled(field, shape)

    def type_of(field: Field) -> Type:
        members = shapes.members(field.rows, kind_of)
        return Type("rows", members=members, optional=is_optional(field))

    return Kind(
        _read_group,
        _no_inputs,
        refill,
        _show_group,
        schema,
        type_of,
        ask="{label}を1件以上入力してください",
    )


TEXT_ON_PAGE = Kind(
    _refuse, _no_inputs, _no_raw, lambda value, field: "", _no_schema, _nothing, asked=False
)
COMPUTED = Kind(
    _refuse, _no_inputs, _no_raw, _show_computed, _computed_schema, _computed_type, asked=False
)
