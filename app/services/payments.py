"""納付: asking for money through a provider, and settling what became of it.

There is one way in which money moves a case: `settle` fetches the provider's whole truth and
applies it. A page return, a webhook and a poll only say that it is time to ask. The provider is
never called inside a transaction, and an attempt exists before it is asked for anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cases.events import Act, PaymentSettled
from app.cases.model import Actor, Case, Charge
from app.gateways.payments.port import Attempt, Provider
from app.kernel import ids, logs
from app.kernel.errors import Outage, Refusal
from app.ledger import revenue
from app.services import access, casework
from app.services.context import Context
from app.services.papers import Paid
from app.store import cases, inbox, jobs, journals, payments
from app.store.payments import AttemptRow, PaymentRow
from app.store.transaction import Collision, Tx, read, write

_FIRST_POLL = timedelta(seconds=10)
_POLLS = (
    (timedelta(minutes=10), timedelta(minutes=1)),
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(days=8), timedelta(hours=1)),
    (timedelta(days=40), timedelta(days=1)),
)
_LIMIT, _WINDOW = 30, timedelta(hours=1)
SETTLE = "settle_payment"
"""The kind of job by which a webhook has a payment settled."""


@dataclass(frozen=True, slots=True)
class Started:
    """A payment on its way: where the payer goes, or which number they take to the till."""

    payment: str
    attempt: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the payment of a charge stands, for the page that tells; `attempt` is the newest."""

    charge: Charge
    state: str
    method: str
    redirect_url: str
    instructions: revenue.Instructions | None
    deadline: datetime | None
    attempt: str = ""


def methods(ctx: Context) -> Mapping[str, str]:
    """Give the ways to pay that are open, by code; the code names the provider too."""
    return {
        f"{provider.name}-{code}": label
        for provider in ctx.providers.values()
        for code, label in provider.methods.items()
    }


def start(ctx: Context, number: str, charge_id: str, method: str, by: Actor) -> Started:
    """Begin to pay an open charge by a method, and say where to go.

    Pressing twice begins one attempt. Raises `Refusal`: `payment.nothing_open`,
    `payment.method_unknown`, `limit.reached`.
    """
    provider, code = _provider(ctx, method)
    with write(ctx.database) as tx:
        access.limit(tx, f"pay:{by.id}", _LIMIT, _WINDOW, ctx.clock())
    with write(ctx.database) as tx:
        # Of two clicks at once, the second finds what the first has begun.
        cases.lock(tx, number)
        seen = casework.load(ctx, tx, number, by)
        charge = _open_charge(seen.case, charge_id, by)
        row = _payment(ctx, tx, seen.case, charge, provider)
        attempt = _attempt(ctx, tx, row, provider, code)
    title = f"{seen.procedure.title['ja']} {charge.label}"
    created = provider.create(
        Attempt(
            id=attempt.id,
            amount=charge.amount,
            description=title,
            return_url=ctx.url(f"/pay/return/{attempt.id}"),
            method=code,
        )
    )
    with write(ctx.database) as tx:
        payments.began(tx, attempt.id, created.ref, created.redirect_url)
        payments.poll_at(tx, attempt.id, ctx.clock() + _FIRST_POLL)
    logs.log("payment.started", case=number, payment=row.payment.id, attempt=attempt.id)
    return Started(row.payment.id, attempt.id, created.redirect_url)


def receive(ctx: Context, provider_name: str, raw: bytes, headers: Mapping[str, str]) -> None:
    """Take in a provider's webhook: verified, kept once, and answered before anything is done.

    Raises `Refusal`: `payment.provider_unknown`, `payment.webhook_refused`.
    """
    provider = ctx.providers.get(provider_name)
    if provider is None:
        raise Refusal("page.not_found", "この受け口はありません。", "設定を確かめてください。")
    hint = provider.verify(raw, headers)
    event = inbox.ReportedEvent(provider_name, hint.event_id, raw, {}, ctx.clock())
    with write(ctx.database) as tx:
        if not inbox.add(tx, event):
            return
        found = payments.attempt_of_ref(tx, provider_name, hint.ref) or (
            payments.attempt(tx, hint.attempt_id) if hint.attempt_id else None
        )
        if found is None:
            # Not ours, or ours but not yet written down: the poll will find the latter.
            inbox.processed(tx, event, "attempt_unknown", ctx.clock())
            return
        jobs.enqueue(tx, [jobs.Job(SETTLE, found.id)])
        inbox.processed(tx, event, "settling", ctx.clock())


