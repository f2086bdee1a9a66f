"""Which ways of sending mail there are, by the beginning of SMTP_URL.

Must not know: what any of them does.
"""

from pathlib import Path

from app.gateways.mail import demo, smtp
from app.gateways.mail.port import Mailer
from app.kernel.clock import Clock

DEMO_URL = "demo:"


def build(url: str, sender: str, sender_name: str, data_dir: Path, clock: Clock) -> Mailer:
    """Make the mailer for an address; `demo:` is the mailbox in files."""
    if url == DEMO_URL:
        return demo.DemoMailer(data_dir / "demo-mailbox", sender, sender_name, clock)
    return smtp.SmtpMailer(smtp.server(url), sender, sender_name, clock)
