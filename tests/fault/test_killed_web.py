"""送信の途中で: a web process is killed while it files an application; who sends again, with the
same key, gets the number of the one case that there is."""

import socket
import time
from multiprocessing.process import BaseProcess
from typing import Any

import httpx
import pytest
import uvicorn

from app.services import filing, reading, tokens
from app.services.context import Context
from app.store import idempotency
from app.web import app as web
from tests.support import office, processes, proofs


def serve(ctx: Context, port: int, moment: str) -> None:
    """Be a web process that is killed at a moment of a filing."""
    if moment == "before the commit":
        kill_after(idempotency, "answer")
    if moment == "after the commit":
        kill_after(filing, "log")
    if moment == "before the answer":
        kill_after(reading, "brief")
    uvicorn.run(web.create(ctx), host="127.0.0.1", port=port, log_level="error")


def kill_after(module: Any, name: str) -> None:
    act = getattr(module, name)

    def last(*given: Any, **named: Any) -> None:
        act(*given, **named)
        processes.die()

    setattr(module, name, last)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def file(program: Any, ctx: Context, key: str) -> Any:
    body = {"procedure": office.FOOD, "answers": office.answers(ctx)}
    return program.post("/api/v1/cases", json=body, headers={"idempotency-key": key})


class Server:
    """A web process of an office, and a program that talks to it."""

    def __init__(self, ctx: Context, moment: str) -> None:
        port = free_port()
        self.process: BaseProcess = processes.start(ctx, serve, port, moment)
        token = tokens.for_person(ctx, office.RESIDENT)
        self.program = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"authorization": f"Bearer {token}", "host": "testserver"},
            timeout=30,
        )
        self.wait()

    def wait(self) -> None:
        for _ in range(300):
            try:
                if self.program.get("/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the web process does not answer")

    def close(self) -> None:
        self.program.close()
        self.process.kill()
        processes.ended(self.process)


@pytest.mark.parametrize("moment", ["before the commit", "after the commit", "before the answer"])
def test_who_sends_again_after_the_server_was_killed_has_one_case(ctx: Context, moment: str):
    dying = Server(ctx, moment)
    with pytest.raises(httpx.TransportError):
        file(dying.program, ctx, "k")
    assert processes.ended(dying.process) == processes.KILLED
    dying.close()
    by = office.actor(ctx, office.RESIDENT)
    arrived = [each.number for each in reading.own_cases(ctx, by)]
    assert len(arrived) == (0 if moment == "before the commit" else 1)
    living = office.program(ctx, office.RESIDENT)
    answers = [file(living, ctx, "k") for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    [number] = {each.json()["number"] for each in answers}
    assert [each.number for each in reading.own_cases(ctx, by)] == [number]
    assert arrived in ([], [number])
    assert number.endswith("00001")
    assert [each.act for each in proofs.entries(ctx, number)] == ["submitted"]
