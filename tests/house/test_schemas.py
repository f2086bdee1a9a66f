"""The schemas that editors read are those of the shapes; every definition file names its own."""

import json
import re
from pathlib import Path

import pytest

from app.definitions import editors

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/reference/schema"
FILES = sorted([*ROOT.glob("procedures/**/*.yaml"), *ROOT.glob("workflows/**/*.yaml")])
_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@pytest.mark.parametrize("kind", editors.SHAPES)
def test_the_schema_on_disk_is_that_of_the_shape(kind: str):
    kept = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    assert kept == editors.schema(kind), f"run: madoguchi schema {kind} > docs/reference/schema/"


def test_every_definition_file_leads_its_editor_to_a_schema():
    lost = []
    for path in FILES:
        found = _LINE.search(path.read_text(encoding="utf-8"))
        if path.name == "demo-people.yaml":
            continue
        if found is None or not (path.parent / found[1]).is_file():
            lost.append(str(path.relative_to(ROOT)))
    assert not lost
