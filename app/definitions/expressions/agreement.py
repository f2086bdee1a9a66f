"""Which types go together: what can be added, multiplied, compared or stand for one another.

Money is whole yen. A number that is not money may be added to money or become money only if it is
`loose`, that is written out in the expression (`8100 + 2300 * kinds`). A decimal that came from
money carries the unit 円 until it is rounded. A number without unit goes with any unit.
"""

from dataclasses import replace

from app.definitions.expressions.types import Type

YEN = "円"
BOOL = Type("bool")
NUMERIC = frozenset({"integer", "decimal", "money"})
_WORDS = {
    "text": "文字", "choice": "選択肢", "choices": "複数の選択肢", "bool": "はい・いいえ（条件）",
    "integer": "整数", "decimal": "小数", "money": "金額", "date": "日付", "time": "時刻",
    "period": "期間", "rows": "繰り返しの項目", "address": "住所", "record": "まとまった項目",
    "nothing": "不明なもの",
}  # fmt: skip


def word(type_: Type) -> str:
    """Say a type in Japanese, with its unit."""
    unit = f"（{type_.unit}）" if type_.unit else ""
    return _WORDS[type_.name] + unit


def words(names: tuple[str, ...]) -> str:
    """Say several types in Japanese."""
    return "か".join(_WORDS[each] for each in names)


def is_number(type_: Type) -> bool:
    """Say whether one can calculate with it."""
    return type_.name in NUMERIC


def is_yen(type_: Type) -> bool:
    """Say whether it is an amount of money, rounded or not."""
    return type_.name == "money" or (type_.name == "decimal" and type_.unit == YEN)


def total(left: Type, right: Type) -> Type | None:
    """Give the type of a sum, a difference or a comparison of numbers; None if units disagree."""
    optional = left.optional or right.optional
    decimal = "decimal" in (left.name, right.name)
    if is_yen(left) or is_yen(right):
        if not all(is_yen(each) or each.loose for each in (left, right)):
            return None
        if decimal:
            return Type("decimal", unit=YEN, optional=optional)
        return Type("money", optional=optional)
    if left.unit and right.unit and left.unit != right.unit:
        return None
    unit = left.unit or right.unit
    loose = left.loose and right.loose
    name = "decimal" if decimal else "integer"
    return Type(
        "decimal" if name == "decimal" else "integer", frozenset(), unit, {}, optional, loose
    )


def product(left: Type, right: Type) -> Type | None:
    """Give the type of a product; None for money times money."""
    optional = left.optional or right.optional
    decimal = "decimal" in (left.name, right.name)
    if is_yen(left) or is_yen(right):
        if is_yen(left) and is_yen(right):
            return None
        if decimal:
            return Type("decimal", unit=YEN, optional=optional)
        return Type("money", optional=optional)
    unit = "" if left.unit and right.unit else left.unit or right.unit
    loose = left.loose or right.loose
    if decimal:
        return Type("decimal", unit=unit, optional=optional, loose=loose)
    return Type("integer", unit=unit, optional=optional, loose=loose)


def quotient(left: Type, right: Type, *, may_be_zero: bool) -> Type | None:
    """Give the type of a quotient, which is never whole; None for a number divided by money."""
    optional = left.optional or right.optional or may_be_zero
    if is_yen(right):
        return Type("decimal", optional=optional) if is_yen(left) else None
    if is_yen(left):
        return Type("decimal", unit=YEN, optional=optional)
    same = left.unit == right.unit
    unit = "" if same or not left.unit else left.unit
    return Type("decimal", unit=unit, optional=optional, loose=left.loose or right.loose)


def either(left: Type, right: Type) -> Type | None:
    """Give the type of a value that is one or the other; None if there is none."""
    optional = left.optional or right.optional
    if is_number(left) and is_number(right):
        found = total(left, right)
        return None if found is None else replace(found, optional=optional)
    if left.name != right.name:
        return None
    options = left.options | right.options if left.options and right.options else frozenset()
    return replace(left, options=options, optional=optional, loose=left.loose and right.loose)
