"""The picture of a flow: what it shows, that nothing lies on anything else, that it can be read."""

from datetime import date
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from app.cases.steps import KINDS
from app.definitions import pictures
from app.definitions.model import Procedure
from app.definitions.pictures import chart, layout, rows
from app.definitions.pictures.chart import START, Chart, Node, Way
from app.definitions.shape.workflow import WorkflowShape
from tests.support.definitions import real_library

DAY = date(2026, 12, 1)
SVG = "{http://www.w3.org/2000/svg}"


def procedure(id_: str) -> Procedure:
    found = real_library().current(id_, DAY)
    assert found is not None
    return found


def every_chart() -> list[Chart]:
    library = real_library()
    versions = [each for found in library.versions.values() for each in found]
    linked = [found for each in versions if (found := library.linked(each).procedure)]
    shapes = library.shelves.shared.workflows.values()
    return [
        *(pictures.of_procedure(each) for each in linked),
        *(pictures.of_shape(WorkflowShape.model_validate(each)) for each in shapes),
    ]


CHARTS = every_chart()
each_chart = pytest.mark.parametrize("seen", CHARTS, ids=[each.id for each in CHARTS])


def test_a_flow_is_told_in_the_words_of_the_office():
    told = pictures.in_text(pictures.of_procedure(procedure("food-business-permit")))
    assert "■ 決定（決定）　係長 → 課長 → 保健所長" in told
    assert "「補正依頼」→ 補正" in told
    assert "「差戻し」→ 審査" in told
    assert "◎ 許可（認める終わり）" in told


@each_chart
def test_every_place_and_way_is_drawn_and_said(seen: Chart):
    root = ElementTree.fromstring(pictures.svg(seen))  # noqa: S314 - our own picture
    texts = "".join(each.text or "" for each in root.iter(f"{SVG}text"))
    described = root.findtext(f"{SVG}desc") or ""
    for node in seen.nodes:
        assert node.label.replace("…", "")[:10] in texts
        assert node.label in described
    for way in seen.ways:
        assert "・".join(way.words) in texts
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == seen.title
    names = (root.get("aria-labelledby") or "").split()
    assert names == [each.get("id") for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")]


@each_chart
def test_no_box_lies_on_another_and_no_line_runs_through_one(seen: Chart):
    sheet = layout.laid_out(seen)
    for one, other in combinations(sheet.boxes, 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart, (one.node.id, other.node.id)
    for line in sheet.lines:
        for box in sheet.boxes:
            if box.node.id not in (line.way.source, line.way.target):
                assert not runs_through(line, box), (line.way, box.node.id)


def runs_through(line: layout.Line, box: layout.Box) -> bool:
    for (x1, y1), (x2, y2) in pairwise(line.points):
        across = min(x1, x2) < box.x + box.width and max(x1, x2) > box.x
        down = min(y1, y2) < box.y + box.height and max(y1, y2) > box.y
        if across and down:
            return True
    return False


@each_chart
def test_everything_lies_on_the_sheet(seen: Chart):
    sheet = layout.laid_out(seen)
    for box in sheet.boxes:
        assert box.x >= 0
        assert box.x + box.width <= sheet.width
        assert box.y + box.height <= sheet.height
    for line in sheet.lines:
        assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in line.points)


def test_pages_that_forbid_styles_can_show_it():
    drawn = pictures.svg(pictures.of_procedure(procedure("food-business-permit")))
    assert "style" not in drawn
    assert "<script" not in drawn
    assert "href" not in drawn


def test_what_a_definition_says_cannot_break_out_of_the_picture():
    seen = Chart(
        "x", "<script>&", "x", (Node(START, "start", "<b>"), Node("e", "end", '"&')),
        (Way(START, "e", ("ok",), ("<i>",)),),
    )  # fmt: skip
    root = ElementTree.fromstring(pictures.svg(seen))  # noqa: S314 - our own picture
    assert "<b>" in [each.text for each in root.iter(f"{SVG}text")]


def test_a_correction_stands_beside_the_examination():
    cells = rows.placed(pictures.of_procedure(procedure("food-business-permit")))
    assert cells["correction"] == (cells["examine"][0], cells["examine"][1] + 1)
    assert cells["decide"][0] > cells["inspect"][0] > cells["examine"][0]


def test_every_kind_of_step_has_its_words_and_colour():
    assert chart.KINDS.keys() == KINDS.keys()
    steps = [Node(kind, kind, kind) for kind in KINDS]
    ways = [
        Way(START, "examine"),
        *(Way(a.id, b.id) for a, b in pairwise(steps)),
    ]
    seen = Chart("k", "k", "k", (Node(START, "start", "s"), *steps), tuple(ways))
    assert pictures.svg(seen).count('font-size="12"') >= len(KINDS)


def test_a_flow_is_data_too():
    data = pictures.as_data(pictures.of_procedure(procedure("fire-manager-appointment")))
    assert {"from": "examine", "to": "issue", "moves": ["ok"], "words": ["適"]} in data["ways"]
