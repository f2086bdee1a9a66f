"""The demo's scanner: finds the EICAR test string and nothing else. Production refuses it.

Must not know: any real malware.
"""

from dataclasses import dataclass
from typing import BinaryIO

from app.gateways.scanning.port import Verdict

_TEST_STRING = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True)
class DemoScanner:
    """Looks for the EICAR test string, so that a refusal can be seen."""

    name: str = "demo"
    live: bool = False

    def scan(self, content: bytes | BinaryIO) -> Verdict:
        """Say that a content is clean unless it holds the EICAR test string."""
        whole = content if isinstance(content, bytes) else content.read()
        if _TEST_STRING in whole:
            return Verdict(clean=False, scanner=self.name, found="Eicar-Test-Signature (demo)")
        return Verdict(clean=True, scanner=self.name)

    def check(self) -> None:
        """Raise nothing: there is nothing that could be down."""
