"""氏名 and フリガナ.

A name is kept code point for code point, not even in NFC: U+FA19, U+F9DC and variation selectors
are the person's own. A reading is made katakana, its small kana and voiced marks left as they are.
"""

from collections.abc import Mapping
from typing import Any

from app.definitions.expressions.types import Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Schema,
    Slip,
    Wrong,
    check_length,
    is_optional,
    one_input,
    part_of,
    same_text,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field
from app.kernel import kana

_MOST = 60
_READING = 80
_NAMES = (("family", "姓"), ("given", "名"))
_KANA = (("family_kana", "姓のフリガナ"), ("given_kana", "名のフリガナ"))
_NOT_KANA = "はカタカナで入力してください"


def _read_name(raw: object, field: Field) -> dict[str, str] | Missing:
    given = _split(raw, field)
    slips, value = list[Slip](), dict.fromkeys(_kept(field), "")
    for name, words in _asked(field).items():
        try:
            value[name] = _read_part(given, name, words)
        except Wrong as wrong:
            slips += wrong.slips
    if not any(value.values()) and not slips:
        return MISSING
    slips += _gaps(value, field, {slip.part for slip in slips})
    if slips:
        slips.sort(key=lambda slip: tuple(value).index(slip.part))
        first, *rest = slips
        raise Wrong(first.code, first.message, first.part, tuple(rest))
    return value


def _kept(field: Field) -> tuple[str, ...]:
    """Give the parts that are kept; a name without parts is kept as the family's."""
    return tuple(name for name, _ in (*_NAMES, *(_KANA if field.kana else ())))


def _asked(field: Field) -> dict[str, str]:
    """Give the parts that are asked, with what they are called in a sentence."""
    label = say_label(field)
    if field.single:
        found = {"family": label, "family_kana": f"{label}のフリガナ"}
    else:
        found = {name: f"{label}の{words}" for name, words in (*_NAMES, *_KANA)}
    return {name: words for name, words in found.items() if name in _kept(field)}


def _read_part(raw: Mapping[Any, Any], name: str, label: str) -> str:
    if not name.endswith("_kana"):
        return part_of(raw, name, label, _MOST)
    text = kana.katakana(part_of(raw, name, label, _READING))
    if not kana.is_katakana(text):
        raise Wrong("not_kana", label + _NOT_KANA, name)
    return text


def _gaps(value: Mapping[str, str], field: Field, known: set[str]) -> list[Slip]:
    """Say what is missing: the family name, and a reading for every name that is not Latin."""
    asked = _asked(field)
    found = []
    if not value["family"] and "family" not in known:
        found.append(Slip("family", "required", f"{asked['family']}を入力してください"))
    for (name, _), (reading, _) in zip(_NAMES, _KANA, strict=True):
        needed = reading in asked and value[name] and not kana.is_latin(value[name])
        if needed and not value[reading] and reading not in known:
            found.append(Slip(reading, "required", f"{asked[reading]}を入力してください"))
    return found


def _split(raw: object, field: Field) -> Mapping[Any, Any]:
    """Give the parts of a name; a name in one piece is cut at its first blank.

    One without parts is joined where it comes in two, as from where both are asked.
    """
    if isinstance(raw, Mapping):
        return _joined(raw) if field.single else raw
    try:
        text = text_of(raw, say_label(field))
    except Wrong as wrong:
        raise Wrong(wrong.code, wrong.message, "family") from None
    family, *given = [text] if field.single else text.split(maxsplit=1) or [""]
    return {"family": family, "given": "".join(given)}


def _joined(raw: Mapping[Any, Any]) -> Mapping[Any, Any]:
    def both(one: str, other: str) -> object:
        first, second = raw.get(one), raw.get(other)
        words = isinstance(first, str) and isinstance(second, str) and second.strip()
        return f"{first} {second}" if words else first

    names = both("family", "given"), both("family_kana", "given_kana")
    return dict(zip(("family", "family_kana"), names, strict=True))


def _parts(field: Field) -> tuple[Part, ...]:
    own = field.autocomplete == "name"
    if field.single:
        whole = Part("family", "氏名", "name" if own else "", "", 40)
        return (whole, Part("family_kana", "フリガナ", "", "kana", 40)) if field.kana else (whole,)
    family = Part("family", "姓", "family-name" if own else "", "", 20)
    given = Part("given", "名", "given-name" if own else "", "", 20, optional=True)
    if not field.kana:
        return family, given
    return family, given, *(Part(name, words, "", "kana", 20) for name, words in _KANA)


def _refill(value: Mapping[str, str], field: Field) -> dict[str, Any]:
    return dict(value)


def _show(value: Mapping[str, str], field: Field) -> str:
    name = " ".join(part for part in (value["family"], value.get("given", "")) if part)
    reading = [value.get(part, "") for part, _ in _KANA]
    return f"{name}（{' '.join(filter(None, reading))}）" if any(reading) else name


def _schema(field: Field) -> Schema:
    properties: Schema = {
        name: {"type": "string", "title": words, "maxLength": _MOST} for name, words in _NAMES
    }
    properties["family"]["minLength"] = 1
    if field.kana:
        words = "カタカナ。ひらがな・半角は直して受け取ります。姓名が英字だけなら空にできます"
        properties |= {
            name: {
                "type": "string",
                "title": title,
                "maxLength": _READING,
                "description": words,
            }
            for name, title in _KANA
        }
    shape = {"type": "object", "properties": properties, "additionalProperties": False}
    return titled(field, shape | {"required": list(properties)})


def _type_of(field: Field) -> Type:
    names = [name for name, _ in (*_NAMES, *(_KANA if field.kana else ()))]
    return Type(
        "record",
        members={name: Type("text") for name in names},
        optional=is_optional(field),
    )


def _read_kana(raw: object, field: Field) -> str | Missing:
    label = say_label(field)
    text = kana.katakana(text_of(raw, label))
    if not kana.is_katakana(text):
        raise Wrong("not_kana", label + _NOT_KANA)
    return check_length(text, field.max_length or _READING, label) if text else MISSING


def _kana_schema(field: Field) -> Schema:
    shape = {"type": "string", "minLength": 1, "maxLength": field.max_length or _READING}
    return titled(field, shape)


def _kana_type(field: Field) -> Type:
    return Type("text", optional=is_optional(field))


PERSON_NAME = Kind(
    _read_name,
    _parts,
    _refill,
    _show,
    _schema,
    _type_of,
    anchor="family",
    ask="{label}を入力してください",
)
KANA = Kind(_read_kana, one_input("kana"), same_text, same_text, _kana_schema, _kana_type)
