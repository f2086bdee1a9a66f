"""An office whose procedures are a copy of the real ones, one of them written otherwise."""

import shutil
from pathlib import Path

from app.definitions import library
from app.services import catalogue
from app.services.context import Context
from app.store.transaction import write
from tests.support.definitions import PROCEDURES, WORKFLOWS


def rewrite(ctx: Context, folder: Path, procedure: str, *changes: tuple[str, str]) -> Path:
    """Let passages of a procedure's file read otherwise in this office; give the file's folder.

    `load` afterwards takes up what else is put beside it.
    """
    if not folder.exists():
        shutil.copytree(PROCEDURES, folder)
    [file] = folder.rglob(f"{procedure}/[0-9]*.yaml")
    text = file.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    load(ctx, folder)
    return file.parent


def load(ctx: Context, folder: Path) -> None:
    """Read the definitions of a folder, and keep them as an office that begins does."""
    ctx.catalogue.library = library.load(folder, WORKFLOWS)
    ctx.catalogue.linked.clear()
    with write(ctx.database) as tx:
        catalogue.store_all(tx, ctx.catalogue, ctx.clock())
