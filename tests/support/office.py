"""A whole office for a test: the real catalogue on an embedded database, with the demo's ways
outside under a folder of the test's own, the demo's people, and a clock that only the test moves.

    def test_x(ctx):                       # the fixture of tests/acceptance/conftest.py
        number = office.file(ctx)          # an application of the first scenario, as filed today
        office.pay(ctx, number)            # the money comes in
        office.act(ctx, number, "fuchu-sato", "examine", result="ok")
        office.work(ctx)                   # documents are made, notices sent
        page = office.signed_in(ctx, "fuchu-sato").get(f"/console/cases/{number}")
"""

import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import text

from app.cases.model import Actor, Case
from app.definitions import library
from app.gateways.identity import demo as demo_identity
from app.gateways.identity import keys
from app.gateways.mail import registry as mailers
from app.gateways.mail.demo import Letter
from app.gateways.payments import demo_bank
from app.gateways.payments import registry as providers
from app.gateways.payments.demo_bank import Outcome
from app.gateways.payments.port import Setup
from app.gateways.scanning import registry as scanners
from app.gateways.storage import registry as storages
from app.kernel import ids, paths
from app.kernel.clock import Clock, local_day
from app.services import (
    access,
    casework,
    catalogue,
    demo,
    duties,
    filing,
    payments,
    reading,
    sign_in,
    tokens,
)
from app.services.catalogue import SAMPLE, Catalogue
from app.services.context import Context
from app.store import jobs, people
from app.store import uploads as stored_uploads
from app.store.engine import Database
from app.store.transaction import read, write
from app.web import app as web
from app.web import session

with warnings.catch_warnings():
    # Starlette asks for a successor of httpx that the product does not need.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ROOT = Path(__file__).parents[2]
BASE_URL = "http://testserver"
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""火曜日の10時."""

FOOD = "food-business-permit"
RESIDENT, NEIGHBOUR = "takasaki", "minamoto"
EXAMINER, COLLEAGUE = "fuchu-sato", "fuchu-suzuki"
CHIEF, MANAGER, HEAD = "fuchu-ito", "fuchu-watanabe", "fuchu-yamamoto"
STRANGER = "shinjuku-fire-ikeda"
"""A clerk of an office that has nothing to do with food."""

SHOP_ADDRESS = {
    "postal_code": "1830022",
    "prefecture": "東京都",
    "city": "府中市",
    "town": "宮西町2-24",
    "building": "",
}
_DUE = text(
    "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'todo'"
    " AND (scheduled_at IS NULL OR scheduled_at <= now()))"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""The smallest file that is taken for a PDF."""


@dataclass
class StillClock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@cache
def library_of_tests() -> library.Library:
    """Read all definitions, once in a run."""
    return library.load(ROOT / "procedures", ROOT / "workflows")


def applicable() -> list[str]:
    """Give every procedure that residents can apply in."""
    return [each.id for each in library_of_tests().summaries(START.date())]


@cache
def demo_people() -> tuple[demo_identity.Person, ...]:
    text = (ROOT / "procedures/_shared/demo-people.yaml").read_text(encoding="utf-8")
    return demo_identity.people(text)


def build(
    database: Database, place: Path, clock: Clock | None = None, base_url: str = BASE_URL
) -> Context:
    """Put an office together on a migrated database, with its people in place.

    The clock stands still unless another is given (`MovingClock(database)` for `/demo/clock`).
    """
    clock = clock or StillClock()
    ctx = Context(
        database=database,
        catalogue=Catalogue(library_of_tests()),
        clock=clock,
        mailer=mailers.build("demo:", "madoguchi@localhost.example", "東京都 窓口", place, clock),
        storage=storages.build((place / "files").as_uri()),
        scanner=scanners.build("demo:"),
        providers={"demo": providers.build("demo", Setup(base_url, place, clock, {}))},
        keys=keys.keyring(place / "secrets"),
        log_key=keys.log_key(place / "secrets"),
        base_url=base_url,
        demo=True,
        demo_people=demo_people(),
    )
    populate(ctx)
    return ctx


def populate(ctx: Context) -> None:
    """Put the demo's people, their posts, the definitions and the sample file in place, once."""
    with read(ctx.database) as tx:
        known = people.load(tx, RESIDENT) is not None
    ctx.storage.put(f"uploads/{SAMPLE}", PDF)
    if known:
        return
    since = local_day(START) - timedelta(days=365)
    with write(ctx.database) as tx:
        catalogue.store_all(tx, ctx.catalogue, START)
        for each in ctx.demo_people:
            people.add(tx, people.Person(each.id, each.kind, each.name, START, each.email))
            for post in each.posts:
                people.appoint(tx, people.Appointment(each.id, post.unit, post.post, since))
        stored_uploads.add(tx, _sample())


def _sample() -> stored_uploads.Upload:
    return stored_uploads.Upload(
        id=SAMPLE,
        person_id=RESIDENT,
        purpose="",
        name="見本.pdf",
        media_type="application/pdf",
        size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(),
        created_at=START,
        state="clean",
    )


# People and their ways in


def actor(ctx: Context, person: str) -> Actor:
    """Give somebody with the posts held now."""
    with read(ctx.database) as tx:
        return access.actor(ctx, tx, person)


_newest: list[tuple[Context, FastAPI]] = []


def application(ctx: Context) -> FastAPI:
    """Give the real application of an office; the same one for the same office."""
    if not _newest or _newest[0][0] is not ctx:
        _newest[:] = [(ctx, web.create(ctx))]
    return _newest[0][1]


