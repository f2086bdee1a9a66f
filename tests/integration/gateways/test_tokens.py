"""Tokens and keys of our own."""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.gateways.identity import keys, tokens
from app.gateways.identity.tokens import Expected
from app.kernel.errors import Outage, Refusal

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
CLAIMS = {"iss": "https://city.test", "aud": "api", "sub": "person-1", "scope": "cases"}
EXPECTED = Expected("https://city.test", "api", AT)
KEY = keys.new_key()
PUBLIC = [keys.public(KEY)]


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def private_number(jwk):
    raw = base64.urlsafe_b64decode(jwk["d"] + "=")
    return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())


def made(header=None, claims=None, key=KEY, raw_header=None, raw_claims=None):
    """Make a token by hand, correctly signed with `key` over whatever it says."""
    full = {"alg": "ES256", "kid": KEY["kid"], "typ": "at+jwt"} | (header or {})
    now = int(AT.timestamp())
    body = CLAIMS | {"iat": now, "nbf": now, "exp": now + 600} | (claims or {})
    dropped = {name: value for name, value in body.items() if value is not ...}
    first = b64(raw_header or json.dumps(full).encode())
    second = b64(raw_claims or json.dumps(dropped).encode())
    signature = private_number(key).sign(f"{first}.{second}".encode(), ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(signature)
    return f"{first}.{second}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def refused(token, keyring=PUBLIC, expected=EXPECTED):
    with pytest.raises(Refusal) as caught:
        tokens.read(token, keyring, expected)
    return caught.value.code


def test_a_token_that_was_issued_is_read():
    token = tokens.issue(CLAIMS, KEY, timedelta(minutes=10), AT)
    claims = tokens.read(token, PUBLIC, EXPECTED)
    assert {name: claims[name] for name in CLAIMS} == CLAIMS
    assert claims["exp"] - claims["iat"] == 600
    assert claims["jti"]


def test_a_token_made_by_hand_is_read():
    assert tokens.read(made(), PUBLIC, EXPECTED)["sub"] == "person-1"


def test_a_token_ends():
    token = tokens.issue(CLAIMS, KEY, timedelta(minutes=10), AT)
    just = Expected("https://city.test", "api", AT + timedelta(seconds=599))
    over = Expected("https://city.test", "api", AT + timedelta(seconds=600))
    assert tokens.read(token, PUBLIC, just)
    assert refused(token, expected=over) == "token.expired"


@pytest.mark.parametrize("missing", ["iss", "aud", "sub"])
def test_a_token_without_its_names_is_not_issued(missing):
    claims = {name: value for name, value in CLAIMS.items() if name != missing}
    with pytest.raises(ValueError, match=missing):
        tokens.issue(claims, KEY, timedelta(minutes=1), AT)


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "iat", "nbf", "exp"])
def test_a_token_without_a_claim_is_refused(missing):
    assert refused(made(claims={missing: ...})) == "token.invalid"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.test"},
        {"aud": "other"},
        {"aud": ["api", "other"]},
        {"sub": ""},
        {"sub": 5},
        {"exp": "9999999999"},
        {"exp": 9999999999.5},
        {"exp": True},
        {"exp": None},
        {"iat": int(AT.timestamp()) + 120},
        {"nbf": int(AT.timestamp()) + 120},
        {"exp": float("inf")},
    ],
)
def test_a_signed_token_that_says_the_wrong_thing_is_refused(claims):
    assert refused(made(claims=claims)) == "token.invalid"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "RS256"},
        {"alg": "es256"},
        {"alg": "ES384"},
        {"kid": "unknown"},
        {"kid": None},
        {"kid": ["x"]},
        {"kid": {}},
        {"typ": "JWE"},
        {"crit": ["exp"]},
        {"crit": []},
        {"jku": "https://evil.test/jwks"},
        {"jwk": PUBLIC[0]},
        {"x5u": "https://evil.test"},
        {"x5c": ["AAAA"]},
        {"b64": False},
        {"zip": "DEF"},
        {"cty": "JWT"},
    ],
)
def test_a_header_that_asks_for_anything_else_is_refused(header):
    assert refused(made(header=header)) == "token.invalid"


def test_a_token_without_a_signature_is_refused():
    first, second, _ = made(header={"alg": "none"}).split(".")
    for token in (f"{first}.{second}.", f"{first}.{second}", "", ".", "..", "a.b.c", "a" * 9000):
        assert refused(token) == "token.invalid"


