"""Sessions of browsers. Only the hash of a session's id is kept; the id itself is a cookie."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy import insert as into

from app.store.tables import sessions as _sessions
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's session; `person_id` is None before anybody has signed in."""

    hash: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    person_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


_COLUMNS = tuple(Session.__dataclass_fields__)
_FIND = select(*(_sessions.c[name] for name in _COLUMNS)).where(
    _sessions.c.hash == bindparam("hash"), _sessions.c.expires_at > bindparam("at")
)


def add(tx: Tx, session: Session) -> None:
    """Write a new session."""
    tx.execute(into(_sessions), {name: getattr(session, name) for name in _COLUMNS})


def find(tx: Tx, session_hash: str, at: datetime) -> Session | None:
    """Read a session that has not run out."""
    found = tx.execute(_FIND, {"hash": session_hash, "at": at}).one_or_none()
    return None if found is None else Session(**found._mapping)


def touch(tx: Tx, session_hash: str, at: datetime) -> None:
    """Record that a session was used."""
    tx.execute(update(_sessions).where(_sessions.c.hash == session_hash).values(last_seen_at=at))


def keep(tx: Tx, session_hash: str, data: Mapping[str, Any]) -> None:
    """Change what a session carries."""
    tx.execute(update(_sessions).where(_sessions.c.hash == session_hash).values(data=data))


def end(tx: Tx, session_hash: str) -> None:
    """End a session."""
    tx.execute(delete(_sessions).where(_sessions.c.hash == session_hash))


def end_all(tx: Tx, person_id: str) -> int:
    """End every session of a person."""
    return tx.execute(delete(_sessions).where(_sessions.c.person_id == person_id)).rowcount


def prune(tx: Tx, before: datetime) -> int:
    """Forget sessions that ran out before a moment."""
    return tx.execute(delete(_sessions).where(_sessions.c.expires_at < before)).rowcount
