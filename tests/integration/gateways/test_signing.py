"""Signatures of webhooks."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from app.gateways import signing
from app.kernel.errors import Outage, Refusal

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
SECRET = signing.new_secret()
BODY = '{"id":"e1","名":"値"}'.encode()


def signed(secrets=(SECRET,), at=AT, body=BODY):
    return signing.sign(secrets, "e1", at, body)


def test_a_signed_message_is_known_again():
    assert signing.verify([SECRET], BODY, signed(), AT) == "e1"


def test_the_signature_is_that_of_standard_webhooks():
    headers = signed()
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    text = b"e1." + headers["webhook-timestamp"].encode() + b"." + BODY
    expected = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_the_example_of_the_specification_is_reproduced():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signing.sign([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_header_names_may_be_in_any_case():
    headers = {name.title(): value for name, value in signed().items()}
    assert signing.verify([SECRET], BODY, headers, AT) == "e1"


def test_a_changed_body_is_refused():
    with pytest.raises(Refusal, match="署名"):
        signing.verify([SECRET], BODY + b" ", signed(), AT)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_refused(name):
    headers = {key: value for key, value in signed().items() if key != name}
    with pytest.raises(Refusal):
        signing.verify([SECRET], BODY, headers, AT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", "e2"),
        ("webhook-id", "e1\n"),
        ("webhook-id", ""),
        ("webhook-timestamp", "1"),
        ("webhook-timestamp", "１７８０２８２８００"),
        ("webhook-timestamp", "-5"),
        ("webhook-timestamp", "9" * 30),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1,éé"),
        ("webhook-signature", "v1"),
    ],
)
def test_a_changed_header_is_refused(name, value):
    with pytest.raises(Refusal):
        signing.verify([SECRET], BODY, signed() | {name: value}, AT)


def test_only_the_version_that_is_known_counts():
    right = signed()["webhook-signature"].removeprefix("v1,")
    with pytest.raises(Refusal):
        signing.verify([SECRET], BODY, signed() | {"webhook-signature": f"v1a,{right}"}, AT)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_future_message_is_refused(minutes):
    with pytest.raises(Refusal, match="時刻"):
        signing.verify([SECRET], BODY, signed(), AT + timedelta(minutes=minutes))


@pytest.mark.parametrize("minutes", [-4, 4])
def test_clocks_may_differ_a_little(minutes):
    assert signing.verify([SECRET], BODY, signed(), AT + timedelta(minutes=minutes)) == "e1"


def test_a_foreign_secret_is_refused():
    with pytest.raises(Refusal):
        signing.verify([signing.new_secret()], BODY, signed(), AT)


def test_both_secrets_are_good_while_one_is_replaced():
    old, new = SECRET, signing.new_secret()
    assert signing.verify([new, old], BODY, signed((old,)), AT) == "e1"
    assert signing.verify([old], BODY, signed((new, old)), AT) == "e1"
    with pytest.raises(Refusal):
        signing.verify([new], BODY, signed((old,)), AT)


@pytest.mark.parametrize(
    "call",
    [
        lambda: signing.sign([], "e1", AT, BODY),
        lambda: signing.verify([], BODY, signed(), AT),
    ],
)
def test_without_a_secret_nothing_is_believed(call):
    with pytest.raises(Outage) as caught:
        call()
    assert caught.value.permanent


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_a_secret_that_is_none_is_an_outage(secret):
    with pytest.raises(Outage):
        signing.verify([secret], BODY, signed(), AT)
