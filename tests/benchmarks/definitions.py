"""definitions.load169 and check169: as many procedures as the city has, read and proved."""

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import yaml

from app.definitions import library
from app.definitions.diagnostics import Diagnostic
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

        def check() -> None:
            assert not _wrong(library.load(procedures, workflows))

        def check_again() -> None:
            assert not _wrong(library.load(procedures, workflows, cache))

        check_again()
        floor = Side(parse)
        return [
            compare("definitions.load169", Side(cold), floor, 1.5, times=1, rounds=5),
            compare("definitions.load169.cached", Side(cached), floor, None, times=1, rounds=5),
            compare("definitions.link169", Side(link), floor, None, times=1, rounds=5),
            _by_the_clock("definitions.check169", check, 3),
            _by_the_clock("definitions.check169.cached", check_again, 5),
        ]


def _by_the_clock(name: str, work: Callable[[], None], rounds: int) -> Result:
    """Measure how long a person waits: several processes work, so that CPU time says less."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return Result(name, median(taken), "ms")


def _wrong(found: library.Library) -> list[Diagnostic]:
    """Give what is wrong, but for the scenarios of workflows: their procedures have new names."""
    return [each for each in found.diagnostics if "/workflows/tests/" not in each.file]


def copy(procedures: Path) -> None:
    """Make as many procedures as are wanted out of those that there are.

    Each has an id, a code and names of fields of its own, so that no two have the same expressions
    but those of the shared pieces that they use.
    """
    shutil.copytree(ROOT / "procedures" / "_shared", procedures / "_shared")
    made = 0
    for round_ in range(COUNT):
        for source in originals():
            if made == COUNT:
                return
            id_ = source.parent.name
            text = source.read_text(encoding="utf-8")
            text = text.replace(f"procedure: {id_}\n", f"procedure: {id_}-{round_}\n", 1)
            text = _renamed(_recoded(text, made), round_)
            place = procedures / source.parents[1].name / f"{id_}-{round_}"
            place.mkdir(parents=True)
            (place / source.name).write_text(text, encoding="utf-8")
            made += 1


def originals() -> Iterator[Path]:
    """Give the definitions that there are."""
    found = (ROOT / "procedures").glob("*/*/[0-9]*.yaml")
    return (each for each in sorted(found) if not each.parent.name.startswith("_"))


def _renamed(text: str, number: int) -> str:
    """Give the fields of a definition names of their own, everywhere in it."""
    names = set(re.findall(r"field: ([a-z]+(?:_[a-z0-9]+)+)", text))
    for name in names:
        text = re.sub(rf"\b{name}\b", f"{name}_{number}", text)
    return text


def _recoded(text: str, number: int) -> str:
    """Give a definition a code of its own: two letters, as they all have."""
    lines = text.splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("code: "))
    lines[place] = f"code: {chr(65 + number // 26)}{chr(65 + number % 26)}\n"
    return "".join(lines)
