"""Signatures of webhooks by the rules of Standard Webhooks, both ways.

Headers `webhook-id`, `webhook-timestamp` and `webhook-signature`; the signature is
`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`. Several secrets and several signatures
are allowed, so that a secret can be replaced while messages are on their way. Must not know: what
a message says.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets as randomness
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.kernel.errors import Outage, Refusal

TOLERANCE_SECONDS = 5 * 60
_PREFIX = "whsec_"
_MOST_SIGNATURES = 10
_STAMP = re.compile(r"[0-9]{1,12}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


def new_secret() -> str:
    """Give a new webhook secret."""
    return _PREFIX + base64.b64encode(randomness.token_bytes(32)).decode()


def sign(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Give the three headers for a message sent at `at`, signed with every secret."""
    if not secrets:
        raise Outage("webhook.no_secret", "Webhookの署名鍵が設定されていません。", permanent=True)
    stamp = str(int(at.timestamp()))
    signatures = (_signature(each, message_id, stamp, body) for each in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{each}" for each in signatures),
    }


def verify(secrets: Sequence[str], raw: bytes, headers: Mapping[str, str], at: datetime) -> str:
    """Give the id of a message that was signed with one of our secrets just now; else refuse."""
    if not secrets:
        raise Outage("webhook.no_secret", "Webhookの署名鍵が設定されていません。", permanent=True)
    given = {name.lower(): value for name, value in headers.items()}
    message_id = _header(given, "webhook-id", _ID)
    stamp = _header(given, "webhook-timestamp", _STAMP)
    if abs(at.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise _refused("時刻が離れすぎています。")
    offered = _offered(given.get("webhook-signature", ""))
    expected = [_signature(each, message_id, stamp, raw).encode() for each in secrets]
    # Every pair is compared, so that the time taken tells nothing.
    matches = [hmac.compare_digest(mine, theirs) for mine in expected for theirs in offered]
    if not any(matches):
        raise _refused("署名が一致しません。")
    return message_id


def _header(headers: Mapping[str, str], name: str, shape: re.Pattern[str]) -> str:
    value = headers.get(name, "")
    if not shape.fullmatch(value):
        raise _refused(f"ヘッダー {name} がないか、正しくありません。")
    return value


def _offered(header: str) -> Iterable[bytes]:
    parts = header.split(" ")[:_MOST_SIGNATURES]
    offered = [each[3:].encode() for each in parts if each.startswith("v1,")]
    if not offered:
        raise _refused("署名がありません。")
    return offered


def _signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    return base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(_PREFIX) or len(key) < 24:
        raise Outage("webhook.bad_secret", "Webhookの署名鍵が正しくありません。", permanent=True)
    return key


def _refused(why: str) -> Refusal:
    return Refusal("payment.webhook_refused", f"この通知は受け取れません。{why}")
