"""数: counts, yen and measures.

Read with full-width digits, commas and the unit behind; stored as an integer, or as a decimal
string where there may be a fraction, so that no number is ever a float.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from app.definitions.expressions.types import Name, Type
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Schema,
    Wrong,
    is_optional,
    one_input,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field
from app.kernel import digits

_PLACES = 6
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,15}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")


def plain(number: Decimal) -> str:
    """Write a number without exponent and without needless zeros: 12.5."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def yen(amount: int) -> str:
    """Write an amount of money: 18,300円."""
    return f"{amount:,}円"


def check_range(number: int | Decimal, field: Field, unit: str = "") -> None:
    """Refuse a number outside the field's limits; money is never less than nothing."""
    label = say_label(field)
    least = _least(field)
    if least is not None and number < least:
        raise Wrong("too_small", f"{label}は{plain(least)}{unit}以上で入力してください")
    if field.maximum is not None and number > field.maximum:
        raise Wrong("too_large", f"{label}は{plain(field.maximum)}{unit}以下で入力してください")


def _least(field: Field) -> Decimal | None:
    return Decimal(0) if field.minimum is None and field.kind == "money" else field.minimum


def _read_whole(raw: object, field: Field) -> int | Missing:
    text = _bare(raw, field)
    if not text:
        return MISSING
    if not _WHOLE.fullmatch(text):
        words = "整数で" if _DECIMAL.fullmatch(text) else "数字で"
        raise Wrong("invalid", f"{say_label(field)}は{words}入力してください")
    check_range(int(text), field, _unit(field))
    return int(text)


def _read_decimal(raw: object, field: Field) -> str | Missing:
    text = _bare(raw, field)
    if not text:
        return MISSING
    if not _DECIMAL.fullmatch(text):
        raise Wrong("invalid", f"{say_label(field)}は数字（小数は6桁まで）で入力してください")
    number = Decimal(text)
    _check_places(number, field)
    check_range(number, field, _unit(field))
    return plain(number)


def _check_places(number: Decimal, field: Field) -> None:
    most = places_of(field)
    if number != round(number, most):
        words = f"は小数点以下{most}桁までで" if most else "は整数で"
        raise Wrong("too_fine", f"{say_label(field)}{words}入力してください")


def places_of(field: Field) -> int:
    """Give how many places a decimal may have behind the point."""
    return _PLACES if field.places is None else field.places


def _bare(raw: object, field: Field) -> str:
    """Give the digits alone: half width, no commas, no unit and no yen sign."""
    text = digits.code(text_of(raw, say_label(field)))
    unit = digits.code(_unit(field))
    text = text.removeprefix("¥").removeprefix("￥")
    if unit:
        text = text.removesuffix(unit)
    return re.sub(r"[,、\s]", "", text)


def _unit(field: Field) -> str:
    return "円" if field.kind == "money" else field.unit


def _show_money(value: int, field: Field) -> str:
    return yen(value)


def _show_whole(value: int, field: Field) -> str:
    return f"{value:,}{field.unit}"


def _show_decimal(value: str, field: Field) -> str:
    return f"{value}{field.unit}"


def _refill(value: int | str, field: Field) -> str:
    return str(value)


def _whole_schema(field: Field) -> Schema:
    shape: Schema = {"type": "integer"}
    least = _least(field)
    if least is not None:
        shape["minimum"] = int(least)
    if field.maximum is not None:
        shape["maximum"] = int(field.maximum)
    return titled(field, shape)


def _decimal_schema(field: Field) -> Schema:
    behind = rf"(\.[0-9]{{1,{places_of(field)}}})?" if places_of(field) else ""
    found = titled(field, {"type": "string", "pattern": rf"^-?[0-9]{{1,15}}{behind}$"})
    limits = [
        f"{plain(limit)}{field.unit}{words}"
        for limit, words in ((field.minimum, "以上"), (field.maximum, "以下"))
        if limit is not None
    ]
    if limits:
        found["description"] = "。".join([*filter(None, [found.get("description")]), *limits])
    return found


def _typed(name: Name) -> Callable[[Field], Type]:
    unit = name != "money"
    return lambda field: Type(name, unit=field.unit if unit else "", optional=is_optional(field))


INTEGER = Kind(
    _read_whole, one_input("numeric", 10), _refill, _show_whole, _whole_schema, _typed("integer")
)
MONEY = Kind(
    _read_whole, one_input("numeric", 10), _refill, _show_money, _whole_schema, _typed("money")
)
DECIMAL = Kind(
    _read_decimal,
    one_input("decimal", 10),
    _refill,
    _show_decimal,
    _decimal_schema,
    _typed("decimal"),
)
