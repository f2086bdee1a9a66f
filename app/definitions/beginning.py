"""書き始め: the first manuscript of a new procedure, for a department and a workflow.

Gives texts; where they are kept, and whether the name is free, is for whoever asks.
"""

from collections.abc import Mapping
from datetime import date

from app.definitions import manuscripts, skeleton
from app.definitions.library import Library
from app.definitions.manuscripts import Written
from app.definitions.shape.workflow import WorkflowShape


def workflows(library: Library) -> Mapping[str, WorkflowShape]:
    """Give the workflows that a procedure of residents can call, by name."""
    shared = library.shelves.shared.workflows
    shapes = {name: WorkflowShape.model_validate(data) for name, data in shared.items()}
    return {
        name: shape
        for name, shape in shapes.items()
        if all(step.kind != "publish" for step in shape.steps.values())
    }


def begun(
    library: Library, wanted: tuple[str, str, str], workflow: WorkflowShape, effective: date
) -> Written:
    """Write a procedure by its id, its title and its department, with its first scenarios."""
    codes = {str(data.get("code")) for data in library.shelves.data.values()}
    planned = skeleton.plan(wanted, effective, workflow, library.organisation, codes)
    source = skeleton.procedure_text(planned)
    procedure = manuscripts.examine(library, wanted[0], Written(source, {})).procedure
    tests = {} if procedure is None else {"tests/first.yaml": skeleton.scenario_text(procedure)}
    return Written(source, tests)
