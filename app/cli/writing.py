"""Verbs that write a file: new, form, lock.

Ask for what is missing only where a person sits at a terminal; overwrite nothing.
"""

import argparse
import re
import sys
from pathlib import Path

from app import configured
from app.cli.verbs import MISUSED, WELL, WRONG, Verbs, library, tell, today
from app.definitions import beginning, diagnostics, locking, skeleton
from app.definitions.library import Library
from app.definitions.model import say
from app.services import counter_forms

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class _NotEnough(Exception):
    """Something that only the author can say was not said; holds the words for it."""


def register(verbs: Verbs) -> None:
    """Add the verbs of this module."""
    words = "note versions that are in force as published: their files may not change any more"
    lock = verbs.add("lock", _lock, words)
    lock.add_argument("ids", nargs="*", metavar="ID", help="all procedures if left out")
    new = verbs.add("new", _new, "write the first file of a procedure and its first scenarios")
    new.add_argument("id", metavar="ID", help="in small letters with hyphens: road-use-permit")
    new.add_argument("--department", metavar="UNIT", help="a unit of organisation.yaml")
    new.add_argument("--workflow", metavar="NAME", help="a workflow")
    new.add_argument("--title", metavar="文", help="the title, in Japanese")
    new.add_argument("--like", metavar="ID", help="after the model of another procedure")
    form = verbs.add("form", _form, "the paper form of a procedure, a PDF to be filled in")
    form.add_argument("id", metavar="ID")
    form.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def _form(asked: argparse.Namespace) -> int:
    settings = configured.settings()
    procedure = configured.catalogue(settings).current(asked.id, today())
    if procedure is None:
        tell(f"手続「{asked.id}」はありません。", to=sys.stderr)
        return MISUSED
    asked.output.write_bytes(counter_forms.draw(procedure, settings.base_url))
    tell(f"書きました: {asked.output}")
    return WELL


def _new(asked: argparse.Namespace) -> int:
    settings = configured.settings()
    read = configured.catalogue(settings)
    try:
        _refuse(read, asked.id)
        files = _like(read, asked) if asked.like else _planned(read, asked)
    except _NotEnough as missing:
        tell(str(missing), to=sys.stderr)
        return MISUSED
    bureau, texts = files
    folder = settings.procedures_dir / bureau / asked.id
    if folder.exists():
        tell(f"{folder} がもうあります。上書きはしません。", to=sys.stderr)
        return MISUSED
    (folder / "tests").mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        tell(f"書きました: {folder / name}")
    return _say_how_it_is(configured.catalogue(settings), asked.id)


def _lock(asked: argparse.Namespace) -> int:
    read = library()
    strangers = [each for each in asked.ids if each not in read.versions]
    if strangers:
        tell(*(f"手続「{each}」はありません。" for each in strangers), to=sys.stderr)
        return MISUSED
    directory = Path(read.shelves.directory)
    known = dict(locking.read(directory))
    fresh = {
        locking.key(version.file): locking.digest(read.shelves.data[version.file])
        for id_ in asked.ids or read.ids()
        for version in read.versions[id_]
        if version.effective <= today()
    }
    added = fresh.keys() - known.keys()
    (directory / locking.NAME).write_text(locking.written({**fresh, **known}), encoding="utf-8")
    tell(*(f"公開した版として控えました: {each}" for each in sorted(added)))
    return WELL


def _refuse(read: Library, id_: str) -> None:
    if not _ID.fullmatch(id_) or len(id_) > 60:
        raise _NotEnough(f"「{id_}」は手続の名にできません。例: road-use-permit")
    if id_ in read.versions:
        raise _NotEnough(f"手続「{id_}」はもうあります。上書きはしません。")


def _planned(read: Library, asked: argparse.Namespace) -> tuple[str, dict[str, str]]:
    """Give the bureau and the texts by file name of a procedure from nothing."""
    units = {path: unit.name for path, unit in read.organisation.units.items() if "/" in path}
    shapes = beginning.workflows(read)
    department = _choice("所管課（--department）", asked.department, units)
    called = {name: say(shape.title) for name, shape in shapes.items()}
    workflow = _choice("業務フロー（--workflow）", asked.workflow, called)
    title = asked.title or _ask("手続の題（--title）")
    if not read.organisation.posts[department]:
        where = "organisation.yaml に書いてください。"
        raise _NotEnough(f"「{department}」に職（posts）がありません。{where}")
    day = today()
    begun = beginning.begun(read, (asked.id, title, department), shapes[workflow], day)
    return department.split("/")[0], {f"{day}.yaml": begun.source, **begun.tests}


def _like(read: Library, asked: argparse.Namespace) -> tuple[str, dict[str, str]]:
    """Give the bureau and the texts by file name of a procedure after the model of another."""
    versions = read.versions.get(asked.like)
    if not versions:
        raise _NotEnough(f"手本の手続「{asked.like}」はありません。")
    model = Path(versions[-1].file)
    own = {"procedure": asked.id, "code": skeleton.spare_code(asked.id, _codes(read))}
    own |= {"title": asked.title} if asked.title else {}
    own |= {"department": asked.department} if asked.department else {}
    text = skeleton.copied(model.read_text(encoding="utf-8"), asked.like, own)
    tests = {
        f"tests/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted((model.parent / "tests").glob("*.yaml"))
    }
    bureau = asked.department.split("/")[0] if asked.department else model.parents[1].name
    # The day stays the model's, because its scenarios name days on which it holds.
    return bureau, {f"{versions[-1].effective}.yaml": text, **tests}


def _codes(read: Library) -> set[str]:
    return {str(data.get("code")) for data in read.shelves.data.values()}


def _choice(noun: str, given: str | None, known: dict[str, str]) -> str:
    """Give what was said if it is known, else ask for it."""
    listed = "\n".join(f"  {name}  {words}" for name, words in known.items())
    chosen = given or _ask(noun, listed)
    if chosen not in known:
        raise _NotEnough(f"{noun}「{chosen}」はありません。使えるもの:\n{listed}")
    return chosen


def _ask(noun: str, listed: str = "") -> str:
    if not sys.stdin.isatty():
        raise _NotEnough(f"{noun}を示してください。" + (f"使えるもの:\n{listed}" if listed else ""))
    tell(*filter(None, (listed,)))
    said = input(f"{noun}: ").strip()
    if not said:
        raise _NotEnough(f"{noun}が要ります。")
    return said


def _say_how_it_is(read: Library, id_: str) -> int:
    found = read.proved(read.versions[id_][-1]) if id_ in read.versions else ()
    tell(*(diagnostics.human(each) for each in found))
    tell(
        "",
        "次にすること",
        f"  madoguchi check   直すところを調べる（いまは{len(found)}か所）",
        f"  madoguchi test {id_}   試験シナリオを動かす",
        f"  madoguchi graph {id_}   流れの図を見る",
    )
    return WRONG if diagnostics.errors(found) else WELL
