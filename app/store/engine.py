"""The connection to PostgreSQL: one pool per process, to our own server or to a real one.

Knows how to reach a database and what to ask of each connection; knows no table.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.kernel.errors import Outage
from app.store import embedded

EMBEDDED = "embedded"
OLDEST = 15
DATABASE = "madoguchi"
PATIENCE = 60.0
"""Seconds to wait for a server of ours that is still recovering."""
IDLE = 5.0
"""Seconds after which a resting connection is tried before it is used again."""

ON_CONNECT = (
    "SET TIME ZONE 'UTC'",
    "SET lock_timeout = '10s'",
    "SET statement_timeout = '60s'",
    "SET idle_in_transaction_session_timeout = '120s'",
)


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is open: the pool, and its address for libraries that connect themselves."""

    engine: Engine = field(repr=False)
    url: str = field(repr=False)
    leave: Callable[[], None] = field(repr=False)

    def close(self) -> None:
        """Give the connections back, and stop our own server if nobody else uses it."""
        self.engine.dispose()
        self.leave()


def open_database(url: str, data_dir: Path, pool_size: int = 10) -> Database:
    """Open the database at `url`; `embedded` starts our own server under `data_dir`."""
    if url != EMBEDDED:
        return _connect(url, pool_size, _nothing, 0.0)
    server = embedded.start(data_dir)
    try:
        _ensure_database(server.url)
        address = server.address(DATABASE)
        return _connect(address, pool_size, server.leave, PATIENCE)
    except BaseException:
        server.leave()
        raise


def dialect_url(url: str) -> URL:
    """Name the driver in an address as people write it (`postgresql://…`)."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Outage(
            "store.bad_url", "DATABASE_URL の形式が正しくありません。", permanent=True
        ) from error
    if parsed.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise Outage(
            "store.bad_url",
            "DATABASE_URL は embedded か postgresql://… を指定してください。",
            permanent=True,
        )
    return parsed.set(drivername="postgresql+psycopg")


def _connect(url: str, pool_size: int, leave: Callable[[], None], patience: float) -> Database:
    address = dialect_url(url)
    engine = create_engine(
        address,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_use_lifo=True,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", _wake)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    database = Database(engine, plain, leave)
    try:
        _refuse_old(engine, patience)
    except BaseException:
        engine.dispose()
        raise
    return database


def _refuse_old(engine: Engine, patience: float) -> None:
    version = _version(engine, patience)
    if version < OLDEST * 10_000:
        raise Outage(
            "store.too_old",
            f"PostgreSQL {version // 10_000} には対応していません。{OLDEST} 以上が必要です。",
            permanent=True,
        )


def _version(engine: Engine, patience: float) -> int:
    until = time.monotonic() + patience
    while True:
        try:
            with engine.connect() as connection:
                return int(connection.execute(text("SHOW server_version_num")).scalar_one())
        except DBAPIError as error:
            if time.monotonic() >= until:
                raise Outage("store.unreachable", "データベースに接続できません。") from error
        time.sleep(0.2)


def _ensure_database(url: str) -> None:
    engine = create_engine(dialect_url(url), isolation_level="AUTOCOMMIT")
    try:
        _version(engine, PATIENCE)
        with engine.connect() as connection:
            # Two processes may both find the database missing: let one after the other look.
            connection.execute(text("SELECT pg_advisory_lock(7305)"))
            known = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if connection.execute(known, {"name": DATABASE}).first() is None:
                connection.execute(text(f"CREATE DATABASE {DATABASE}"))
    finally:
        engine.dispose()


def _prepare(connection: Any, entry: ConnectionPoolEntry) -> None:  # noqa: ANN401
    with connection.cursor() as cursor:
        cursor.execute("; ".join(ON_CONNECT))
    connection.commit()


def _rest(connection: Any, entry: ConnectionPoolEntry) -> None:  # noqa: ANN401
    entry.info["rested"] = time.monotonic()


def _wake(connection: Any, entry: ConnectionPoolEntry, proxy: object) -> None:  # noqa: ANN401
    # The server may have been restarted while the connection rested. A try costs a round trip,
    # so a connection in steady use is spared it.
    if time.monotonic() - entry.info.get("rested", time.monotonic()) < IDLE:
        return
    try:
        connection.execute("SELECT 1")
        connection.commit()
    except psycopg.Error as error:
        raise DisconnectionError from error


def _nothing() -> None:
    """Leave a server that is not ours as it is."""
