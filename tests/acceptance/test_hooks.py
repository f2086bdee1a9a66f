import json

import pytest

from app.gateways import signing
from app.gateways.payments import demo_bank, demo_webhooks
from app.gateways.payments.demo_webhooks import Delivery
from app.services import payments
from tests.support import office

HOOK = "/hooks/payments/demo"


def started(ctx, outcome="paid") -> tuple[str, tuple[Delivery, ...]]:
    """A case whose applicant has just been at the bank, and what the bank reports of it."""
    number = office.file(ctx)
    charge = office.case(ctx, number).charges[0].id
    begun = payments.start(ctx, number, charge, "demo-card", office.actor(ctx, office.RESIDENT))
    bank = office.bank(ctx)
    session = demo_bank.choose(bank, begun.redirect_url.rpartition("/")[2], outcome)
    return number, demo_webhooks.deliveries(bank, session)


def bring(ctx, delivery: Delivery, body: bytes | None = None, **headers: str):
    sent = delivery.headers | headers
    return office.client(ctx).post(HOOK, content=body or delivery.body, headers=sent)


def test_a_payment_that_the_bank_reports_is_settled(ctx):
    number, [report] = started(ctx)
    answer = bring(ctx, report)
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert office.case(ctx, number).step == "payment"
    office.work(ctx)
    assert office.case(ctx, number).step == "examine"
    assert office.case(ctx, number).charges[0].state == "paid"


def test_a_report_that_comes_again_changes_nothing_more(ctx):
    number, [report] = started(ctx)
    for _ in range(3):
        assert bring(ctx, report).status_code == 200
    office.work(ctx)
    revision = office.case(ctx, number).revision
    assert bring(ctx, report).status_code == 200
    office.work(ctx)
    assert office.case(ctx, number).revision == revision


def test_a_report_is_not_believed_but_only_makes_us_ask(ctx):
    number, [report] = started(ctx, "declined")
    body = json.loads(report.body) | {"type": "payment.paid"}
    raw = json.dumps(body).encode()
    bank = office.bank(ctx)
    signed = signing.sign(demo_bank.secrets(bank), body["id"], ctx.clock(), raw)
    assert bring(ctx, report, raw, **signed).status_code == 200
    office.work(ctx)
    assert office.case(ctx, number).charges[0].state == "open"


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "1"},
        {"webhook-id": "evt_other"},
    ],
)
def test_a_forged_report_is_refused(ctx, headers):
    number, [report] = started(ctx)
    answer = bring(ctx, report, **headers)
    assert answer.status_code == 400
    assert answer.json()["code"] == "payment.webhook_refused"
    office.work(ctx)
    assert office.case(ctx, number).step == "payment"


def test_a_report_whose_body_was_changed_is_refused(ctx):
    _, [report] = started(ctx)
    assert bring(ctx, report, report.body + b" ").status_code == 400


def test_a_report_without_a_signature_is_refused(ctx):
    _, [report] = started(ctx)
    answer = office.client(ctx).post(HOOK, content=report.body)
    assert answer.status_code == 400


def test_a_provider_that_we_do_not_have_finds_the_door_closed(ctx):
    _, [report] = started(ctx)
    answer = office.client(ctx).post(
        "/hooks/payments/stripe", content=report.body, headers=report.headers
    )
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_report_that_is_too_large_is_not_read_to_its_end(ctx):
    _, [report] = started(ctx)
    assert bring(ctx, report, b"x" * (256 * 1024 + 1)).status_code == 400


def test_the_door_takes_nothing_but_reports(ctx):
    assert office.client(ctx).get(HOOK).status_code == 405


def test_a_report_needs_no_page_of_ours_before_it(ctx):
    number, [report] = started(ctx)
    assert bring(ctx, report, **{"sec-fetch-site": "cross-site"}).status_code == 200
    office.work(ctx)
    assert office.case(ctx, number).step == "examine"
