"""Verbs that list what the office has to know of its procedures: facts, personal.

Read files only; know no database.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from app.cli.verbs import MISUSED, WELL, Verbs, as_json, library, tell, today
from app.definitions import facts
from app.definitions.facts import Fact
from app.definitions.model import Procedure, say
from app.definitions.registers import personal_files, tables
from app.definitions.registers.personal_files import Entry

_FACTS = ("手続ID", "事実", "値", "根拠", "出典", "確認日", "確かさ", "注記", "場所")
_SURE = {"high": "高", "medium": "中", "low": "低", "unconfirmed": "未確認"}


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    words = "every fact of law, fee or period that awaits confirmation"
    _add(verbs, "facts", _facts, words).add_argument(
        "--all", action="store_true", help="confirmed facts too"
    )
    _add(verbs, "personal", _personal, "draft entries of the 個人情報ファイル簿")


def _add(
    verbs: Verbs, name: str, verb: Callable[[argparse.Namespace], int], words: str
) -> argparse.ArgumentParser:
    parser = verbs.add(name, verb, words)
    parser.add_argument("ids", nargs="*", metavar="ID", help="all procedures if left out")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
    return parser


def _facts(asked: argparse.Namespace) -> int:
    procedures = _asked_for(asked.ids)
    if procedures is None:
        return MISUSED
    choose = facts.listing if asked.all else facts.unconfirmed
    found = {each.id: choose(each) for each in procedures}
    rows = (_fact_row(id_, each) for id_, listed in found.items() for each in listed)
    told = (line for each in procedures for line in _told(each, found[each.id]))
    return _show(asked.format, found, (_FACTS, rows), told)


def _told(procedure: Procedure, listed: Sequence[Fact]) -> Iterator[str]:
    if listed:
        yield f"{say(procedure.title)}（{procedure.id}） {len(listed)}件"
        yield from (f"  ・{each.words}　{each.where}" for each in listed)


def _fact_row(id_: str, fact: Fact) -> dict[str, str]:
    checked = fact.checked.isoformat() if fact.checked else ""
    values = (
        id_, fact.what, fact.value, fact.basis, fact.source, checked, _SURE[fact.confidence],
        fact.note, fact.where,
    )  # fmt: skip
    return dict(zip(_FACTS, values, strict=True))


def _personal(asked: argparse.Namespace) -> int:
    procedures = _asked_for(asked.ids)
    if procedures is None:
        return MISUSED
    drafts = {each.id: personal_files.entries(each) for each in procedures}
    rows = (_entry_row(id_, each) for id_, draft in drafts.items() for each in draft)
    told = (
        line for id_, draft in drafts.items() for line in (*personal_files.in_text(id_, draft), "")
    )
    return _show(asked.format, drafts, (personal_files.COLUMNS, rows), told)


def _entry_row(id_: str, entry: Entry) -> dict[str, str]:
    values = (id_, entry.item, entry.basis, entry.text)
    return dict(zip(personal_files.COLUMNS, values, strict=True))


def _asked_for(ids: Sequence[str]) -> list[Procedure] | None:
    """Give the procedures that were asked for; None, with a word about it, if one is not there."""
    read = library()
    wanted = ids or [each.id for each in read.summaries(today())]
    strangers = [each for each in wanted if each not in read.versions]
    if strangers:
        tell(*(f"手続「{each}」はありません。" for each in strangers), to=sys.stderr)
        return None
    return [each for id_ in wanted if (each := read.current(id_, today())) is not None]


def _show(
    how: str,
    found: Mapping[str, Sequence[Fact | Entry]],
    table: tuple[Sequence[str], Iterable[Mapping[str, str]]],
    told: Iterable[str],
) -> int:
    if how == "json":
        tell(as_json({id_: [asdict(each) for each in listed] for id_, listed in found.items()}))
    elif how == "csv":
        tell(tables.as_csv(*table).rstrip("\r\n"))
    else:
        tell(*told)
    return WELL
