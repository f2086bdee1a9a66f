"""The only two ways into the database: `read` and `write`.

`write` commits once, at its end, and nobody else commits, flushes or rolls back. What is written
here and the jobs that follow from it stand or fall together. Statements of hot paths go to the
driver many at a time: a round trip and SQLAlchemy Core each cost more than such a statement does.
This module knows no table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import psycopg
from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from typing_extensions import override

from app.kernel.errors import Outage, Refusal
from app.store import spelling
from app.store.engine import Database
from app.store.spelling import Statement

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]

NUL = "cannot contain NUL"
"""What the driver says of a text that PostgreSQL cannot hold."""

COLLISIONS = {"40001", "40P01", "55P03"}
"""SQLSTATE of a serialization failure, a deadlock, and a lock that was not to be had in time."""
TOO_SLOW = "57014"
"""SQLSTATE of a statement that took longer than it may."""
BUSY = "いま混み合っています。しばらくしてから、もう一度お試しください。"


class Collision(Outage):
    """Two transactions got into each other's way; running the whole work again may succeed."""

    def __init__(self, state: str) -> None:
        super().__init__("store.busy", BUSY)
        self.state = state

    @override
    def __str__(self) -> str:
        return self.state


Row: TypeAlias = tuple[Any, ...]
"""What the driver gives of a row: the values in the order of the columns."""


@dataclass(frozen=True, slots=True)
class _Put:
    """A statement that nobody waits for yet, and what to raise if it finds no row to change."""

    statement: Statement
    values: Mapping[str, Any]
    otherwise: Exception | None


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction. With `once` it ends together with the first that is asked of it."""

    connection: Connection
    once: bool = False
    _put: list[_Put] = field(default_factory=list)

    def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[Any]:
        """Run a statement in this transaction."""
        self.ask()
        return self.connection.execute(statement, parameters)

    def adds(self, statement: Executable, parameters: Mapping[str, Any]) -> bool:
        """Run an insert that gives way to what is there already; say whether it added a row."""
        self.ask()
        kept = {"preserve_rowcount": True}
        found = self.connection.execute(statement, parameters, execution_options=kept)
        return found.rowcount == 1

    def put(
        self, statement: Statement, values: Mapping[str, Any], otherwise: Exception | None = None
    ) -> None:
        """Have something written, in its turn: before whatever is asked next, or at the commit.

        What the database has against it is heard then, and `otherwise` is raised if it changed
        nothing. `statement` must be one of a module, since its SQL is kept.
        """
        self._put.append(_Put(statement, values, otherwise))

    def ask(self, *asked: tuple[Statement, Mapping[str, Any]]) -> list[list[Row]]:
        """Send what was put and then some questions, all in one round trip; give their rows.

        Each sees the database as it is when its turn comes. Like `put`, this is for statements of
        a module.
        """
        if not asked and not self._put:
            return []
        return self._send(asked, ends=self.once)

    def close(self) -> None:
        """Send what was put, and the commit with it."""
        if self._put:
            self._send((), ends=True)

    def _send(
        self, asked: Sequence[tuple[Statement, Mapping[str, Any]]], *, ends: bool
    ) -> list[list[Row]]:
        put = tuple(self._put)
        self._put.clear()
        dialect, driver = self.connection.dialect, self.connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - only a detached connection has none
        with self._in_words_of_core(driver), driver.pipeline():
            sent = [spelling.run(driver, dialect, each.statement, each.values) for each in put]
            found = [spelling.run(driver, dialect, *each) for each in asked]
            if ends and not any(each.otherwise for each in put):
                driver.commit()
        for each, cursor in zip(put, sent, strict=True):
            if each.otherwise is not None and cursor.rowcount == 0:
                raise each.otherwise
        return [cursor.fetchall() for cursor in found]

    @contextmanager
    def _in_words_of_core(self, driver: psycopg.Connection[Any]) -> Iterator[None]:
        """Give what the driver raises as Core would, so that nobody has to know of both."""
        try:
            yield
        except psycopg.Error as error:
            if driver.closed:
                self.connection.invalidate(error)
            raise DBAPIError.instance(
                "(sent together)",
                None,
                error,
                psycopg.Error,
                hide_parameters=True,
                connection_invalidated=driver.closed,
                dialect=self.connection.dialect,
            ) from error


@contextmanager
def read(db: Database, *, once: bool = False) -> Iterator[Tx]:
    """Open a transaction in which the database refuses every write.

    `once` is for a single `ask`: the end of the transaction travels with it.
    """
    with _told_apart(), db.engine.connect() as connection:
        connection.execution_options(postgresql_readonly=True)
        # Committed like any other: psycopg forgets all prepared statements at a rollback.
        with connection.begin():
            yield Tx(connection, once)


@contextmanager
def write(db: Database) -> Iterator[Tx]:
    """Open a transaction that is committed at the end, or undone if anything is raised."""
    with _told_apart(), db.engine.begin() as connection:
        tx = Tx(connection)
        yield tx
        tx.close()


@contextmanager
def _told_apart() -> Iterator[None]:
    """Tell collisions and a lost database apart from bugs."""
    try:
        yield
    except NoConnectionFree as error:
        raise Outage("store.busy", BUSY) from error
    except UnicodeEncodeError as error:
        raise _unwritable() from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if NUL in str(error.orig):
            raise _unwritable() from error
        if state in COLLISIONS:
            raise Collision(state) from error
        if state == TOO_SLOW:
            raise Outage("store.busy", BUSY) from error
        if _unreachable(error, state):
            raise Outage(
                "store.unreachable", "データベースに接続できません。しばらくお待ちください。"
            ) from error
        raise


def _unwritable() -> Refusal:
    """Refuse what no text can hold: the character NUL, or half of a surrogate pair."""
    return Refusal(
        "text.unwritable",
        "文字として扱えないものが含まれています。",
        "制御文字などの見えない文字を取り除いて、もう一度送ってください。",
    )


def _unreachable(error: DBAPIError, state: str | None) -> bool:
    if error.connection_invalidated:
        return True
    # 08: the connection broke; 57P: the server is going down or coming up; 53300: no slot free.
    # A refused connection carries no SQLSTATE at all.
    if state is None:
        return isinstance(error, OperationalError)
    return state.startswith(("08", "57P")) or state == "53300"
