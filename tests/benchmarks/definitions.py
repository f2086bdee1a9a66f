"""definitions.load169: as many procedures as the city has, read cold and again from the cache."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from app.definitions import library
from tests.benchmarks.measuring import Result, Side, compare
from tests.benchmarks.office import ROOT

COUNT = 169


def measure() -> list[Result]:
    """Measure reading everything, against the parser alone; and linking, which comes on demand."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as name:
        folder = Path(name)
        procedures, cache = folder / "procedures", folder / "cache"
        copy(procedures)
        workflows = ROOT / "workflows"
        files = [*procedures.rglob("[0-9]*.yaml"), *(procedures / "_shared").rglob("*.yaml")]
        files += workflows.glob("*.yaml")
        files.remove(procedures / "_shared" / "demo-people.yaml")
        library.load(procedures, workflows, cache)

        def cold(times: int) -> None:
            assert len(library.load(procedures, workflows).versions) == COUNT

        def cached(times: int) -> None:
            assert len(library.load(procedures, workflows, cache).versions) == COUNT

        def parse(times: int) -> None:
            for each in files:
                yaml.load(each.read_bytes(), yaml.CSafeLoader)

        def link(times: int) -> None:
            found = library.load(procedures, workflows, cache)
            linked = [found.linked(each) for all_of in found.versions.values() for each in all_of]
            assert all(each.procedure for each in linked)

        floor = Side(parse)
        return [
            compare("definitions.load169", Side(cold), floor, 1.5, times=1, rounds=5),
            compare("definitions.load169.cached", Side(cached), floor, None, times=1, rounds=5),
            compare("definitions.link169", Side(link), floor, None, times=1, rounds=5),
        ]


def copy(procedures: Path) -> None:
    """Make as many procedures as are wanted out of those that there are, each with its own id."""
    shutil.copytree(ROOT / "procedures" / "_shared", procedures / "_shared")
    made = 0
    for round_ in range(COUNT):
        for source in originals():
            if made == COUNT:
                return
            id_ = source.parent.name
            text = source.read_text(encoding="utf-8")
            text = text.replace(f"procedure: {id_}\n", f"procedure: {id_}-{round_}\n", 1)
            text = _recoded(text, made)
            place = procedures / source.parents[1].name / f"{id_}-{round_}"
            place.mkdir(parents=True)
            (place / source.name).write_text(text, encoding="utf-8")
            made += 1


def originals() -> Iterator[Path]:
    """Give the definitions that there are."""
    found = (ROOT / "procedures").glob("*/*/[0-9]*.yaml")
    return (each for each in sorted(found) if not each.parent.name.startswith("_"))


def _recoded(text: str, number: int) -> str:
    """Give a definition a code of its own: two letters, as they all have."""
    lines = text.splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("code: "))
    lines[place] = f"code: {chr(65 + number // 26)}{chr(65 + number % 26)}\n"
    return "".join(lines)
