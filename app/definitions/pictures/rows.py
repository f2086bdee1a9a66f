"""Where each place of a flow stands in a grid: what comes later further down, branches beside.

The way on which everything goes well is column 0. A step that only answers the one that sent for
it (a correction, an inquiry) stands beside that one; so does an end at which a step breaks off.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.definitions.pictures.chart import START, Chart, Way

Cell: TypeAlias = tuple[int, int]

_TRIED = (1, 2, -1, -2, 3, -3, 4, -4, 5, -5, 6, -6)


@dataclass(slots=True)
class _Grid:
    chart: Chart
    hosts: Mapping[str, str]
    rows: Mapping[str, int] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)

    def free(self, cell: Cell) -> bool:
        """Say whether nothing stands in a cell."""
        return cell not in self.cells.values()

    def targets(self, id_: str) -> Iterator[str]:
        """Give where the ways of a place lead, but for those that stand beside it."""
        for way in self.chart.ways:
            if way.source == id_ and way.target not in self.hosts:
                yield way.target


def placed(chart: Chart) -> dict[str, Cell]:
    """Give the row and column of every place; columns to the left are negative."""
    grid = _Grid(chart, _hosts(chart))
    back = frozenset(_backward(grid))
    grid.rows = _depths(grid, back)
    _put_chain(grid, START, (0,))
    _put_beside(grid)
    for id_ in sorted(grid.rows, key=lambda each: (grid.rows[each], _order(chart, each))):
        if id_ not in grid.cells:
            _put_chain(grid, id_, _TRIED)
    _put_beside(grid)
    _put_alone(grid)
    return grid.cells


def _hosts(chart: Chart) -> dict[str, str]:
    """Give the places that stand beside another one, and which."""
    found: dict[str, str] = {}
    for node in chart.nodes:
        sources = [way.source for way in chart.ways if way.target == node.id]
        targets = {way.target for way in chart.ways if way.source == node.id}
        if node.kind == "end":
            others = [way for way in chart.ways if way.source in sources]
            if len(sources) == 1 and len(others) > 1:
                found[node.id] = sources[0]
        elif node.kind.startswith("await-") and len(targets) == 1 and targets == set(sources):
            found[node.id] = sources[0]
    return found


def _backward(grid: _Grid) -> Iterator[tuple[str, str]]:
    """Give the ways that lead back to where a case has already been."""
    done: set[str] = set()
    open_: list[str] = []

    def visit(id_: str) -> Iterator[tuple[str, str]]:
        open_.append(id_)
        for target in grid.targets(id_):
            if target in open_:
                yield id_, target
            elif target not in done:
                yield from visit(target)
        open_.pop()
        done.add(id_)

    yield from visit(START)


def _depths(grid: _Grid, back: frozenset[tuple[str, str]]) -> dict[str, int]:
    depths = {START: 0}
    waiting = [START]
    while waiting:
        id_ = waiting.pop()
        for target in grid.targets(id_):
            if (id_, target) not in back and depths.get(target, -1) <= depths[id_]:
                depths[target] = depths[id_] + 1
                waiting.append(target)
    return depths


def _put_chain(grid: _Grid, start: str, columns: Iterable[int]) -> None:
    """Put a place and what follows it below one another, in the first column with room."""
    chain = [start]
    while True:
        following = (each for each in grid.targets(chain[-1]) if _continues(grid, chain, each))
        target = next(following, None)
        if target is None:
            break
        chain.append(target)
    for column in columns:
        if all(grid.free((grid.rows[each], column)) for each in chain):
            grid.cells.update({each: (grid.rows[each], column) for each in chain})
            return


def _continues(grid: _Grid, chain: list[str], target: str) -> bool:
    return target not in grid.cells and grid.rows[target] > grid.rows[chain[-1]]


def _put_beside(grid: _Grid) -> None:
    for id_, host in grid.hosts.items():
        if id_ in grid.cells or host not in grid.cells:
            continue
        row, column = grid.cells[host]
        right = grid.chart.node(id_).kind == "await-applicant"
        sides = (1, -1, 2, -2, 3, -3) if right else (-1, 1, -2, 2, -3, 3)
        grid.cells[id_] = next(
            cell for side in sides if grid.free(cell := (row, column + side)) or abs(side) > 2
        )


def _put_alone(grid: _Grid) -> None:
    """Put what no way leads to beside the last row."""
    last = max(row for row, _ in grid.cells.values())
    for node in grid.chart.nodes:
        if node.id not in grid.cells:
            columns = (-1, *_TRIED)
            grid.cells[node.id] = next(c for n in columns if grid.free(c := (last, n)))


def _order(chart: Chart, id_: str) -> int:
    return next(n for n, each in enumerate(chart.nodes) if each.id == id_)


def is_forward(way: Way, cells: Mapping[str, Cell]) -> bool:
    """Say whether a way leads down and nothing stands in its path."""
    (row, _), (below, aim) = cells[way.source], cells[way.target]
    between = {(each, aim) for each in range(row + 1, below)}
    return below > row and between.isdisjoint(cells.values())
