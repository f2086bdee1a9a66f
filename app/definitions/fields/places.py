"""住所: postal code, prefecture, municipality, town and number, building.

The postal code is a help and never required. What a person typed is kept as it is; only the code
and the prefecture's name are put in order.
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
    is_optional,
    part_of,
    say_label,
    titled,
)
from app.definitions.model import Field
from app.kernel import postal

PREFECTURES = (
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
)
"""都道府県, in the order of their codes."""

_SHORT = {name[:-1]: name for name in PREFECTURES if name != "北海道"}
_PARTS = (
    ("postal_code", "郵便番号", 16),
    ("prefecture", "都道府県", 10),
    ("city", "市区町村", 50),
    ("town", "町名・番地", 100),
    ("building", "建物名・部屋番号", 100),
)
_NEEDED = ("prefecture", "city", "town")
_AUTOCOMPLETE = {
    "postal_code": "postal-code",
    "prefecture": "address-level1",
    "city": "address-level2",
    "town": "address-line1",
    "building": "address-line2",
}


def fill(town: postal.Town, code: str) -> dict[str, str]:
    """Give the inputs of an address as a postal code fills them."""
    return {
        "postal_code": _hyphened(postal.normalise(code)),
        "prefecture": town.prefecture,
        "city": town.city,
        "town": town.town,
        "building": town.extra,
    }


def one_line(value: Mapping[str, str]) -> str:
    """Write an address in one line, its postal code first."""
    code = value.get("postal_code", "")
    place = "".join(value.get(name, "") for name in _NEEDED)
    lead = f"〒{_hyphened(code)}" if code else ""
    return " ".join(piece for piece in (lead, place, value.get("building", "")) if piece)


def _read(raw: object, field: Field) -> dict[str, str] | Missing:
    label = say_label(field)
    if raw is None or raw == "":
        return MISSING
    if not isinstance(raw, Mapping):
        words = "は都道府県・市区町村・町名番地に分けて入力してください"
        raise Wrong("invalid", label + words, "prefecture")
    value, slips = {}, list[Slip]()
    for name, words, most in _PARTS:
        try:
            value[name] = _tidy(name, part_of(raw, name, f"{label}の{words}", most), label)
        except Wrong as wrong:
            value[name] = ""
            slips += wrong.slips
    if not any(value.values()) and not slips:
        return MISSING
    known = {slip.part for slip in slips}
    slips += [
        Slip(name, "required", f"{label}の{words}を入力してください")
        for name, words, _ in _PARTS
        if name in _NEEDED and not value[name] and name not in known
    ]
    if slips:
        slips.sort(key=lambda slip: tuple(value).index(slip.part))
        first, *rest = slips
        raise Wrong(first.code, first.message, first.part, tuple(rest))
    return value


def _tidy(name: str, text: str, label: str) -> str:
    if name == "postal_code" and text:
        code = postal.normalise(text)
        if not code:
            raise Wrong("invalid", f"{label}の郵便番号は7桁の数字で入力してください", name)
        return code
    if name == "prefecture" and text:
        full = _SHORT.get(text, text)
        if full not in PREFECTURES:
            raise Wrong("invalid", f"{label}の都道府県を「東京都」のように入力してください", name)
        return full
    return text


def _parts(field: Field) -> tuple[Part, ...]:
    own = field.autocomplete in {"address", "street-address"}
    return tuple(
        Part(
            name,
            words,
            _AUTOCOMPLETE[name] if own else "",
            "numeric" if name == "postal_code" else "",
            {"postal_code": 10, "prefecture": 10, "city": 20}.get(name, 0),
            optional=name not in _NEEDED,
        )
        for name, words, _ in _PARTS
    )


def _refill(value: Mapping[str, str], field: Field) -> dict[str, Any]:
    return {**value, "postal_code": _hyphened(value.get("postal_code", ""))}


def _show(value: Mapping[str, str], field: Field) -> str:
    return one_line(value)


def _hyphened(code: str) -> str:
    return f"{code[:3]}-{code[3:]}" if code else ""


def _schema(field: Field) -> Schema:
    properties: Schema = {
        name: {"type": "string", "title": words, "maxLength": most} for name, words, most in _PARTS
    }
    properties["postal_code"] = {
        "type": "string",
        "title": "郵便番号",
        "pattern": "^([0-9]{7})?$",
    }
    properties["prefecture"] = {"title": "都道府県", "enum": list(PREFECTURES)}
    for name in ("city", "town"):
        properties[name]["minLength"] = 1
    shape = {"type": "object", "properties": properties, "required": list(_NEEDED)}
    return titled(field, shape | {"additionalProperties": False})


def _type_of(field: Field) -> Type:
    return Type(
        "address",
        members={name: Type("text") for name, _, _ in _PARTS},
        optional=is_optional(field),
    )


ADDRESS = Kind(
    _read,
    _parts,
    _refill,
    _show,
    _schema,
    _type_of,
    anchor="prefecture",
    ask="{label}の都道府県を入力してください",
)
