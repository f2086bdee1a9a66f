"""What authors read is whole and right: every kind, function and parameter, and YAML that reads."""

import re
from collections.abc import Iterable

import pytest

from app.definitions import reader
from app.definitions.expressions.functions import FUNCTIONS
from app.definitions.fields import KINDS
from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.scenario import ACTS
from tests.house.source import files, in_order, read
from tests.support.definitions import real_library

GUIDE = "docs/authors/language.md"
SHAPES = "docs/authors/workflows.md"


def unnamed(names: Iterable[str], path: str) -> list[str]:
    """Say which names do not stand in a page."""
    known = set(re.findall(r"[a-z][a-z0-9_-]*", read(path)))
    return [f"{path}: says nothing of {name}" for name in names if name not in known]


@pytest.mark.parametrize(
    "names",
    [KINDS, FUNCTIONS, ACTS, ProcedureShape.model_fields],
    ids=["kinds", "functions", "acts", "keys"],
)
def test_the_guide_names_all_that_can_be_written(names: object):
    in_order(unnamed(names, GUIDE))


def test_every_workflow_and_each_of_its_parameters_and_ends_is_listed():
    for name, data in real_library().shelves.shared.workflows.items():
        in_order(unnamed([name, *data["parameters"], *data["ends"]], SHAPES))


def test_a_name_that_is_not_there_is_found():
    assert unnamed(["no-such-thing"], GUIDE) == [f"{GUIDE}: says nothing of no-such-thing"]


def test_every_example_can_be_read():
    pages = [path for path in files() if path.startswith("docs/authors/") and path.endswith(".md")]
    assert len(pages) >= 6
    for path in pages:
        for block in re.findall(r"```yaml\n(.*?)```", read(path), re.DOTALL):
            found = reader.read(block.encode(), path).diagnostics
            assert not found, (path, found)
