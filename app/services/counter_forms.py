"""紙の様式: the paper form of a procedure, and the forms that go with it as attachments.

The paper form is made when it is first asked for and kept after that.

The form of a version never changes, so a file under its digest is as good as a new one. Making one
takes seconds: only a few may wait at a time, and whoever comes after them is asked to come again.
"""

import hashlib
import threading
from pathlib import Path

from app.definitions.model import Procedure
from app.documents.counter import printing, sheet
from app.gateways import disk
from app.kernel.clock import local_day
from app.kernel.errors import Outage, Refusal
from app.services.context import Context

_LOOK = 1
"""Counts up when the look of the form changes, so that files of the old look are not used."""
_WAITING = threading.BoundedSemaphore(4)
_MAKING = threading.Lock()


def of_procedure(ctx: Context, procedure_id: str) -> bytes:
    """Give the PDF of the version of a procedure that is in force today."""
    procedure = ctx.catalogue.current(procedure_id, local_day(ctx.clock()))
    kept = ctx.cache_dir and ctx.cache_dir / "forms" / _name(ctx, procedure)
    if kept is not None and kept.exists():
        return kept.read_bytes()
    if not _WAITING.acquire(blocking=False):
        raise Outage(
            "form.busy", "いま様式を作っています。少し待ってから、もう一度開いてください。"
        )
    try:
        with _MAKING:
            return _made(ctx, procedure, kept)
    finally:
        _WAITING.release()


def to_fill_in(ctx: Context, procedure_id: str, attachment_id: str) -> Path:
    """Give the file of the form that the department wants filled in as an attachment.

    Raises `Refusal("form.not_found")` where the version in force today asks for none there.
    """
    procedure = ctx.catalogue.current(procedure_id, local_day(ctx.clock()))
    asked = next((each for each in procedure.attachments if each.id == attachment_id), None)
    template = asked.template if asked else ""
    file = ctx.catalogue.library.form(procedure_id, template) if template else None
    if file is None:
        raise Refusal(
            "form.not_found",
            "その様式はありません。",
            "手続の案内にある「必要な書類」から、もう一度開いてください。",
        )
    return file


def _name(ctx: Context, procedure: Procedure) -> str:
    """Name the file by all that it is made of: the version, the look, and our own address."""
    made_of = f"{procedure.digest} {_LOOK} {ctx.base_url}"
    return f"{hashlib.sha256(made_of.encode()).hexdigest()}.pdf"


def draw(procedure: Procedure, base_url: str) -> bytes:
    """Make the form of a version; `base_url` is where it can be filed online."""
    return printing.draw(sheet.of_procedure(procedure, base_url))


def _made(ctx: Context, procedure: Procedure, kept: Path | None) -> bytes:
    if kept is not None and kept.exists():
        return kept.read_bytes()
    pdf = draw(procedure, ctx.base_url)
    if kept is not None:
        with disk.reaching("form.not_kept", "様式のファイルを保存できませんでした。"):
            disk.write(kept, pdf)
    return pdf
