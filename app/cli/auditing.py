"""Verbs about the log of everything: audit verify.

Know how a finding is said, and nothing of how it is found.
"""

import argparse
import sys
from pathlib import Path

from app import bootstrap, configured
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, as_json, tell
from app.services import auditing
from app.services.auditing import Audited, Finding


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    words = "go through everything that was recorded, and say what does not hold"
    audit = verbs.add("audit", _audit, words, for_programs=True)
    audit.add_argument("what", choices=("verify",))
    audit.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="an older head that was kept elsewhere"
    )


def _audit(asked: argparse.Namespace) -> int:
    known = ""
    if asked.checkpoint is not None:
        if not asked.checkpoint.is_file():
            tell(f"{asked.checkpoint} がありません。", to=sys.stderr)
            return MISUSED
        known = asked.checkpoint.read_text(encoding="utf-8", errors="replace")
    office = bootstrap.open_office(configured.settings())
    try:
        seen, found = auditing.verify(office.context, known)
    finally:
        office.close()
    if asked.json:
        tell(_for_programs(seen, found))
    else:
        _for_people(seen, found)
    return WRONG if found else WELL


def _for_people(seen: Audited, found: tuple[Finding, ...]) -> None:
    for each in found:
        tell(f"{each.code}  {each.words}")
    tell(f"監査記録{seen.entries}件、葉{seen.leaves}枚、木の頭{seen.heads}個を確かめました。")
    tell(f"合わないところが{len(found)}か所あります。" if found else "合わないところはありません。")
    if seen.head is not None:
        tell("", seen.head.note.rstrip("\n"))


def _for_programs(seen: Audited, found: tuple[Finding, ...]) -> str:
    return as_json(
        {
            "entries": seen.entries,
            "leaves": seen.leaves,
            "heads": seen.heads,
            "findings": [{"code": each.code, "words": each.words} for each in found],
            "checkpoint": seen.head.note if seen.head else None,
        }
    )
