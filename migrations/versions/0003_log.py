"""The log over all audit entries: leaves, tiles, heads, and what is still to be sealed."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parents[1] / "sql"


def upgrade() -> None:
    run((SQL / "0003_log.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    run(
        "DROP TRIGGER audit_entries_await_leaf ON audit_entries;"
        "DROP TABLE log_pending, log_leaves, log_tiles, log_heads;"
        "DROP FUNCTION await_leaf(), refuse_other_hashes()"
    )


def run(script: str) -> None:
    # Past SQLAlchemy, which would read a percent sign as a parameter.
    op.get_bind().connection.driver_connection.execute(script)
