"""Verbs that show a procedure from another side: graph, diff.

Read files, and for `diff` what git has of them; know no database.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from app.cases import examples
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, as_json, library, tell, today
from app.definitions import differences, manuscripts, pictures
from app.definitions.differences import Difference
from app.definitions.library import Library, Version
from app.definitions.manuscripts import Written
from app.definitions.model import Procedure
from app.definitions.shape.workflow import WorkflowShape

_HEAD = "HEAD"
_BASE = "base"


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    graph = verbs.add("graph", _graph, "a picture of the flow of a procedure or of a workflow")
    graph.add_argument("id", metavar="ID")
    graph.add_argument("--format", choices=("svg", "text", "json"), default="svg")
    graph.add_argument("-o", "--output", type=Path, metavar="FILE")
    words = "what a resident, a clerk and a document would see differently in another version"
    diff = verbs.add("diff", _diff, words, for_programs=True)
    diff.add_argument("id", metavar="ID")
    of = (
        "a day of effect (2026-04-01), a file, HEAD for what git has, or base for what a pack"
        " builds on; if left out, the newest version against its base or the one before"
    )
    diff.add_argument("old", nargs="?", metavar="OLD", help=of)
    diff.add_argument("new", nargs="?", metavar="NEW")


def _graph(asked: argparse.Namespace) -> int:
    chart = _chart(library(), asked.id)
    if chart is None:
        tell(f"「{asked.id}」という手続も業務フローもありません。", to=sys.stderr)
        return MISUSED
    shown = {
        "svg": lambda: pictures.svg(chart),
        "text": lambda: pictures.in_text(chart),
        "json": lambda: as_json(pictures.as_data(chart)) + "\n",
    }[asked.format]()
    if asked.output:
        asked.output.write_text(shown, encoding="utf-8")
    else:
        tell(shown.rstrip("\n"))
    return WELL


def _chart(read: Library, id_: str) -> pictures.Chart | None:
    procedure = read.current(id_, today()) or _newest(read, id_)
    if procedure is not None:
        return pictures.of_procedure(procedure)
    data = read.shelves.shared.workflows.get(id_)
    return None if data is None else pictures.of_shape(WorkflowShape.model_validate(data))


def _newest(read: Library, id_: str) -> Procedure | None:
    versions = read.versions.get(id_, ())
    return read.linked(versions[-1]).procedure if versions else None


def _diff(asked: argparse.Namespace) -> int:
    read = library()
    versions = read.versions.get(asked.id, ())
    if not versions:
        tell(f"手続「{asked.id}」はありません。", to=sys.stderr)
        return MISUSED
    names = (asked.old or _before(read, versions), asked.new or _name(versions[-1]))
    pair = [_named(read, asked.id, name) for name in names]
    for name, version in zip(names, pair, strict=True):
        if isinstance(version, str):
            tell(f"{name}: {version}", to=sys.stderr)
            return WRONG
    old, new = (each for each in pair if isinstance(each, Procedure))
    found = (
        *differences.between(old, new),
        *examples.of_fees(old, new, read.scenarios(asked.id), today()),
    )
    if asked.json:
        tell(as_json([asdict(each) for each in found]))
    else:
        tell(f"手続「{asked.id}」: {names[0]} から {names[1]} への違い", *_grouped(found))
    return WELL


def _grouped(found: Sequence[Difference]) -> Iterator[str]:
    if not found:
        yield "違いはありません。"
    for group in differences.GROUPS:
        words = [each.words for each in found if each.group == group]
        if words:
            yield from ("", f"【{group}】", *(f"  ・{each}" for each in words))


def _name(version: Version) -> str:
    number = f".{version.number}" if version.number > 1 else ""
    return f"{version.effective}{number}"


def _before(read: Library, versions: Sequence[Version]) -> str:
    if versions[-1].file in read.shelves.overlays:
        return _BASE
    return _name(versions[-2]) if len(versions) > 1 else _HEAD


def _named(read: Library, id_: str, name: str) -> Procedure | str:
    """Give the version that a name stands for, or say why there is none."""
    for version in read.versions[id_]:
        if _name(version) == name:
            return read.linked(version).procedure or "この版には誤りがあります。"
    newest = Path(read.versions[id_][-1].file)
    if name == _BASE:
        source = newest.read_text(encoding="utf-8")
    elif name == _HEAD:
        committed = _committed(newest)
        if committed is None:
            return "gitに、この手続の前の版がありません。比べる版を示してください。"
        source = committed
    elif Path(name).is_file():
        source = Path(name).read_text(encoding="utf-8")
    else:
        known = "、".join(_name(each) for each in read.versions[id_])
        return f"この名の版もファイルもありません（ある版: {known}）。"
    return manuscripts.examine(read, id_, Written(source, {}, name)).procedure or (
        "この版には誤りがあります。madoguchi check で確かめてください。"
    )


def _committed(file: Path) -> str | None:
    """Give what git has of a file."""
    asked = ["git", "show", f"{_HEAD}:./{file.name}"]
    try:
        done = subprocess.run(asked, cwd=file.parent, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode("utf-8", errors="replace")
