"""Brings the database up to date, and tells whether tables and migrations still agree.

Several processes may do so at once: they take turns, and all but the first find nothing to do.
Alembic is loaded only to change something: who asks whether all is well is not made to wait.
"""

from pathlib import Path
from typing import Any, Literal

from sqlalchemy import text

from app.store.engine import Database
from app.store.tables import METADATA
from app.store.transaction import read

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
VERSION_TABLE = "schema_version"
TURN = 7304
_KNOWN = text("SELECT to_regclass(:name) IS NOT NULL")
_CURRENT = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - a name of ours


def upgrade(db: Database) -> None:
    """Bring the database to the newest version of its schema."""
    _run(db, "upgrade", "head")


def downgrade(db: Database, revision: str) -> None:
    """Take the database back to an older version; `base` removes everything."""
    _run(db, "downgrade", revision)


def current(db: Database) -> str | None:
    """Tell which version the database has; None before the first."""
    with read(db) as tx:
        if not tx.execute(_KNOWN, {"name": VERSION_TABLE}).scalar_one():
            return None
        return tx.execute(_CURRENT).scalar_one_or_none()


def newest() -> str | None:
    """Tell which version the database should have: the number that the last file begins with."""
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return names[-1].partition("_")[0] if names else None


def check(db: Database) -> list[Any]:
    """List how the database differs from the tables as described; empty when all is well."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    options = {
        "version_table": VERSION_TABLE,
        "include_object": is_ours,
        "compare_server_default": True,
        "target_metadata": METADATA,
    }
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, METADATA))


def is_ours(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Say whether something in the database is described by our tables."""
    foreign = (name or "").startswith("procrastinate_") or name == VERSION_TABLE
    return not (kind == "table" and foreign)


def _run(db: Database, verb: Literal["upgrade", "downgrade"], revision: str) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)
