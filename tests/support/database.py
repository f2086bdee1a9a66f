"""A database for each test: cloned from one that was migrated once, and dropped afterwards.

The server is our own, in a directory of its own, unless MADOGUCHI_TEST_DATABASE_URL names one.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from app.store import embedded, migrate
from app.store.engine import Database, open_database

URL = "MADOGUCHI_TEST_DATABASE_URL"


@dataclass
class Server:
    """A server in which databases are made and dropped; `url` is that of any database in it."""

    url: str
    made: Iterator[int] = field(default_factory=itertools.count)

    def address(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def make(self, template: str = "template0") -> str:
        name = f"madoguchi_test_{os.getpid()}_{next(self.made)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def database(self, template: str = "template0", pool_size: int = 10) -> Iterator[Database]:
        name = self.make(template)
        db = open_database(self.address(name), Path(), pool_size)
        try:
            yield db
        finally:
            db.close()
            self.drop(name)


@contextmanager
def running_server() -> Iterator[Server]:
    """Give the server named in the environment, or one of our own."""
    named = os.environ.get(URL)
    if named:
        yield Server(named)
        return
    # Not under pytest's own directory, which it closes to other users when the next run begins.
    place = Path(tempfile.mkdtemp(prefix="madoguchi-test-"))
    own = embedded.start(place)
    server = Server(own.url)
    # Making and dropping a database waits for the disk, which is not what these tests are about.
    server.run("ALTER SYSTEM SET fsync = off")
    server.run("SELECT pg_reload_conf()")
    try:
        yield server
    finally:
        own.leave()
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def migrated_template(server: Server) -> Iterator[str]:
    """Make a database with all tables, to be cloned."""
    name = server.make()
    db = open_database(server.address(name), Path(), 1)
    migrate.upgrade(db)
    db.close()
    try:
        yield name
    finally:
        server.drop(name)
