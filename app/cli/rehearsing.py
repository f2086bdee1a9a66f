"""Verbs that play what might happen, without a database: test.

Know the pure floors and the files of definitions.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.cases import coverage, rehearsal
from app.cases.coverage import Coverage
from app.cases.rehearsal import Played
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, as_json, library, tell, today
from app.definitions.library import Library
from app.definitions.model import Procedure
from app.definitions.scenarios import Scenario


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    words = "run the scenarios; tell which moves, conditions and fee rows they try"
    test = verbs.add("test", _test, words, for_programs=True)
    test.add_argument("ids", nargs="*", metavar="ID")


def _test(asked: argparse.Namespace) -> int:
    read = library()
    known = set(read.ids())
    strangers = [each for each in asked.ids if each not in known]
    if strangers:
        tell(*(f"手続「{each}」はありません。" for each in strangers), to=sys.stderr)
        return MISUSED
    tried = [_try(read, each) for each in _scenarios(read, asked.ids or sorted(known))]
    covered = _covered(tried)
    failed = sum(1 for each in tried if each.faults)
    if asked.json:
        told = {name: coverage.as_data(each) for name, each in covered.items()}
        tell(as_json({"scenarios": [_row(each) for each in tried], "coverage": told}))
    else:
        for each in tried:
            tell(f"{'✗' if each.faults else '✓'} {each.scenario.procedure}: {each.scenario.name}")
            tell(*(f"    {fault}" for fault in each.faults))
        for name, found in covered.items():
            tell(*_in_words(name, found))
        tell(f"{len(tried) - failed} passed, {failed} failed")
    return WRONG if failed or not tried else WELL


@dataclass(frozen=True, slots=True)
class _Tried:
    scenario: Scenario
    faults: tuple[str, ...]
    procedure: Procedure | None = None
    played: Played | None = None


def _try(read: Library, scenario: Scenario) -> _Tried:
    procedure = read.current(scenario.procedure, scenario.on or today())
    if procedure is None:
        return _Tried(scenario, ("この手続には誤りがあり、試せません。",))
    played = rehearsal.play(procedure, scenario, today())
    return _Tried(scenario, played.faults, procedure, played)


def _row(tried: _Tried) -> dict[str, Any]:
    moves = tried.played.moves if tried.played else ()
    return {
        "procedure": tried.scenario.procedure,
        "scenario": tried.scenario.name,
        "file": tried.scenario.file,
        "line": tried.scenario.line,
        "faults": list(tried.faults),
        "moves": sorted([list(each) for each in moves]),
    }


def _covered(tried: Sequence[_Tried]) -> dict[str, Coverage]:
    """Say what was tried of each procedure, of the last of its versions that was."""
    latest = {each.scenario.procedure: each.procedure for each in tried if each.procedure}
    return {
        name: coverage.of_played(procedure, [p for each in tried if (p := each.played)
                                             and each.procedure is procedure])
        for name, procedure in latest.items()
    }  # fmt: skip


_SORTS = {"moves": "遷移", "conditions": "条件", "fee_rows": "手数料の行"}


def _in_words(name: str, found: Coverage) -> Iterator[str]:
    parts = coverage.parts(found)
    counts = (f"{_SORTS[sort]} {each.tried}/{each.every}" for sort, each in parts.items())
    yield f"{name}: {'、'.join(counts)}"
    for sort, each in parts.items():
        if each.missing:
            yield f"    試していない{_SORTS[sort]}: {'、'.join(each.missing)}"


def _scenarios(read: Library, ids: Sequence[str]) -> list[Scenario]:
    wanted = set(ids)
    own = [each for name in ids for each in read.scenarios(name)]
    return own + [each for each in read.workflow_scenarios() if each.procedure in wanted]
