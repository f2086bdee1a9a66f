"""期間と時刻: a time from one day to another, both days in it, and a time of day.

A period is kept as `{start, end}` in ISO 8601; its inputs are those of two days. A time is kept as
`09:30`, so that the order of the texts is that of the times; `24:00` is the end of a day.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.definitions.expressions.types import Type
from app.definitions.fields.dates import DATE, show_day
from app.definitions.fields.kind import (
    MISSING,
    Kind,
    Missing,
    Part,
    Schema,
    Slip,
    Wrong,
    is_optional,
    one_input,
    say_label,
    text_of,
    titled,
)
from app.definitions.model import Field
from app.kernel import digits

_SIDES = (("start", "始まりの日"), ("end", "終わりの日"))
_BOXES = ("era", "year", "month", "day")
_TIME = re.compile(
    r"(?P<half>午前|午後|[aApP][mM])?\s*(?P<hour>[0-9]{1,2})\s*"
    r"(?:[:時]\s*(?:(?P<minute>[0-9]{1,2})\s*分?|(?P<thirty>半))?)?"
)
_AFTERNOON = frozenset({"午後", "pm"})


def _read_period(raw: object, field: Field) -> dict[str, str] | Missing:
    label = say_label(field)
    if not isinstance(raw, Mapping):
        if not text_of(raw, label):
            return MISSING
        words = "は始まりの日と終わりの日に分けて入力してください"
        raise Wrong("invalid", label + words, "start_year")
    value, slips = _sides(raw, field)
    if not value and not slips:
        return MISSING
    slips += _gaps(value, slips, label)
    if slips:
        first, *rest = sorted(slips, key=lambda slip: slip.part.startswith("end"))
        raise Wrong(first.code, first.message, first.part, tuple(rest))
    if value["end"] < value["start"]:
        words = "の終わりの日は、始まりの日以後の日にしてください"
        raise Wrong("reversed", label + words, "end_year")
    return value


def _sides(raw: Mapping[Any, Any], field: Field) -> tuple[dict[str, str], list[Slip]]:
    value, slips = dict[str, str](), list[Slip]()
    for side, words in _SIDES:
        try:
            found = DATE.read(_side(raw, side), _day(field, f"{say_label(field)}の{words}"))
        except Wrong as wrong:
            slips += [replace(slip, part=f"{side}_{slip.part or 'year'}") for slip in wrong.slips]
        else:
            value |= {} if found is MISSING else {side: found}
    return value, slips


def _gaps(value: Mapping[str, str], slips: list[Slip], label: str) -> list[Slip]:
    known = {slip.part.partition("_")[0] for slip in slips}
    return [
        Slip(f"{side}_year", "required", f"{label}の{words}を入力してください")
        for side, words in _SIDES
        if side not in value and side not in known
    ]


def _side(raw: Mapping[Any, Any], side: str) -> object:
    return raw[side] if side in raw else {box: raw.get(f"{side}_{box}") for box in _BOXES}


def _day(field: Field, label: str) -> Field:
    return replace(field, label={"ja": label}, autocomplete="")


def _period_parts(field: Field) -> tuple[Part, ...]:
    return tuple(
        replace(part, name=f"{side}_{part.name}", group=words)
        for side, words in _SIDES
        for part in DATE.parts(_day(field, words))
    )


def _refill_period(value: Mapping[str, str], field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side, _ in _SIDES:
        boxes = DATE.raw_of(value[side], field)
        assert isinstance(boxes, dict)  # noqa: S101 - a day has boxes of its own
        found |= {f"{side}_{box}": typed for box, typed in boxes.items()}
    return found


def _show_period(value: Mapping[str, str], field: Field) -> str:
    return f"{show_day(value['start'])}から{show_day(value['end'])}まで"


def _period_schema(field: Field) -> Schema:
    day: Schema = {"type": "string", "format": "date"}
    properties = {side: {**day, "title": words} for side, words in _SIDES}
    shape: Schema = {"type": "object", "properties": properties, "required": list(properties)}
    return titled(field, shape | {"additionalProperties": False})


def _period_type(field: Field) -> Type:
    members = {side: Type("date") for side, _ in _SIDES}
    return Type("record", members=members, optional=is_optional(field))


def _read_time(raw: object, field: Field) -> str | Missing:
    label = say_label(field)
    text = digits.half_width(text_of(raw, label))
    if not text:
        return MISSING
    found = _TIME.fullmatch(text) if len(text) <= 20 else None
    wrong = Wrong("invalid", f"{label}は「9:30」や「午後1時半」のように入力してください")
    if found is None or not re.search("[:時]|[mM前後]", text):
        raise wrong
    minute = 30 if found["thirty"] else int(found["minute"] or 0)
    hour = _hour(int(found["hour"]), (found["half"] or "").lower())
    if hour is None or minute > 59 or (hour == 24 and minute):
        words = "の時刻はありません。0:00から24:00までで入力してください"
        raise Wrong("no_such_time", label + words)
    return f"{hour:02}:{minute:02}"


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour if hour <= 24 else None
    if hour > 12:
        return None
    return hour % 12 + 12 if half in _AFTERNOON else hour % 12 if hour == 12 else hour


def _refill_time(value: str, field: Field) -> str:
    return value.removeprefix("0")


def _show_time(value: str, field: Field) -> str:
    hour, _, minute = value.partition(":")
    return f"{int(hour)}時{minute}分"


def _time_schema(field: Field) -> Schema:
    pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
    return titled(field, {"type": "string", "pattern": pattern})


def _time_type(field: Field) -> Type:
    return Type("time", optional=is_optional(field))


PERIOD = Kind(
    _read_period,
    _period_parts,
    _refill_period,
    _show_period,
    _period_schema,
    _period_type,
    anchor="start_year",
    ask="{label}の始まりの日を入力してください",
)
TIME = Kind(_read_time, one_input("", 10), _refill_time, _show_time, _time_schema, _time_type)
