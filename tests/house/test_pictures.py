"""The pictures of the shapes in the authors' guide are those of the shapes as they are."""

from app.definitions import pictures
from app.definitions.shape.workflow import WorkflowShape
from tests.house.source import ROOT
from tests.support.definitions import real_library

FOLDER = ROOT / "docs/authors/workflows"


def drawn() -> dict[str, str]:
    workflows = real_library().shelves.shared.workflows
    return {
        f"{name}.svg": pictures.svg(pictures.of_shape(WorkflowShape.model_validate(data)))
        for name, data in workflows.items()
    }


def test_every_shape_has_its_picture_as_it_is_now():
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}
    stale = sorted(name for name, text in drawn().items() if kept.get(name) != text)
    assert not stale, (
        "draw them again: for each, madoguchi graph NAME -o docs/authors/workflows/NAME.svg:"
        f" {', '.join(stale)}"
    )


def test_no_picture_is_left_of_a_shape_that_is_gone():
    assert {path.name for path in FOLDER.glob("*.svg")} <= drawn().keys()
