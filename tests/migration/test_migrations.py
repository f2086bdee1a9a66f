"""Migrations: up, down and up again, by several at once, and equal to the tables as described."""

import subprocess
import sys

from sqlalchemy import text

from app.store import migrate
from app.store.engine import Database

LEFT = text(
    """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relname NOT LIKE 'schema_version%'
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
        AND typname NOT LIKE '%schema_version'
    """
)
UPGRADE = """
import sys
from pathlib import Path
from app.store import engine, migrate
migrate.upgrade(engine.open_database(sys.argv[1], Path(), 1))
"""


def left_over(db: Database) -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.execute(LEFT).scalars())


def test_a_new_database_is_brought_up_to_date(empty_database: Database):
    assert migrate.current(empty_database) is None
    migrate.upgrade(empty_database)
    assert migrate.current(empty_database) == migrate.newest()


def test_upgrading_twice_changes_nothing(database: Database):
    migrate.upgrade(database)
    assert migrate.current(database) == migrate.newest()


def test_down_leaves_nothing_and_up_works_again(empty_database: Database):
    migrate.upgrade(empty_database)
    migrate.downgrade(empty_database, "base")
    assert left_over(empty_database) == []
    assert migrate.current(empty_database) is None
    migrate.upgrade(empty_database)
    assert migrate.current(empty_database) == migrate.newest()


def test_the_tables_are_what_the_migrations_make(database: Database):
    assert migrate.check(database) == []


def test_a_difference_between_tables_and_migrations_is_found(database: Database):
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE people ADD COLUMN nickname text"))
        connection.execute(text("DROP INDEX cases_search_idx"))
    assert {each[0] for each in migrate.check(database)} == {"remove_column", "add_index"}


def test_several_processes_may_upgrade_at_once(empty_database: Database):
    command = [sys.executable, "-c", UPGRADE, empty_database.url]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [each.wait(timeout=60) for each in both] == [0, 0]
    assert migrate.check(empty_database) == []