def client(ctx: Context, **headers: str) -> TestClient:
    """Give a browser without a session: it sends what browsers send, and follows no redirect."""
    sent = {"sec-fetch-site": "same-origin"} | headers
    return TestClient(application(ctx), base_url=ctx.base_url, headers=sent, follow_redirects=False)


def signed_in(ctx: Context, person: str) -> TestClient:
    """Give the browser of somebody who is signed in."""
    browser = client(ctx)
    opened = sign_in.open_for(ctx, person)
    browser.cookies.set(session.cookie_name(ctx), opened.secret)
    return browser


def program(ctx: Context, person: str) -> TestClient:
    """Give a program that calls the API with somebody's token."""
    token = tokens.for_person(ctx, person)
    return TestClient(
        application(ctx),
        base_url=ctx.base_url,
        headers={"authorization": f"Bearer {token}"},
        follow_redirects=False,
    )


# What people and time do, by the same services that pages call


def answers(ctx: Context, procedure: str = FOOD, **changes: Any) -> dict[str, Any]:
    """Give answers that are accepted today, with some changed: `applicant__phone="…"`.

    The food business is in 府中, so that the people named above handle it.
    """
    found: dict[str, Any] = catalogue.example(ctx.catalogue, procedure, local_day(ctx.clock()))
    here = {"shop_address": SHOP_ADDRESS} if procedure == FOOD else {}
    for name, value in (here | changes).items():
        paths.put(found, name.replace("__", "."), value)
    return found


def file(ctx: Context, procedure: str = FOOD, by: str = RESIDENT, **changes: Any) -> str:
    """File an application, and give its number."""
    given = answers(ctx, procedure, **changes)
    filed = filing.submit(ctx, filing.Filing(procedure, given, ids.new_id()), actor(ctx, by))
    return filed.number


def case(ctx: Context, number: str) -> Case:
    """Give a case as it stands."""
    return casework.look(ctx, number, access.SYSTEM).case


def act(ctx: Context, number: str, person: str, name: str, **body: Any) -> Case:
    """Let somebody do an act; without a body, the example that they are offered."""
    by = actor(ctx, person)
    given: Mapping[str, Any] = body
    if not body:
        offers = reading.brief(ctx, number, by).offers
        given = next((each.example for each in offers if each.act == name), {})
    return casework.act(ctx, number, casework.Asked(name, given), by)


def pay(ctx: Context, number: str, outcome: Outcome = "paid", method: str = "demo-card") -> str:
    """Let the applicant pay what is open at the demo's bank, and settle it; gives its state."""
    found = case(ctx, number)
    charge = next(each.id for each in found.charges if each.state == "open")
    started = payments.start(ctx, number, charge, method, actor(ctx, found.applicant))
    demo_bank.choose(bank(ctx), started.redirect_url.rpartition("/")[2], outcome)
    return payments.settle(ctx, started.attempt)


def correct(ctx: Context, number: str, **changes: Any) -> Case:
    """Let the applicant answer a correction request, with some answers changed."""
    found = case(ctx, number)
    given: dict[str, Any] = paths.copy(found.answers)
    for name, value in changes.items():
        paths.put(given, name.replace("__", "."), value)
    return filing.correct(ctx, number, given, actor(ctx, found.applicant), found.revision)


def bank(ctx: Context) -> demo_bank.Bank:
    """Give the demo's bank, to pay at, and to send webhooks from."""
    provider: Any = ctx.providers["demo"]
    found: demo_bank.Bank = provider.bank
    return found


def work(ctx: Context) -> None:
    """Do everything that is due now: documents, notices, settlements, and what follows of them."""
    while _jobs_due(ctx):
        jobs.run_worker(ctx.database, duties.of_worker(ctx), wait=False)


def _jobs_due(ctx: Context) -> bool:
    with read(ctx.database) as tx:
        return bool(tx.execute(_DUE).scalar_one())


def later(ctx: Context, **span: float) -> None:
    """Let time go by, with the deadlines that pass in it and what follows from them."""
    assert isinstance(ctx.clock, StillClock)
    ctx.clock.forward(**span)
    duties.pass_deadlines(ctx)
    work(ctx)


def letters(ctx: Context, to: str = "") -> tuple[Letter, ...]:
    """Give the letters in the demo's mailbox, the newest first."""
    return demo.letters(ctx, to)


# Cases in the state that a test begins with


def examining(ctx: Context, **changes: Any) -> str:
    """Give the number of a food business case whose fee is paid and that waits for the examiner."""
    number = file(ctx, **changes)
    pay(ctx, number)
    return number


def to_be_drafted(ctx: Context, result: str = "passed") -> str:
    """Give the number of a food business case that was examined and inspected."""
    number = examining(ctx)
    act(ctx, number, EXAMINER, "examine", result="ok")
    act(ctx, number, EXAMINER, "inspect", result=result)
    return number


def to_be_approved(ctx: Context, disposition: str = "granted", **draft: Any) -> str:
    """Give the number of a food business case whose draft waits for the section chief."""
    number = to_be_drafted(ctx, "passed" if disposition == "granted" else "failed")
    reasons = [
        {"ground": "facility", "facts": "手洗い設備がない。", "application": "基準に合わない。"}
    ]
    body = {"subject": "営業許可について", "proposal": "次のとおり決定してよろしいか。"}
    if disposition != "granted":
        draft = {"reasons": reasons} | draft
    act(ctx, number, EXAMINER, "draft", disposition=disposition, **body | draft)
    return number


def to_be_decided(ctx: Context, disposition: str = "granted", **draft: Any) -> str:
    """Give the number of a food business case that waits for the head of the health centre."""
    number = to_be_approved(ctx, disposition, **draft)
    act(ctx, number, CHIEF, "approve", note="")
    act(ctx, number, MANAGER, "approve", note="")
    return number
