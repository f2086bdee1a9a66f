"""Where everything stands on the page: boxes in their rows, ways as lines with right angles.

A way down goes through the gap between two rows; one that leads past other boxes, or back, takes a
lane beside its column. Lanes further out begin and end nearer to the middle of a box, so that they
do not cross those further in.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, TypeAlias

from app.definitions.pictures import rows
from app.definitions.pictures.chart import Chart, Node, Way
from app.definitions.pictures.rows import Cell

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]

WIDTH, MARGIN, GAP, LANE = 204.0, 28.0, 58.0, 16.0
LABEL_SIZE, NOTE_SIZE, WORD_SIZE = 15.0, 11.5, 12.0
LABEL_LINE, NOTE_LINE = 20.0, 16.0
CUT, LEAN = 20.0, 14.0
_LEAST_CHANNEL, _ROOM = 44.0, 30.0
_APART = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page, with its words broken into lines."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    label: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def middle(self) -> Point:
        """Give the middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    def side(self, y: float, *, right: bool) -> float:
        """Give where a side of the box's shape is at a height."""
        down = (y - self.y) / self.height
        inset = 0.0
        if self.node.kind == "decide":
            inset = CUT * abs(2 * down - 1)
        elif self.node.kind in ("await-applicant", "await-payment"):
            inset = LEAN * (down if right else 1 - down)
        return self.x + self.width - inset if right else self.x + inset


@dataclass(frozen=True, slots=True)
class Line:
    """A way on the page: its corners, and where its words stand."""

    way: Way
    points: tuple[Point, ...]
    at: Point
    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class _Table:
    """The page while it is laid out. A lane is a channel, a side of it and a rank there."""

    cells: Mapping[str, Cell]
    lanes: dict[Way, tuple[int, bool, int]] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    left: dict[int, float] = field(default_factory=dict)
    bottoms: dict[int, float] = field(default_factory=dict)
    legs: dict[int, float] = field(default_factory=dict)


