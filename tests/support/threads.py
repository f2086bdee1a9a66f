"""Several people at once, for a test: threads that begin together."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import text

from app.store.engine import Database
from app.store.transaction import Tx, read, write

_WAITING = text(
    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    " OR l.locktype = 'transactionid' WHERE NOT l.granted AND d.datname = current_database()"
)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do works in threads that begin together, and give what they gave."""
    met = threading.Barrier(len(works))

    def begun(work: Callable[[], Any]) -> Any:
        met.wait(10)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result(60) for each in [pool.submit(begun, work) for work in works]]


def while_waiting(db: Database, first: Callable[[Tx], Any], second: Callable[[Tx], Any]) -> Any:
    """Do the first work, and commit it only when the second waits for it; give what that gave."""
    with ThreadPoolExecutor(1) as pool:
        with write(db) as tx:
            first(tx)
            later = pool.submit(_in_a_transaction, db, second)
            _until_somebody_waits(db)
        return later.result(30)


def _in_a_transaction(db: Database, work: Callable[[Tx], Any]) -> Any:
    with write(db) as tx:
        return work(tx)


def _until_somebody_waits(db: Database) -> None:
    for _ in range(400):
        with read(db) as tx:
            if tx.execute(_WAITING).scalar_one():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")
