"""試写: a procedure as it is being written, in the real application on a throw-away database.

Whenever a file is saved the catalogue is read again; while something is wrong with the files, the
last sound version stays on the stage and what is wrong is told beside it. Knows no page.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.cases import answers, rehearsal
from app.cases.answers import Moment
from app.cases.model import Actor
from app.definitions.diagnostics import Diagnostic
from app.definitions.library import Library
from app.definitions.scenarios import Scenario
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services import catalogue, drafts
from app.services.catalogue import SAMPLE
from app.services.context import Context

_GLANCE = 0.2
"""Seconds between two looks at the files."""


@dataclass(slots=True)
class Stage:
    """What is shown: which procedure, how often its files were read, and what is wrong with them.

    `load` reads the library again; `folders` are those whose files are watched. While the files
    are `broken`, what they held before is shown.
    """

    procedure: str
    load: Callable[[], Library]
    folders: tuple[Path, ...]
    number: int = 1
    broken: bool = False
    found: tuple[Diagnostic, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)


def open_stage(
    ctx: Context, procedure: str, load: Callable[[], Library], folders: tuple[Path, ...]
) -> Stage:
    """Put a procedure on the stage. Raises `Refusal("procedure.not_found")`."""
    stage = Stage(procedure, load, folders, seen=_times(folders))
    if procedure not in ctx.catalogue.library.versions:
        raise Refusal(
            "procedure.not_found",
            "その手続は見つかりません。",
            "madoguchi list で確かめてください。",
        )
    stage.found = ctx.catalogue.library.about(procedure)
    return stage


def watch(ctx: Context, stage: Stage, stop: threading.Event) -> None:
    """Read the files again whenever one of them has changed, until told to stop."""
    while not stop.wait(_GLANCE):
        times = _times(stage.folders)
        if times != stage.seen:
            stage.seen = times
            reload(ctx, stage)


def reload(ctx: Context, stage: Stage) -> None:
    """Read the files again, and let a sound version take the place of the one that is shown."""
    library = stage.load()
    stage.found = library.about(stage.procedure)
    stage.broken = library.current(stage.procedure, date.max) is None
    if not stage.broken:
        ctx.catalogue.library = library
    stage.number += 1


def scenarios(ctx: Context, stage: Stage) -> tuple[Scenario, ...]:
    """Give the scenarios of the procedure, with whose answers its form can be filled."""
    return ctx.catalogue.library.scenarios(stage.procedure)


def fill(ctx: Context, stage: Stage, n: int, by: Actor) -> str:
    """Fill the resident's draft with a scenario's answers, and give the first page to look at.

    Raises `Refusal("procedure.no_example")` where there is no such scenario.
    """
    known = scenarios(ctx, stage)
    if not 0 <= n < len(known):
        raise catalogue.no_example()
    procedure = ctx.catalogue.current(stage.procedure, local_day(ctx.clock()))
    moment = Moment(local_day(ctx.clock()))
    checked = rehearsal.check(procedure, known[n], moment.today)
    filled: dict[str, Any] = {**checked.answers}
    if "attachments" in filled:
        filled["attachments"] = {name: [SAMPLE] for name in filled["attachments"]}
    draft = replace(drafts.begin(ctx, stage.procedure, by), visited=())
    pages = answers.visible_pages(procedure, filled, moment)
    for page in pages:
        draft = drafts.save(ctx, draft, filled, {}, page.id)
    return f"/apply/{stage.procedure}/{pages[0].id}"


def _times(folders: tuple[Path, ...]) -> dict[str, int]:
    found = {}
    for folder in folders:
        for path in folder.rglob("*.yaml"):
            try:
                found[str(path)] = path.stat().st_mtime_ns
            except OSError:
                # Gone between the look at the folder and the look at the file: an editor's doing.
                continue
    return found
