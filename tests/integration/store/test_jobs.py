"""The worker: does what it is told once it is committed, and survives what it is told."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.store import jobs
from app.store.engine import Database
from app.store.jobs import Duties, Job
from app.store.transaction import read, write


def enqueue(db: Database, *some: Job) -> None:
    with write(db) as tx:
        jobs.enqueue(tx, some)


def remaining(db: Database) -> dict[str, str]:
    with read(db) as tx:
        found = tx.execute(text("SELECT args ->> 'key' AS key, status FROM procrastinate_jobs"))
        return {each.key: each.status for each in found}


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@contextmanager
def working(db: Database, duties: Duties) -> Iterator[threading.Thread]:
    stop = threading.Event()
    worker = threading.Thread(target=jobs.run_worker, args=(db, duties), kwargs={"stop": stop})
    worker.start()
    try:
        yield worker
    finally:
        stop.set()
        worker.join(30)
        assert not worker.is_alive()


def test_waiting_jobs_are_done_and_gone(database: Database):
    done: list[str] = []
    duties = Duties()
    duties.register("notice", done.append)
    enqueue(database, Job("notice", "a"), Job("notice", "b"))
    jobs.run_worker(database, duties, wait=False)
    assert sorted(done) == ["a", "b"]
    assert remaining(database) == {}


def test_a_job_begins_soon_after_the_commit(database: Database):
    done = threading.Event()
    duties = Duties()
    duties.register("notice", lambda _: done.set())
    with working(database, duties):
        with write(database) as tx:
            jobs.enqueue(tx, [Job("notice", "a")])
            assert not done.wait(0.5)
        assert done.wait(10)


def test_a_job_for_later_is_not_done_now(database: Database):
    done: list[str] = []
    duties = Duties()
    duties.register("notice", done.append)
    enqueue(database, Job("notice", "a", timedelta(hours=1)))
    jobs.run_worker(database, duties, wait=False)
    assert done == []
    assert remaining(database) == {"a": "todo"}


def test_a_handler_that_breaks_stops_nobody_and_says_no_names(
    database: Database, caplog: pytest.LogCaptureFixture
):
    done: list[str] = []

    def handle(key: str) -> None:
        if key == "bad":
            raise ValueError("".join(("山", "田")))  # a traceback quotes the source line
        done.append(key)

    duties = Duties()
    duties.register("notice", handle)
    enqueue(database, Job("notice", "bad"), Job("notice", "good"))
    with caplog.at_level(logging.DEBUG):
        jobs.run_worker(database, duties, wait=False)
    assert done == ["good"]
    assert remaining(database) == {"bad": "failed"}
    assert "山田" not in caplog.text
    assert "ValueError" in caplog.text


def test_stopping_waits_for_the_job_in_hand(database: Database):
    begun, done = threading.Event(), threading.Event()

    def handle(_: str) -> None:
        begun.set()
        time.sleep(0.5)
        done.set()

    duties = Duties()
    duties.register("notice", handle)
    enqueue(database, Job("notice", "a"))
    with working(database, duties):
        assert begun.wait(10)
    assert done.is_set()
    assert remaining(database) == {}


def test_sweeps_come_round_again_even_when_one_breaks(database: Database):
    rounds: list[float] = []

    def broken() -> None:
        rounds.append(time.monotonic())
        raise ValueError

    duties = Duties()
    duties.every(0.05, "deadlines", broken)
    with working(database, duties):
        assert until(lambda: len(rounds) >= 3)


def test_a_sweep_is_made_by_one_worker_at_a_time(database: Database):
    inside, most = [0], [0]

    def sweep() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.2)
        inside[0] -= 1

    duties = Duties()
    duties.every(0.01, "deadlines", sweep)
    with working(database, duties), working(database, duties):
        time.sleep(1.5)
    assert most[0] == 1


def test_the_job_of_a_dead_worker_is_done_by_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "BEAT", 0.2)
    monkeypatch.setattr(jobs, "SILENCE", 1.0)
    enqueue(database, Job("notice", "a"))
    with write(database) as tx:
        tx.execute(
            text(
                "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - interval '1 hour') RETURNING id)"
                " UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead"
            )
        )
    done = threading.Event()
    duties = Duties()
    duties.register("notice", lambda _: done.set())
    with working(database, duties):
        assert done.wait(20)


def test_the_worker_goes_on_after_the_database_was_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "PAUSE", 0.1)
    done: list[str] = []
    duties = Duties()
    duties.register("notice", done.append)
    with working(database, duties):
        enqueue(database, Job("notice", "before"))
        assert until(lambda: "before" in done)
        with write(database) as tx:
            tx.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        enqueue(database, Job("notice", "after"))
        assert until(lambda: "after" in done)


def test_a_kind_has_one_handler():
    duties = Duties()
    duties.register("notice", print)
    with pytest.raises(ValueError, match="notice"):
        duties.register("notice", print)
