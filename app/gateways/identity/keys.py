"""Secrets that we make ourselves on first use, in files that only their owner can read.

`token-keys.json` holds the keys of our tokens as JWK, the signing one first; a rotated key stays
for a while so that its tokens are still read. `log-key.secret` is the Ed25519 key that signs the
heads of the log, in hexadecimal. Must not know: tokens, or what a secret is for.
"""

import base64
import hashlib
import json
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.gateways import disk
from app.kernel import ids
from app.kernel.errors import Outage

Jwk: TypeAlias = dict[str, str]

_FILE = "token-keys.json"
_LOG_FILE = "log-key.secret"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_KEPT = 2
_PUBLIC = ("kty", "crv", "x", "y", "kid", "alg", "use")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of our tokens: the private one that signs, and all public ones that are read."""

    signing: Jwk = field(repr=False)
    public: tuple[Jwk, ...]


def keyring(directory: Path) -> Keyring:
    """Give the keys of our tokens; made on first use, once even if several processes ask."""
    path = directory / _FILE
    if not path.exists():
        disk.create(path, _packed([new_key()]))
    return _keyring(path)


def rotate(directory: Path) -> Keyring:
    """Sign with a new key from now on; the one before is still read."""
    with disk.locked(directory):
        keyring(directory)
        path = directory / _FILE
        kept: list[Jwk] = json.loads(_private(path))["keys"]
        disk.write(path, _packed([new_key(), *kept][:_KEPT]), mode=0o600)
    return _keyring(path)


def secret(directory: Path, name: str) -> str:
    """Give a secret of our own by its name; made on first use."""
    if not _NAME.fullmatch(name):
        raise ValueError("a secret's name is lower-case words with hyphens")
    path = directory / f"{name}.secret"
    if not path.exists():
        disk.create(path, ids.new_secret().encode())
    return _private(path).decode()


def log_key(directory: Path) -> Ed25519PrivateKey:
    """Give the key that signs the heads of the log; made on first use."""
    path = directory / _LOG_FILE
    if not path.exists():
        disk.create(path, Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(_private(path).decode().strip()))
    except ValueError:
        raise Outage(
            "secrets.unreadable",
            f"秘密のファイル {path} を鍵として読めません。控えから元に戻してください。",
            permanent=True,
        ) from None


def new_key() -> Jwk:
    """Make a key pair on P-256; its `kid` is its thumbprint (RFC 7638)."""
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = numbers.public_numbers
    key = {"crv": "P-256", "kty": "EC", "x": _number(point.x), "y": _number(point.y)}
    canonical = json.dumps(key, separators=(",", ":"), sort_keys=True).encode()
    kid = _text(hashlib.sha256(canonical).digest())
    return key | {"kid": kid, "alg": "ES256", "use": "sig", "d": _number(numbers.private_value)}


def public(key: Jwk) -> Jwk:
    """Give what others may see of a key."""
    return {name: key[name] for name in _PUBLIC}


def _keyring(path: Path) -> Keyring:
    keys: list[Jwk] = json.loads(_private(path))["keys"]
    return Keyring(keys[0], tuple(public(each) for each in keys))


def _private(path: Path) -> bytes:
    """Read a secret, unless others on this machine could have read or changed it too."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Outage(
            "secrets.open_to_others",
            f"秘密のファイル {path} が他の利用者にも読める状態です。chmod 600 を行ってください。",
            permanent=True,
        )
    return path.read_bytes()


def _packed(keys: list[Jwk]) -> bytes:
    return json.dumps({"keys": keys}).encode()


def _number(value: int) -> str:
    return _text(value.to_bytes(32, "big"))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
