"""The first file of a procedure is sound, whatever workflow it calls."""

from datetime import date

import pytest

from app.cases import rehearsal
from app.definitions import manuscripts, reader, skeleton
from app.definitions.diagnostics import errors
from app.definitions.manuscripts import Written
from app.definitions.shape.workflow import WorkflowShape
from app.definitions.skeleton import Plan
from tests.support.definitions import FOOD, real_library

DAY = date(2026, 6, 1)
SHAPES = {
    name: WorkflowShape.model_validate(data)
    for name, data in real_library().shelves.shared.workflows.items()
    if name != "publish-definition"
}
UNIT = "soumu/disclosure"


def planned(shape: str, title: str = "試しの手続", department: str = UNIT) -> Plan:
    organisation = real_library().organisation
    return skeleton.plan(("try-it", title, department), DAY, SHAPES[shape], organisation, {"TI"})


@pytest.mark.parametrize("shape", SHAPES)
def test_a_skeleton_passes_the_proofs_and_its_scenarios(shape: str):
    source = skeleton.procedure_text(planned(shape))
    alone = manuscripts.examine(real_library(), "try-it", Written(source, {}))
    assert alone.procedure is not None, alone.diagnostics
    tests = skeleton.scenario_text(alone.procedure)
    found = manuscripts.examine(real_library(), "try-it", Written(source, {"first.yaml": tests}))
    assert errors(found.diagnostics) == ()
    assert found.procedure is not None
    for each in found.scenarios:
        assert rehearsal.play(found.procedure, each, DAY).faults == (), each.name
    ends = {each.expect.end for each in found.scenarios} - {None}
    assert ends == set(found.procedure.workflow.ends)
    assert any(each.expect.errors for each in found.scenarios)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_not_known_says_so(shape: str):
    source = skeleton.procedure_text(planned(shape))
    read = reader.read(source.encode(), "x.yaml").document
    assert read is not None
    assert read.data["clock"]["period"] is None
    assert "所管課に確認中" in read.data["clock"]["note"]
    assert read.data["law"]["basis"][0]["confidence"] == "unconfirmed"
    for fee in read.data.get("fees", ()):
        assert fee["yen"][-1]["otherwise"] is None


@pytest.mark.parametrize("title", ["a: b # c", "「題」{x}", '"引用"', "[1, 2]", "題\\n"])
def test_a_title_stands_as_it_was_said(title: str):
    read = reader.read(skeleton.procedure_text(planned("accept-filing", title)).encode(), "x.yaml")
    assert read.document is not None, read.diagnostics
    assert read.document.data["title"]["ja"] == title


def test_the_posts_are_those_of_the_department():
    values = planned("examine-inspect-decide").values
    assert values == {"examiner": "担当", "route": ["係長"], "decider": "情報公開課長"}


def test_a_code_is_one_that_nobody_has():
    assert skeleton.spare_code("road-use-permit", ()) == "RUP"
    assert skeleton.spare_code("road-use-permit", {"RUP"}) == "RO"
    taken = {"RUP", "RO", "ROA", "ROAD"}
    assert skeleton.spare_code("road-use-permit", taken) == "ROAA"


def test_after_a_model_only_what_is_its_own_differs():
    own = {
        "procedure": "bar-permit",
        "code": "BAR",
        "title": "酒場: 許可",
    }
    text = skeleton.copied(FOOD.read_text("utf-8"), "food-business-permit", own)
    found, model = (
        reader.read(each.encode(), "x.yaml").document for each in (text, FOOD.read_text("utf-8"))
    )
    assert found is not None
    assert model is not None
    assert found.data["title"]["ja"] == "酒場: 許可"
    assert found.data["title"]["en"] == "Bar permit"
    differing = {key for key in model.data if model.data[key] != found.data[key]}
    assert differing == set(own)
    assert text.splitlines()[0].startswith("# yaml-language-server")
    assert "「food-business-permit」を写したもの" in text.splitlines()[1]