def settle(ctx: Context, attempt_id: str) -> str:
    """Bring a payment up to what its provider says now, and give its state.

    Safe at any time, in any order, from any number of processes.
    """
    with read(ctx.database) as tx:
        attempt = payments.attempt(tx, attempt_id)
    if attempt is None:
        raise Refusal(
            "payment.not_found",
            "この納付の記録は見つかりません。",
            "案件のページから、納付の状況を確かめてください。",
        )
    provider = ctx.providers[attempt.provider]
    ref = attempt.provider_ref or provider.find(attempt.id) or ""
    if not ref:
        return _later(ctx, attempt)
    snapshot = provider.fetch(ref)
    for left in (2, 1, 0):
        try:
            with write(ctx.database) as tx:
                return _apply(ctx, tx, attempt, snapshot)
        except Collision:
            if not left:
                raise
    raise AssertionError("unreachable")


def settle_job(ctx: Context, attempt_id: str) -> None:
    """Settle a payment for a worker; a provider that is down is asked again by the poll."""
    try:
        settle(ctx, attempt_id)
    except Outage as outage:
        logs.warn("payment.provider_down", code=outage.code, attempt=attempt_id)
    except Refusal as refusal:
        logs.warn("payment.not_settled", code=refusal.code, attempt=attempt_id)


def poll(ctx: Context) -> int:
    """Ask about every attempt that is due to be asked about; one that fails stops no other."""
    with write(ctx.database) as tx:
        due = payments.to_poll(tx, ctx.clock())
        for attempt in due:
            payments.poll_at(tx, attempt.id, _next_poll(ctx, attempt))
    for attempt in due:
        try:
            settle_job(ctx, attempt.id)
        except Exception as bug:  # noqa: BLE001 - the other attempts are asked about all the same
            logs.trouble("payment.poll_failed", bug, attempt=attempt.id)
    return len(due)


def close(ctx: Context, charge_id: str) -> None:
    """Close what is still open at providers for a charge that was taken back.

    Money that came in the meantime is settled instead: late money wins.
    """
    with read(ctx.database) as tx:
        attempts = payments.attempts_of_charge(tx, charge_id)
    for attempt in attempts:
        provider = ctx.providers[attempt.provider]
        ref = attempt.provider_ref or provider.find(attempt.id)
        if ref:
            try:
                provider.cancel(ref)
            except Refusal:
                logs.log("payment.came_meanwhile", attempt=attempt.id)
            settle(ctx, attempt.id)


def ask_before_expiry(ctx: Context, number: str) -> None:
    """Close what is open for a case whose time to pay is over, and settle what came after all."""
    with read(ctx.database) as tx:
        row = cases.load(tx, number)
        found = payments.of_case(tx, row.id) if row else ()
    for each in found:
        if each.payment.state not in ("paid", "cancelled"):
            close(ctx, each.payment.charge)


