"""Versions that departments propose and publish, and the manuscripts they are made from."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parents[1] / "sql"


def upgrade() -> None:
    run((SQL / "0002_versions.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    run(
        "DROP TABLE manuscripts, versions;"
        "ALTER TABLE definitions ALTER COLUMN bundle TYPE jsonb USING bundle::jsonb"
    )


def run(script: str) -> None:
    # Past SQLAlchemy, which would read a percent sign as a parameter.
    op.get_bind().connection.driver_connection.execute(script)
