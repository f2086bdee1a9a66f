"""The demo's mailbox: letters stay in files here, and a page of the demo shows them.

Must not know: SMTP, or the page.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.gateways import disk
from app.gateways.mail import headers
from app.gateways.mail.port import Message
from app.kernel.clock import Clock
from app.kernel.errors import Outage

_UNUSABLE = "デモの郵便箱を使えません。"
_NAME = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the mailbox."""

    id: str
    message_id: str
    to: str
    subject: str
    body: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class DemoMailer:
    """The mailbox of the demo, which is also its mailer."""

    directory: Path
    sender: str
    sender_name: str
    clock: Clock
    name: str = "demo"
    live: bool = False

    def send(self, message: Message) -> str:
        """Put a letter in the mailbox, once for each key, and give its Message-ID."""
        headers.compose(message, self.sender, self.sender_name)
        message_id = headers.message_id(message.key, self.sender)
        letter = Letter(
            id=hashlib.sha256(message.key.encode()).hexdigest()[:40],
            message_id=message_id,
            to=message.to,
            subject=message.subject,
            body=message.body,
            sent_at=self.clock(),
        )
        kept = asdict(letter) | {"sent_at": letter.sent_at.isoformat()}
        content = json.dumps(kept, ensure_ascii=False).encode()
        with disk.reaching("mail.demo_unusable", _UNUSABLE):
            disk.create(self.directory / f"{letter.id}.json", content)
        return message_id

    def check(self) -> None:
        """Raise `Outage` unless the mailbox can be written."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Outage("mail.demo_unusable", _UNUSABLE) from error

    def letters(self, to: str = "", limit: int = 200) -> tuple[Letter, ...]:
        """Give the letters to one address, or all, the newest first."""
        paths = self.directory.glob("*.json") if self.directory.is_dir() else ()
        found = (_letter(path) for path in paths)
        wanted = [each for each in found if not to or each.to.casefold() == to.casefold()]
        wanted.sort(key=lambda each: (each.sent_at, each.id), reverse=True)
        return tuple(wanted[:limit])

    def read(self, letter_id: str) -> Letter | None:
        """Give one letter, None if there is none."""
        path = self.directory / f"{letter_id}.json"
        if not _NAME.fullmatch(letter_id) or not path.exists():
            return None
        return _letter(path)


def _letter(path: Path) -> Letter:
    kept: dict[str, Any] = json.loads(path.read_bytes())
    return Letter(**kept | {"sent_at": datetime.fromisoformat(kept["sent_at"])})
