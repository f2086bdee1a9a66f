"""The picture itself: SVG that stands on its own, in colours that also differ in shape and words.

Only attributes and no styles, because pages of ours forbid styles within; no ids but those of its
title and description, so that several pictures can stand on one page.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from app.definitions.pictures import layout, telling
from app.definitions.pictures.chart import KINDS, Chart
from app.definitions.pictures.layout import Box, Line, Point, Sheet

Path: TypeAlias = Callable[[float, float, float, float], str]

_FONT = "'BIZ UDPGothic','Noto Sans JP','Hiragino Sans','Noto Sans CJK JP',sans-serif"
_INK, _QUIET, _WIRE = "#1a1a1c", "#4d4d4d", "#5f6b7a"
_ROUND = 9.0
_HEAD = 8.0

_COLOURS: Mapping[str, tuple[str, str]] = {
    "examine": ("#eef4ff", "#264af4"),
    "inspect": ("#eef4ff", "#264af4"),
    "decide": ("#e8ebff", "#0017c1"),
    "issue": ("#e6f5f3", "#0b6e62"),
    "publish": ("#e6f5f3", "#0b6e62"),
    "await-applicant": ("#fff6e0", "#8a5a00"),
    "await-payment": ("#fff6e0", "#8a5a00"),
    "await-outside": ("#f4f0fb", "#5b3ea6"),
    "start": ("#ffffff", "#1a1a1c"),
}
_ENDS: Mapping[str, tuple[str, str, str]] = {
    "granted": ("#dff3e4", "#115a36", "○"),
    "partial": ("#fdf1cf", "#7a4d00", "△"),
    "refused": ("#fde5e5", "#a80000", "×"),
    "none": ("#f1f1f4", "#4d4d4d", "―"),
}


def svg(chart: Chart) -> str:
    """Draw a flow as SVG, with a title, a description in words, and a legend of its shapes."""
    sheet = layout.laid_out(chart)
    legend = tuple(dict.fromkeys(each.kind for each in chart.nodes if each.kind in KINDS))
    columns = max(int((sheet.width - 2 * layout.MARGIN) // 150), 1)
    height = sheet.height + 26 * -(-len(legend) // columns) + 16
    name = f"flow-{chart.id}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="ja"'
        f' aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {_n(sheet.width)} {_n(height)}"'
        f' width="{_n(sheet.width)}" height="{_n(height)}" font-family={quoteattr(_FONT)}>',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-desc">{escape(telling.described(chart))}</desc>',
        f'<rect width="{_n(sheet.width)}" height="{_n(height)}" fill="#fff"/>',
        *(_wire(each) for each in sheet.lines),
        *(part for each in sheet.boxes for part in _box(each)),
        *(_words(each) for each in sheet.lines if each.way.words),
        *_legend(sheet, legend, columns),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _box(box: Box) -> Iterator[str]:
    fill, stroke = _colours(box)
    draw = _SHAPES.get(box.node.kind, _rectangle)
    dash = ' stroke-dasharray="6 4"' if box.node.kind == "await-outside" else ""
    path = draw(box.x, box.y, box.width, box.height)
    yield f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="1.6"{dash}/>'
    if box.node.kind == "inspect":
        yield _inner_rule(box, stroke)
    yield from _texts(box, stroke)


def _colours(box: Box) -> tuple[str, str]:
    if box.node.kind == "end":
        fill, stroke, _ = _ENDS.get(box.node.disposition, _ENDS["none"])
        return fill, stroke
    return _COLOURS.get(box.node.kind, _COLOURS["start"])


def _texts(box: Box, stroke: str) -> Iterator[str]:
    x, middle = box.middle
    tall = layout.LABEL_LINE * len(box.label) + layout.NOTE_LINE * len(box.notes)
    y = middle - tall / 2 - (3 if box.node.kind in ("issue", "publish") else 0)
    mark = ""
    if box.node.kind == "end":
        mark = _ENDS.get(box.node.disposition, _ENDS["none"])[2] + " "
    for n, line in enumerate(box.label):
        y += layout.LABEL_LINE
        colour = stroke if box.node.kind == "end" else _INK
        said = f"{mark}{line}" if not n else line
        yield _text(said, (x, y - 5), layout.LABEL_SIZE, f'fill="{colour}" font-weight="700"')
    for line in box.notes:
        y += layout.NOTE_LINE
        yield _text(line, (x, y - 4), layout.NOTE_SIZE, f'fill="{_QUIET}"')


def _text(words: str, at: Point, size: float, rest: str, anchor: str = "middle") -> str:
    return (
        f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}" text-anchor="{anchor}"'
        f" {rest}>{escape(words)}</text>"
    )


def _wire(line: Line) -> str:
    end, before = line.points[-1], line.points[-2]
    shaft = (*line.points[:-1], _short_of(before, end))
    back = line.points[0][1] > end[1] and len(line.points) > 2
    dash = ' stroke-dasharray="2 4" stroke-linecap="round"' if back else ""
    return (
        f'<path d="{_rounded(shaft)}" fill="none" stroke="{_WIRE}" stroke-width="1.8"{dash}/>'
        f'<path d="{_head(before, end)}" fill="{_WIRE}"/>'
    )


def _words(line: Line) -> str:
    halo = (
        f'fill="{_INK}" stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    )
    return _text("・".join(line.way.words), line.at, layout.WORD_SIZE, halo, line.anchor)


def _rounded(points: tuple[Point, ...]) -> str:
    """Give a path with right angles whose corners are rounded off."""
    path = f"M{_n(points[0][0])} {_n(points[0][1])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        path += f"L{_p(near)}Q{_p(corner)} {_p(far)}"
    return f"{path}L{_p(points[-1])}"


def _towards(start: Point, aim: Point) -> Point:
    """Give the point a little way from a corner to the next one."""
    across, down = aim[0] - start[0], aim[1] - start[1]
    length = max(abs(across), abs(down)) or 1.0
    part = min(_ROUND, length / 2) / length
    return start[0] + across * part, start[1] + down * part


def _short_of(before: Point, end: Point) -> Point:
    across, down = end[0] - before[0], end[1] - before[1]
    length = max(abs(across), abs(down)) or 1.0
    part = max(length - _HEAD + 1, 0) / length
    return before[0] + across * part, before[1] + down * part


def _head(before: Point, end: Point) -> str:
    base = _short_of(before, end)
    across, down = (end[0] - base[0]), (end[1] - base[1])
    length = max(abs(across), abs(down)) or 1.0
    side = (-down / length * 4.5, across / length * 4.5)
    left = base[0] + side[0], base[1] + side[1]
    right = base[0] - side[0], base[1] - side[1]
    return f"M{_p(end)}L{_p(left)}L{_p(right)}Z"


def _legend(sheet: Sheet, kinds: tuple[str, ...], columns: int) -> Iterator[str]:
    for n, kind in enumerate(kinds):
        x = layout.MARGIN + 150 * (n % columns)
        y = sheet.height + 26 * (n // columns)
        fill, stroke = _COLOURS[kind]
        dash = ' stroke-dasharray="4 3"' if kind == "await-outside" else ""
        path = _SHAPES.get(kind, _rectangle)(x, y, 30, 18)
        yield f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="1.3"{dash}/>'
        yield _text(KINDS[kind], (x + 38, y + 13.5), 12, f'fill="{_QUIET}"', "start")


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    radius = min(6.0, height / 4)
    turn = f"A{_n(radius)} {_n(radius)} 0 0 1"
    right, bottom = x + width, y + height
    return (
        f"M{_n(x + radius)} {_n(y)}H{_n(right - radius)}{turn} {_n(right)} {_n(y + radius)}"
        f"V{_n(bottom - radius)}{turn} {_n(right - radius)} {_n(bottom)}"
        f"H{_n(x + radius)}{turn} {_n(x)} {_n(bottom - radius)}"
        f"V{_n(y + radius)}{turn} {_n(x + radius)} {_n(y)}Z"
    )


def _hexagon(x: float, y: float, width: float, height: float) -> str:
    cut, middle = min(layout.CUT, height / 2.2), y + height / 2
    return (
        f"M{_n(x + cut)} {_n(y)}H{_n(x + width - cut)}L{_n(x + width)} {_n(middle)}"
        f"L{_n(x + width - cut)} {_n(y + height)}H{_n(x + cut)}L{_n(x)} {_n(middle)}Z"
    )


def _leaning(x: float, y: float, width: float, height: float) -> str:
    lean = min(layout.LEAN, height / 3)
    return (
        f"M{_n(x + lean)} {_n(y)}H{_n(x + width)}L{_n(x + width - lean)} {_n(y + height)}H{_n(x)}Z"
    )


def _sheet_of_paper(x: float, y: float, width: float, height: float) -> str:
    wave = min(8.0, height / 4)
    low = y + height - wave / 2
    return (
        f"M{_n(x)} {_n(y)}H{_n(x + width)}V{_n(low)}"
        f"C{_n(x + width * 0.75)} {_n(low - wave * 1.6)} {_n(x + width * 0.7)} {_n(low - wave)}"
        f" {_n(x + width / 2)} {_n(low)}"
        f"S{_n(x + width * 0.25)} {_n(low + wave)} {_n(x)} {_n(low)}Z"
    )


def _pill(x: float, y: float, width: float, height: float) -> str:
    radius = height / 2
    return (
        f"M{_n(x + radius)} {_n(y)}H{_n(x + width - radius)}"
        f"A{_n(radius)} {_n(radius)} 0 0 1 {_n(x + width - radius)} {_n(y + height)}"
        f"H{_n(x + radius)}A{_n(radius)} {_n(radius)} 0 0 1 {_n(x + radius)} {_n(y)}Z"
    )


def _inner_rule(box: Box, stroke: str) -> str:
    left, right = box.x + 7, box.x + box.width - 7
    top, bottom = box.y, box.y + box.height
    return (
        f'<path d="M{_n(left)} {_n(top)}V{_n(bottom)}M{_n(right)} {_n(top)}V{_n(bottom)}"'
        f' fill="none" stroke="{stroke}" stroke-width="1"/>'
    )


_SHAPES: Mapping[str, Path] = {
    "start": _pill,
    "end": _pill,
    "decide": _hexagon,
    "await-applicant": _leaning,
    "await-payment": _leaning,
    "issue": _sheet_of_paper,
    "publish": _sheet_of_paper,
}


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"
