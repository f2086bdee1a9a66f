"""The office that is measured, and beside it the floor: each a process with a database of its own.

One PostgreSQL server of ours with its durability as it comes, in a folder that is thrown away. The
floor's database is a copy of the office's, so that both work on the same tables, indexes and rows.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from app import bootstrap, settings
from app.kernel.clock import local_day
from app.services import health
from app.services.context import Context
from app.store import embedded, people
from app.store.transaction import write
from tests.benchmarks import measuring

ROOT = Path(__file__).parents[2]
DEFINITIONS = Path(__file__).parent / "procedures"
OURS, FLOOR = "ours", "floor"
APPLICATIONS = {OURS: "app.main:application", FLOOR: "tests.benchmarks.floor:app"}
_PATIENCE = 60.0


@dataclass
class Place:
    """Where everything is: the folder, the server, and the connection that looks after it."""

    folder: Path
    server: embedded.Embedded
    admin: psycopg.Connection[Any] = field(repr=False)

    def environment(self, name: str, port: int = 8000) -> dict[str, str]:
        """Give the settings of the office, or of its floor."""
        return {
            "PORT": str(port),
            "MADOGUCHI_BASE_URL": "http://127.0.0.1:8000",
            "MADOGUCHI_DATABASE_URL": self.server.address(name),
            "MADOGUCHI_DATA_DIR": str(self.folder / "data"),
            "MADOGUCHI_PROCEDURES_DIR": str(DEFINITIONS),
            "MADOGUCHI_WORKFLOWS_DIR": str(ROOT / "workflows"),
        }

    def process_environment(self, name: str, port: int) -> dict[str, str]:
        """Give the environment of a process: ours, its settings, and a place for its bytecode.

        Where this process may not keep bytecode (PYTHONDONTWRITEBYTECODE), a start would measure
        the compiler; an installation compiles once.
        """
        bytecode = {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
        }
        return os.environ | bytecode | self.environment(name, port)

    def backends(self, name: str) -> list[int]:
        """Give the processes of the server that work for one of the two databases."""
        found = self.admin.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            [name],
        )
        return [pid for (pid,) in found]

    def database_cpu(self, name: str) -> measuring.Cpu:
        """Give the CPU time that the server spends for one of the two databases."""
        return measuring.of_processes(lambda: self.backends(name))


@contextmanager
def opened() -> Iterator[Place]:
    """Make a server in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-bench-"))
    server = embedded.start(folder)
    try:
        with psycopg.connect(server.url, autocommit=True) as admin:
            yield Place(folder, server, admin)
    finally:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def context(place: Place) -> Iterator[Context]:
    """Open the office in this process, to put into it what the measurements need."""
    found = bootstrap.open_office(settings.read(place.environment(OURS)))
    try:
        yield found.context
    finally:
        found.close()


def populate(place: Place, prepare: Callable[[Context], None]) -> None:
    """Make the office's database with its people, prepare it, and copy it for the floor."""
    place.admin.execute(f"CREATE DATABASE {OURS}")
    with context(place) as ctx:
        health.migrate(ctx)
        with write(ctx.database) as tx:
            for each in ctx.demo_people:
                at = ctx.clock()
                people.add(tx, people.Person(each.id, each.kind, each.name, at, each.email))
                for post in each.posts:
                    since = local_day(at) - timedelta(days=365)
                    people.appoint(tx, people.Appointment(each.id, post.unit, post.post, since))
        prepare(ctx)
    place.admin.execute(f"CREATE DATABASE {FLOOR} TEMPLATE {OURS}")
    for name in (OURS, FLOOR):
        with psycopg.connect(place.server.address(name), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    place.admin.execute("CHECKPOINT")


@dataclass
class Served:
    """A web server in a process of its own, and one connection to it that is kept open."""

    name: str
    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection
    cpu: measuring.Cpu

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
        """Get a page, which must be there."""
        return self._ask("GET", path, None, headers, 200)

    def post(
        self, path: str, body: bytes, headers: Mapping[str, str], status: int
    ) -> tuple[bytes, Mapping[str, str]]:
        """Send JSON and get the answer, which must have the status."""
        sent = {"content-type": "application/json", **headers}
        return self._ask("POST", path, body, sent, status)

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], status: int
    ) -> tuple[bytes, Mapping[str, str]]:
        self.connection.request(method, path, body, dict(headers))
        answer = self.connection.getresponse()
        found = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{self.name} {path}: {answer.status} {found[:1000]!r}")
        return found, dict(answer.headers)


@contextmanager
def serving(place: Place, name: str, path: str = "/readyz") -> Iterator[Served]:
    """Serve the office or its floor until the end of the block; it begins when `path` answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", APPLICATIONS[name], "--port", str(port),
         "--log-level", "warning", "--timeout-keep-alive", "300", "--no-access-log",
         "--no-server-header"],
        cwd=ROOT,
        env=place.process_environment(name, port),
        stderr=(place.folder / f"{name}.log").open("ab"),
    )  # fmt: skip
    try:
        wait_for(port, path, process)
        cpu = measuring.together(
            measuring.of_processes(lambda: [process.pid]), place.database_cpu(name)
        )
        yield Served(name, process, http.client.HTTPConnection("127.0.0.1", port), cpu)
    finally:
        end(process)


def wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers 200."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.01)
    raise TimeoutError(f"no answer from port {port}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
