"""番号: 法人番号 and the number plate of a vehicle."""

import re

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Schema,
    Wrong,
    is_optional,
    one_input,
    same_text,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field
from app.kernel import digits

_PLATE = re.compile(
    r"(?P<region>[^\W\d_a-zA-Z]{1,4})\s*(?P<class>[0-9][0-9A-Za-z]{0,2})?\s*"
    r"(?P<kana>[ぁ-んA-Za-z])\s*(?P<serial>[・･.\s]{0,3}[0-9]{1,2}\s?-?\s?[0-9]{0,2})"
)


def _read_corporate(raw: object, field: Field) -> str | Missing:
    label = say_label(field)
    text = digits.only(text_of(raw, label))
    if not text:
        return MISSING
    if not re.fullmatch(r"[0-9]{13}", text):
        raise Wrong("invalid", f"{label}は13桁の数字で入力してください")
    if not digits.is_corporate_number(text):
        raise Wrong("check_digit", f"{label}の数字に誤りがあります。1桁ずつ確かめてください")
    return text


def _read_vehicle(raw: object, field: Field) -> str | Missing:
    label = say_label(field)
    text = text_of(raw, label)
    if not text:
        return MISSING
    found = _PLATE.fullmatch(digits.code(text)) if len(text) <= 30 else None
    serial = re.sub(r"[^0-9]", "", found["serial"]).lstrip("0") if found else ""
    if not found or not serial:
        raise Wrong("invalid", f"{label}は「品川 300 あ 12-34」のように入力してください")
    pieces = (found["region"], (found["class"] or "").upper(), found["kana"], _plate(serial))
    return " ".join(piece for piece in pieces if piece)


def _plate(serial: str) -> str:
    """Write a serial number as on the plate: 12-34, ・1-23, ・・12, ・・・1."""
    padded = serial.rjust(4, "・")
    return f"{padded[:2]}-{padded[2:]}" if len(serial) > 2 else padded


def _corporate_schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "pattern": "^[1-9][0-9]{12}$"})


def _vehicle_schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "minLength": 1, "maxLength": 30})


def _type_of(field: Field) -> Type:
    return Type("text", optional=is_optional(field))


CORPORATE_NUMBER = Kind(
    _read_corporate, one_input("numeric", 20), same_text, same_text, _corporate_schema, _type_of
)
VEHICLE_NUMBER = Kind(
    _read_vehicle, one_input("", 20), same_text, same_text, _vehicle_schema, _type_of
)
