"""Every table, what the database itself refuses, and the schema of the job queue.

The queue's schema is the library's own, for the release that `pyproject.toml` pins. When that
moves on, its changes become a migration of ours.
"""

from pathlib import Path

from alembic import op

from app.store import jobs

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parents[1] / "sql"


def upgrade() -> None:
    run((SQL / "0001_tables.sql").read_text(encoding="utf-8"))
    run((SQL / "0001_rules.sql").read_text(encoding="utf-8"))
    run(jobs.schema())


def downgrade() -> None:
    run((SQL / "0001_remove.sql").read_text(encoding="utf-8"))


def run(script: str) -> None:
    # Past SQLAlchemy, which would read a percent sign as a parameter.
    op.get_bind().connection.driver_connection.execute(script)
