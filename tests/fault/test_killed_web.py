"""送信の途中で: a web process is killed while it files an application; who sends again, with the
same key, gets the number of the one case that there is."""

import json
import socket
import time
from contextlib import closing
from http.client import HTTPConnection
from multiprocessing.process import BaseProcess
from typing import Any

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
        kill_after(filing, "submit")
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


class Dying:
    """A web process that will be killed, and what may be asked of it before."""

    def __init__(self, ctx: Context, moment: str) -> None:
        self.port = free_port()
        self.process: BaseProcess = processes.start(ctx, serve, self.port, moment)
        self.token = tokens.for_person(ctx, office.RESIDENT)
        for _ in range(600):
            try:
                if self.ask("GET", "/healthz") == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the web process does not answer")

    def ask(self, method: str, path: str, body: Any = None) -> int:
        """Send a request, and give the status of its answer."""
        headers = {
            "authorization": f"Bearer {self.token}",
            "idempotency-key": "k",
            "content-type": "application/json",
        }
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, json.dumps(body), headers)
            return line.getresponse().status


@pytest.mark.parametrize("moment", ["before the commit", "after the commit", "before the answer"])
def test_who_sends_again_after_the_server_was_killed_has_one_case(ctx: Context, moment: str):
    body = {"procedure": office.FOOD, "answers": office.answers(ctx)}
    dying = Dying(ctx, moment)
    with pytest.raises(ConnectionError):
        dying.ask("POST", "/api/v1/cases", body)
    assert processes.ended(dying.process) == processes.KILLED
    by = office.actor(ctx, office.RESIDENT)
    arrived = [each.number for each in reading.own_cases(ctx, by)]
    assert len(arrived) == (0 if moment == "before the commit" else 1)
    living = office.program(ctx, office.RESIDENT)
    key = {"idempotency-key": "k"}
    answers = [living.post("/api/v1/cases", json=body, headers=key) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    [number] = {each.json()["number"] for each in answers}
    assert [each.number for each in reading.own_cases(ctx, by)] == [number]
    assert arrived in ([], [number])
    assert number.endswith("00001")
    assert [each.act for each in proofs.entries(ctx, number)] == ["submitted"]
