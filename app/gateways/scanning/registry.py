"""Which malware scanners there are, by the beginning of CLAMD_URL.

Must not know: what any of them does.
"""

from app.gateways.scanning import clamd, demo
from app.gateways.scanning.port import Scanner

DEMO_URL = "demo:"


def build(url: str) -> Scanner:
    """Make the scanner for an address; `demo:` is the stand-in."""
    if url == DEMO_URL:
        return demo.DemoScanner()
    return clamd.scanner(url)
