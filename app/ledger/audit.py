"""監査: who did what to a case, when, as a chain in which nothing can be changed unnoticed.

Each entry's digest covers the digest of the entry before it in the same case. What was said
(`details`) enters only as a salted commitment, so that personal data and its salt can be erased
when the law says so while the chain stays whole. Must not know: events of cases, the database.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.kernel.canonical import digest

FORMAT = "madoguchi/audit/1"
START = ""
"""What the first entry of a case has for the digest before it."""

_SHORTEST_SALT = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """監査記録: one act on one case. `commitment` stands for the details, see `commit`.

    `case` and `actor` are ids, never names. `revision` is that of the case after the act.
    """

    case: str
    revision: int
    at: datetime
    actor: str
    actor_kind: str
    event: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Linked:
    """An entry as it is kept: with the digest before it and its own."""

    entry: Entry
    previous: str
    digest: str


def commit(details: Mapping[str, Any], salt: str) -> str:
    """Give the commitment to what was said: it binds, and tells nothing without the salt."""
    if len(salt) < _SHORTEST_SALT:
        raise ValueError("the salt is too short to hide anything")
    return digest(["madoguchi/audit/details/1", salt, dict(details)])


def opens(commitment: str, details: Mapping[str, Any], salt: str) -> bool:
    """Say whether these details and this salt are what was committed to."""
    return hmac.compare_digest(commit(details, salt), commitment)


def link(previous: str, entry: Entry) -> str:
    """Give the digest of an entry that follows the one with the digest `previous`."""
    return digest(
        {
            "format": FORMAT,
            "previous": previous,
            "case": entry.case,
            "revision": entry.revision,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": entry.actor,
            "actor_kind": entry.actor_kind,
            "event": entry.event,
            "commitment": entry.commitment,
        }
    )


def append(previous: Linked | None, entry: Entry) -> Linked:
    """Put an entry at the end of its case's chain."""
    before = previous.digest if previous else START
    return Linked(entry, before, link(before, entry))


def verify(entries: Iterable[Linked]) -> int | None:
    """Give the place (from 0) of the first entry that breaks a case's chain, None if none does.

    Entries must be of one case, in order of their revisions, with none left out. That nothing is
    missing at the end is for the tree over all cases to prove.
    """
    before: Linked | None = None
    for place, linked in enumerate(entries):
        if not _follows(before, linked):
            return place
        before = linked
    return None


def _follows(before: Linked | None, linked: Linked) -> bool:
    expected = before.digest if before else START
    if linked.previous != expected or linked.digest != link(linked.previous, linked.entry):
        return False
    if before is None:
        return True
    now, then = linked.entry, before.entry
    return now.case == then.case and now.revision == then.revision + 1
