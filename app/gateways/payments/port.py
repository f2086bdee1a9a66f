"""What any payment provider must do for us, and the values that go to and fro.

Amounts are integer yen and come from the charge, never from a browser. A call that ends in
`Outage` has an unknown outcome: repeat it with the same id, never with a fresh one. A call that
ends in `Refusal` was answered with a no. Must not know: any one provider.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.kernel.clock import Clock
from app.ledger.revenue import Instructions, Snapshot

__all__ = ["Attempt", "Created", "Hint", "Instructions", "Provider", "Refund", "Setup", "Snapshot"]

LARGEST_WEBHOOK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to collect a charge. `id` is ours and is the provider's idempotency key."""

    id: str
    amount: int
    description: str
    return_url: str
    method: str = ""
    email: str = ""
    currency: str = "JPY"


@dataclass(frozen=True, slots=True)
class Created:
    """The provider's side of an attempt: its name for it, and where to send the payer."""

    ref: str
    redirect_url: str
    expires_at: datetime
    instructions: Instructions | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """還付: `amount` to give back of what was taken under `ref`; `id` is the idempotency key."""

    id: str
    ref: str
    amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A verified webhook: which event, of what kind, about which object. Says nothing of money."""

    event_id: str
    type: str
    ref: str
    attempt_id: str = ""
    payment_ref: str = ""
    livemode: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """What an adapter is built from: addresses, a folder of its own, secrets by name, the time."""

    base_url: str
    data_dir: Path
    clock: Clock
    secrets: Mapping[str, str]


class Provider(Protocol):
    """A payment provider. `caps`: hosted, expire, cancel, refund, partial_refund, bank_refund."""

    @property
    def name(self) -> str:
        """Give the name that stands in addresses and accounts."""

    @property
    def live(self) -> bool:
        """Say whether real money moves."""

    @property
    def caps(self) -> frozenset[str]:
        """Name what this provider can do."""

    @property
    def methods(self) -> Mapping[str, str]:
        """Give the ways to pay, code to Japanese label."""

    def create(self, attempt: Attempt) -> Created:
        """Open the attempt at the provider; the same id gives the same answer."""

    def fetch(self, ref: str) -> Snapshot:
        """Give the whole present truth of an attempt."""

    def cancel(self, ref: str) -> None:
        """Close an attempt; refused (`payment.already_paid`) when the money has come."""

    def refund(self, refund: Refund) -> str:
        """Give money back, and the provider's name for that; once for each refund id."""

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> Hint:
        """Read a webhook; refused (`payment.webhook_refused`) on any doubt."""

    def find(self, attempt_id: str) -> str | None:
        """Give the provider's name of an attempt of which we never got the answer."""

    def check(self) -> None:
        """Raise `Outage` unless the provider can be used."""
