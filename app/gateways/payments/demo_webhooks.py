"""The demo bank's postman: builds signed webhooks and brings them, well or badly.

`duplicate` brings each twice, `late` keeps them until somebody delivers normally, `lost` never
brings them, `out-of-order` brings everything that happened to the session, the newest first.
A webhook that the merchant did not accept stays to be sent. Must not know: what a merchant does
with it.
"""

import json
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.gateways import disk, http, signing
from app.gateways.payments import demo_bank, demo_sessions
from app.gateways.payments.demo_bank import Bank
from app.gateways.payments.demo_sessions import BankEvent, Session
from app.kernel.errors import Outage

Mode: TypeAlias = Literal["normal", "duplicate", "late", "lost", "out-of-order"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook, ready to be posted."""

    event: str
    url: str
    headers: dict[str, str]
    body: bytes


def deliveries(bank: Bank, session: Session, mode: Mode = "normal") -> tuple[Delivery, ...]:
    """Build the webhooks of a session in the order in which they are to be brought."""
    return tuple(_delivery(bank, session, each) for each in _chosen(session, mode))


def deliver(bank: Bank, name: str, mode: Mode = "normal") -> int:
    """Bring the webhooks of a session and give the number that the merchant accepted."""
    session = demo_bank.session(bank, name)
    if mode == "lost":
        pending = frozenset(each.id for each in session.events if not each.sent)
        _mark(bank, name, pending, lost=True)
        return 0
    accepted = [each.event for each in deliveries(bank, session, mode) if _post(each)]
    _mark(bank, name, frozenset(accepted))
    return len(accepted)


def _chosen(session: Session, mode: Mode) -> list[BankEvent]:
    pending = [each for each in session.events if not each.sent and not each.lost]
    match mode:
        case "normal":
            return pending
        case "duplicate":
            return [each for event in pending for each in (event, event)]
        case "late" | "lost":
            return []
        case "out-of-order":
            return list(reversed(session.events))


def _post(delivery: Delivery) -> bool:
    try:
        return http.send("POST", delivery.url, delivery.body, delivery.headers).ok
    except Outage:
        return False


def _delivery(bank: Bank, session: Session, event: BankEvent) -> Delivery:
    body = json.dumps(
        {
            "id": event.id,
            "type": event.type,
            "livemode": False,
            "timestamp": event.at.isoformat(),
            "data": {"session": session.id, "attempt": session.attempt},
        }
    ).encode()
    signed = signing.sign(demo_bank.secrets(bank), event.id, bank.clock(), body)
    url = f"{bank.base_url.rstrip('/')}/hooks/payments/demo"
    return Delivery(event.id, url, {"content-type": "application/json", **signed}, body)


def _mark(bank: Bank, name: str, events: frozenset[str], *, lost: bool = False) -> None:
    with disk.locked(bank.directory):
        session = demo_sessions.load(bank.directory, name)
        if session and events:
            changed = demo_sessions.marked(session, events, lost=lost)
            demo_sessions.save(bank.directory, changed)
