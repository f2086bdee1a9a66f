"""From plain data (as YAML gives it) to a `Table`, with every complaint about it.

`{to: 500}` alone begins where the next lower upper bound of its column ends, so that a ladder of
amounts is written as in the ordinance; `from` and `to` include their value, `over` and `below` do
not. Whether the rows overlap or leave gaps is judged by `table_proof`.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.definitions.expressions import values
from app.definitions.expressions.complaints import Complaint, suggestion
from app.definitions.expressions.table_proof import holes_and_overlaps
from app.definitions.expressions.tables import ALWAYS, Cut, Key, Row, Span, Table
from app.definitions.expressions.types import Name, Type, Value

_WORDS = frozenset({"table", "title", "keys", "value", "rows", "source", "sparse", "note"})
_BOUNDS = frozenset({"from", "over", "to", "below"})
_TYPES: dict[str, Name] = {
    "text": "text", "integer": "integer", "decimal": "decimal", "money": "money", "date": "date",
    "bool": "bool",
}  # fmt: skip
_ORDERED = frozenset({"integer", "decimal", "money", "date"})
_MOST_KEYS = 3
_MOST_ROWS = 20_000


@dataclass(slots=True)
class _Desk:
    """A table being read, with what was wrong with it so far."""

    id: str
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, code: str, message: str, where: str, hint: str = "") -> None:
        told = f"表「{self.id}」: {message}"
        self.complaints.append(Complaint(code, told, hint, where=where))


def read_table(id_: str, data: object) -> Table | tuple[Complaint, ...]:
    """Read a table from plain data, or say everything that is wrong with it."""
    desk = _Desk(id_)
    if not isinstance(data, Mapping):
        desk.complain("E430", "表は keys、value、rows で書きます", "")
        return tuple(desk.complaints)
    for word in data:
        if word not in _WORDS:
            desk.complain("E430", f"「{word}」は表の言葉ではありません", str(word),
                          suggestion(str(word), _WORDS))  # fmt: skip
    raw_rows = _raw_rows(desk, data.get("rows"))
    keys = _keys(desk, data.get("keys"), raw_rows)
    value_type = _type(desk, data.get("value"), "value", required=True)
    if desk.complaints or value_type is None:
        return tuple(desk.complaints)
    rows = _rows(desk, keys, value_type, raw_rows)
    if desk.complaints:
        return tuple(desk.complaints)
    source = data.get("source")
    table = Table(
        id_, keys, rows, value_type, source if isinstance(source, Mapping) else {},
        sparse=data.get("sparse") is True,
    )  # fmt: skip
    return holes_and_overlaps(table) or table


def _raw_rows(desk: _Desk, rows: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(rows, (list, tuple)) or not rows:
        desk.complain("E430", "rows に行がありません", "rows")
        return ()
    if len(rows) > _MOST_ROWS:
        desk.complain("E430", f"行が多すぎます（{_MOST_ROWS} 行まで）", "rows")
        return ()
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping) or "is" not in row:
            desk.complain("E430", "行には鍵と is を書きます", f"rows.{number}")
    return tuple(each for each in rows if isinstance(each, Mapping))


def _keys(desk: _Desk, keys: object, rows: tuple[Mapping[str, Any], ...]) -> tuple[Key, ...]:
    if not isinstance(keys, (list, tuple)) or not 1 <= len(keys) <= _MOST_KEYS:
        desk.complain("E430", f"keys には鍵を 1〜{_MOST_KEYS} 個書きます", "keys")
        return ()
    found = tuple(_key(desk, key, f"keys.{n}", rows) for n, key in enumerate(keys))
    known = {each.name for each in found} | {"is", "effective", "note"}
    for number, row in enumerate(rows):
        for word in row:
            if word not in known:
                desk.complain("E430", f"「{word}」という鍵はありません", f"rows.{number}.{word}",
                              suggestion(str(word), known))  # fmt: skip
    return found


def _key(desk: _Desk, key: object, where: str, rows: tuple[Mapping[str, Any], ...]) -> Key:
    declared: Type | None = None
    name = key
    if isinstance(key, Mapping):
        name = key.get("key")
        if "type" in key:
            declared = _type(desk, key, where, required=False)
    if not isinstance(name, str) or not name:
        desk.complain("E430", "鍵の名前がありません", where)
        return Key("", Type("text"))
    cells = [row[name] for row in rows if name in row]
    ranged = any(isinstance(each, Mapping) for each in cells)
    type_ = declared or Type(_inferred(cells, ranged=ranged))
    if ranged and type_.name not in _ORDERED:
        desk.complain("E433", f"鍵「{name}」の範囲は数か日付で書きます", where)
    return Key(name, type_, ranged)


def _type(desk: _Desk, data: object, where: str, *, required: bool) -> Type | None:
    name, unit = data, ""
    if isinstance(data, Mapping):
        name, unit = data.get("type"), data.get("unit", "")
    if name is None and not required:
        return None
    if not isinstance(name, str) or name not in _TYPES or not isinstance(unit, str):
        desk.complain("E430", "型が読めません", where, f"使える型: {'、'.join(_TYPES)}")
        return None
    return Type(_TYPES[name], unit=unit)


def _inferred(cells: list[Any], *, ranged: bool) -> Name:
    found: list[Any] = []
    for cell in cells:
        match cell:
            case Mapping():
                found += cell.values()
            case list() | tuple():
                found += cell
            case _:
                found.append(cell)
    if found and all(isinstance(each, bool) for each in found):
        return "bool"
    if found and all(type(each) in (int, float, Decimal) for each in found):
        return "integer" if not ranged and all(type(each) is int for each in found) else "decimal"
    if found and all(_date(each) is not None for each in found):
        return "date"
    return "text"


def _date(value: object) -> date | None:
    if isinstance(value, str) and len(value) != 10:
        return None
    return values.date_of(value)


def _value(raw: object, type_: Type) -> Value:
    if type_.name == "date":
        return _date(raw)
    if isinstance(raw, float):
        # The shortest digits that give this float are those that were written.
        raw = repr(raw)
    return values.read(raw, type_)


def _rows(
    desk: _Desk, keys: tuple[Key, ...], value_type: Type, raw_rows: tuple[Mapping[str, Any], ...]
) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, raw in enumerate(raw_rows):
        where = f"rows.{number}"
        value = _value(raw["is"], value_type)
        if value is None and raw["is"] is not None:
            desk.complain("E433", "is の値が value の型に合いません", f"{where}.is")
        exact = [_exact(desk, key, raw, where) for key in keys if not key.ranged]
        spans = tuple(_span(desk, key, raw.get(key.name), where) for key in keys if key.ranged)
        effective = _effective(desk, raw.get("effective"), where)
        note = str(raw.get("note", ""))
        if len(rows) + math.prod(len(each) for each in exact) > _MOST_ROWS:
            desk.complain("E430", f"行が多すぎます（展開して {_MOST_ROWS} 行まで）", where)
            return ()
        rows += [Row(each, spans, value, effective, note) for each in itertools.product(*exact)]
    return tuple(rows) if desk.complaints else _ladders(tuple(rows))


def _exact(desk: _Desk, key: Key, raw: Mapping[str, Any], where: str) -> tuple[Any, ...]:
    cell = raw.get(key.name)
    cells = cell if isinstance(cell, (list, tuple)) and cell else (cell,)
    found = tuple(_value(each, key.type) for each in cells)
    if None in found:
        message = f"鍵「{key.name}」の値がないか、型に合いません"
        desk.complain("E433", message, f"{where}.{key.name}")
    return found


def _span(desk: _Desk, key: Key, cell: object, where: str) -> Span:
    if cell is None:
        return ALWAYS
    bounds = cell if isinstance(cell, Mapping) else {"from": cell, "to": cell}
    return _bounded(desk, bounds, key.type, f"{where}.{key.name}")


def _effective(desk: _Desk, cell: object, where: str) -> Span:
    if cell is None:
        return ALWAYS
    bounds = cell if isinstance(cell, Mapping) else {"from": cell}
    return _bounded(desk, bounds, Type("date"), f"{where}.effective")


def _bounded(desk: _Desk, bounds: Mapping[str, Any], type_: Type, where: str) -> Span:
    both = {"from", "over"} <= bounds.keys() or {"to", "below"} <= bounds.keys()
    if not bounds or both or not bounds.keys() <= _BOUNDS:
        hint = "from（以上）か over（超）、to（以下）か below（未満）で書きます"
        desk.complain("E433", "範囲が読めません", where, hint)
        return ALWAYS
    cuts: dict[str, Cut | None] = {}
    for word, raw in bounds.items():
        value = _value(raw, type_)
        if value is None:
            desk.complain("E433", f"「{word}」の値が型に合いません", f"{where}.{word}")
            return ALWAYS
        cuts[word] = _cut(value, after=word in ("over", "to"))
    span = Span(cuts.get("from") or cuts.get("over"), cuts.get("to") or cuts.get("below"))
    if span.low is not None and span.high is not None and span.low >= span.high:
        desk.complain("E434", "範囲が空で、決して当たりません", where, "上下の順を確かめてください")
    return span


def _cut(value: Value, *, after: bool) -> Cut | None:
    """Give the place before or after a value; whole values have no place between neighbours."""
    if not after:
        return value, 0
    if isinstance(value, date):
        return None if value == date.max else (value + timedelta(days=1), 0)
    return (value + 1, 0) if isinstance(value, int) else (value, 1)


def _ladders(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Let a range with an upper bound only begin where the next lower one ends."""
    highs: dict[tuple[Any, ...], set[Cut]] = {}
    for row in rows:
        for place, span in enumerate(row.spans):
            if span.high is not None:
                highs.setdefault((row.exact, row.effective, place), set()).add(span.high)
    steps = {key: _lower(found) for key, found in highs.items()}
    return tuple(
        replace(
            row,
            spans=tuple(
                Span(steps[row.exact, row.effective, place][span.high], span.high)
                if span.low is None and span.high is not None
                else span
                for place, span in enumerate(row.spans)
            ),
        )
        for row in rows
    )


def _lower(highs: set[Cut]) -> dict[Cut, Cut | None]:
    ordered = sorted(highs)
    return dict(zip(ordered, [None, *ordered], strict=False))
