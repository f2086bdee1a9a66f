"""The real definitions, and what becomes of them when something in them is changed."""

from functools import cache
from pathlib import Path
from typing import Any

from app.definitions import bundle, library, linker, reader
from app.definitions.library import Library
from app.kernel import paths

ROOT = Path(__file__).parents[2]
PROCEDURES, WORKFLOWS = ROOT / "procedures", ROOT / "workflows"
FOOD = PROCEDURES / "hokeniryo/food-business-permit/2026-04-01.yaml"


@cache
def real_library() -> Library:
    return library.load(PROCEDURES, WORKFLOWS)


def food_bundle() -> dict[str, Any]:
    """Give the bundle of the model procedure, to be changed at will."""
    version = real_library().versions["food-business-permit"][0]
    return paths.copy(real_library().bundle(version.digest))


def changed_food(old: str, new: str) -> linker.Linked:
    """Link the model procedure with one passage of its file replaced."""
    text = FOOD.read_text("utf-8")
    assert text.count(old) >= 1, old
    reading = reader.read(text.replace(old, new).encode(), "food.yaml")
    assert reading.document is not None, reading.diagnostics
    shared = real_library().shelves.shared
    gathered = bundle.gather(reading.document.data, shared)
    known = {"blocks": shared.blocks, "lists": shared.lists, "units": shared.units,
             "workflows": shared.workflows, "competence": shared.competence}  # fmt: skip
    sources = linker.Sources({"procedure": reading.document}, known)
    return linker.link_at(gathered, sources)


def codes(linked: linker.Linked) -> set[str]:
    return {each.code for each in linked.diagnostics}
