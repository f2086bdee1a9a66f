"""項目: the kinds of question that a form can ask, each a bundle of pure functions.

`KINDS` is the whole list. To add a kind, copy the module nearest to it and add a line here.
Knows nothing of conditions between answers: that is `app.cases.answers`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.definitions.expressions.types import Type
from app.definitions.fields import (
    accounts,
    blocks,
    choices,
    codes,
    contacts,
    dates,
    names,
    numbers,
    places,
    shapes,
    spans,
    spots,
    texts,
)
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Raw,
    Schema,
    Slip,
    Wrong,
    is_optional,
    takes_value,
)
from app.definitions.model import Field

__all__ = [
    "KINDS",
    "MISSING",
    "Kind",
    "Missing",
    "Part",
    "Raw",
    "Schema",
    "Slip",
    "Wrong",
    "has_answer",
    "input_names",
    "is_optional",
    "members",
    "object_schema",
    "read_form",
    "refill",
]


def _kind(name: str) -> Kind:
    return KINDS[name]


KINDS: Final[Mapping[str, Kind]] = {
    "text": texts.TEXT,
    "long-text": texts.TEXT,
    "person-name": names.PERSON_NAME,
    "kana": names.KANA,
    "date": dates.DATE,
    "year-month": dates.YEAR_MONTH,
    "fiscal-year": dates.FISCAL_YEAR,
    "period": spans.PERIOD,
    "time": spans.TIME,
    "integer": numbers.INTEGER,
    "money": numbers.MONEY,
    "decimal": numbers.DECIMAL,
    "choice": choices.CHOICE,
    "select": choices.SELECT,
    "choices": choices.CHOICES,
    "yes-no": choices.YES_NO,
    "declaration": choices.DECLARATION,
    "address": places.ADDRESS,
    "map-point": spots.MAP_POINT,
    "bank-account": accounts.BANK_ACCOUNT,
    "phone": contacts.PHONE,
    "email": contacts.EMAIL,
    "corporate-number": codes.CORPORATE_NUMBER,
    "vehicle-number": codes.VEHICLE_NUMBER,
    "heading": blocks.TEXT_ON_PAGE,
    "notice": blocks.TEXT_ON_PAGE,
    "computed": blocks.COMPUTED,
    "group": blocks.group(_kind),
}
"""Every kind of field, by the name that definitions use."""


def read_form(fields: Sequence[Field], form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Give the nested raw answers that a posted form carries for these fields."""
    return shapes.read_form(fields, form, _kind)


def refill(fields: Sequence[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give the nested inputs of a form, filled again from canonical answers."""
    return shapes.refill(fields, answers, _kind)


def has_answer(field: Field) -> bool:
    """Say whether an answer to the field comes from outside."""
    return takes_value(field, KINDS[field.kind])


def input_names(field: Field, at: str) -> tuple[str, ...]:
    """Give the HTML names of a field's inputs where the field stands at the path `at`."""
    return shapes.names(field, KINDS[field.kind], at)


def object_schema(fields: Sequence[Field]) -> Schema:
    """Give the JSON Schema of the nested answers to these fields."""
    return shapes.object_schema(fields, _kind)


def members(fields: Sequence[Field]) -> dict[str, Type]:
    """Give the types of fields by name, ids with dots as records within records."""
    return shapes.members(fields, _kind)
