"""限り: what a field's `min`, `max` and `places` mean for its kind, and which kinds have them.

For numbers they are numbers, for rows and choices how many, for texts a length; for days and times
they are expressions, which may look at the day and at what was asked before.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from app.definitions.desk import Desk, Place
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.types import Type
from app.definitions.linker.blocks import Placed

WORDED = frozenset({"text", "long-text", "kana", "email"})
DATED: Mapping[str, Type] = {
    "date": Type("date", optional=True),
    "year-month": Type("date", optional=True),
    "period": Type("date", optional=True),
    "time": Type("time", optional=True),
}
_COUNTED = frozenset({"integer", "money", "decimal", "fiscal-year", "group", "choices"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}")
_SAID = {"min": "最小", "max": "最大"}

Compile: TypeAlias = Callable[[str, Place, Type], Expression | None]


def link_limits(desk: Desk, placed: Placed, compile_: Compile) -> dict[str, Any]:
    """Give the limits of a field as the model keeps them; what does not fit is complained of."""
    shape = placed.shape
    given = {"min": shape.min, "max": shape.max}
    said = {name: source for name, source in given.items() if source is not None}
    _check_places(desk, placed)
    if shape.type in DATED:
        return _dated(placed, said, compile_)
    fitting = {name: source for name, source in said.items() if _fits(desk, placed, name, source)}
    if shape.type in WORDED:
        return {"max_length": int(Decimal(fitting["max"]))} if "max" in fitting else {}
    kept = {"min": "minimum", "max": "maximum"}
    return {kept[name]: Decimal(source) for name, source in fitting.items()}


def _dated(placed: Placed, said: Mapping[str, str], compile_: Compile) -> dict[str, Any]:
    kept, expect = {"min": "earliest", "max": "latest"}, DATED[placed.shape.type]
    return {
        kept[name]: compile_(_quoted(source), placed.at(name), expect)
        for name, source in said.items()
    }


def _quoted(source: str) -> str:
    """Let a day or a time that is written out stand without quotes of its own."""
    return f"'{source}'" if _WRITTEN.fullmatch(source) else source


def _fits(desk: Desk, placed: Placed, name: str, source: str) -> bool:
    kind, word = placed.shape.type, _SAID[name]
    if kind not in WORDED | _COUNTED or (kind in WORDED and name == "min"):
        words = f"「{kind}」の項目に{word}（{name}）は書けません。"
        desk.complain(placed.at(name), "P207", words, f"{name}: を消してください。")
        return False
    if not _NUMBER.fullmatch(source):
        words = f"「{kind}」の項目の{word}（{name}）は数です。"
        hint = "日によって変わる限りは、checks: に条件として書いてください。"
        desk.complain(placed.at(name), "P207", words, hint)
        return False
    return True


def _check_places(desk: Desk, placed: Placed) -> None:
    shape = placed.shape
    if shape.places is not None and shape.type != "decimal":
        words = f"「{shape.type}」の項目に小数点以下の桁数（places）は書けません。"
        desk.complain(placed.at("places"), "P207", words, "type: decimal にしてください。")
    if shape.single and shape.type != "person-name":
        words = f"「{shape.type}」の項目に single は書けません。"
        desk.complain(placed.at("single"), "P207", words, "氏名の項目にだけ書きます。")
