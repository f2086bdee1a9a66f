"""効果は一度だけ: a worker is killed at each moment of each effect, and another finishes its work.

Afterwards every paper exists once, every letter was sent once, every session is closed, money is
booked once, the case has gone one step for each, and the books and the audit chain are whole.
"""

import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from app.gateways.payments import demo_webhooks
from app.services import duties, effects, payments
from app.services.context import Context
from app.store import documents, jobs, journals, outbox
from app.store.transaction import read
from tests.support import deaths, office, processes, proofs
from tests.support.database import Server

KINDS = ("issue_document", "send_notice", "cancel_payment", payments.SETTLE)
DEATHS = [
    (kind, moment)
    for kind in KINDS
    for moment in deaths.MOMENTS
    if moment != "before" or kind == "issue_document"  # no kind has begun by then
]
_LEFT = text(
    "SELECT (SELECT count(*) FROM effects WHERE state IN ('due', 'running'))"
    " + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
)


@dataclass(frozen=True)
class Survived:
    """A case over one of whose effects a worker died, and what became of the worker."""

    number: str
    key: str
    exit: int | None


@dataclass(frozen=True)
class Aftermath:
    """The office after all the deaths and the one worker that lived."""

    ctx: Context
    by_death: dict[tuple[str, str], Survived]
    seconds: float


@pytest.fixture(scope="module")
def aftermath(
    database_server: Server, peopled_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Aftermath]:
    """Kill a worker at every moment of every effect, then let one live."""
    with database_server.database(peopled_template, pool_size=20) as db:
        ctx = office.build(db, tmp_path_factory.mktemp("deaths"))
        found = {each: die_over(ctx, *each) for each in DEATHS}
        seconds = survive(ctx)
        yield Aftermath(ctx, found, seconds)


def die_over(ctx: Context, kind: str, moment: str) -> Survived:
    number, key = PREPARE[kind](ctx)
    killed = processes.start(ctx, deaths.work_and_die, key, moment)
    return Survived(number, key, processes.ended(killed))


def survive(ctx: Context) -> float:
    """Let one worker live until nothing is left to be done, and tell how long it took."""
    stop, began = threading.Event(), time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in ((jobs, "BEAT", 0.5), (jobs, "SILENCE", 2.0)):
            patch.setattr(module, name, value)
        given = (ctx.database, duties.of_worker(ctx))
        worker = threading.Thread(target=jobs.run_worker, args=given, kwargs={"stop": stop})
        worker.start()
        while left(ctx) and time.monotonic() < began + 90:
            time.sleep(0.1)
        stop.set()
        worker.join(30)
    return time.monotonic() - began


def left(ctx: Context) -> int:
    with read(ctx.database) as tx:
        return int(tx.execute(_LEFT).scalar_one())


def effect(ctx: Context, number: str, kind: str) -> str:
    with read(ctx.database) as tx:
        found = outbox.of_case(tx, office.case(ctx, number).id)
    return next(each.key for each in found if each.kind == kind)


def filed(ctx: Context, kind: str) -> tuple[str, str]:
    number = office.file(ctx)
    return number, effect(ctx, number, kind)


def cancelled(ctx: Context) -> tuple[str, str]:
    number, _ = started(ctx)
    office.act(ctx, number, office.RESIDENT, "withdraw", reason="")
    return number, effect(ctx, number, "cancel_payment")


def paid(ctx: Context) -> tuple[str, str]:
    number, begun = started(ctx)
    bank, name = office.bank(ctx), begun.redirect_url.rpartition("/")[2]
    session = office.demo_bank.choose(bank, name, "paid")
    for each in demo_webhooks.deliveries(bank, session):
        payments.receive(ctx, "demo", each.body, each.headers)
    return number, begun.attempt


def started(ctx: Context) -> tuple[str, payments.Started]:
    number = office.file(ctx)
    [charge] = office.case(ctx, number).charges
    by = office.actor(ctx, office.RESIDENT)
    return number, payments.start(ctx, number, charge.id, "demo-card", by)


