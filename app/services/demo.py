"""デモ: people to be, cases to look at, a clock to move. Exists in the demo environment only."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.cases import acts
from app.cases.model import Actor
from app.gateways.identity.demo import Person as DemoPerson
from app.gateways.mail.demo import DemoMailer, Letter
from app.gateways.payments import demo_bank, demo_webhooks
from app.gateways.payments.demo import DemoProvider
from app.gateways.payments.demo_bank import Outcome
from app.gateways.payments.demo_sessions import Session
from app.gateways.payments.demo_webhooks import Mode
from app.kernel import ids, logs
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services import access, casework, catalogue, duties, filing, payments, sign_in
from app.services.catalogue import SAMPLE
from app.services.context import Context
from app.services.moving_clock import MovingClock
from app.store import cases, people, uploads
from app.store.transaction import Tx, read, write

_PERIOD = re.compile(r"P(?:(\d{1,3})M)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?")
_MONTH = timedelta(days=30)
_DEPTHS = (0, 1, 2, 4, 20)
"""How many steps each sample case has taken, the last going all the way."""
_PROGRESS = frozenset(
    {"examine", "inspect", "draft", "approve", "concur", "decide", "answer_outside", "assess"}
)


def seed(ctx: Context, sample: bytes) -> None:
    """Put the demo's people, its sample file and some cases in place, once."""
    fresh = furnish(ctx, sample)
    if not fresh:
        return
    for procedure in ctx.catalogue.all(local_day(ctx.clock())):
        for steps in _DEPTHS:
            _seed_case(ctx, procedure.id, steps)
    logs.log("demo.seeded", people=fresh)


def furnish(ctx: Context, sample: bytes) -> int:
    """Put the demo's people and its sample file in place; say how many people were new."""
    with write(ctx.database) as tx:
        fresh = [person for person in ctx.demo_people if _add(ctx, person, tx)]
    if fresh:
        _add_sample(ctx, sample)
    return len(fresh)


def person(ctx: Context, person_id: str) -> DemoPerson:
    """Give one of the demo's people. Raises `Refusal("person.unknown")`."""
    found = next((each for each in ctx.demo_people if each.id == person_id), None)
    if found is None:
        raise Refusal("person.unknown", "その人はデモにいません。", "一覧から選んでください。")
    return found


def sign_in_as(ctx: Context, person_id: str) -> sign_in.Opened:
    """Begin a session as one of the demo's people."""
    return sign_in.open_for(ctx, person(ctx, person_id).id)


def letters(ctx: Context, to: str = "") -> tuple[Letter, ...]:
    """Give the letters in the demo's mailbox, the newest first."""
    return ctx.mailer.letters(to) if isinstance(ctx.mailer, DemoMailer) else ()


def move_clock(ctx: Context, period: str) -> tuple[datetime, int]:
    """Move the demo's clock forward by an ISO 8601 period, and let what is then due pass.

    Raises `Refusal("clock.invalid")`.
    """
    found = _PERIOD.fullmatch(period)
    numbers = [int(each or 0) for each in found.groups()] if found else []
    if not any(numbers) or not isinstance(ctx.clock, MovingClock):
        raise Refusal(
            "clock.invalid",
            "進める長さを読み取れません。",
            "P3D（3日）、P1M（30日）、PT2H（2時間）のように書いてください。",
        )
    months, days, hours, minutes = numbers
    by = months * _MONTH + timedelta(days=days, hours=hours, minutes=minutes)
    now = ctx.clock.advance(by)
    return now, duties.pass_deadlines(ctx)


def bank_session(ctx: Context, name: str) -> Session:
    """Give a payment session of the demo's bank, for its hosted page."""
    return demo_bank.session(_bank(ctx), name)


def pay(ctx: Context, name: str, outcome: Outcome, delivery: Mode) -> Session:
    """Do at the demo's bank what the payer chose, and let the bank report it as asked."""
    session = demo_bank.choose(_bank(ctx), name, outcome)
    demo_webhooks.deliver(_bank(ctx), name, delivery)
    return session


