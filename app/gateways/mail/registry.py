"""Which ways of sending mail there are, by the beginning of SMTP_URL.

Must not know: what any of them does.
"""

from pathlib import Path

from app.gateways.mail import demo
from app.gateways.mail.port import Mailer
from app.kernel.clock import Clock

DEMO_URL = "demo:"


def build(url: str, sender: str, sender_name: str, data_dir: Path, clock: Clock) -> Mailer:
    """Make the mailer for an address; `demo:` is the mailbox in files."""
    if url == DEMO_URL:
        return demo.DemoMailer(data_dir / "demo-mailbox", sender, sender_name, clock)
    # Not at the top: a demo has no use for it, and it brings the mail library along.
    from app.gateways.mail import smtp  # noqa: PLC0415

    return smtp.SmtpMailer(smtp.server(url), sender, sender_name, clock)
