"""Tables of people and of what they have in hand before there is a case."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text

from app.store.tables import columns as c
from app.store.tables.columns import Record, one_of


class Person(Record, table=True):
    """人: a resident or a clerk."""

    __tablename__ = "people"
    __table_args__ = (one_of("kind", "resident", "clerk"),)
    id: str = c.key(primary_key=True)
    kind: str = c.key()
    email: str | None = c.key(unique=True, nullable=True)
    name: str = c.words()
    created_at: datetime = c.stamp()
    disabled_at: datetime | None = c.stamp(nullable=True)


class Post(Record, table=True):
    """職: who holds which post in which unit, from when to when."""

    __tablename__ = "posts"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["people.id"]),
        Index(None, "unit", "post"),
    )
    person_id: str = c.key(primary_key=True)
    unit: str = c.key(primary_key=True)
    post: str = c.key(primary_key=True)
    since: date = c.day(primary_key=True)
    until: date | None = c.day(nullable=True)


class Session(Record, table=True):
    """A browser's session; only the hash of its id is kept."""

    __tablename__ = "sessions"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["people.id"]),
        Index(None, "person_id"),
        Index(None, "expires_at"),
    )
    hash: str = c.key(primary_key=True)
    person_id: str | None = c.key(nullable=True)
    created_at: datetime = c.stamp()
    last_seen_at: datetime = c.stamp()
    expires_at: datetime = c.stamp()
    data: dict[str, Any] = c.json(server_default=text("'{}'"))


class SignInCode(Record, table=True):
    """A code sent by mail, bound to the browser that asked for it."""

    __tablename__ = "sign_in_codes"
    __table_args__ = (Index(None, "browser_hash", "created_at"), Index(None, "expires_at"))
    id: str = c.key(primary_key=True)
    email: str = c.key()
    code_hash: str = c.key()
    browser_hash: str = c.key()
    created_at: datetime = c.stamp()
    expires_at: datetime = c.stamp()
    tries: int = c.number(server_default=text("0"))
    used_at: datetime | None = c.stamp(nullable=True)


class RateLimit(Record, table=True):
    """How often something was done in one window of time."""

    __tablename__ = "rate_limits"
    __table_args__ = (Index(None, "window_start"),)
    bucket: str = c.key(primary_key=True)
    window_start: datetime = c.stamp(primary_key=True)
    count: int = c.number()


class IdempotencyKey(Record, table=True):
    """The answer once given to a request, so that repeating it does nothing twice."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "created_at"),)
    person_id: str = c.key(primary_key=True)
    key: str = c.key(primary_key=True)
    body_hash: str = c.key()
    response: dict[str, Any] | None = c.json(nullable=True)
    created_at: datetime = c.stamp()


class ApiClient(Record, table=True):
    """A program that may act for a person, within its scopes."""

    __tablename__ = "api_clients"
    __table_args__ = (ForeignKeyConstraint(["person_id"], ["people.id"]),)
    id: str = c.key(primary_key=True)
    name: str = c.words()
    person_id: str = c.key()
    secret_hash: str = c.key()
    scopes: str = c.words()
    created_at: datetime = c.stamp()


class Draft(Record, table=True):
    """下書き: answers saved before they are submitted."""

    __tablename__ = "drafts"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["people.id"]),
        Index(None, "person_id", "updated_at"),
        Index(None, "case_number", postgresql_where=text("case_number IS NOT NULL")),
    )
    id: str = c.key(primary_key=True)
    person_id: str = c.key()
    procedure: str = c.key()
    digest: str = c.key()
    answers: dict[str, Any] = c.json(server_default=text("'{}'"))
    raw: dict[str, Any] = c.json(server_default=text("'{}'"))
    visited: list[str] = c.json(server_default=text("'[]'"))
    case_number: str | None = c.key(nullable=True)
    key: str = c.key()
    created_at: datetime = c.stamp()
    updated_at: datetime = c.stamp()


class Upload(Record, table=True):
    """A file that was handed in; it is not shown to anybody until it is found clean."""

    __tablename__ = "uploads"
    __table_args__ = (
        ForeignKeyConstraint(["person_id"], ["people.id"]),
        one_of("state", "quarantined", "clean", "refused"),
        Index(None, "person_id", "created_at"),
        Index(None, "case_number", postgresql_where=text("case_number IS NOT NULL")),
        Index(None, "created_at", postgresql_where=text("state = 'quarantined'")),
    )
    id: str = c.key(primary_key=True)
    person_id: str = c.key()
    purpose: str = c.key()
    name: str = c.words()
    media_type: str = c.key()
    size: int = c.yen()
    sha256: str = c.key()
    state: str = c.key()
    created_at: datetime = c.stamp()
    case_number: str | None = c.key(nullable=True)


class DemoClock(Record, table=True):
    """By how much the demo's clock has been moved forward; a single row."""

    __tablename__ = "demo_clock"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: int = c.number(primary_key=True, autoincrement=False)
    offset_seconds: int = c.yen(server_default=text("0"))
