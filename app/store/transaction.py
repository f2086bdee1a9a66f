"""The only two ways into the database: `read` and `write`.

`write` commits once, at its end, and nobody else commits, flushes or rolls back. What is written
here and the jobs that follow from it stand or fall together. This module knows no table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from typing_extensions import override

from app.kernel.errors import Outage, Refusal
from app.store.engine import Database

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


@dataclass(frozen=True, slots=True)
class Tx:
    """An open transaction."""

    connection: Connection

    def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[Any]:
        """Run a statement in this transaction."""
        return self.connection.execute(statement, parameters)

    def adds(self, statement: Executable, parameters: Mapping[str, Any]) -> bool:
        """Run an insert that gives way to what is there already; say whether it added a row."""
        kept = {"preserve_rowcount": True}
        found = self.connection.execute(statement, parameters, execution_options=kept)
        return found.rowcount == 1


@contextmanager
def read(db: Database) -> Iterator[Tx]:
    """Open a transaction in which the database refuses every write."""
    with _told_apart(), db.engine.connect() as connection:
        connection.execution_options(postgresql_readonly=True)
        # Committed like any other: psycopg forgets all prepared statements at a rollback.
        with connection.begin():
            yield Tx(connection)


@contextmanager
def write(db: Database) -> Iterator[Tx]:
    """Open a transaction that is committed at the end, or undone if anything is raised."""
    with _told_apart(), db.engine.begin() as connection:
        yield Tx(connection)


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
