"""`python -m tests.benchmarks [NAME…]`: measure, print a table, write var/bench.json.

A name is the beginning of a benchmark's: `submit`, `definitions`. With names nothing is written.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import definitions, lists, office, papers, preparing, starting, web
from tests.benchmarks.measuring import Result
from tests.benchmarks.preparing import Prepared

_OUT = office.ROOT / "var" / "bench.json"
_WEB = ("submit", "act", "form_page")
_START = ("start", "rss")


def main(wanted: list[str]) -> int:
    """Measure what is wanted, everything where nothing is named."""
    found: list[Result] = []
    if _asked(wanted, (*_WEB, "worklist", *_START)):
        found += _in_the_office(wanted)
    if _asked(wanted, ("receipt",)):
        found += papers.measure()
    if _asked(wanted, ("definitions",)):
        found += definitions.measure()
    _print(found)
    if not wanted:
        _write(found)
    return 0


def _in_the_office(wanted: list[str]) -> list[Result]:
    made: list[Prepared] = []
    found: list[Result] = []
    with office.opened() as place:
        office.populate(place, lambda ctx: made.append(preparing.prepare(ctx, web.APPROVALS)))
        parts: list[tuple[tuple[str, ...], Callable[[], list[Result]]]] = [
            (("worklist",), lambda: lists.measure(place)),
            (_WEB, lambda: web.measure(place, made[0])),
            (_START, lambda: starting.measure(place, made[0])),
        ]
        for names, measure in parts:
            if _asked(wanted, names):
                found += measure()
    return found


def _asked(wanted: list[str], names: tuple[str, ...]) -> bool:
    return not wanted or any(name.startswith(each) for name in names for each in wanted)


def _print(found: list[Result]) -> None:
    line = "{:<27} {:>10} {:>10} {:>7} {:>6} {:>6}"
    rows = [line.format("", "value", "floor", "ratio", "aim", "wall")]
    for each in found:
        floor = "" if each.floor is None else f"{each.floor:.2f}"
        parts = ["" if n is None else f"{n:.2f}" for n in (each.ratio, each.aim, each.wall)]
        rows.append(line.format(each.name, f"{each.value:.2f} {each.unit}", floor, *parts))
    sys.stdout.write("\n".join(rows) + "\n")


def _write(found: list[Result], path: Path = _OUT) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
