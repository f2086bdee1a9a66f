"""Verbs about what is wrong: check, explain.

Know how a finding is shown and where its page lies, and no rule.
"""

import argparse
import difflib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, as_json, library, tell
from app.definitions import diagnostics, explanations, sarif
from app.definitions.diagnostics import Diagnostic

_REFUSALS = explanations.PAGES.parent / "reference" / "refusals.md"
_MOST_OTHERS = 6


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    check = verbs.add("check", _check, "say everything that is wrong with the definitions")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    check.add_argument("--format", choices=tuple(_FORMATS), default="human")
    check.add_argument("--json", dest="format", action="store_const", const="json")
    explain = verbs.add("explain", _explain, "the page of a diagnostic or of a refusal")
    explain.add_argument("code", metavar="CODE")


def _check(asked: argparse.Namespace) -> int:
    missing = [str(path) for path in asked.paths if not path.exists()]
    if missing:
        tell(*(f"{path} がありません。" for path in missing), to=sys.stderr)
        return MISUSED
    read = library()
    found = [_from_here(d) for d in read.diagnostics if _is_under(d.file, asked.paths)]
    _FORMATS[asked.format](found)
    if asked.format == "human":
        versions = [each for id_ in read.versions.values() for each in id_]
        count = len({each.id for each in versions if _is_under(each.file, asked.paths)})
        tell(f"{count}件の手続に、{_count(found)}", *_how_to_explain(found))
    return WRONG if diagnostics.errors(found) else WELL


def _is_under(file: str, paths: Sequence[Path]) -> bool:
    if not paths:
        return True
    place = Path(file).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _from_here(found: Diagnostic) -> Diagnostic:
    """Tell the file as one would type it here."""
    path, here = Path(found.file), Path.cwd()
    return replace(found, file=str(path.relative_to(here))) if path.is_relative_to(here) else found


def _human(found: Sequence[Diagnostic]) -> None:
    for each in found:
        tell(diagnostics.human(each, _source(each.file)), "")


@cache
def _source(file: str) -> str | None:
    path = Path(file)
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else None


def _count(found: Sequence[Diagnostic]) -> str:
    if not found:
        return "直すところはありません。"
    wrong = len(diagnostics.errors(found))
    return f"直すところが{len(found)}か所あります（エラー{wrong}、注意{len(found) - wrong}）。"


def _how_to_explain(found: Sequence[Diagnostic]) -> list[str]:
    codes = sorted({each.code for each in found} & set(explanations.codes()))
    if not codes:
        return []
    others = "、".join(codes[1:_MOST_OTHERS]) + (" …" if len(codes) > _MOST_OTHERS else "")
    rest = f"（{others} も同じように）" if others else ""
    return [f"くわしい説明: madoguchi explain {codes[0]}{rest}"]


def _json(found: Sequence[Diagnostic]) -> None:
    tell(as_json([diagnostics.to_json(each) for each in found]))


def _sarif(found: Sequence[Diagnostic]) -> None:
    tell(as_json(sarif.report(found, Path.cwd())))


def _github(found: Sequence[Diagnostic]) -> None:
    for each in found:
        where = f"file={each.file},line={each.line},col={each.column}"
        tell(f"::{each.severity} {where},title={each.code}::{each.message}")


_FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], None]] = {
    "human": _human,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}


def _explain(asked: argparse.Namespace) -> int:
    page = explanations.page(asked.code.upper())
    if page is not None:
        tell(page.rstrip())
        return WELL
    refusals = _refusals()
    if asked.code in refusals:
        status, meaning, remedy = refusals[asked.code]
        tell(f"# {asked.code} ({status})", "", meaning, f"→ {remedy}")
        return WELL
    close = difflib.get_close_matches(asked.code, [*explanations.codes(), *refusals], n=3)
    hint = f"もしかして: {'、'.join(close)}" if close else f"一覧: {explanations.PAGES}/README.md"
    tell(f"符号「{asked.code}」の説明はありません。", hint, to=sys.stderr)
    return MISUSED


def _refusals() -> dict[str, tuple[str, str, str]]:
    """Give the rows of the page of refusals by code: status, meaning, what to do."""
    found: dict[str, tuple[str, str, str]] = {}
    if not _REFUSALS.is_file():
        return found
    for line in _REFUSALS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0].startswith("`"):
            found[cells[0].strip("`")] = (cells[1], cells[2], cells[3])
    return found
