"""The payment provider `demo`: our side of the demo's bank. No money moves; production refuses it.

Written like the adapter of a real provider: what it knows of an attempt it asks of the bank, and
a webhook is only believed as far as its signature and the id in it. Must not know: the hosted
page, or how webhooks are brought.
"""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from app.gateways import disk, signing
from app.gateways.payments import demo_bank, demo_sessions
from app.gateways.payments.demo_bank import STORE, Bank
from app.gateways.payments.demo_sessions import Session
from app.gateways.payments.port import (
    LARGEST_WEBHOOK,
    Attempt,
    Created,
    Hint,
    Instructions,
    Refund,
    Setup,
    Snapshot,
)
from app.kernel.errors import Outage, Refusal


@dataclass(frozen=True, slots=True)
class DemoProvider:
    """The provider of the demo; `bank` is also what the hosted page works on."""

    bank: Bank
    name: str = "demo"
    live: bool = False
    caps: frozenset[str] = frozenset({"hosted", "expire", "cancel", "refund", "partial_refund"})

    @property
    def methods(self) -> Mapping[str, str]:
        """Give the ways to pay, code to Japanese label."""
        return {
            "card": "クレジットカード(デモ)",
            "konbini": "コンビニエンスストア(デモ)",
            "paypay": "コード決済(デモ)",
        }

    def create(self, attempt: Attempt) -> Created:
        """Open the attempt at the bank; the same id gives the same answer."""
        with _at_the_bank():
            session = demo_bank.open_session(self.bank, attempt)
        url = demo_bank.page_url(self.bank, session)
        return Created(session.id, url, session.deadline, _instructions(session))

    def fetch(self, ref: str) -> Snapshot:
        """Give the whole present truth of an attempt."""
        with _at_the_bank():
            session = demo_bank.session(self.bank, ref)
        return Snapshot(
            ref=session.id,
            status=session.status,
            amount=session.amount,
            merchant_ref=session.attempt,
            revision=session.revision,
            captured=session.captured,
            refunded=session.refunded,
            method=session.method,
            instructions=_instructions(session),
            deadline=session.deadline,
            paid_at=session.paid_at,
        )

    def cancel(self, ref: str) -> None:
        """Close an attempt; refused (`payment.already_paid`) when the money has come."""
        with _at_the_bank():
            demo_bank.cancel(self.bank, ref)

    def refund(self, refund: Refund) -> str:
        """Give money back, and the bank's name for that; once for each refund id."""
        with _at_the_bank():
            return demo_bank.refund(self.bank, refund).ref

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> Hint:
        """Read a webhook; refused (`payment.webhook_refused`) on any doubt."""
        if len(raw) > LARGEST_WEBHOOK:
            raise _refused("大きすぎます。")
        event_id = signing.verify(demo_bank.secrets(self.bank), raw, headers, self.bank.clock())
        body = _body(raw)
        data = body.get("data")
        if body.get("id") != event_id or not isinstance(data, dict):
            raise _refused("内容が正しくありません。")
        if body.get("livemode") is not False:
            raise _refused("テストではない通知です。")
        return Hint(
            event_id=event_id,
            type=_text(body, "type"),
            ref=_text(data, "session"),
            attempt_id=_text(data, "attempt"),
        )

    def find(self, attempt_id: str) -> str | None:
        """Give the bank's name of an attempt of which we never got the answer."""
        with _at_the_bank():
            name = demo_bank.session_id(self.bank, attempt_id)
            return name if demo_sessions.load(self.bank.directory, name) else None

    def check(self) -> None:
        """Raise `Outage` unless the bank's folder can be used."""
        try:
            demo_bank.secrets(self.bank)
        except OSError as error:
            raise Outage(
                "payment.demo_unusable", "デモの決済を使えません。", permanent=True
            ) from error


def build(setup: Setup) -> DemoProvider:
    """Make the provider, with its bank in the folder `demo-bank`."""
    return DemoProvider(Bank(setup.data_dir / "demo-bank", setup.base_url, setup.clock))


def _at_the_bank() -> AbstractContextManager[None]:
    return disk.reaching("payment.demo_away", "デモの決済に接続できません。")


def _instructions(session: Session) -> Instructions | None:
    if not session.number:
        return None
    return Instructions(STORE, session.number, session.deadline)


def _body(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError:
        raise _refused("JSONではありません。") from None
    if not isinstance(body, dict):
        raise _refused("内容が正しくありません。")
    return body


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise _refused("内容が正しくありません。")
    return value


def _refused(why: str) -> Refusal:
    return Refusal("payment.webhook_refused", f"この通知は受け取れません。{why}")