def standing(ctx: Context, number: str, charge_id: str, by: Actor) -> Standing:
    """Say how the payment of a charge stands."""
    with read(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        charge = next((each for each in seen.case.charges if each.id == charge_id), None)
        if charge is None:
            raise Refusal(
                "payment.not_found",
                "この手数料は見つかりません。",
                "案件のページから選び直してください。",
            )
        row = payments.of_charge(tx, seen.case.id, charge_id)
        newest = row.payment.newest if row else None
        attempt = payments.attempt(tx, newest.attempt) if newest else None
    return Standing(
        charge=charge,
        state="paid" if charge.state == "paid" else row.payment.state if row else "none",
        method=newest.method if newest else "",
        redirect_url=attempt.redirect_url if attempt else "",
        instructions=newest.instructions if newest else None,
        deadline=newest.deadline if newest else None,
        attempt=newest.attempt if newest else "",
    )


def case_of_attempt(ctx: Context, attempt_id: str) -> tuple[str, str]:
    """Give the number of the case and the charge that an attempt is for."""
    with read(ctx.database) as tx:
        attempt = payments.attempt(tx, attempt_id)
        row = payments.load(tx, attempt.payment_id) if attempt else None
    if row is None:
        raise Refusal(
            "payment.not_found",
            "この納付の記録は見つかりません。",
            "案件のページから、納付の状況を確かめてください。",
        )
    return row.case_number, row.payment.charge


def paid_charge(ctx: Context, tx: Tx, case: Case, charge_id: str) -> Paid | None:
    """Give how a charge was paid, for its confirmation; None where there is no charge."""
    charge = next((each for each in case.charges if each.id == charge_id), None)
    if charge is None or charge.paid_at is None:
        return None
    row = payments.of_charge(tx, case.id, charge_id)
    newest = row.payment.newest if row else None
    provider = ctx.providers.get(row.payment.provider) if row else None
    known = provider.methods if provider else {}
    method = known.get(newest.method, newest.method) if newest else ""
    return Paid(charge.id, method, charge.paid_at)


def _provider(ctx: Context, method: str) -> tuple[Provider, str]:
    name, _, code = method.partition("-")
    provider = ctx.providers.get(name)
    if provider is None and not code:
        provider, code = next(iter(ctx.providers.values()), None), name
    if provider is None or code not in provider.methods:
        raise Refusal(
            "payment.method_unknown",
            "その支払い方法は使えません。",
            "表示されている支払い方法から選んでください。",
        )
    return provider, code


def _open_charge(case: Case, charge_id: str, by: Actor) -> Charge:
    mine = by.kind == "resident" and by.id == case.applicant
    charge = next(
        (each for each in case.charges if each.id == charge_id and each.state == "open"), None
    )
    if charge is None or not mine or case.closed:
        raise Refusal(
            "payment.nothing_open",
            "いま納付していただく手数料はありません。",
            "案件のページで、納付の状況を確かめてください。",
        )
    return charge


def _payment(ctx: Context, tx: Tx, case: Case, charge: Charge, provider: Provider) -> PaymentRow:
    known = payments.of_charge(tx, case.id, charge.id)
    if known is not None:
        locked = payments.lock(tx, known.payment.id)
        if locked is not None:
            return locked
    payment = revenue.Payment(
        ids.new_id(), charge.id, charge.amount, provider.name, live=provider.live
    )
    row = PaymentRow(case.id, case.number, ctx.clock(), payment)
    payments.insert(tx, row)
    return row


def _attempt(ctx: Context, tx: Tx, row: PaymentRow, provider: Provider, method: str) -> AttemptRow:
    newest = row.payment.newest
    if newest is not None and newest.status in ("created", "open", "failed"):
        kept = payments.attempt(tx, newest.attempt)
        if kept is not None and kept.provider == provider.name and not _stale(ctx, newest):
            return kept
    attempt = AttemptRow(
        id=ids.new_id(),
        payment_id=row.payment.id,
        provider=provider.name,
        provider_ref="",
        method=method,
        redirect_url="",
        next_poll_at=ctx.clock() + _FIRST_POLL,
        created_at=ctx.clock(),
    )
    payments.add_attempt(tx, attempt, len(row.payment.attempts))
    return attempt


def _stale(ctx: Context, standing: revenue.Standing) -> bool:
    return standing.deadline is not None and standing.deadline <= ctx.clock()


def _apply(ctx: Context, tx: Tx, attempt: AttemptRow, snapshot: revenue.Snapshot) -> str:
    row = _locked(tx, attempt)
    now = ctx.clock()
    applied = revenue.apply(row.payment, snapshot, now)
    if applied.verdict == "mismatch":
        logs.warn("payment.mismatch", payment=row.payment.id, attempt=attempt.id)
    if applied.payment != row.payment:
        payments.save(tx, applied.payment, now)
        journals.post(tx, applied.journals)
    state = applied.payment.state
    if state in ("paid", "expired", "cancelled"):
        late = None if state == "paid" else _late_poll(ctx, attempt)
        payments.poll_at(tx, attempt.id, late)
    if state == "paid" and row.payment.state != "paid":
        paid_at = applied.payment.paid_at or now
        event = PaymentSettled(row.payment.charge, row.payment.amount, paid_at)
        _tell_case(ctx, tx, row, Act(event, access.SYSTEM, now))
    return state


def _locked(tx: Tx, attempt: AttemptRow) -> PaymentRow:
    """Lock the payment of an attempt, and its case first, as every act on the case does."""
    known = payments.load(tx, attempt.payment_id)
    if known is not None:
        cases.lock(tx, known.case_number)
    row = payments.lock(tx, attempt.payment_id)
    if row is None:
        raise LookupError(f"no payment for attempt {attempt.id}")
    return row


def _tell_case(ctx: Context, tx: Tx, row: PaymentRow, act: Act) -> None:
    try:
        casework.climb(ctx, tx, row.case_number, act)
    except Refusal as refusal:
        # The money is real whatever the case says: it stays in the books, and a person looks.
        logs.warn("payment.not_expected", payment=row.payment.id, code=refusal.code)
    else:
        logs.log("payment.settled", case=row.case_number, payment=row.payment.id)


def _later(ctx: Context, attempt: AttemptRow) -> str:
    with write(ctx.database) as tx:
        payments.poll_at(tx, attempt.id, _next_poll(ctx, attempt))
    return "created"


def _late_poll(ctx: Context, attempt: AttemptRow) -> datetime | None:
    """Say when to ask about an attempt that has ended: a till may report money days later."""
    until, every = _POLLS[-1]
    return ctx.clock() + every if ctx.clock() - attempt.created_at < until else None


def _next_poll(ctx: Context, attempt: AttemptRow) -> datetime | None:
    age = ctx.clock() - attempt.created_at
    for until, every in _POLLS:
        if age < until:
            return ctx.clock() + every
    return None
