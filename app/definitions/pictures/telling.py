"""The flow told without a picture: as lines of text for those who read or listen, and as data."""

from collections.abc import Iterator
from typing import Any

from app.definitions.pictures.chart import KINDS, START, Chart, Node

_RESULTS = {"granted": "認める終わり", "partial": "一部を認める終わり", "refused": "認めない終わり"}


def in_text(chart: Chart) -> str:
    """Tell a flow line by line."""
    return "\n".join(_lines(chart)) + "\n"


def as_data(chart: Chart) -> dict[str, Any]:
    """Give a flow as plain data for programs."""
    return {
        "id": chart.id,
        "title": chart.title,
        "shape": chart.shape,
        "nodes": [
            {"id": each.id, "kind": each.kind, "label": each.label, "notes": list(each.notes),
             "disposition": each.disposition}
            for each in chart.nodes
        ],
        "ways": [
            {"from": each.source, "to": each.target, "moves": list(each.moves),
             "words": list(each.words)}
            for each in chart.ways
        ],
    }  # fmt: skip


def described(chart: Chart) -> str:
    """Tell a flow in one paragraph, for the description of its picture."""
    said = [
        f"{chart.node(each.source).label}から、{_by(each.words)}{chart.node(each.target).label}へ。"
        for each in chart.ways
    ]
    alone = [
        f"{each.label}は{'、'.join(each.notes)}。"
        for each in chart.nodes
        if each.kind == "end" and each.notes
    ]
    return "".join([*said, *alone])


def _lines(chart: Chart) -> Iterator[str]:
    yield f"{chart.title}（{chart.shape}）"
    for node in chart.nodes:
        yield ""
        yield _heading(node)
        for way in chart.ways:
            if way.source == node.id:
                yield f"    {_by(way.words)}→ {chart.node(way.target).label}"


def _heading(node: Node) -> str:
    notes = f"　{'、'.join(node.notes)}" if node.notes else ""
    if node.kind == "end":
        word = _RESULTS.get(node.disposition, "終わり")
        return f"◎ {node.label}（{word}）{notes}"
    mark = "▶" if node.id == START else "■"
    kind = f"（{KINDS.get(node.kind, node.kind)}）" if node.kind in KINDS else ""
    return f"{mark} {node.label}{kind}{notes}"


def _by(words: tuple[str, ...]) -> str:
    return f"「{'・'.join(words)}」" if words else ""
