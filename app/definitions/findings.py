"""控え: what was found wrong, kept by what it was found in, and found by several processes at once.

A finding is kept under a digest of the files that it came from and of the checker's own sources,
so that a file that has not changed is not proved again, and a better checker proves all anew.
Losing what is kept costs time and nothing else. Knows no definition.
"""

import gc
import hashlib
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from app.definitions.diagnostics import Diagnostic

Found: TypeAlias = tuple[Diagnostic, ...]
Work: TypeAlias = Callable[[int], Found]

_FILE = "findings.json"
_CHECKER = (Path(__file__).parent, Path(__file__).parents[1] / "kernel")
_FEWEST = 16
_MOST_PROCESSES = 8


@dataclass(slots=True)
class Keeping:
    """What was kept before, and what is to be kept now: all that was asked for."""

    known: Mapping[str, Found] = field(default_factory=dict)
    fresh: dict[str, Found] = field(default_factory=dict)


def opened(directory: Path | None) -> Keeping:
    """Read what this checker kept in a directory."""
    if directory is None:
        return Keeping()
    try:
        kept = json.loads((directory / _FILE).read_bytes())
        if kept["checker"] != checker():
            return Keeping()
        found = {
            key: tuple(Diagnostic(**one) for one in each) for key, each in kept["found"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Keeping()
    return Keeping(found)


def close(keeping: Keeping, directory: Path | None) -> None:
    """Keep what was asked for, if any of it is new."""
    if directory is None or keeping.fresh == keeping.known:
        return
    found = {key: [asdict(one) for one in each] for key, each in keeping.fresh.items()}
    text = json.dumps({"checker": checker(), "found": found}, ensure_ascii=False)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        new = directory / f"{_FILE}.new"
        new.write_text(text, encoding="utf-8")
        new.replace(directory / _FILE)
    except OSError:
        # What cannot be kept is found again the next time.
        return


def all_of(keeping: Keeping, keys: Sequence[str], work: Work) -> list[Diagnostic]:
    """Give what is found for each key, working out only what was not kept."""
    missing = [number for number, key in enumerate(keys) if key not in keeping.known]
    done = dict(zip(missing, _worked(missing, work), strict=True))
    found: list[Diagnostic] = []
    for number, key in enumerate(keys):
        each = done[number] if number in done else keeping.known[key]
        keeping.fresh[key] = each
        found += each
    return found


def key(*parts: str) -> str:
    """Give the key of what is found in these parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """Give a digest of the bytes of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def checker() -> str:
    """Give a digest of the sources of the checker itself."""
    digest = hashlib.sha256()
    for directory in _CHECKER:
        for path in sorted(directory.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _worked(numbers: Sequence[int], work: Work) -> Iterable[Found]:
    """Do the work of each number; by several processes where there is enough of it.

    A process with more than one thread is never forked: a lock that another thread holds at that
    moment would stay locked in the child for ever.
    """
    processes = min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)
    if len(numbers) < _FEWEST or processes < 2 or len(sys._current_frames()) > 1:
        return [work(number) for number in numbers]
    # What the first one has loaded and read is then there for every process.
    first = work(numbers[0])
    context: Any = multiprocessing.get_context("fork")
    with context.Pool(processes, _take, (work,)) as pool:
        return [first, *pool.imap(_do, numbers[1:], chunksize=2)]


_taken: list[Work] = []


def _take(work: Work) -> None:
    # What was there before the fork is never garbage here, and need not be looked through again.
    gc.freeze()
    _taken[:] = [work]


def _do(number: int) -> Found:
    return _taken[0](number)
