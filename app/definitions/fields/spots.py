"""地点: a point on the map by latitude and longitude, or the place in words where one has no map.

Coordinates are decimal degrees of the world's system (JGD2011, WGS 84), kept as strings with six
places at most, which is a tenth of a metre. A point must lie where Tokyo does, its islands and
the mountains beside it included: what lies elsewhere is a slip of the hand.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
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
    is_optional,
    part_of,
    say_label,
    text_of,
    titled,
)
from app.definitions.fields.numbers import plain
from app.definitions.model import Field
from app.kernel import digits

BOUNDS = {
    "latitude": (Decimal(20), Decimal(36)),
    "longitude": (Decimal(136), Decimal("154.1")),
}
"""From 沖ノ鳥島 (20.4, 136.1) to 南鳥島 (24.3, 154.0), and in the north to 奥多摩町 (35.9)."""

_WORDS = {"latitude": "緯度", "longitude": "経度", "words": "場所の説明"}
_MOST = {"latitude": 60, "longitude": 30, "words": 200}
_DEGREES = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,15})?")
_SEXAGESIMAL = re.compile(
    r"(?:北緯|東経|[NE])?\s*([0-9]{1,3})\s*[度°]\s*([0-9]{1,2})\s*[分′']\s*"
    r"([0-9]{1,2}(?:\.[0-9]{1,6})?)\s*(?:秒|″|\"|'')?\s*[NE]?"
)
_SIXTH = Decimal("0.000001")


def _read(raw: object, field: Field) -> dict[str, str] | Missing:
    label = say_label(field)
    given = raw if isinstance(raw, Mapping) else {"latitude": text_of(raw, label)}
    typed, slips = {}, list[Slip]()
    for name, words in _WORDS.items():
        try:
            typed[name] = part_of(given, name, f"{label}の{words}", _MOST[name])
        except Wrong as wrong:
            typed[name] = ""
            slips += wrong.slips
    typed = _parted(typed)
    if not any(typed.values()) and not slips:
        return MISSING
    value = {"words": typed["words"]}
    for name in BOUNDS:
        try:
            value[name] = _degrees(name, typed, label)
        except Wrong as wrong:
            slips += wrong.slips
    if slips:
        first, *rest = slips
        raise Wrong(first.code, first.message, first.part, tuple(rest))
    return {name: value[name] for name in _WORDS}


def _parted(typed: Mapping[str, str]) -> dict[str, str]:
    """Take apart what was copied from a map in one piece: 35.689, 139.692."""
    pair = re.split(r"[,、]\s*", digits.half_width(typed["latitude"]))
    if len(pair) != 2 or typed["longitude"]:
        return dict(typed)
    return {**typed, "latitude": pair[0].strip(), "longitude": pair[1].strip()}


def _degrees(name: str, typed: Mapping[str, str], label: str) -> str:
    text, words = digits.half_width(typed[name]).strip(), f"{label}の{_WORDS[name]}"
    if not text:
        if typed["latitude"] or typed["longitude"]:
            raise Wrong("required", f"{words}を入力してください", name)
        return ""
    degrees = _number(text)
    if degrees is None:
        example = "35.689444" if name == "latitude" else "139.691667"
        raise Wrong("invalid", f"{words}は{example}のように入力してください", name)
    least, most = BOUNDS[name]
    if least <= degrees <= most:
        return plain(degrees)
    hint = "緯度と経度が入れ替わっていないか、確かめてください"
    raise Wrong("out_of_area", f"{words}が東京都の範囲にありません。{hint}", name)


def _number(text: str) -> Decimal | None:
    if _DEGREES.fullmatch(text):
        return Decimal(text).quantize(_SIXTH)
    found = _SEXAGESIMAL.fullmatch(text)
    if found is None or int(found[2]) >= 60 or Decimal(found[3]) >= 60:
        return None
    minutes, seconds = Decimal(found[2]), Decimal(found[3])
    return (Decimal(found[1]) + minutes / 60 + seconds / 3600).quantize(_SIXTH)


def _parts(field: Field) -> tuple[Part, ...]:
    on_map = "地図の座標（分かるとき）"
    return (
        Part("latitude", "緯度", "", "decimal", 20, optional=True, group=on_map),
        Part("longitude", "経度", "", "decimal", 20, optional=True, group=on_map),
        Part("words", "場所の説明（座標が分からないときは、目印などを文で）", optional=True),
    )


def _refill(value: Mapping[str, str], field: Field) -> dict[str, Any]:
    return dict(value)


def _show(value: Mapping[str, str], field: Field) -> str:
    point = f"北緯{value['latitude']}度 東経{value['longitude']}度" if value["latitude"] else ""
    return "　".join(filter(None, (value["words"], point)))


def _schema(field: Field) -> Schema:
    degrees = r"^([0-9]{1,3}(\.[0-9]{1,6})?)?$"
    properties: Schema = {
        name: {"type": "string", "title": _WORDS[name], "pattern": degrees} for name in BOUNDS
    }
    properties["words"] = {"type": "string", "title": _WORDS["words"], "maxLength": _MOST["words"]}
    shape: Schema = {"type": "object", "properties": properties, "required": list(_WORDS)}
    return titled(field, shape | {"additionalProperties": False})


def _type_of(field: Field) -> Type:
    members = {
        "latitude": Type("decimal", unit="度", optional=True),
        "longitude": Type("decimal", unit="度", optional=True),
        "words": Type("text"),
    }
    return Type("record", members=members, optional=is_optional(field))


MAP_POINT = Kind(
    _read,
    _parts,
    _refill,
    _show,
    _schema,
    _type_of,
    anchor="latitude",
    ask="{label}の緯度と経度、または場所の説明を入力してください",
)
