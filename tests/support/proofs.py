"""What a test may ask of the books: the audit entries of a case, and whether its chain is whole."""

from collections.abc import Sequence

from app.ledger import audit as books
from app.services.context import Context
from app.store import audit
from app.store.audit import AuditEntry
from app.store.transaction import read
from tests.support import office


def entries(ctx: Context, number: str) -> tuple[AuditEntry, ...]:
    """Give the audit entries of a case, oldest first."""
    with read(ctx.database) as tx:
        return audit.of_case(tx, office.case(ctx, number).id)


def broken(found: Sequence[AuditEntry]) -> int | None:
    """Give the place of the first entry that breaks the chain of a case, None if none does."""
    return books.verify(_linked(each) for each in found)


def _linked(stored: AuditEntry) -> books.Linked:
    assert stored.case_id is not None
    return books.Linked(
        books.Entry(
            case=stored.case_id,
            revision=stored.revision,
            at=stored.at,
            actor=stored.actor_id,
            actor_kind=stored.actor_kind,
            event=stored.act,
            commitment=books.commit(stored.details["said"], stored.details["salt"]),
        ),
        stored.previous,
        stored.digest,
    )
