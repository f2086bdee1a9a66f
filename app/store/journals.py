"""仕訳の保管: the books, which are only ever added to.

What a journal says is settled in `app.ledger`; the database refuses one that does not balance.
"""

from collections.abc import Iterable

from sqlalchemy import BigInteger, DateTime, Text, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.kernel.ids import new_id
from app.ledger.revenue import Journal, Posting
from app.store.tables import journals as _journals
from app.store.tables import postings as _postings
from app.store.transaction import Tx

_POST = text(
    """
    WITH fresh AS (
        INSERT INTO journals (id, source_key, at, kind, memo)
        VALUES (:id, :source_key, :at, :kind, :memo)
        ON CONFLICT (source_key) DO NOTHING
        RETURNING id
    )
    INSERT INTO postings (journal_id, n, account, amount)
    SELECT fresh.id, line.n - 1, line.account, line.amount
    FROM fresh, unnest(:accounts, :amounts) WITH ORDINALITY AS line (account, amount, n)
    """
).bindparams(
    bindparam("id", type_=Text()),
    bindparam("source_key", type_=Text()),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("kind", type_=Text()),
    bindparam("memo", type_=Text()),
    bindparam("accounts", type_=ARRAY(Text())),
    bindparam("amounts", type_=ARRAY(BigInteger())),
)


def post(tx: Tx, journals: Iterable[Journal]) -> None:
    """Add journals to the books, each source once."""
    for each in journals:
        values = {
            "id": new_id(),
            "source_key": each.source_key,
            "at": each.at,
            "kind": each.kind,
            "memo": each.memo,
            "accounts": [line.account for line in each.postings],
            "amounts": [line.amount for line in each.postings],
        }
        tx.put(_POST, values)


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
