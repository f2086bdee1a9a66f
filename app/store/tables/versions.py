"""Tables of the studio: what departments are writing, and the versions they have proposed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text

from app.store.tables import columns as c
from app.store.tables.columns import Record

PUBLISHED = text("published_at IS NOT NULL")


class Version(Record, table=True):
    """版: a version of a procedure as it was proposed, with the files it was made from."""

    __tablename__ = "versions"
    __table_args__ = (
        Index(
            "versions_in_force_idx",
            "procedure", "effective", "number",
            unique=True,
            postgresql_where=PUBLISHED,
        ),
        Index(None, "procedure", "proposed_at"),
    )  # fmt: skip
    id: str = c.key(primary_key=True)
    procedure: str = c.key()
    effective: date = c.day()
    number: int | None = c.number(nullable=True)
    digest: str = c.key()
    source: str = c.words()
    tests: dict[str, Any] = c.json()
    case_number: str = c.key()
    proposed_by: str = c.key()
    proposed_at: datetime = c.stamp()
    published_at: datetime | None = c.stamp(nullable=True)


class Manuscript(Record, table=True):
    """原稿: a file of a procedure as a department is changing it, not yet proposed."""

    __tablename__ = "manuscripts"
    procedure: str = c.key(primary_key=True)
    file: str = c.key(primary_key=True)
    text: str = c.words()
    revision: int = c.number()
    by: str = c.key()
    updated_at: datetime = c.stamp()
