"""What any malware scanner must do. Must not know: any one scanner."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner says: clean, or the name of what it found."""

    clean: bool
    scanner: str
    found: str = ""


class Scanner(Protocol):
    """A malware scanner."""

    @property
    def name(self) -> str:
        """Give the adapter's name."""

    @property
    def live(self) -> bool:
        """Say whether this is a real scanner."""

    def scan(self, content: bytes | BinaryIO) -> Verdict:
        """Look at a content; `Outage` when the scanner is down, `Refusal` when it is too large."""

    def check(self) -> None:
        """Raise `Outage` unless contents can be scanned."""
