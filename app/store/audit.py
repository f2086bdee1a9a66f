"""監査記録の保管: one entry for each act, chained per case by digest. Entries are only ever added.

How a digest is made is settled in `app.ledger.audit`; the database refuses to change or remove
an entry, and refuses a second successor of the same entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, literal_column, select, text
from sqlalchemy import insert as into

from app.store.tables import audit_entries as _entries
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """監査記録: who did what to which case, when. `id` is 0 until it is stored.

    `case_id` is None for what happens outside any case (a sign-in, a publication).
    """

    case_id: str | None
    case_number: str
    revision: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    act: str
    previous: str
    digest: str
    details: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0


_COLUMNS = tuple(name for name in AuditEntry.__dataclass_fields__ if name != "id")
_APPEND = into(_entries)
_LAST = (
    select(_entries.c.digest)
    .where(_entries.c.case_id == bindparam("case_id"))
    .order_by(_entries.c.id.desc())
    .limit(1)
)
_OF_CASE = (
    select(_entries).where(_entries.c.case_id == bindparam("case_id")).order_by(_entries.c.id)
)
_AFTER = (
    select(_entries)
    .where(_entries.c.id > bindparam("id"))
    .order_by(_entries.c.id)
    .limit(bindparam("limit"))
)
_BEHIND = text(
    """
    SELECT number FROM cases
    WHERE revision IS DISTINCT FROM
        (SELECT max(revision) FROM audit_entries WHERE case_id = cases.id)
    ORDER BY number
    """
)


def append(tx: Tx, entry: AuditEntry) -> None:
    """Add an entry."""
    tx.put(_APPEND, {name: getattr(entry, name) for name in _COLUMNS})


def last_digest(tx: Tx, case_id: str) -> str:
    """Give the digest of a case's latest entry, empty before the first."""
    [found] = tx.ask((_LAST, {"case_id": case_id}))
    return str(found[0][0]) if found else ""


def of_case(tx: Tx, case_id: str) -> tuple[AuditEntry, ...]:
    """Read the entries of a case in the order in which they were made."""
    return tuple(_entry(each) for each in tx.execute(_OF_CASE, {"case_id": case_id}))


def after(tx: Tx, entry_id: int, limit: int = 1000) -> tuple[AuditEntry, ...]:
    """Read the entries of every case that follow an entry, by id."""
    found = tx.execute(_AFTER, {"id": entry_id, "limit": limit})
    return tuple(_entry(each) for each in found)


def behind(tx: Tx) -> tuple[str, ...]:
    """Give cases whose revision is not that of their latest entry, by number."""
    return tuple(str(each) for each in tx.execute(_BEHIND).scalars())


def committed_at(tx: Tx, entry_id: int) -> datetime | None:
    """Tell when the database committed an entry, if it keeps account of that."""
    kept = tx.execute(select(func.current_setting("track_commit_timestamp"))).scalar_one()
    if kept != "on":
        return None
    moment = func.pg_xact_commit_timestamp(literal_column("audit_entries.xmin"))
    found = tx.execute(select(moment).where(_entries.c.id == entry_id)).scalar_one_or_none()
    return found if isinstance(found, datetime) else None


def _entry(found: Row[Any]) -> AuditEntry:
    return AuditEntry(**found._mapping)
