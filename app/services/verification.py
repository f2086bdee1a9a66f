"""真偽の確認: what anybody who holds an issued document may be told about it.

Its title, number, day and digest, and whether it still counts: nothing of the person or the case.
"""

from dataclasses import dataclass
from datetime import datetime

from app.services.context import Context
from app.store import documents
from app.store.transaction import read


@dataclass(frozen=True, slots=True)
class Issued:
    """What we issued under an id; `valid` False once it was taken back."""

    title: str
    number: str
    issued_at: datetime
    sha256: str
    valid: bool


def of_document(ctx: Context, document_id: str) -> Issued | None:
    """Say what we issued under an id, None if nothing."""
    with read(ctx.database) as tx:
        row = documents.load(tx, document_id)
    if row is None or row.issued_at is None:
        return None
    return Issued(row.title, row.number, row.issued_at, row.sha256, row.state == "issued")
