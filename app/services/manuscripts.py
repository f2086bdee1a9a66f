"""原稿: the files of a procedure as a department changes them, kept apart from what is in force.

A department writes together: each file has a revision, and nobody overwrites what they have not
read. Nothing here is in force before it was proposed and agreed to.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.cases.model import Actor
from app.definitions import beginning
from app.definitions.manuscripts import VERSION, Written
from app.kernel.clock import local_day
from app.kernel.errors import Fault, Refusal
from app.services import publishing
from app.services.context import Context
from app.store import manuscripts, versions
from app.store.manuscripts import Manuscript
from app.store.transaction import read, write

MOST = 200_000
"""Characters that a file may have; the longest definitions have a tenth of it."""
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_DEPARTMENT = re.compile(r"^department:[ \t]*([a-z0-9/-]+)[ \t]*$", re.MULTILINE)
_FILE = re.compile(r"version\.yaml|tests/[a-z][a-z0-9_-]{0,40}\.yaml")


@dataclass(frozen=True, slots=True)
class File:
    """One file: its text, and the revision that was read (0: not being changed)."""

    name: str
    text: str
    revision: int = 0
    by: str = ""


def files(ctx: Context, procedure_id: str) -> Mapping[str, File]:
    """Give the files of a procedure by name: as they are being changed, else as they are now.

    Raises `Refusal("procedure.not_found")` where neither exists.
    """
    with read(ctx.database) as tx:
        changed = manuscripts.of_procedure(tx, procedure_id)
        proposed = versions.of_procedure(tx, procedure_id)
    found = {
        name: File(name, text) for name, text in _in_force(ctx, procedure_id, proposed).items()
    }
    found |= {each.file: File(each.file, each.text, each.revision, each.by) for each in changed}
    if VERSION not in found:
        raise Refusal(
            "procedure.not_found", "その手続は見つかりません。", "手続の一覧から探してください。"
        )
    return found


def written(found: Mapping[str, File]) -> Written:
    """Give the files of a procedure as they are examined and proposed."""
    tests = {name: each.text for name, each in found.items() if name != VERSION}
    return Written(found[VERSION].text, tests)


def save(ctx: Context, procedure_id: str, file: File, by: Actor) -> File:
    """Keep a changed file, and give it with its new revision.

    Raises `Refusal`: `publish.not_author`, `manuscript.file_unknown`, `manuscript.too_long`,
    `manuscript.changed_meanwhile`.
    """
    _check(ctx, procedure_id, file, by)
    made = Manuscript(procedure_id, file.name, file.text, file.revision + 1, by.id, ctx.clock())
    with write(ctx.database) as tx:
        if not manuscripts.save(tx, made):
            raise Refusal(
                "manuscript.changed_meanwhile",
                "ほかの人が先に、この原稿を保存しました。",
                "いまの原稿と見比べてから、もう一度保存してください。",
            )
    return File(file.name, file.text, made.revision, by.id)


def begin(ctx: Context, wanted: tuple[str, str, str], workflow: str, by: Actor) -> None:
    """Begin a new procedure by its id, its title and its department, as the author of that.

    Raises `Refusal`: `manuscript.not_begun` with a fault for each wrong answer,
    `publish.not_author`.
    """
    id_, title, department = wanted
    library = ctx.catalogue.library
    shapes = beginning.workflows(library)
    faults = []
    if _ID.fullmatch(id_) is None or id_ in library.versions:
        faults.append(Fault("id", "invalid", "手続の名を、まだない名で、決まりの形にしてください"))
    if not title.strip():
        faults.append(Fault("title", "required", "手続の題を入力してください"))
    if workflow not in shapes:
        faults.append(Fault("workflow", "invalid", "業務の流れを選んでください"))
    if faults:
        raise Refusal(
            "manuscript.not_begun",
            "このままでは書き始められません。",
            "示されたところを直してください。",
            tuple(faults),
        )
    if not publishing.may_write(by, department):
        raise publishing.not_author(department)
    made = beginning.begun(library, wanted, shapes[workflow], local_day(ctx.clock()))
    texts = {VERSION: made.source, **made.tests}
    with write(ctx.database) as tx:
        for name, text in texts.items():
            row = Manuscript(id_, name, text, 1, by.id, ctx.clock())
            if not manuscripts.save(tx, row):
                raise Refusal(
                    "manuscript.changed_meanwhile",
                    "この名の手続を、ほかの人が書き始めています。",
                    "ほかの名にするか、その原稿を続けてください。",
                )


def discard(ctx: Context, procedure_id: str, by: Actor) -> None:
    """Throw away what is being changed of a procedure. Raises `Refusal("publish.not_author")`."""
    _check_author(ctx, procedure_id, by)
    with write(ctx.database) as tx:
        manuscripts.remove(tx, procedure_id)


def department_of(ctx: Context, procedure_id: str) -> str:
    """Give the department that owns a procedure: by what is published, or else as it is written."""
    found = ctx.catalogue.library.versions.get(procedure_id, ())
    bundle = ctx.catalogue.library.bundle(found[-1].digest) if found else None
    if bundle is not None:
        return str(bundle["procedure"].get("department", ""))
    with read(ctx.database) as tx:
        changed = manuscripts.of_procedure(tx, procedure_id)
    said = next((_DEPARTMENT.search(each.text) for each in changed if each.file == VERSION), None)
    return said.group(1) if said else ""


def _in_force(
    ctx: Context, procedure_id: str, proposed: tuple[versions.Proposed, ...]
) -> dict[str, str]:
    """Give the texts of the newest version, from where it was published."""
    newest = ctx.catalogue.library.versions.get(procedure_id, ())[-1:]
    digest = newest[0].digest if newest else ""
    published = next((p.version for p in proposed if p.version.digest == digest), None)
    if published is not None:
        return {VERSION: published.source, **published.tests}
    return ctx.catalogue.library.texts(procedure_id)


def _check(ctx: Context, procedure_id: str, file: File, by: Actor) -> None:
    _check_author(ctx, procedure_id, by)
    if _FILE.fullmatch(file.name) is None:
        raise Refusal(
            "manuscript.file_unknown",
            "この名前のファイルは置けません。",
            "version.yaml か、tests/ の下に英小文字の名前を付けてください。",
        )
    if len(file.text) > MOST:
        raise Refusal(
            "manuscript.too_long",
            f"一つのファイルに書けるのは{MOST:,}文字までです。",
            "共通部品や表に分けてください。",
        )


def _check_author(ctx: Context, procedure_id: str, by: Actor) -> None:
    department = department_of(ctx, procedure_id)
    if not publishing.may_write(by, department):
        raise publishing.not_author(department)