@pytest.mark.parametrize(
    ("encoding", "shape"),
    [
        (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
        (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint),
        (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH),
    ],
)
def test_our_public_key_is_no_secret_for_hmac(encoding, shape):
    secret = private_number(KEY).public_key().public_bytes(encoding, shape)
    first, second, _ = made(header={"alg": "HS256"}).split(".")
    mac = hmac.new(secret, f"{first}.{second}".encode(), hashlib.sha256).digest()
    assert refused(f"{first}.{second}.{b64(mac)}") == "token.invalid"
    assert refused(f"{first}.{second}.{b64(mac + mac)}") == "token.invalid"


def test_another_key_with_our_kid_is_refused():
    assert refused(made(key=keys.new_key())) == "token.invalid"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_token_is_refused(part):
    parts = made().split(".")
    middle = len(parts[part]) // 2
    letter = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + letter + parts[part][middle + 1 :]
    assert refused(".".join(parts)) == "token.invalid"


def test_a_signature_in_der_is_refused():
    first, second, _ = made().split(".")
    signature = private_number(KEY).sign(f"{first}.{second}".encode(), ec.ECDSA(hashes.SHA256()))
    assert refused(f"{first}.{second}.{b64(signature)}") == "token.invalid"


def test_a_token_that_says_a_thing_twice_is_refused():
    now = int(AT.timestamp())
    body = json.dumps(CLAIMS | {"iat": now, "nbf": now, "exp": now + 600})
    assert refused(made(raw_claims=(body[:-1] + ', "sub": "person-2"}').encode())) == (
        "token.invalid"
    )


@pytest.mark.parametrize("raw", [b"[]", b'"x"', b"{", b"\xff", b"[" * 3000])
def test_a_token_that_is_no_object_is_refused(raw):
    assert refused(made(raw_claims=raw)) == "token.invalid"
    assert refused(made(raw_header=raw)) == "token.invalid"


def test_keys_of_another_kind_are_never_used():
    oct_key = {"kty": "oct", "crv": "", "kid": KEY["kid"], "k": "AAAA"}
    assert refused(made(), [oct_key]) == "token.invalid"
    assert refused(made(), []) == "token.invalid"


# --- keys -----------------------------------------------------------------------------------------


def test_keys_are_made_on_first_use_and_kept(tmp_path):
    ring = keys.keyring(tmp_path / "secrets")
    assert keys.keyring(tmp_path / "secrets") == ring
    token = tokens.issue(CLAIMS, ring.signing, timedelta(minutes=1), AT)
    assert tokens.read(token, ring.public, EXPECTED)["sub"] == "person-1"


def test_keys_are_for_their_owner_alone(tmp_path):
    folder = tmp_path / "secrets"
    ring = keys.keyring(folder)
    assert (folder / "token-keys.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all("d" not in each for each in ring.public)
    assert ring.signing["d"] not in repr(ring)


def test_keys_that_others_could_read_are_not_used(tmp_path):
    keys.keyring(tmp_path)
    (tmp_path / "token-keys.json").chmod(0o644)
    with pytest.raises(Outage) as caught:
        keys.keyring(tmp_path)
    assert caught.value.code == "secrets.open_to_others"


def test_the_kid_is_the_thumbprint():
    text = json.dumps({name: KEY[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    assert KEY["kid"] == b64(hashlib.sha256(text.encode()).digest())


def test_after_a_rotation_the_key_before_is_still_read(tmp_path):
    old = keys.keyring(tmp_path)
    token = tokens.issue(CLAIMS, old.signing, timedelta(minutes=10), AT)
    new = keys.rotate(tmp_path)
    assert new.signing["kid"] != old.signing["kid"]
    assert tokens.read(token, new.public, EXPECTED)
    assert refused(token, keys.rotate(tmp_path).public) == "token.invalid"
    assert (tmp_path / "token-keys.json").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_use_one_key(tmp_path):
    program = (
        "import sys; from pathlib import Path; from app.gateways.identity import keys;"
        "sys.stdin.readline(); print(keys.keyring(Path(sys.argv[1])).signing['kid'])"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    said = {worker.communicate(timeout=60)[0] for worker in workers}
    assert len(said) == 1
    assert said.pop().strip()


def test_a_secret_by_name_is_made_once(tmp_path):
    one = keys.secret(tmp_path, "audit-salt")
    assert keys.secret(tmp_path, "audit-salt") == one
    assert keys.secret(tmp_path, "other") != one
    assert len(one) >= 43


@pytest.mark.parametrize("name", ["", "../x", "A", "a/b"])
def test_a_secret_has_a_plain_name(tmp_path, name):
    with pytest.raises(ValueError, match="name"):
        keys.secret(tmp_path, name)


def test_only_one_module_knows_jose():
    knowing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*.py")
        if any(
            line.startswith(("import jose", "from jose")) for line in path.read_text().splitlines()
        )
    ]
    assert knowing == ["app/gateways/identity/tokens.py"]