PREPARE = {
    "issue_document": lambda ctx: filed(ctx, "issue_document"),
    "send_notice": lambda ctx: filed(ctx, "send_notice"),
    "cancel_payment": cancelled,
    payments.SETTLE: paid,
}


@pytest.mark.parametrize(("kind", "moment"), DEATHS)
def test_what_a_killed_worker_left_is_done_once_in_the_end(
    aftermath: Aftermath, kind: str, moment: str
):
    ctx, survived = aftermath.ctx, aftermath.by_death[kind, moment]
    assert survived.exit == processes.KILLED
    case = office.case(ctx, survived.number)
    with read(ctx.database) as tx:
        rows = outbox.of_case(tx, case.id)
        papers = documents.of_case(tx, case.id)
    assert {each.state for each in rows} <= {"done", "skipped"}
    assert [each.effect_key for each in papers] == [
        each.key for each in rows if each.kind == "issue_document"
    ]
    for paper in papers:
        assert paper.state == "issued"
        pdf = ctx.storage.read(paper.path, paper.sha256)
        assert hashlib.sha256(pdf).hexdigest() == paper.sha256
    assert [each.document for each in case.papers] == [each.id for each in papers]
    check_letters(ctx, rows)
    check_steps(ctx, survived.number, kind, len(papers))


def check_letters(ctx: Context, rows: tuple[outbox.EffectRow, ...]) -> None:
    """Every notice that was sent lies in the mailbox, under the name that its key gives it."""
    sent = [each.key for each in rows if each.kind == "send_notice" and each.state == "done"]
    ids = [hashlib.sha256(key.encode()).hexdigest()[:40] for key in sent]
    here = [each.id for each in ctx.mailer.letters("", 10_000)]  # type: ignore[attr-defined]
    assert [here.count(each) for each in ids] == [1] * len(ids)


def check_steps(ctx: Context, number: str, kind: str, papers: int) -> None:
    """The case has gone on once for each thing that happened, and its chain is whole."""
    entries = proofs.entries(ctx, number)
    acts = [each.act for each in entries]
    assert acts.count("submitted") == 1
    assert acts.count("document_issued") == papers
    assert acts.count("payment_settled") == (kind == payments.SETTLE)
    assert acts.count("withdrawn") == (kind == "cancel_payment")
    assert [each.revision for each in entries] == list(range(1, len(entries) + 1))
    assert proofs.broken(entries) is None
    assert office.case(ctx, number).revision == len(entries)


def test_the_books_balance_after_all_the_deaths(aftermath: Aftermath):
    ctx = aftermath.ctx
    charges = [
        (kind, charge)
        for (kind, _), survived in aftermath.by_death.items()
        for charge in office.case(ctx, survived.number).charges
    ]
    with read(ctx.database) as tx:
        totals = journals.balances(tx)
    settled = sum(charge.amount for kind, charge in charges if kind == payments.SETTLE)
    unpaid = sum(charge.amount for _, charge in charges if charge.state == "open")
    assert sum(totals.values()) == 0
    assert totals["clearing:demo"] == settled > 0
    assert totals["receivable"] == unpaid > 0
    assert {charge.state for kind, charge in charges if kind == payments.SETTLE} == {"paid"}


def test_the_bank_has_no_session_open_for_what_was_taken_back(aftermath: Aftermath):
    sessions = office.demo_bank.sessions(office.bank(aftermath.ctx))
    states = sorted(each.status for each in sessions)
    kinds = sorted(kind for kind, _ in DEATHS)
    taken_back, settled = kinds.count("cancel_payment"), kinds.count(payments.SETTLE)
    assert states == ["cancelled"] * taken_back + ["paid"] * settled


def test_the_times_after_which_a_worker_is_dead_fit_together():
    """A job is handed on only when the lease on its effect is over, or it would find it taken."""
    assert effects.LEASE.total_seconds() > effects.BEAT * 2
    assert effects.LEASE.total_seconds() + jobs.BEAT <= jobs.SILENCE
