"""What a test may ask of what is kept: the audit entries of a case, whether its chain is whole, and
what stands on its papers."""

import io
from collections.abc import Sequence

from pypdf import PdfReader

from app.ledger import audit as books
from app.services.context import Context
from app.store import audit, documents, outbox
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


def effect(ctx: Context, key: str) -> outbox.EffectRow:
    """Give an effect as it stands."""
    with read(ctx.database) as tx:
        found = outbox.load(tx, key)
    assert found is not None
    return found


def paper_words(ctx: Context, number: str, rule: str) -> str:
    """Give the words of an issued paper of a case, without spaces and line breaks."""
    with read(ctx.database) as tx:
        found = documents.of_case(tx, office.case(ctx, number).id)
    paper = next(each for each in found if each.rule == rule)
    pages = PdfReader(io.BytesIO(ctx.storage.read(paper.path, paper.sha256))).pages
    return "".join("".join(each.extract_text().split()) for each in pages)


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
