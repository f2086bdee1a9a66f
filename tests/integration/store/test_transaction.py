"""Transactions: what is put waits for its turn, and stands or falls with the rest."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, InternalError

from app.kernel.errors import Outage, Refusal
from app.store.engine import Database
from app.store.spelling import Statement
from app.store.tables import counters
from app.store.transaction import Collision, Tx, read, write

Work: TypeAlias = Callable[[Tx], object]
PUT = insert(counters)
RAISE = (
    update(counters)
    .where(counters.c.scope == bindparam("_scope"))
    .values(value=counters.c.value + 1)
)
VALUE = select(counters.c.value).where(counters.c.scope == bindparam("scope"))
COUNT = select(func.count()).select_from(counters)
END = text("SELECT pg_terminate_backend(pg_backend_pid())")


def put(scope: str, value: int = 1) -> Work:
    return lambda tx: tx.put(PUT, {"scope": scope, "value": value})


def ask(statement: Statement, **values: Any) -> Work:
    return lambda tx: tx.ask((statement, values))


def work(db: Database, *parts: Work) -> None:
    with write(db) as tx:
        for each in parts:
            each(tx)


def look(db: Database, *parts: Work, once: bool) -> None:
    with read(db, once=once) as tx:
        for each in parts:
            each(tx)


def count(db: Database) -> int:
    with read(db) as tx:
        return int(tx.execute(COUNT).scalar_one())


def test_what_was_put_is_there_after_the_commit(database: Database):
    work(database, put("a", 7), put("b"))
    with read(database) as tx:
        assert tx.ask((VALUE, {"scope": "a"}), (VALUE, {"scope": "z"})) == [[(7,)], []]


def test_what_was_put_is_seen_by_whatever_is_asked_next(database: Database):
    with write(database) as tx:
        put("a")(tx)
        tx.put(RAISE, {"_scope": "a"})
        assert tx.ask((VALUE, {"scope": "a"})) == [[(2,)]]
        tx.put(RAISE, {"_scope": "a"})
        assert tx.execute(VALUE, {"scope": "a"}).scalar_one() == 3


def test_nothing_of_what_was_put_is_kept_where_one_thing_is_refused(database: Database):
    with pytest.raises(IntegrityError, match="counters_pkey"):
        work(database, put("a"), put("a"), put("b"))
    assert count(database) == 0


def test_nothing_of_what_was_put_is_kept_where_the_work_breaks_off(database: Database):
    with pytest.raises(ZeroDivisionError):
        work(database, put("a"), ask(COUNT), put("b"), lambda tx: 1 // 0)
    assert count(database) == 0


def test_a_change_that_finds_nothing_undoes_the_rest(database: Database):
    gone = Collision("gone")
    with pytest.raises(Collision):
        work(database, put("a"), lambda tx: tx.put(RAISE, {"_scope": "z"}, gone), put("b"))
    assert count(database) == 0


def test_a_connection_serves_on_after_something_was_refused(database: Database):
    for _ in range(12):
        with pytest.raises(IntegrityError):
            work(database, put("a"), put("a"))
    work(database, put("a"))
    assert count(database) == 1


@pytest.mark.parametrize("wrong", ["\0", "\ud800"])
def test_what_no_text_can_hold_is_refused(database: Database, wrong: str):
    with pytest.raises(Refusal, match="unwritable"):
        work(database, put(wrong))
    assert count(database) == 0


def test_a_lost_connection_is_told_apart_and_not_used_again(database: Database):
    with pytest.raises(Outage):
        work(database, put("a"), ask(END))
    work(database, put("a"))
    assert count(database) == 1


@pytest.mark.parametrize("once", [False, True])
def test_nothing_is_written_where_one_only_reads(database: Database, once: bool):
    with pytest.raises(InternalError, match="read-only"):
        look(database, put("a"), ask(COUNT), once=once)
    assert count(database) == 0


def test_a_single_question_leaves_no_transaction_open(database: Database):
    with read(database, once=True) as tx:
        assert tx.ask((COUNT, {})) == [[(0,)]]
        driver = tx.connection.connection.driver_connection
        assert driver is not None
        assert driver.info.transaction_status.name == "IDLE"