def laid_out(chart: Chart) -> Sheet:
    """Lay a flow out on a page."""
    table = _Table(rows.placed(chart))
    table.lanes = _lanes(chart, table.cells)
    _set_columns(table, chart)
    _set_boxes(table, chart)
    lines = tuple(_line(table, chart, way) for way in chart.ways)
    width = max(table.left.values()) + MARGIN
    height = max(table.bottoms.values()) + MARGIN
    return Sheet(width, height, tuple(table.boxes[each.id] for each in chart.nodes), lines)


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is; a full-width character is as wide as its size."""
    wide = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)
    return wide * size


def broken(text: str, size: float, room: float, most: int = 2) -> tuple[str, ...]:
    """Break a text into lines that fit; what does not fit in the last one is cut off."""
    lines: list[str] = []
    line = ""
    for character in text:
        if line and text_width(line + character, size) > room:
            if len(lines) == most - 1:
                return (*lines, f"{line[:-1]}…")
            lines.append(line)
            line = ""
        line += character
    return (*lines, line)


def _lanes(chart: Chart, cells: Mapping[str, Cell]) -> dict[Way, tuple[int, bool, int]]:
    """Give each way that needs one a lane, the shortest ones nearest to their column."""
    needing = [way for way in chart.ways if _needs_lane(way, cells)]
    needing.sort(key=lambda way: abs(cells[way.source][0] - cells[way.target][0]))
    taken: dict[tuple[int, bool], int] = {}
    found = {}
    for way in needing:
        column, aim = cells[way.source][1], cells[way.target][1]
        on_right = aim > column or (aim == column and _better_right(way, cells))
        channel = column + 1 if on_right else column
        rank = taken.get((channel, on_right), 0)
        taken[channel, on_right] = rank + 1
        found[way] = (channel, on_right, rank)
    return found


def _needs_lane(way: Way, cells: Mapping[str, Cell]) -> bool:
    level = cells[way.source][0] == cells[way.target][0]
    return not level and not rows.is_forward(way, cells)


def _better_right(way: Way, cells: Mapping[str, Cell]) -> bool:
    """Say whether fewer boxes stand beside the column on its right than on its left."""
    (row, column), (other, _) = cells[way.source], cells[way.target]
    span = range(min(row, other), max(row, other) + 1)
    left = sum(1 for at in cells.values() if at[0] in span and at[1] == column - 1)
    right = sum(1 for at in cells.values() if at[0] in span and at[1] == column + 1)
    return right < left


def _set_columns(table: _Table, chart: Chart) -> None:
    """Give each column its left edge, with room in the channels for lanes and words."""
    columns = [column for _, column in table.cells.values()]
    first, last = min(columns), max(columns)
    widths = dict.fromkeys(range(first, last + 2), _LEAST_CHANNEL)
    widths[first] = widths[last + 1] = 0.0
    for way in chart.ways:
        (row, column), (other, aim) = table.cells[way.source], table.cells[way.target]
        if row == other:
            channel = max(column, aim)
            widths[channel] = max(widths[channel], _words_width(way) + _ROOM)
    for way, (channel, _, _) in table.lanes.items():
        table.legs[channel] = max(table.legs.get(channel, 0.0), _words_width(way) + 14)
    for channel, leg in table.legs.items():
        count = sum(1 for other, _, _ in table.lanes.values() if other == channel)
        widths[channel] = max(widths[channel], leg + LANE * (count + 1))
    edges = accumulate((widths[each] + WIDTH for each in range(first, last + 1)), initial=MARGIN)
    for column, edge in zip(range(first, last + 2), edges, strict=True):
        table.left[column] = edge + widths[column]


def _words_width(way: Way) -> float:
    return text_width("・".join(way.words), WORD_SIZE)


def _set_boxes(table: _Table, chart: Chart) -> None:
    sized = {node.id: _sized(node) for node in chart.nodes}
    top = MARGIN
    for row in range(max(row for row, _ in table.cells.values()) + 1):
        here = [id_ for id_, cell in table.cells.items() if cell[0] == row]
        height = max((sized[id_][2] for id_ in here), default=0.0)
        for id_ in here:
            label, notes, own = sized[id_]
            left = table.left[table.cells[id_][1]]
            place = (left, top + (height - own) / 2, WIDTH, own)
            table.boxes[id_] = Box(chart.node(id_), *place, label, notes)
        table.bottoms[row] = top + height
        top += height + GAP


def _sized(node: Node) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    label = broken(node.label, LABEL_SIZE, WIDTH - 44)
    notes = tuple(
        line for note in node.notes for line in broken(note, NOTE_SIZE, WIDTH - 40)
    )  # fmt: skip
    spare = 22.0 if node.kind in ("start", "end") else 30.0
    return label, notes, spare + LABEL_LINE * len(label) + NOTE_LINE * len(notes)


def _line(table: _Table, chart: Chart, way: Way) -> Line:
    if way in table.lanes:
        return _by_lane(table, way)
    if table.cells[way.source][0] == table.cells[way.target][0]:
        return _level(table, chart, way)
    return _down(table, chart, way)


def _level(table: _Table, chart: Chart, way: Way) -> Line:
    """Draw a way to a neighbour; the way back, if there is one, runs below it."""
    source, target = table.boxes[way.source], table.boxes[way.target]
    both = any(each.source == way.target and each.target == way.source for each in chart.ways)
    outward = abs(table.cells[way.source][1]) < abs(table.cells[way.target][1])
    shift = 0.0 if not both else -_APART if outward else _APART
    y = source.middle[1] + shift
    start = source.side(y, right=source.x < target.x)
    end = target.side(y, right=source.x >= target.x)
    above = y - 6 if shift <= 0 else y + WORD_SIZE + 4
    return Line(way, ((start, y), (end, y)), ((start + end) / 2, above))


def _down(table: _Table, chart: Chart, way: Way) -> Line:
    source, target = table.boxes[way.source], table.boxes[way.target]
    x, aim = source.middle[0], target.middle[0]
    start, end = source.y + source.height, target.y
    if x == aim:
        return Line(way, ((x, start), (x, end)), (x + 9, end - 18), "start")
    bus = table.bottoms[table.cells[way.source][0]] + GAP / 2 - 8
    points = ((x, start), (x, bus), (aim, bus), (aim, end))
    if _is_joined(table, chart, way):
        side: Anchor = "start" if aim > x else "end"
        return Line(way, points, (x + (9 if aim > x else -9), bus - 6), side)
    return Line(way, points, (aim + 9, end - 18), "start")


def _is_joined(table: _Table, chart: Chart, way: Way) -> bool:
    """Say whether another way comes down to the same place."""
    return any(
        each != way and each.target == way.target and each not in table.lanes for each in chart.ways
    )


def _by_lane(table: _Table, way: Way) -> Line:
    channel, right, rank = table.lanes[way]
    source, target = table.boxes[way.source], table.boxes[way.target]
    out = 1.0 if right else -1.0
    edge = source.x + source.width if right else source.x
    lane = edge + out * (table.legs[channel] + LANE * rank)
    down = 1 if target.y > source.y else -1
    leave = source.middle[1] + down * _port(source, rank)
    start = (source.side(leave, right=right), leave)
    words = (edge + out * 8, leave + WORD_SIZE + 3)
    anchor: Anchor = "start" if right else "end"
    if table.cells[way.source][1] != table.cells[way.target][1]:
        return Line(way, tuple(_across(table, way, start, lane)), words, anchor)
    arrive = target.middle[1] - down * _port(target, rank)
    end = (target.side(arrive, right=right), arrive)
    return Line(way, (start, (lane, leave), (lane, arrive), end), words, anchor)


def _across(table: _Table, way: Way, start: Point, lane: float) -> Iterable[Point]:
    """Give the corners of a way that takes a lane and ends in another column."""
    target = table.boxes[way.target]
    aim, top = target.middle[0], target.y
    gap = top - GAP / 2 - 8
    yield from (start, (lane, start[1]), (lane, gap), (aim, gap), (aim, top))


def _port(box: Box, rank: int) -> float:
    """Give how far from the middle of its side a box's lane of a rank begins or ends."""
    return max(box.height / 2 - 6 - 9 * rank, _APART + 4)
