"""Other processes for a test, each with an office of its own on the same database and folder.

    with processes.together(ctx, file_some, (("takasaki",), ("minamoto",))) as answers:
        ...                                # what each gave back

They are real: what they share is the database and the disk, and `die` kills one as `kill -9` does.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from app.gateways.mail.demo import DemoMailer
from app.services.context import Context
from app.store.engine import open_database
from tests.support import office

KILLED = -signal.SIGKILL
_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.support.warm"])


@dataclass(frozen=True)
class Place:
    """Where an office is: the address of its database, its folder, and its time."""

    url: str
    folder: Path
    now: datetime


def place(ctx: Context) -> Place:
    """Say where the office of a test is, for another process to open it there."""
    assert isinstance(ctx.mailer, DemoMailer)
    return Place(ctx.database.url, ctx.mailer.directory.parent, ctx.clock())


def die() -> None:
    """End this process on the spot: nothing is finished, closed or said."""
    os.kill(os.getpid(), signal.SIGKILL)


def start(ctx: Context, work: Callable[..., Any], *given: Any) -> BaseProcess:
    """Start a process that does a work, given its own office."""
    started = _FORKED.Process(target=_alone, args=(place(ctx), work, given), daemon=True)
    started.start()
    return started


def ended(process: BaseProcess, seconds: float = 60) -> int | None:
    """Wait for the end of a process and say how it ended; it is made to if it takes too long."""
    process.join(seconds)
    if process.exitcode is None:
        process.kill()
        process.join()
    return process.exitcode


def together(
    ctx: Context, work: Callable[..., Any], each_given: Sequence[Sequence[Any]], seconds: float
) -> list[Any]:
    """Let processes do a work side by side, and give what each answered.

    A work is given its office, a barrier at which all of them meet, and what is its own.
    """
    barrier = _FORKED.Barrier(len(each_given), timeout=seconds)
    running = []
    for given in each_given:
        ours, theirs = _FORKED.Pipe(duplex=False)
        arguments = (place(ctx), work, (barrier, *given), theirs)
        started = _FORKED.Process(target=_answering, args=arguments, daemon=True)
        started.start()
        theirs.close()
        running.append((started, ours))
    try:
        return [_answer(process, pipe, seconds) for process, pipe in running]
    finally:
        for process, _ in running:
            ended(process, 5)


def _answer(process: BaseProcess, pipe: Connection, seconds: float) -> Any:
    if not pipe.poll(seconds):
        raise TimeoutError("the other process does not answer")
    try:
        return pipe.recv()
    except EOFError:
        raise RuntimeError(f"the other process ended with {ended(process)}") from None


def _alone(where: Place, work: Callable[..., Any], given: Sequence[Any]) -> None:
    database = open_database(where.url, Path(), 8)
    work(office.build(database, where.folder, office.StillClock(where.now)), *given)
    database.close()


def _answering(
    where: Place, work: Callable[..., Any], given: Sequence[Any], pipe: Connection
) -> None:
    database = open_database(where.url, Path(), 8)
    ctx = office.build(database, where.folder, office.StillClock(where.now))
    pipe.send(work(ctx, *given))
    database.close()
