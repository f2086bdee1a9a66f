"""監査記録の保管: entries are added and never touched again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.store import audit
from app.store.engine import Database
from app.store.transaction import read, write
from tests.integration.store.rows import entry


def test_entries_are_read_in_the_order_they_were_made(database: Database):
    with write(database) as tx:
        audit.append(tx, entry("c1", "", "d1"))
        audit.append(tx, entry("c2", "", "x1"))
        audit.append(tx, entry("c1", "d1", "d2"))
    with read(database) as tx:
        found = audit.of_case(tx, "c1")
        assert [each.digest for each in found] == ["d1", "d2"]
        assert found[0].details == {"to": "examine"}
        assert audit.last_digest(tx, "c1") == "d2"
        assert audit.last_digest(tx, "c3") == ""
        assert [each.digest for each in audit.after(tx, found[0].id, 10)] == ["x1", "d2"]


def test_what_happens_outside_a_case_has_its_entries_too(database: Database):
    with write(database) as tx:
        audit.append(tx, entry(None, "", "d1"))
        audit.append(tx, entry(None, "", "d2"))
        assert len(audit.after(tx, 0)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor_name = ''",
        "UPDATE audit_entries SET actor_name = '' WHERE false",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "SET session_replication_role = replica; DELETE FROM audit_entries",
    ],
)
def test_an_entry_is_never_changed_or_removed(database: Database, statement: str):
    with write(database) as tx:
        audit.append(tx, entry("c1", "", "d1"))
    with pytest.raises(IntegrityError, match="only ever added to"), write(database) as tx:
        tx.execute(text(statement))


def test_an_entry_has_one_successor(database: Database):
    with write(database) as tx:
        audit.append(tx, entry("c1", "", "d1"))
        audit.append(tx, entry("c1", "d1", "d2"))
    with pytest.raises(IntegrityError, match="case_id_previous"), write(database) as tx:
        audit.append(tx, entry("c1", "d1", "d2-again"))


def test_the_database_tells_when_it_committed_an_entry(database: Database):
    with write(database) as tx:
        audit.append(tx, entry("c1", "", "d1"))
    with read(database) as tx:
        kept = tx.execute(text("SHOW track_commit_timestamp")).scalar_one()
        moment = audit.committed_at(tx, audit.of_case(tx, "c1")[0].id)
    if kept == "off":
        assert moment is None
        pytest.skip("this server keeps no account of commits")
    assert moment is not None
    assert abs(moment - datetime.now(UTC)) < timedelta(seconds=30)
