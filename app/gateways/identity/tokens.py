"""Tokens of our own (JWT signed with ES256); the only module that knows python-jose.

python-jose 3.5 takes the algorithm from the token unless told, accepts DER keys as HMAC secrets
then, and ignores an unknown `crit`. So: the algorithm is ours, keys are EC JWK dicts found by
`kid`, a header holds nothing but `alg`, `kid` and `typ`, and claims are checked here. Must not
know: who may do what.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jose import jws
from jose.exceptions import JOSEError

from app.gateways.identity.keys import Jwk
from app.kernel import ids
from app.kernel.errors import Refusal

_ALGORITHM = "ES256"
_HEADER = frozenset({"alg", "kid", "typ"})
_TYPES = frozenset({"JWT", "at+jwt"})
_LEEWAY_SECONDS = 60
_LONGEST = 8192
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must be: made by `issuer`, for `audience`, valid at `at`."""

    issuer: str
    audience: str
    at: datetime


def issue(claims: Mapping[str, Any], key: Jwk, ttl: timedelta, at: datetime) -> str:
    """Make a token of these claims (`iss`, `aud` and `sub` among them), valid for `ttl`."""
    missing = {"iss", "aud", "sub"} - claims.keys()
    if missing:
        raise ValueError(f"a token needs {', '.join(sorted(missing))}")
    now = int(at.timestamp())
    times = {"iat": now, "nbf": now, "exp": now + int(ttl.total_seconds())}
    payload = {"jti": ids.new_id(), **claims, **times}
    headers = {"kid": key["kid"], "typ": "at+jwt"}
    return str(jws.sign(payload, key, headers=headers, algorithm=_ALGORITHM))


def read(token: str, keys: Sequence[Jwk], expected: Expected) -> dict[str, Any]:
    """Give the claims of a token that we made and that is valid now; refused on any doubt."""
    if len(token) > _LONGEST or not _SHAPE.fullmatch(token):
        raise _refused()
    key = _key(_object(token.split(".", maxsplit=1)[0]), keys)
    try:
        payload = jws.verify(token, key, algorithms=[_ALGORITHM])
    except JOSEError:
        raise _refused() from None
    claims = _parsed(payload)
    _check_times(claims, expected.at)
    names = (claims.get("iss"), claims.get("aud"))
    if names != (expected.issuer, expected.audience) or not _is_name(claims.get("sub")):
        raise _refused()
    return claims


def _key(header: Mapping[str, Any], keys: Sequence[Jwk]) -> Jwk:
    """Find the key that the header names; a header that says more than it needs is refused."""
    if header.keys() != _HEADER or header["alg"] != _ALGORITHM or header["typ"] not in _TYPES:
        raise _refused()
    for key in keys:
        if key["kid"] == header["kid"] and (key["kty"], key["crv"]) == ("EC", "P-256"):
            return key
    raise _refused()


def _check_times(claims: Mapping[str, Any], at: datetime) -> None:
    times = [claims.get(name) for name in ("iat", "nbf", "exp")]
    whole = [each for each in times if isinstance(each, int) and not isinstance(each, bool)]
    if len(whole) != len(times):
        raise _refused()
    issued, begins, ends = whole
    now = at.timestamp()
    if now >= ends:
        raise Refusal(
            "token.expired", "認証の有効期限が切れています。", "もう一度取得してください。"
        )
    if max(issued, begins) > now + _LEEWAY_SECONDS:
        raise _refused()


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _object(part: str) -> dict[str, Any]:
    try:
        return _parsed(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except binascii.Error:
        raise _refused() from None


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _refused() from None
    if not isinstance(value, dict):
        raise _refused()
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says a thing twice: two readers could take different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused() -> Refusal:
    return Refusal("token.invalid", "認証の情報が正しくありません。", "もう一度取得してください。")
