"""仕訳の保管: the books, which are only ever added to.

What a journal says is settled in `app.ledger`; the database refuses one that does not balance.
"""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy import insert as into
from sqlalchemy.dialects.postgresql import insert as upsert

from app.kernel.ids import new_id
from app.ledger.revenue import Journal, Posting
from app.store.tables import journals as _journals
from app.store.tables import postings as _postings
from app.store.transaction import Tx

_POST = (
    upsert(_journals)
    .on_conflict_do_nothing(index_elements=[_journals.c.source_key])
    .returning(_journals.c.id)
)
_LINES = into(_postings)


def post(tx: Tx, journals: Iterable[Journal]) -> int:
    """Add journals to the books, each source once; say how many were new."""
    return sum(_post_one(tx, each) for each in journals)


def balances(tx: Tx) -> dict[str, int]:
    """Add up each account (試算表)."""
    statement = select(_postings.c.account, func.sum(_postings.c.amount).label("total")).group_by(
        _postings.c.account
    )
    return {each.account: int(each.total) for each in tx.execute(statement)}


def of_source(tx: Tx, source_key: str) -> Journal | None:
    """Read the journal that a source has made."""
    found = tx.execute(select(_journals).where(_journals.c.source_key == source_key)).one_or_none()
    if found is None:
        return None
    lines = tx.execute(
        select(_postings.c.account, _postings.c.amount)
        .where(_postings.c.journal_id == found.id)
        .order_by(_postings.c.n)
    )
    postings = tuple(Posting(each.account, each.amount) for each in lines)
    return Journal(found.source_key, found.kind, found.at, found.memo, postings)


def _post_one(tx: Tx, journal: Journal) -> bool:
    values = {
        "id": new_id(),
        "source_key": journal.source_key,
        "at": journal.at,
        "kind": journal.kind,
        "memo": journal.memo,
    }
    journal_id = tx.execute(_POST, values).scalar_one_or_none()
    if journal_id is None:
        return False
    lines = [
        {"journal_id": journal_id, "n": n, "account": each.account, "amount": each.amount}
        for n, each in enumerate(journal.postings)
    ]
    if lines:
        tx.execute(_LINES, lines)
    return True
