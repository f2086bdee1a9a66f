"""案件の保管: numbers, the revision guard, applications."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.store import cases
from app.store.engine import Database
from app.store.transaction import Collision, read, write
from tests.integration.store.rows import NOW, STATE, application, insert, new_case, with_case

NUMBERING = """
import json, random, sys, threading
from pathlib import Path
from app.store import cases, engine
from app.store.transaction import write

class Undone(Exception): ...

db = engine.open_database(sys.argv[1], Path(), 8)
kept, guard = [], threading.Lock()

def work(seed):
    dice = random.Random(seed)
    for _ in range(25):
        try:
            with write(db) as tx:
                number = cases.next_number(tx, "health/2026")
                if dice.random() < 0.3:
                    raise Undone
            with guard:
                kept.append(number)
        except Undone:
            pass

threads = [threading.Thread(target=work, args=(f"{sys.argv[2]}-{n}",)) for n in range(8)]
[each.start() for each in threads]
[each.join() for each in threads]
db.close()
print(json.dumps(kept))
"""


def test_a_case_is_read_as_it_was_written(database: Database):
    case = new_case("R8-1", waiting=("post:tama:課長",), state={"名": "髙﨑"})
    with write(database) as tx:
        cases.insert(tx, case)
        cases.add_application(tx, application(case, 1, {"name": "髙﨑"}))
    with read(database) as tx:
        found = cases.load(tx, "R8-1")
    assert found is not None
    assert (found.id, found.number, found.arrived_at) == (case.id, "R8-1", NOW)
    assert found.current == case.current
    assert found.answers == {"name": "髙﨑"}


def test_an_unknown_number_is_no_case(database: Database):
    with read(database) as tx:
        assert cases.load(tx, "R8-404") is None


def test_the_answers_of_the_current_application_are_read(database: Database):
    with write(database) as tx:
        case = insert(tx, "R8-1", application=2)
        cases.add_application(tx, application(case, 1, {"shop": "before"}))
        cases.add_application(tx, application(case, 2, {"shop": "after"}))
        found = cases.lock(tx, "R8-1")
        assert found is not None
        assert found.answers == {"shop": "after"}
        versions = cases.applications(tx, case.id)
    assert [each.answers["shop"] for each in versions] == ["before", "after"]


def test_a_change_is_saved_if_nobody_was_faster(database: Database):
    with_case(database)
    changed = replace(STATE, revision=2, step="decide", assignee="c1", due_on=None)
    with write(database) as tx:
        cases.save(tx, "R8-1", 1, changed)
    with read(database) as tx:
        found = cases.load(tx, "R8-1")
    assert found is not None
    assert found.current == changed


def test_a_change_of_an_old_revision_is_not_saved(database: Database):
    with_case(database)
    with write(database) as tx:
        cases.save(tx, "R8-1", 1, replace(STATE, revision=2, step="decide"))
    with pytest.raises(Collision), write(database) as tx:
        cases.save(tx, "R8-1", 1, replace(STATE, revision=2, step="refuse"))
    with read(database) as tx:
        found = cases.load(tx, "R8-1")
    assert found is not None
    assert found.current.step == "decide"


def test_a_locked_case_is_left_alone_until_the_lock_is_gone(database: Database):
    with_case(database)
    seen: list[int] = []

    def later() -> None:
        with write(database) as tx:
            found = cases.lock(tx, "R8-1")
            assert found is not None
            seen.append(found.current.revision)

    with write(database) as tx:
        cases.lock(tx, "R8-1")
        other = threading.Thread(target=later)
        other.start()
        other.join(0.3)
        assert other.is_alive()
        cases.save(tx, "R8-1", 1, replace(STATE, revision=2))
    other.join(10)
    assert seen == [2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET arrived_at = now()",
        "UPDATE cases SET number = 'R8-2'",
        "UPDATE cases SET id = 'other'",
    ],
)
def test_the_arrival_of_a_case_never_changes(database: Database, statement: str):
    with_case(database)
    with pytest.raises(IntegrityError, match="never change"), write(database) as tx:
        tx.execute(text(statement))


def test_a_number_belongs_to_one_case(database: Database):
    with_case(database)
    with pytest.raises(IntegrityError, match="cases_number_key"), write(database) as tx:
        insert(tx, "R8-1")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE applications SET by = 'x'", "DELETE FROM applications", "TRUNCATE applications"],
)
def test_what_was_submitted_is_never_changed(database: Database, statement: str):
    with write(database) as tx:
        cases.add_application(tx, application(insert(tx, "R8-1"), 1, {}))
    with pytest.raises(IntegrityError, match="only ever added to"), write(database) as tx:
        tx.execute(text(statement))


def test_an_applicant_sees_their_own_cases_newest_first(database: Database):
    with write(database) as tx:
        insert(tx, "R8-1", arrived_at=NOW)
        insert(tx, "R8-2", arrived_at=NOW + timedelta(hours=1))
        insert(tx, "R8-3", applicant_id="p2")
        assert [each.number for each in cases.of_applicant(tx, "p1")] == ["R8-2", "R8-1"]


def test_numbers_begin_at_one_in_each_scope(database: Database):
    with write(database) as tx:
        assert [cases.next_number(tx, "a"), cases.next_number(tx, "a")] == [1, 2]
        assert cases.next_number(tx, "b") == 1


def test_numbers_have_no_gaps_whoever_takes_them_and_whatever_is_undone(database: Database):
    commands = [[sys.executable, "-c", NUMBERING, database.url, seed] for seed in "ab"]
    both = [subprocess.Popen(each, stdout=subprocess.PIPE) for each in commands]
    kept = [n for each in both for n in json.loads(each.communicate(timeout=120)[0])]
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert 200 < len(kept) < 400
