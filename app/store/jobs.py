"""Jobs and the worker that runs them. The one file that knows the library, `procrastinate`.

A job is a kind and a key, nothing else, and is deferred on the transaction's own connection, so
that undoing the transaction undoes the job. What a kind means is known to whoever registers it.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import procrastinate
from procrastinate import exceptions
from procrastinate.schema import SchemaManager
from procrastinate.worker import Worker
from sqlalchemy import DateTime, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.kernel.clock import system_clock
from app.store.engine import Database
from app.store.transaction import Tx

log = logging.getLogger(__name__)

Handler = Callable[[str], None]
"""Does what a job asks for; is given the job's key, in a thread of its own."""

QUEUE = "effects"
BEAT = 5.0
"""Seconds between two signs of life of a worker."""
SILENCE = 20.0
"""Seconds without a sign of life after which a worker is taken for dead."""
GRACE = 20.0
"""Seconds that running jobs are given to finish when the worker is told to stop."""
PAUSE = 2.0
"""Seconds before a worker that lost the database tries again."""

_ALIVE = text(
    "SELECT DISTINCT args ->> 'key' FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing') AND args ->> 'key' IN :keys"
).bindparams(bindparam("keys", expanding=True))
_TURN = text("SELECT pg_try_advisory_xact_lock(7306, hashtext(:name))")

_DEFER = text(
    """
    SELECT procrastinate_defer_jobs_v1(array_agg(
        (:queue, kind, 0, NULL, NULL, jsonb_build_object('key', key), at)
        ::procrastinate_job_to_defer_v1 ORDER BY n
    ))
    FROM unnest(:kinds, :keys, :times) WITH ORDINALITY AS fresh (kind, key, at, n)
    """
).bindparams(
    bindparam("queue", type_=Text()),
    bindparam("kinds", type_=ARRAY(Text())),
    bindparam("keys", type_=ARRAY(Text())),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
)
"""What the library itself sends to defer jobs: its own function, on the act's connection."""


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work, and the key of the row that says what exactly."""

    kind: str
    key: str
    delay: timedelta = timedelta(0)


class JobFailed(Exception):
    """A handler broke; says where, but not with which words, since they may be someone's data."""


@dataclass(slots=True)
class Duties:
    """What a worker does: a handler for each kind, and what it looks after every few seconds."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    sweeps: dict[str, tuple[float, Callable[[], None]]] = field(default_factory=dict)

    def register(self, kind: str, handler: Handler) -> None:
        """Name who handles jobs of a kind."""
        if kind in self.handlers:
            raise ValueError(f"jobs of kind {kind} have a handler already")
        self.handlers[kind] = handler

    def every(self, seconds: float, name: str, sweep: Callable[[], None]) -> None:
        """Have a function called every few seconds, by one worker at a time."""
        self.sweeps[name] = (seconds, sweep)


def schema() -> str:
    """Give the SQL that creates what the library needs in the database."""
    return SchemaManager.get_schema()


def enqueue(tx: Tx, jobs: Sequence[Job]) -> None:
    """Put jobs into the queue; they are there if and when the transaction commits."""
    if not jobs:
        return
    tx.put(
        _DEFER,
        {
            "queue": QUEUE,
            "kinds": [each.kind for each in jobs],
            "keys": [each.key for each in jobs],
            "times": [system_clock() + each.delay if each.delay else None for each in jobs],
        },
    )


def alive(tx: Tx, keys: Iterable[str]) -> frozenset[str]:
    """Tell for which keys a job is waiting or running."""
    asked = list(keys)
    return frozenset(tx.execute(_ALIVE, {"keys": asked}).scalars()) if asked else frozenset()


def run_worker(
    db: Database,
    duties: Duties,
    *,
    concurrency: int = 4,
    wait: bool = True,
    stop: threading.Event | None = None,
) -> None:
    """Work until `stop` is set, or with `wait` False until nothing is left to be done now.

    Finishes the jobs in hand before it returns, and starts anew when the database was away.
    """
    stopped = stop or threading.Event()
    while True:
        try:
            asyncio.run(_work(db, duties, concurrency, wait, stopped))
        except exceptions.ConnectorException as error:
            if not wait:
                raise
            log.warning("worker.lost_database", extra={"error": type(error).__name__})
        if not wait or stopped.wait(PAUSE if not stopped.is_set() else 0):
            return


async def _work(
    db: Database, duties: Duties, concurrency: int, wait: bool, stop: threading.Event
) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(concurrency + 2))
    connector = procrastinate.PsycopgConnector(
        conninfo=db.url, min_size=1, max_size=concurrency + 2
    )
    app = procrastinate.App(connector=connector)
    for kind, handler in duties.handlers.items():
        app.task(name=kind, queue=QUEUE)(partial(_handle, kind, handler))
    async with app.open_async():
        worker = Worker(
            app,
            queues=[QUEUE],
            name=None,
            concurrency=concurrency,
            wait=wait,
            listen_notify=wait,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=BEAT,
            stalled_worker_timeout=SILENCE,
            shutdown_graceful_timeout=GRACE,
        )
        aside = _look_after(db, app, duties, worker, stop) if wait else []
        try:
            await worker.run()  # type: ignore[no-untyped-call]
        finally:
            for each in aside:
                each.cancel()
            await asyncio.gather(*aside, return_exceptions=True)


def _handle(kind: str, handler: Handler, key: str) -> None:
    try:
        handler(key)
    except Exception as error:  # noqa: BLE001 - the worker loop: no handler may end it
        log.error("job.failed", extra={"kind": kind, "key": key, "error": type(error).__name__})
        raise JobFailed(f"{kind} {key}: {type(error).__name__}").with_traceback(
            error.__traceback__
        ) from None


def _look_after(
    db: Database, app: procrastinate.App, duties: Duties, worker: Worker, stop: threading.Event
) -> list[asyncio.Task[None]]:
    rounds = [_watch(worker, stop), _revive(app)]
    rounds += [_sweep(db, name, *sweep) for name, sweep in duties.sweeps.items()]
    return [asyncio.create_task(each) for each in rounds]


async def _watch(worker: Worker, stop: threading.Event) -> None:
    """Pass on the wish to stop, which comes from another thread."""
    while not stop.is_set():  # noqa: ASYNC110 - set by a thread, which no asyncio.Event may be
        await asyncio.sleep(0.1)
    worker.stop()  # type: ignore[no-untyped-call]


async def _revive(app: procrastinate.App) -> None:
    """Hand the jobs of dead workers to the living."""
    while True:
        await asyncio.sleep(BEAT)
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
                await app.job_manager.retry_job(job)
            await app.job_manager.prune_stalled_workers(SILENCE)
        except exceptions.ConnectorException as error:
            # Another worker was faster, or the database is away: both are seen to elsewhere.
            log.info("worker.revive_skipped", extra={"error": type(error).__name__})


async def _sweep(db: Database, name: str, seconds: float, sweep: Callable[[], None]) -> None:
    while True:
        started = time.monotonic()
        await asyncio.to_thread(_sweep_once, db, name, sweep)
        await asyncio.sleep(max(0.0, seconds - (time.monotonic() - started)))


def _sweep_once(db: Database, name: str, sweep: Callable[[], None]) -> None:
    try:
        with db.engine.begin() as connection:
            if connection.execute(_TURN, {"name": name}).scalar_one():
                sweep()
    except Exception as error:  # noqa: BLE001 - the worker loop: the next round comes soon
        log.error("sweep.failed", extra={"sweep": name, "error": type(error).__name__})
