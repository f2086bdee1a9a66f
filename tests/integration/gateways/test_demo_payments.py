"""The provider of the demo and its bank, from our side and from the payer's."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.gateways import signing
from app.gateways.payments import demo_bank, demo_webhooks, registry
from app.gateways.payments.port import Attempt, Provider, Refund, Setup
from app.kernel.errors import Outage, Refusal
from app.ledger import revenue
from app.ledger.revenue import Payment
from tests.integration.gateways.http_server import serving

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[3]


class Hand:
    """A clock moved by hand."""

    def __init__(self):
        self.at = AT

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Hand()


def provider_at(tmp_path, clock, base_url="http://city.test") -> Provider:
    return registry.build("demo", Setup(base_url, tmp_path, clock, {}))


@pytest.fixture
def provider(tmp_path, clock):
    return provider_at(tmp_path, clock)


def attempt(name="attempt-1", amount=16_000):
    return Attempt(name, amount, "食品営業許可申請手数料", "http://city.test/pay/return/x")


def test_a_payment_from_the_hosted_page_to_the_truth(provider):
    created = provider.create(attempt())
    assert created.redirect_url == f"http://city.test/demo/pay/{created.ref}"
    assert created.expires_at == AT + timedelta(minutes=60)
    assert provider.fetch(created.ref).status == "open"
    demo_bank.choose(provider.bank, created.ref, "paid")
    seen = provider.fetch(created.ref)
    assert (seen.status, seen.captured, seen.method) == ("paid", 16_000, "card")
    assert (seen.amount, seen.currency, seen.livemode) == (16_000, "JPY", False)
    assert (seen.merchant_ref, seen.paid_at) == ("attempt-1", AT)


def test_the_same_attempt_is_the_same_session(provider):
    first = provider.create(attempt())
    demo_bank.choose(provider.bank, first.ref, "paid")
    assert provider.create(attempt()).ref == first.ref
    assert provider.fetch(first.ref).captured == 16_000


def test_the_same_attempt_with_another_amount_is_refused(provider):
    provider.create(attempt())
    with pytest.raises(Refusal) as caught:
        provider.create(attempt(amount=1))
    assert caught.value.code == "demo_bank.key_reused"


@pytest.mark.parametrize("amount", [0, -5])
def test_an_attempt_at_nothing_is_refused(provider, amount):
    with pytest.raises(Refusal):
        provider.create(attempt(amount=amount))


def test_an_attempt_is_found_again_after_a_lost_answer(provider):
    assert provider.find("attempt-1") is None
    created = provider.create(attempt())
    assert provider.find("attempt-1") == created.ref


def test_names_of_sessions_cannot_be_guessed(tmp_path, clock):
    one = provider_at(tmp_path / "a", clock).create(attempt())
    other = provider_at(tmp_path / "b", clock).create(attempt())
    assert one.ref != other.ref


def test_a_declined_card_can_be_tried_again(provider):
    ref = provider.create(attempt()).ref
    assert demo_bank.choose(provider.bank, ref, "declined").status == "failed"
    assert demo_bank.choose(provider.bank, ref, "paid").status == "paid"


def test_a_code_payment_is_paid_at_once(provider):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "code")
    assert provider.fetch(ref).method == "paypay"


def test_a_convenience_store_number_waits_for_the_till(provider, clock):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "number")
    seen = provider.fetch(ref)
    assert (seen.status, seen.captured) == ("awaiting", 0)
    assert seen.instructions.store
    assert len(seen.instructions.number) == 14
    # To the end of the third day in Japan.
    assert seen.instructions.deadline == datetime(2026, 6, 4, 15, 0, tzinfo=UTC) == seen.deadline
    clock.at += timedelta(days=2)
    demo_bank.pay_number(provider.bank, ref)
    assert provider.fetch(ref).paid_at == clock.at


def test_a_number_is_not_taken_after_its_deadline(provider, clock):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "number")
    clock.at += timedelta(days=4)
    assert provider.fetch(ref).status == "expired"
    with pytest.raises(Refusal):
        demo_bank.pay_number(provider.bank, ref)


@pytest.mark.parametrize("closing", ["deadline", "cancelled"])
def test_a_late_report_from_the_shop_still_brings_money(provider, clock, closing):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "number")
    if closing == "deadline":
        clock.at += timedelta(days=4)
    else:
        provider.cancel(ref)
    demo_bank.pay_number(provider.bank, ref, late=True)
    assert provider.fetch(ref).captured == 16_000


def test_without_a_number_there_is_nothing_to_pay_at_a_till(provider):
    ref = provider.create(attempt()).ref
    with pytest.raises(Refusal):
        demo_bank.pay_number(provider.bank, ref, late=True)


def test_a_session_left_alone_expires(provider, clock):
    ref = provider.create(attempt()).ref
    clock.at += timedelta(minutes=61)
    with pytest.raises(Refusal) as caught:
        demo_bank.choose(provider.bank, ref, "paid")
    assert caught.value.code == "demo_bank.closed"
    assert provider.fetch(ref).status == "expired"


def test_a_double_click_pays_once(provider):
    ref = provider.create(attempt()).ref
    first = demo_bank.choose(provider.bank, ref, "paid")
    assert demo_bank.choose(provider.bank, ref, "code") == first


def test_going_back_closes_the_session(provider):
    ref = provider.create(attempt()).ref
    assert demo_bank.choose(provider.bank, ref, "cancelled").status == "cancelled"
    with pytest.raises(Refusal):
        demo_bank.choose(provider.bank, ref, "paid")


def test_what_is_paid_cannot_be_cancelled(provider):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "paid")
    with pytest.raises(Refusal) as caught:
        provider.cancel(ref)
    assert caught.value.code == "payment.already_paid"
    assert provider.fetch(ref).status == "paid"


def test_cancelling_twice_is_cancelling_once(provider):
    ref = provider.create(attempt()).ref
    provider.cancel(ref)
    before = provider.fetch(ref)
    provider.cancel(ref)
    assert provider.fetch(ref) == before


def test_refunds_add_up_and_each_key_counts_once(provider):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "paid")
    first = provider.refund(Refund("r1", ref, 6_000))
    assert provider.refund(Refund("r1", ref, 6_000)) == first
    provider.refund(Refund("r2", ref, 10_000))
    seen = provider.fetch(ref)
    assert (seen.status, seen.captured, seen.refunded) == ("paid", 16_000, 16_000)


@pytest.mark.parametrize(("key", "amount"), [("r1", 1), ("r2", 10_001), ("r3", 0), ("r4", -1)])
def test_a_refund_that_cannot_be_is_refused(provider, key, amount):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "paid")
    provider.refund(Refund("r1", ref, 6_000))
    with pytest.raises(Refusal):
        provider.refund(Refund(key, ref, amount))
    assert provider.fetch(ref).refunded == 6_000


def test_nothing_is_refunded_before_money_came(provider):
    ref = provider.create(attempt()).ref
    with pytest.raises(Refusal):
        provider.refund(Refund("r1", ref, 1))


@pytest.mark.parametrize("ref", ["ds_" + "0" * 40, "", "../../etc/passwd", "ds_/../x"])
def test_a_session_that_is_not_there_is_refused(provider, ref):
    with pytest.raises(Refusal) as caught:
        provider.fetch(ref)
    assert caught.value.code == "demo_bank.unknown_session"


def test_all_sessions_are_listed_the_newest_first(provider, clock):
    old = provider.create(attempt("a")).ref
    clock.at += timedelta(minutes=1)
    new = provider.create(attempt("b")).ref
    assert [each.id for each in demo_bank.sessions(provider.bank)] == [new, old]


def test_a_provider_that_is_not_there_is_named(tmp_path, clock):
    with pytest.raises(Outage, match="paypal"):
        registry.build("paypal", Setup("", tmp_path, clock, {}))


def test_every_provider_of_the_registry_keeps_the_contract(tmp_path, clock):
    for name in registry.PROVIDERS:
        built = registry.build(name, Setup("http://city.test", tmp_path, clock, {}))
        built.check()
        assert built.name == name
        assert built.methods
        assert "hosted" in built.caps


# --- webhooks -------------------------------------------------------------------------------------


def webhook(provider, ref):
    session = demo_bank.session(provider.bank, ref)
    return demo_webhooks.deliveries(provider.bank, session)[0]


def paid_ref(provider):
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "paid")
    return ref


def test_a_webhook_is_read_as_a_hint(provider):
    ref = paid_ref(provider)
    sent = webhook(provider, ref)
    hint = provider.verify(sent.body, sent.headers)
    assert (hint.event_id, hint.type) == (sent.event, "payment.paid")
    assert (hint.ref, hint.attempt_id, hint.livemode) == (ref, "attempt-1", False)


def test_a_webhook_says_nothing_of_money(provider):
    assert b"16000" not in webhook(provider, paid_ref(provider)).body


def resigned(provider, sent, **changes):
    body = json.dumps(json.loads(sent.body) | changes).encode()
    secrets = demo_bank.secrets(provider.bank)
    return body, signing.sign(secrets, sent.event, AT, body)


@pytest.mark.parametrize(
    "changes",
    [
        {"livemode": True},
        {"livemode": None},
        {"id": "another"},
        {"data": "x"},
        {"data": {"session": 5, "attempt": "a"}},
        {"type": 3},
    ],
)
def test_even_a_signed_webhook_is_refused_when_it_makes_no_sense(provider, changes):
    body, headers = resigned(provider, webhook(provider, paid_ref(provider)), **changes)
    with pytest.raises(Refusal) as caught:
        provider.verify(body, headers)
    assert caught.value.code == "payment.webhook_refused"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b'"x"'])
def test_a_signed_body_that_is_no_object_is_refused(provider, body):
    headers = signing.sign(demo_bank.secrets(provider.bank), "e1", AT, body)
    with pytest.raises(Refusal):
        provider.verify(body, headers)


def test_a_tampered_webhook_is_refused(provider):
    sent = webhook(provider, paid_ref(provider))
    with pytest.raises(Refusal):
        provider.verify(sent.body.replace(b"paid", b"fail"), sent.headers)


def test_a_replayed_webhook_is_refused_when_it_is_old(provider, clock):
    sent = webhook(provider, paid_ref(provider))
    clock.at += timedelta(minutes=6)
    with pytest.raises(Refusal):
        provider.verify(sent.body, sent.headers)


def test_a_webhook_without_end_is_refused_before_anything_else(provider):
    with pytest.raises(Refusal, match="大きすぎ"):
        provider.verify(b"x" * (256 * 1024 + 1), {})


def test_a_rotated_secret_is_taken_for_a_while(provider):
    sent = webhook(provider, paid_ref(provider))
    demo_bank.rotate_secret(provider.bank)
    assert provider.verify(sent.body, sent.headers).ref
    demo_bank.rotate_secret(provider.bank)
    with pytest.raises(Refusal):
        provider.verify(sent.body, sent.headers)


def life(provider):
    """A number issued, then paid: two events of one session."""
    ref = provider.create(attempt()).ref
    demo_bank.choose(provider.bank, ref, "number")
    demo_bank.pay_number(provider.bank, ref)
    return ref


def types(received):
    return [json.loads(body)["type"].removeprefix("payment.") for _, _, body in received]


def delivered(tmp_path, clock, *modes, status=200):
    with serving(lambda *_: (status, {}, b"")) as (url, received):
        provider = provider_at(tmp_path, clock, url)
        ref = life(provider)
        counts = [demo_webhooks.deliver(provider.bank, ref, mode) for mode in modes]
        for path, headers, body in received:
            assert path == "/hooks/payments/demo"
            assert provider.verify(body, headers).ref == ref
    return counts, types(received)


@pytest.mark.parametrize(
    ("modes", "counts", "expected"),
    [
        (["normal", "normal"], [2, 0], ["number_issued", "paid"]),
        (["duplicate"], [4], ["number_issued", "number_issued", "paid", "paid"]),
        (["late", "normal"], [0, 2], ["number_issued", "paid"]),
        (["lost", "normal"], [0, 0], []),
        (["out-of-order"], [2], ["paid", "number_issued"]),
        (["normal", "out-of-order"], [2, 2], ["number_issued", "paid", "paid", "number_issued"]),
    ],
)
def test_webhooks_come_well_or_badly(tmp_path, clock, modes, counts, expected):
    assert delivered(tmp_path, clock, *modes) == (counts, expected)


def test_a_webhook_that_was_not_accepted_is_brought_again(tmp_path, clock):
    counts, seen = delivered(tmp_path, clock, "normal", "normal", status=503)
    assert counts == [0, 0]
    assert len(seen) == 4


def test_a_merchant_who_is_down_loses_no_webhook(tmp_path, clock):
    provider = provider_at(tmp_path, clock, "http://127.0.0.1:9")
    ref = life(provider)
    assert demo_webhooks.deliver(provider.bank, ref) == 0
    session = demo_bank.session(provider.bank, ref)
    assert not any(each.sent for each in session.events)


def test_however_they_come_the_books_are_right(tmp_path, clock):
    provider = provider_at(tmp_path, clock)
    payment = revenue.begin(Payment("p", "c", 16_000, "demo", live=False), "attempt-1")
    ref = provider.create(attempt()).ref
    snapshots = [provider.fetch(ref)]
    for outcome in ("declined", "number"):
        demo_bank.choose(provider.bank, ref, outcome)
        snapshots.append(provider.fetch(ref))
    demo_bank.pay_number(provider.bank, ref)
    provider.refund(Refund("r1", ref, 1_000))
    snapshots.append(provider.fetch(ref))
    for snapshot in [*reversed(snapshots), *snapshots]:
        payment = revenue.apply(payment, snapshot, AT).payment
    assert (payment.state, payment.captured, payment.refunded) == ("paid", 16_000, 1_000)


# --- several at once ------------------------------------------------------------------------------


PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.gateways.payments import demo_bank, registry
from app.gateways.payments.port import Attempt, Refund, Setup
from app.kernel.errors import Refusal
at = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
provider = registry.build("demo", Setup("http://city.test", Path(sys.argv[1]), lambda: at, {}))
sys.stdin.readline()
for number in range(20):
    ref = provider.create(Attempt(f"attempt-{number}", 16_000, "x", "http://city.test")).ref
    demo_bank.choose(provider.bank, ref, "paid")
    for part in range(4):
        try:
            provider.refund(Refund(f"{sys.argv[2]}-{part}", ref, 5_000))
        except Refusal:
            pass
"""


def test_two_processes_share_one_bank(tmp_path, clock):
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path), name], cwd=ROOT, stdin=subprocess.PIPE
        )
        for name in ("one", "two")
    ]
    for worker in workers:
        worker.stdin.write(b"\n")
        worker.stdin.flush()
    for worker in workers:
        worker.stdin.close()
        assert worker.wait(60) == 0
    provider = provider_at(tmp_path, clock)
    sessions = demo_bank.sessions(provider.bank)
    assert len(sessions) == 20
    for session in sessions:
        assert [each.type for each in session.events].count("payment.paid") == 1
        assert session.captured == 16_000
        assert session.refunded == 15_000
    assert not list((tmp_path / "demo-bank").glob(".new-*"))


def test_many_threads_choosing_at_once_pay_once(provider):
    ref = provider.create(attempt()).ref
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: demo_bank.choose(provider.bank, ref, "paid"), range(24)))
    assert provider.fetch(ref).revision == 1
