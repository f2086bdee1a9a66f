"""連絡先: telephone numbers and mail addresses."""

import re

import phonenumbers

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

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}")
_DOMAIN = re.compile(r"(?=.{4,190}$)(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_HOME = 81
_INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL
_NATIONAL = phonenumbers.PhoneNumberFormat.NATIONAL


def _read_phone(raw: object, field: Field) -> str | Missing:
    label = say_label(field)
    text = digits.code(text_of(raw, label))
    if not text:
        return MISSING
    wrong = Wrong("invalid", f"{label}は市外局番から入力してください（例 03-5321-1111）")
    if len(text) > 30:
        raise wrong
    try:
        number = phonenumbers.parse(text, "JP")
    except phonenumbers.NumberParseException:
        raise wrong from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise wrong
    home = number.country_code == _HOME
    return phonenumbers.format_number(number, _NATIONAL if home else _INTERNATIONAL)


def _read_email(raw: object, field: Field) -> str | Missing:
    label = say_label(field)
    text = text_of(raw, label).replace("＠", "@")
    if not text:
        return MISSING
    local, at, domain = text.rpartition("@")
    domain = digits.half_width(domain).lower()
    if not at or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        words = "は name@example.jp のように半角で入力してください"
        raise Wrong("invalid", label + words)
    return f"{local}@{domain}"


def _phone_schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "pattern": r"^[0-9+][0-9\- ]{8,28}$"})


def _email_schema(field: Field) -> Schema:
    return titled(field, {"type": "string", "format": "email", "maxLength": 254})


def _type_of(field: Field) -> Type:
    return Type("text", optional=is_optional(field))


PHONE = Kind(_read_phone, one_input("tel", 20), same_text, same_text, _phone_schema, _type_of)
EMAIL = Kind(_read_email, one_input("email"), same_text, same_text, _email_schema, _type_of)
