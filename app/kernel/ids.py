"""New identifiers and secrets; the only place that asks the system for randomness."""

import hashlib
import os
import secrets
import time
import uuid


def new_id() -> str:
    """Give a new identifier that sorts by time of creation (UUID version 7, RFC 9562)."""
    stamp = time.time_ns() // 1_000_000
    raw = bytearray(stamp.to_bytes(6, "big") + os.urandom(10))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


def new_secret() -> str:
    """Give 256 bits of randomness, URL-safe: session ids, browser bindings, webhook secrets."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Give eight random decimal digits for a one-time code."""
    return f"{secrets.randbelow(10**8):08d}"


def fingerprint(secret: str) -> str:
    """Give the SHA-256 of a secret, which is what the database keeps instead of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
