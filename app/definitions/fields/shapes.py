"""How dotted ids become nested things: schemas, types, inputs of a form, and inputs filled again.

Each function is told how to find a kind, so that a group can be made of any of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import Kind, Schema, is_optional, takes_value
from app.definitions.model import Field
from app.kernel import paths

KindOf: TypeAlias = Callable[[str], Kind]

_INDEX = re.compile(r"([0-9]{1,4})\.")


def names(field: Field, kind: Kind, at: str) -> tuple[str, ...]:
    """Give the HTML names of a field's inputs, the field standing at the path `at`."""
    return tuple(f"{at}.{part.name}" if part.name else at for part in kind.parts(field))


def read_form(
    fields: Sequence[Field], form: Mapping[str, Sequence[str]], kind_of: KindOf, at: str = ""
) -> dict[str, Any]:
    """Give the nested raw answers that a form carries for these fields, and nothing else of it.

    Rows of a group keep the order of their numbers; a number that is wholly absent is passed over.
    """
    raw: dict[str, Any] = {}
    for field in fields:
        if field.kind == "group":
            found: Any = _rows(field, form, kind_of, at + field.id)
        else:
            found = _inputs(field, form, kind_of(field.kind), at + field.id)
        if found is not None:
            paths.put(raw, field.id, found)
    return raw


def _rows(
    group: Field, form: Mapping[str, Sequence[str]], kind_of: KindOf, at: str
) -> list[dict[str, Any]] | None:
    start = len(at) + 1
    numbers = {
        int(found[1])
        for name in form
        if name.startswith(f"{at}.") and (found := _INDEX.match(name, start))
    }
    if not numbers:
        return None
    return [read_form(group.rows, form, kind_of, f"{at}.{number}.") for number in sorted(numbers)]


def _inputs(field: Field, form: Mapping[str, Sequence[str]], kind: Kind, at: str) -> Any:  # noqa: ANN401 - raw
    if not takes_value(field, kind):
        return None
    if field.kind == "choices":
        return list(form[at]) if form.get(at) else None
    given = {
        part.name: form[name][-1]
        for part, name in zip(kind.parts(field), names(field, kind, at), strict=True)
        if form.get(name)
    }
    return given.get("") if "" in given else given or None


def refill(fields: Sequence[Field], answers: Mapping[str, Any], kind_of: KindOf) -> dict[str, Any]:
    """Give the nested inputs of a form filled from canonical answers."""
    raw: dict[str, Any] = {}
    for field in fields:
        value = paths.get(answers, field.id)
        if value is not None and takes_value(field, kind_of(field.kind)):
            paths.put(raw, field.id, kind_of(field.kind).raw_of(value, field))
    return raw


def members(fields: Sequence[Field], kind_of: KindOf) -> dict[str, Type]:
    """Give the types of fields by name, ids with dots as records within records."""
    found: dict[str, Type] = {}
    inner: dict[str, list[tuple[str, Type]]] = {}
    for field in fields:
        kind = kind_of(field.kind).type_of(field)
        head, _, rest = field.id.partition(".")
        if rest:
            inner.setdefault(head, []).append((rest, kind))
        elif kind.name != "nothing":
            found[head] = kind
    return found | {head: _record(pairs) for head, pairs in inner.items()}


def _record(pairs: Sequence[tuple[str, Type]]) -> Type:
    found: dict[str, Type] = {}
    inner: dict[str, list[tuple[str, Type]]] = {}
    for path, kind in pairs:
        head, _, rest = path.partition(".")
        if rest:
            inner.setdefault(head, []).append((rest, kind))
        elif kind.name != "nothing":
            found[head] = kind
    return Type("record", members=found | {head: _record(each) for head, each in inner.items()})


def object_schema(fields: Sequence[Field], kind_of: KindOf) -> Schema:
    """Give the JSON Schema of the nested answers to these fields.

    Only what is asked of everyone is required in it; a condition stands beside as a comment.
    """
    root: Schema = _empty()
    for field in fields:
        if not takes_value(field, kind_of(field.kind)):
            continue
        found = kind_of(field.kind).schema(field)
        if field.when is not None:
            found["$comment"] = f"when: {field.when.source}"
        _place(root, field.id, found, required=not is_optional(field))
    return root


def _place(root: Schema, path: str, schema: Schema, *, required: bool) -> None:
    head, _, rest = path.partition(".")
    if required and head not in root["required"]:
        root["required"].append(head)
    if not rest:
        root["properties"][head] = schema
        return
    _place(root["properties"].setdefault(head, _empty()), rest, schema, required=required)


def _empty() -> Schema:
    return {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
