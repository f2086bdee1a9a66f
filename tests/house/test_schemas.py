"""The schemas that editors read are those of the shapes; every definition file names its own, and
fits it: an editor that marks what is right is not believed when it marks what is wrong."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from app.definitions import editors, reader
from app.definitions.fields import KINDS

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


def test_every_definition_file_fits_the_schema_that_it_names():
    faults = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        named = _LINE.search(text)
        document = reader.read(text.encode(), str(path)).document
        if named is None or document is None:
            continue
        schema = json.loads((path.parent / named[1]).read_text(encoding="utf-8"))
        faults += [
            f"{path.relative_to(ROOT)}: {list(each.absolute_path)}: {each.message[:200]}"
            for each in jsonschema.Draft202012Validator(schema).iter_errors(document.data)
        ]
    assert not faults


def test_editors_know_every_kind_of_field_and_say_what_it_is_for():
    assert editors.KINDS.keys() == KINDS.keys()
    shown = editors.schema("procedure")["$defs"]["FieldShape"]["properties"]["type"]
    assert dict(zip(shown["enum"], shown["enumDescriptions"], strict=True)) == editors.KINDS


@pytest.mark.parametrize("kind", editors.SHAPES)
def test_editors_speak_japanese_of_every_shape_key_and_value(kind: str):
    described = editors.schema(kind)
    for name, shape in {kind: described, **described.get("$defs", {})}.items():
        assert not shape["title"].isascii(), name
        for key, value in shape.get("properties", {}).items():
            words = value.get("description", "")
            assert "$ref" in value or not words.isascii(), f"{name}.{key}"
    silent = [
        part["enum"]
        for part in editors.parts(described)
        if "enum" in part and "enumDescriptions" not in part and part["enum"][0].isascii()
    ]
    assert [each for each in silent if "pdf" not in each] == []
