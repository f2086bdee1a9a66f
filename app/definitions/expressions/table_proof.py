"""Whether the rows of a table overlap or leave gaps, with a witness for each finding.

The bounds of all rows cut each ranged column, and time, into pieces; in every box of pieces there
must be exactly one row. Pieces outside the outermost bounds count only if some row is open there.
"""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from app.definitions.expressions.complaints import Complaint
from app.definitions.expressions.tables import Cut, Row, Span, Table
from app.definitions.expressions.types import Value

_MOST_WORK = 2_000_000
_MOST_TOLD = 10


def holes_and_overlaps(table: Table) -> tuple[Complaint, ...]:
    """Give a complaint for every gap and every overlap, the first ten of them."""
    found: list[Complaint] = [] if table.sparse else _missing_combinations(table)
    for exact, rows in table.buckets.items():
        if len(found) < _MOST_TOLD:
            found += _boxes(table, exact, rows)
    return tuple(found[:_MOST_TOLD])


def _missing_combinations(table: Table) -> list[Complaint]:
    names = [key.name for key in table.keys if not key.ranged]
    if len(names) < 2:
        return []
    columns = [sorted({row.exact[n] for row in table.rows}, key=str) for n in range(len(names))]
    missing = (each for each in itertools.product(*columns) if each not in table.buckets)
    return [
        _gap(table, _said(zip(names, each, strict=True)))
        for each in itertools.islice(missing, _MOST_TOLD)
    ]


def _boxes(table: Table, exact: tuple[Any, ...], rows: Sequence[Row]) -> list[Complaint]:
    names = [*(key.name for key in table.keys if key.ranged), "effective"]
    boxes = [(*row.spans, row.effective) for row in rows]
    pieces = [_pieces([box[place] for box in boxes]) for place in range(len(names))]
    work = len(rows)
    for each in pieces:
        work *= len(each)
    if work > _MOST_WORK:
        message = f"表「{table.id}」は大きすぎて、重なりとすき間を確かめられません"
        return [Complaint("E430", message, "表を分けてください", where="rows")]
    head = _said(zip((k.name for k in table.keys if not k.ranged), exact, strict=True))
    found: list[Complaint] = []
    for box in itertools.product(*pieces):
        fitting = [row for row, each in zip(rows, boxes, strict=True) if _inside(box, each)]
        if len(fitting) == 1 or (not fitting and table.sparse):
            continue
        place = "、".join(filter(None, [head, *map(_range_said, names, box)])) or "どの鍵でも"
        found.append(_overlap(table, place, fitting) if fitting else _gap(table, place))
        if len(found) == _MOST_TOLD:
            break
    return found


def _pieces(spans: list[Span]) -> list[Span]:
    cuts: list[Cut] = sorted(
        {cut for span in spans for cut in (span.low, span.high) if cut is not None}
    )
    ends: list[Cut | None] = [*cuts]
    if any(span.low is None for span in spans):
        ends.insert(0, None)
    if any(span.high is None for span in spans):
        ends.append(None)
    return [Span(low, high) for low, high in itertools.pairwise(ends)]


def _inside(pieces: tuple[Span, ...], box: tuple[Span, ...]) -> bool:
    return all(
        (span.low is None or (piece.low is not None and piece.low >= span.low))
        and (span.high is None or (piece.high is not None and piece.high <= span.high))
        for piece, span in zip(pieces, box, strict=True)
    )


def _overlap(table: Table, place: str, rows: list[Row]) -> Complaint:
    places = [table.rows.index(row) for row in rows]
    numbers = "、".join(f"{n + 1}" for n in places)
    message = f"表「{table.id}」の行が重なっています（{place}。展開した行の {numbers} 番目）"
    return Complaint("E431", message, "一つの鍵に当たる行を一つにしてください", where="rows")


def _gap(table: Table, place: str) -> Complaint:
    message = f"表「{table.id}」に当たる行がない鍵があります（{place}）"
    hint = (
        "行を足すか、over と below で境をつなぎます。整数の鍵なら type: integer、"
        "すき間でよければ sparse: true と書きます"
    )
    return Complaint("E432", message, hint, where="rows")


def _said(pairs: "zip[tuple[Any, Any]]") -> str:
    return "、".join(f"{name} = {value}" for name, value in pairs)


def _range_said(name: str, span: Span) -> str:
    if span.low is None and span.high is None:
        return ""
    low = "" if span.low is None else f" {_shown(span.low[0])} {('以上', '超')[span.low[1]]}"
    high = "" if span.high is None else f" {_shown(span.high[0])} {('未満', '以下')[span.high[1]]}"
    return f"{name}:{low}{high}"


def _shown(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
