"""Brings the database up to date, and tells whether tables and migrations still agree.

Several processes may do so at once: they take turns, and all but the first find nothing to do.
"""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.store.engine import Database
from app.store.tables import METADATA

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
VERSION_TABLE = "schema_version"
TURN = 7304


def upgrade(db: Database) -> None:
    """Bring the database to the newest version of its schema."""
    _run(db, command.upgrade, "head")


def downgrade(db: Database, revision: str) -> None:
    """Take the database back to an older version; `base` removes everything."""
    _run(db, command.downgrade, revision)


def current(db: Database) -> str | None:
    """Tell which version the database has; None before the first."""
    with db.engine.connect() as connection:
        return _context(connection).get_current_revision()


def newest() -> str | None:
    """Tell which version the database should have."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def check(db: Database) -> list[Any]:
    """List how the database differs from the tables as described; empty when all is well."""
    with db.engine.connect() as connection:
        return list(compare_metadata(_context(connection), METADATA))


def is_ours(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Say whether something in the database is described by our tables."""
    foreign = (name or "").startswith("procrastinate_") or name == VERSION_TABLE
    return not (kind == "table" and foreign)


def _context(connection: Connection) -> MigrationContext:
    options = {
        "version_table": VERSION_TABLE,
        "include_object": is_ours,
        "compare_server_default": True,
        "target_metadata": METADATA,
    }
    return MigrationContext.configure(connection, opts=options)


def _run(db: Database, verb: Any, revision: str) -> None:  # noqa: ANN401
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        config.attributes["connection"] = connection
        verb(config, revision)
