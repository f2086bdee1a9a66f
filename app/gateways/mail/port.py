"""What any way of sending mail must do, and the letter that is sent.

A message's `key` is the effect's key: the same key always gives the same Message-ID, so that a
letter sent twice after a crash is recognised as one by mail programs, and by the demo mailbox.
Must not know: SMTP, files.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A letter to one person: plain text, in UTF-8."""

    key: str
    to: str
    subject: str
    body: str


class Mailer(Protocol):
    """A way of sending mail."""

    @property
    def name(self) -> str:
        """Give the adapter's name."""

    @property
    def live(self) -> bool:
        """Say whether letters leave the house."""

    def send(self, message: Message) -> str:
        """Send a letter and give its Message-ID; `Outage.permanent` when it can never arrive."""

    def check(self) -> None:
        """Raise `Outage` unless letters can be sent."""
