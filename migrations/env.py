"""How Alembic runs here: on a connection it is lent, in one transaction, one migrator at a time."""

from alembic import context
from sqlalchemy import Connection, create_engine

from app.store.engine import dialect_url
from app.store.migrate import is_ours
from app.store.tables import METADATA


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_object=is_ours,
        compare_server_default=True,
        version_table="schema_version",
    )
    with context.begin_transaction():
        context.run_migrations()


lent = context.config.attributes.get("connection")
if lent is not None:
    migrate(lent)
else:
    with create_engine(
        dialect_url(context.get_x_argument(as_dictionary=True)["url"])
    ).begin() as own:
        migrate(own)
