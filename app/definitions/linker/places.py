"""Where each part of a procedure stands, for whoever has something to say about it later.

The names of the parts are those of `app.definitions.proofs.subject`. Wanted only where files are
at hand; a procedure that comes from storage has no places.
"""

from collections.abc import Iterator, Sequence

from app.definitions.desk import Place
from app.definitions.linker.blocks import Laid, Placed
from app.definitions.linker.nouns import HERE
from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.workflow import WorkflowShape

_WORKFLOW = Place("workflow")
_FILLED_IN = ("by", "route", "decider", "within", "paper")
"""Parts of a step for which a workflow lets the procedure give the value."""


def of(shape: ProcedureShape, workflow: WorkflowShape, laid: Laid) -> dict[str, Place]:
    """Give the place of every part by its kind and id."""
    return dict([*_of_form(laid), *_of_nouns(shape), *_of_workflow(shape, workflow)])


def _of_form(laid: Laid) -> Iterator[tuple[str, Place]]:
    for page in laid.pages:
        yield f"page/{page.id}", page.place
    for each in laid.every_field:
        yield from _of_field(each, "")
    for check in laid.checks:
        yield f"check/{check.shape.check}", check.place


def _of_field(placed: Placed, lead: str) -> Iterator[tuple[str, Place]]:
    """Give the place of a field, and of each of its parts that a procedure wrote elsewhere."""
    name = f"field/{lead}{placed.id}"
    yield name, placed.place
    for part, place in placed.moved.items():
        yield f"{name}/{part}", place
    for each in placed.rows:
        yield from _of_field(each, f"{lead}{placed.id}.")


def _of_nouns(shape: ProcedureShape) -> Iterator[tuple[str, Place]]:
    named = {
        "checks": [f"check/{each.check}" for each in shape.checks],
        "attachments": [f"attachment/{each.file}" for each in shape.attachments],
        "fees": [f"fee/{each.fee}" for each in shape.fees],
        "refuse_because": [f"ground/{each.ground}" for each in shape.refuse_because],
    }
    for part, names in named.items():
        for n, name in enumerate(names):
            yield name, HERE.down(part, n)
    for table in shape.tables:
        yield f"table/{table}", HERE.down("tables", table)
    for paper in shape.papers:
        yield f"paper/{paper}", HERE.down("papers", paper)


def _of_workflow(shape: ProcedureShape, workflow: WorkflowShape) -> Iterator[tuple[str, Place]]:
    """Give the place of each step, and of each of its parts that a parameter stands for."""
    for name, step in workflow.steps.items():
        yield f"step/{name}", _WORKFLOW.down("steps", name)
        for part in _FILLED_IN:
            raw = getattr(step, part)
            words = [each for each in _listed(raw) if isinstance(each, str) and each[:1] == "$"]
            if words:
                yield f"step/{name}/{part}", _of_parameter(shape, workflow, words)
    for name, end in workflow.ends.items():
        yield f"end/{name}", _WORKFLOW.down("ends", name)
        if end.result["ja"][:1] == "$":
            yield f"end/{name}/result", _of_parameter(shape, workflow, [end.result["ja"]])


def _of_parameter(shape: ProcedureShape, workflow: WorkflowShape, words: Sequence[str]) -> Place:
    """Give the place of the first value that is given or a default; else where one could be."""
    names = [each[1:] for each in words]
    for name in names:
        if name in shape.workflow.values:
            return HERE.down("workflow", "with", name)
    for name in names:
        if name in workflow.parameters and workflow.parameters[name].default is not None:
            return _WORKFLOW.down("parameters", name, "default")
    return HERE.down("workflow", "with")


def _listed(raw: object) -> Sequence[object]:
    return raw if isinstance(raw, list) else [raw]
