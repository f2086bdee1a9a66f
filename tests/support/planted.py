"""The definitions in `tests/planted`, which are wrong on purpose, and where they say that they are.

A fault is marked by a comment `# ← P304` at the end of its line, or alone on the line before.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from app.definitions import library
from app.definitions.library import Library

ROOT = Path(__file__).parents[1] / "planted"
PROCEDURES, WORKFLOWS = ROOT / "procedures", ROOT / "workflows"
_MARK = re.compile(r"#\s*←((?:\s*P[0-9]{3})+)")


@cache
def planted_library() -> Library:
    return library.load(PROCEDURES, WORKFLOWS)


def marks() -> Counter[tuple[str, int, str]]:
    """Count the faults that the files say they have, by file, line and code."""
    found: Counter[tuple[str, int, str]] = Counter()
    for path in sorted(ROOT.rglob("*.yaml")):
        text = path.read_bytes().decode("utf-8", errors="replace")
        for number, line in enumerate(text.split("\n"), 1):
            mark = _MARK.search(line)
            if mark is not None:
                place = number + line.lstrip().startswith("#")
                found.update((_told(path), place, code) for code in mark[1].split())
    return found


def faults() -> Counter[tuple[str, int, str]]:
    """Count the faults that are found; one of a whole file stands on its first line."""
    return Counter(
        (_told(Path(each.file)), max(each.line, 1), each.code)
        for each in planted_library().diagnostics
    )


def _told(path: Path) -> str:
    return str(path.relative_to(ROOT))
