"""Answers already given, so that the same request sent again does nothing twice.

The key is taken in the transaction of the work itself; a second request with the same key waits
for the first to end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import idempotency_keys as _keys
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer to an earlier request with the same key, and the digest of its body."""

    body_hash: str
    response: dict[str, Any] | None


_TAKE = upsert(_keys).on_conflict_do_nothing().returning(_keys.c.key)
_MINE = (_keys.c.person_id == bindparam("_person"), _keys.c.key == bindparam("_key"))
_FIND = select(_keys.c.body_hash, _keys.c.response).where(*_MINE)
_ANSWER = update(_keys).where(*_MINE).values(response=bindparam("response"))


def take(tx: Tx, person_id: str, key: str, body_hash: str, at: datetime) -> KeptAnswer | None:
    """Take a key for the work of this transaction; give the earlier answer if it is taken."""
    values = {"person_id": person_id, "key": key, "body_hash": body_hash, "created_at": at}
    [taken] = tx.ask((_TAKE, values))
    if taken:
        return None
    found = tx.execute(_FIND, {"_person": person_id, "_key": key}).one()
    return KeptAnswer(found.body_hash, found.response)


def find(tx: Tx, person_id: str, key: str) -> KeptAnswer | None:
    """Read the answer to the request with a key; None if there was no such request."""
    found = tx.execute(_FIND, {"_person": person_id, "_key": key}).one_or_none()
    return None if found is None else KeptAnswer(found.body_hash, found.response)


def answer(tx: Tx, person_id: str, key: str, response: Mapping[str, Any]) -> None:
    """Keep the answer to the request whose key was taken."""
    tx.put(_ANSWER, {"_person": person_id, "_key": key, "response": response})


def prune(tx: Tx, before: datetime) -> int:
    """Forget answers older than a moment."""
    return tx.execute(delete(_keys).where(_keys.c.created_at < before)).rowcount
