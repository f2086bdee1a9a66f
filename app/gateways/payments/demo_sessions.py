"""The demo bank's drawer: one file of JSON for each session, written as a whole.

Must not know: what the statuses mean. The bank holds its lock while it uses this.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.gateways import disk
from app.ledger.revenue import Status

_NAME = re.compile(r"ds_[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class BankEvent:
    """Something that happened to a session; `sent` once the merchant has accepted the webhook.

    `lost` events are never sent: the webhook that got lost on its way.
    """

    id: str
    type: str
    at: datetime
    sent: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class BankRefund:
    """Money given back: the merchant's key, our name for it, and how much."""

    key: str
    ref: str
    amount: int


@dataclass(frozen=True, slots=True)
class Session:
    """One attempt at the demo bank. `deadline` is that of the page, then that of the number."""

    id: str
    attempt: str
    amount: int
    description: str
    return_url: str
    created_at: datetime
    deadline: datetime
    status: Status = "open"
    revision: int = 0
    method: str = ""
    number: str = ""
    captured: int = 0
    paid_at: datetime | None = None
    refunds: tuple[BankRefund, ...] = ()
    events: tuple[BankEvent, ...] = ()

    @property
    def refunded(self) -> int:
        """Give all the money given back."""
        return sum(each.amount for each in self.refunds)


def load(directory: Path, name: str) -> Session | None:
    """Give the session of that name, None if there is none."""
    if not _NAME.fullmatch(name):
        return None
    try:
        kept: dict[str, Any] = json.loads(_path(directory, name).read_bytes())
    except FileNotFoundError:
        return None
    return Session(
        **kept
        | {
            "created_at": datetime.fromisoformat(kept["created_at"]),
            "deadline": datetime.fromisoformat(kept["deadline"]),
            "paid_at": datetime.fromisoformat(kept["paid_at"]) if kept["paid_at"] else None,
            "refunds": tuple(BankRefund(**each) for each in kept["refunds"]),
            "events": tuple(_event(each) for each in kept["events"]),
        }
    )


def save(directory: Path, session: Session) -> None:
    """Keep a session."""
    kept = {name: _plain(getattr(session, name)) for name in Session.__dataclass_fields__}
    disk.write(_path(directory, session.id), json.dumps(kept, ensure_ascii=False).encode())


def names(directory: Path) -> tuple[str, ...]:
    """Give the names of all sessions."""
    return tuple(sorted(path.stem for path in directory.glob("ds_*.json")))


def marked(session: Session, events: frozenset[str], *, lost: bool = False) -> Session:
    """Give the session with those events marked as sent, or as lost."""
    return replace(
        session,
        events=tuple(
            (replace(each, lost=True) if lost else replace(each, sent=True))
            if each.id in events
            else each
            for each in session.events
        ),
    )


def _path(directory: Path, name: str) -> Path:
    return directory / f"{name}.json"


def _event(kept: dict[str, Any]) -> BankEvent:
    return BankEvent(**kept | {"at": datetime.fromisoformat(kept["at"])})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, (BankEvent, BankRefund)):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
