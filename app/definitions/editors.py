"""What editors are told: the JSON Schema of each kind of definition file, from its very shape.

An editor that reads the first line of a file then explains every key in Japanese, completes, and
marks what does not belong, before anything is loaded.
"""

from collections.abc import Mapping
from typing import Any

from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.scenario import ScenariosShape
from app.definitions.shape.shared import BlockShape, CompetenceShape, ListShape, OrganisationShape
from app.definitions.shape.values import Shape
from app.definitions.shape.workflow import WorkflowShape

SHAPES: Mapping[str, type[Shape]] = {
    "procedure": ProcedureShape,
    "workflow": WorkflowShape,
    "scenario": ScenariosShape,
    "block": BlockShape,
    "list": ListShape,
    "competence": CompetenceShape,
    "organisation": OrganisationShape,
}


def schema(kind: str) -> dict[str, Any]:
    """Give the JSON Schema of a kind of file."""
    described = SHAPES[kind].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
