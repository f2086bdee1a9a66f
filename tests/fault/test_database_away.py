"""データベースの障害: a database that restarts, or that is held up, loses nothing that was said to
have arrived, is told to people as it is, and is used again as soon as it is back."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.kernel.errors import Outage
from app.services import casework, duties
from app.services.context import Context
from app.services.moving_clock import MovingClock
from app.store import engine
from app.store.engine import open_database
from app.store.transaction import Tx, read, write
from tests.support import database, office, proofs

_PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def restless(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """An office whose clock stands in the database too, as the demo's does."""
    if os.environ.get(database.URL):
        pytest.skip("not our own server to kill")
    monkeypatch.setattr("app.services.moving_clock._FRESH", 0.0)
    return replace(ctx, clock=MovingClock(ctx.database))


def crash(tx: Tx) -> None:
    """Kill the server's process of this connection: the server ends all others, and recovers."""
    os.kill(int(tx.execute(_PID).scalar_one()), signal.SIGKILL)


def file(ctx: Context, key: str) -> Any:
    body = {"procedure": office.FOOD, "answers": office.answers(ctx)}
    return office.program(ctx, office.RESIDENT).post(
        "/api/v1/cases", json=body, headers={"idempotency-key": key}
    )


def until(done: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it does not work again"
        time.sleep(0.1)


def works(browser: TestClient) -> bool:
    return bool(browser.get("/my").status_code == 200)


def test_a_server_that_crashes_during_a_filing_loses_nothing_and_files_once(
    restless: Context, monkeypatch: pytest.MonkeyPatch
):
    ctx = restless
    kept = file(ctx, "before").json()["number"]
    browser = office.signed_in(ctx, office.RESIDENT)
    program = office.program(ctx, office.RESIDENT)
    body = {"procedure": office.FOOD, "answers": office.answers(ctx)}
    keep = casework.keep

    def and_crash(tx: Tx, *given: Any) -> None:
        keep(tx, *given)
        crash(tx)

    def send() -> Any:
        return program.post("/api/v1/cases", json=body, headers={"idempotency-key": "during"})

    with monkeypatch.context() as patch:
        patch.setattr(casework, "keep", and_crash)
        answer = send()
    assert answer.status_code == 503
    assert answer.json()["code"] == "store.unreachable"
    until(lambda: works(browser))
    number = send().json()["number"]
    assert send().json()["number"] == number
    own = [each.number for each in office.reading.own_cases(ctx, office.actor(ctx, "takasaki"))]
    assert sorted(own) == [kept, number]
    assert [int(each[-5:]) for each in sorted(own)] == [1, 2]


def test_a_page_says_that_the_database_is_away(restless: Context, monkeypatch: Any):
    ctx = restless
    browser = office.signed_in(ctx, office.RESIDENT)
    assert works(browser)
    with monkeypatch.context() as patch:
        patch.setattr("app.store.engine.IDLE", 1e9)  # a resting connection is not tried first
        with read(ctx.database) as tx:
            pid = tx.execute(_PID).scalar_one()
        os.kill(int(pid), signal.SIGKILL)
        pages = [browser.get("/my") for _ in range(2)]
    away = [each for each in pages if each.status_code == 503]
    assert away
    for page in away:
        assert "データベースに接続できません" in page.text
        assert "しばらくしてから" in page.text
    until(lambda: works(browser))


def test_a_worker_outlives_a_crash_of_the_database(restless: Context):
    ctx, stop = restless, threading.Event()
    worker = threading.Thread(target=duties.work, args=(ctx, 2, stop))
    browser = office.signed_in(ctx, office.RESIDENT)
    worker.start()
    try:
        before = office.file(ctx)
        until(lambda: made(ctx, before))
        with suppress(Outage), read(ctx.database) as tx:
            crash(tx)
        until(lambda: works(browser))
        after = office.file(ctx)
        until(lambda: made(ctx, after), 60)
    finally:
        stop.set()
        worker.join(60)
    assert not worker.is_alive()
    assert proofs.broken(proofs.entries(ctx, after)) is None


def made(ctx: Context, number: str) -> bool:
    return all(each.document for each in office.case(ctx, number).papers)


@pytest.fixture
def impatient(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """An office that waits for a lock, or a free connection, a fifth of a second."""
    hurried = [each.replace("'10s'", "'200ms'") for each in engine.ON_CONNECT]
    monkeypatch.setattr(engine, "ON_CONNECT", tuple(hurried))
    db = open_database(ctx.database.url, Path(), 2)
    db.engine.pool._timeout = 0.2  # type: ignore[attr-defined]
    yield replace(ctx, database=db)
    db.close()


def test_a_case_that_is_held_up_is_an_outage_and_works_again_after(
    ctx: Context, impatient: Context
):
    number = office.examining(ctx)
    program = office.program(impatient, office.EXAMINER)

    def examine() -> Any:
        return program.post(
            f"/api/v1/cases/{number}/acts",
            json={"act": "examine", "result": "ok"},
            headers={"if-match": f'"{revision}"'},
        )

    revision = office.case(ctx, number).revision
    with write(ctx.database) as tx:
        tx.execute(text("SELECT 1 FROM cases WHERE number = :n FOR UPDATE"), {"n": number})
        held = examine()
    assert (held.status_code, held.json()["code"]) == (503, "store.busy")
    assert office.case(ctx, number).revision == revision
    assert examine().status_code == 200
    assert office.case(ctx, number).revision == revision + 1


def test_numbers_that_are_held_up_are_an_outage_and_nothing_is_filed(
    ctx: Context, impatient: Context
):
    first = office.file(ctx)
    with write(ctx.database) as tx:
        tx.execute(text("SELECT 1 FROM counters FOR UPDATE"))
        held = file(impatient, "k")
    assert (held.status_code, held.json()["code"]) == (503, "store.busy")
    filed = file(impatient, "k")
    assert filed.status_code == 201
    assert int(filed.json()["number"][-5:]) == int(first[-5:]) + 1


def test_when_no_connection_is_free_it_is_an_outage(ctx: Context, impatient: Context):
    program = office.program(impatient, office.RESIDENT)
    with read(impatient.database), read(impatient.database):
        answer = program.get("/api/v1/cases")
    assert (answer.status_code, answer.json()["code"]) == (503, "store.busy")
    assert program.get("/api/v1/cases").status_code == 200
