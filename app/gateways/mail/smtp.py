"""Mail by SMTP: `smtp://` takes TLS when offered, `smtp+starttls://` and `smtps://` demand it.

A password is never sent over an open line, except to this very machine. Must not know: what a
letter says, or to whom it goes; neither may reach a log through an error.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from app.gateways.mail import headers
from app.gateways.mail.port import Message
from app.kernel.clock import Clock
from app.kernel.errors import Outage

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over, and as whom."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def demands_tls(self) -> bool:
        """Say whether an open line will not do where the server offers no TLS."""
        if self.scheme == "smtp":
            return bool(self.user) and self.host not in _LOOPBACK
        return self.scheme == "smtp+starttls"


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Letters by an SMTP server."""

    server: Server
    sender: str
    sender_name: str
    clock: Clock
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    name: str = "smtp"
    live: bool = True

    def send(self, message: Message) -> str:
        """Send a letter and give its Message-ID; `Outage.permanent` when it can never arrive."""
        letter = headers.compose(message, self.sender, self.sender_name)
        letter["Date"] = format_datetime(self.clock())
        with _reported(), self._connected() as line:
            line.send_message(letter)
        return str(letter["Message-ID"])

    def check(self) -> None:
        """Raise `Outage` unless the server answers and takes our name and password."""
        with _reported(), self._connected() as line:
            line.noop()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        at = self.server
        if at.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                at.host, at.port, timeout=_TIMEOUT_SECONDS, context=self.tls
            )
        else:
            line = smtplib.SMTP(at.host, at.port, timeout=_TIMEOUT_SECONDS)
        with line:
            self._secured(line)
            yield line

    def _secured(self, line: smtplib.SMTP) -> None:
        at = self.server
        line.ehlo()
        if at.scheme != "smtps" and line.has_extn("starttls"):
            line.starttls(context=self.tls)
            line.ehlo()
        elif at.demands_tls:
            raise _no_tls()
        if at.user:
            line.login(at.user, at.password)


def server(url: str) -> Server:
    """Read an address such as `smtp+starttls://user:password@mail.example.jp:587`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad_url() from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _bad_url()
    return Server(
        parts.scheme,
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


@contextmanager
def _reported() -> Iterator[None]:
    """Turn every failure into an `Outage` that quotes nothing the server said."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _outage("mail.recipient_refused", min(codes, default=550)) from None
    except smtplib.SMTPAuthenticationError as error:
        raise _outage("mail.login_refused", error.smtp_code) from None
    except smtplib.SMTPResponseException as error:
        raise _outage("mail.refused", error.smtp_code) from None
    except ssl.SSLError:
        raise Outage("mail.tls_failed", "メールサーバーとの暗号化通信ができません。") from None
    except (OSError, smtplib.SMTPException) as error:
        kind = type(error).__name__
        raise Outage("mail.no_answer", f"メールサーバーが応答しません({kind})。") from None


def _outage(code: str, smtp_code: int) -> Outage:
    message = f"メールサーバーが受け取りを断りました({smtp_code})。"
    return Outage(code, message, permanent=smtp_code >= 500)


def _no_tls() -> Outage:
    return Outage("mail.tls_missing", "メールサーバーが暗号化に対応していません。", permanent=True)


def _bad_url() -> Outage:
    return Outage(
        "mail.url_invalid",
        "SMTP_URL は smtp://、smtp+starttls://、smtps:// のいずれかで始まる住所にしてください。",
        permanent=True,
    )