def pay_number(ctx: Context, name: str) -> Session:
    """Pay a number at the till of the demo's convenience store."""
    session = demo_bank.pay_number(_bank(ctx), name, late=True)
    demo_webhooks.deliver(_bank(ctx), name)
    return session


def _bank(ctx: Context) -> demo_bank.Bank:
    provider = ctx.providers.get("demo")
    if not isinstance(provider, DemoProvider):
        raise Refusal("demo.only", "デモの決済は使えません。", "設定を確かめてください。")
    return provider.bank


def _add(ctx: Context, given: DemoPerson, tx: Tx) -> bool:
    at = ctx.clock()
    row = people.Person(given.id, given.kind, given.name, at, given.email)
    added = people.add(tx, row)
    for post in given.posts:
        since = local_day(at) - timedelta(days=365)
        people.appoint(tx, people.Appointment(given.id, post.unit, post.post, since))
    return added


def _add_sample(ctx: Context, sample: bytes) -> None:
    stored = ctx.storage.put(f"uploads/{SAMPLE}", sample)
    owner = next(each.id for each in ctx.demo_people if each.kind == "resident")
    with write(ctx.database) as tx:
        uploads.add(
            tx,
            uploads.Upload(
                id=SAMPLE,
                person_id=owner,
                purpose="",
                name="見本.pdf",
                media_type="application/pdf",
                size=stored.size,
                sha256=stored.sha256,
                created_at=ctx.clock(),
                state="clean",
            ),
        )


def _seed_case(ctx: Context, procedure: str, steps: int) -> None:
    then = ctx.clock() - timedelta(days=min(steps, 5), hours=steps)
    past = replace(ctx, clock=lambda: then)
    residents = [each for each in ctx.demo_people if each.kind == "resident"]
    with read(ctx.database) as tx:
        resident = access.actor(ctx, tx, residents[steps % len(residents)].id)
    try:
        given = catalogue.example(past.catalogue, procedure, local_day(then))
        filed = filing.submit(past, filing.Filing(procedure, given, ids.new_id()), resident)
        taken = 0
        while taken < steps and _one_step(past, filed.number, resident):
            taken += 1
        if steps == 1:
            _ask_correction(past, filed.number)
    except Refusal as refusal:
        logs.warn("demo.case_not_seeded", procedure=procedure, code=refusal.code)


def _one_step(ctx: Context, number: str, resident: Actor) -> bool:
    """Let whoever is waited for do what moves the case; say whether anybody could."""
    case = casework.look(ctx, number, access.SYSTEM).case
    charge = next((each for each in case.charges if each.state == "open"), None)
    if charge is not None and not case.closed:
        started = payments.start(ctx, number, charge.id, "demo-card", resident)
        demo_bank.choose(_bank(ctx), started.redirect_url.rpartition("/")[2], "paid")
        payments.settle(ctx, started.attempt)
        return True
    return _act(ctx, number, _PROGRESS)


def _ask_correction(ctx: Context, number: str) -> None:
    _act(ctx, number, frozenset({"request_correction"}))


def _act(ctx: Context, number: str, wanted: frozenset[str]) -> bool:
    with read(ctx.database) as tx:
        row = cases.load(tx, number)
        actors = _actors(ctx, tx, row.current.waiting if row else ())
    for actor in actors:
        seen = casework.look(ctx, number, actor)
        for offer in acts.offers(seen.procedure, seen.case, actor, ctx.clock()):
            if offer.act in wanted:
                casework.act(ctx, number, casework.Asked(offer.act, offer.example), actor)
                return True
    return False


def _actors(ctx: Context, tx: Tx, waiting: Sequence[str]) -> list[Actor]:
    found = []
    for key in waiting:
        kind, _, rest = key.partition(":")
        unit, _, name = rest.rpartition(":")
        for each in ctx.demo_people:
            if kind == "post" and any(p.unit == unit and p.post == name for p in each.posts):
                found.append(access.actor(ctx, tx, each.id))
    return found
