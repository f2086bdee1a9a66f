"""What every adapter puts on a letter: checked header lines and a Message-ID made from the key.

Must not know: how a letter travels.
"""

import hashlib
import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from app.gateways.mail.port import Message
from app.kernel.errors import Refusal

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_LONGEST_ADDRESS = 254


def message_id(key: str, sender: str) -> str:
    """Give the Message-ID of a key: always the same, and telling nothing of the key."""
    domain = address(sender).domain
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def address(text: str) -> Address:
    """Read one mail address, `name@example.jp`; refused when it is anything else."""
    if _CONTROL.search(text) or len(text) > _LONGEST_ADDRESS or not text.isascii():
        raise _bad_address()
    try:
        found = Address(addr_spec=text.strip())
    except (HeaderParseError, ValueError, IndexError):
        raise _bad_address() from None
    if not found.username or not found.domain:
        raise _bad_address()
    return found


def line(text: str) -> str:
    """Give a text that may stand in a header; refused when it would begin another one."""
    if _CONTROL.search(text):
        raise Refusal("mail.header_invalid", "件名や差出人に改行などの制御文字は使えません。")
    return text


def compose(message: Message, sender: str, sender_name: str) -> EmailMessage:
    """Make the letter as it travels: headers safe, text in UTF-8."""
    origin, target = address(sender), address(message.to)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(line(sender_name), origin.username, origin.domain)
    letter["To"] = target
    letter["Subject"] = line(message.subject)
    letter["Message-ID"] = message_id(message.key, sender)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body, charset="utf-8", cte="base64")
    return letter


def _bad_address() -> Refusal:
    return Refusal("mail.address_invalid", "メールアドレスの形が正しくありません。")
