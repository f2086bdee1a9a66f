"""Tables of cases, of what was submitted and done in them, and of what follows from it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Computed, ForeignKeyConstraint, Index, UniqueConstraint, text

from app.store.tables import columns as c
from app.store.tables.columns import Record, one_of

OPEN = text("\"end\" = ''")
CLOSED = text("\"end\" <> ''")


class Definition(Record, table=True):
    """A compiled definition, by its digest: what running cases are pinned to."""

    __tablename__ = "definitions"
    __table_args__ = (Index(None, "procedure", "effective"),)
    digest: str = c.key(primary_key=True)
    procedure: str = c.key()
    effective: date = c.day()
    bundle: dict[str, Any] = c.ordered_json()
    stored_at: datetime = c.stamp()


class Counter(Record, table=True):
    """The last number given out in a scope."""

    __tablename__ = "counters"
    scope: str = c.key(primary_key=True)
    value: int = c.yen()


class Case(Record, table=True):
    """案件: what is searched for in columns, the rest in `state`."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "cases_open_by_office_idx",
            "office", "due_order", "arrived_at", "id",
            postgresql_where=OPEN,
        ),
        Index(
            "cases_open_by_procedure_idx",
            "office", "procedure", "due_order", "arrived_at", "id",
            postgresql_where=OPEN,
        ),
        Index(
            "cases_open_by_assignee_idx",
            "assignee", "due_order", "arrived_at", "id",
            postgresql_where=text("\"end\" = '' AND assignee <> ''"),
        ),
        Index("cases_open_by_order_idx", "due_order", "arrived_at", "id", postgresql_where=OPEN),
        Index("cases_waiting_idx", "waiting", postgresql_using="gin", postgresql_where=OPEN),
        Index("cases_closed_by_office_idx", "office", "closed_at", "id", postgresql_where=CLOSED),
        Index("cases_applicant_idx", "applicant_id", "arrived_at", "id"),
        Index("cases_search_idx", "search_key"),
    )  # fmt: skip
    id: str = c.key(primary_key=True)
    number: str = c.key(unique=True)
    procedure: str = c.key()
    department: str = c.key()
    digest: str = c.key()
    revision: int = c.number()
    step: str = c.key()
    end: str = c.key(server_default=text("''"))
    status: str = c.key()
    office: str = c.key()
    applicant_id: str = c.key()
    applicant_name: str = c.words()
    search_key: str = c.key(server_default=text("''"))
    application: int = c.number()
    assignee: str = c.key(server_default=text("''"))
    arrived_at: datetime = c.stamp()
    due_on: date | None = c.day(nullable=True)
    due_order: date = c.day(computed=Computed("coalesce(due_on, 'infinity'::date)", persisted=True))
    closed_at: datetime | None = c.stamp(nullable=True)
    waiting: list[str] = c.keys()
    state: dict[str, Any] = c.json()


class Application(Record, table=True):
    """申請書: each revision as it was submitted."""

    __tablename__ = "applications"
    __table_args__ = (
        ForeignKeyConstraint(["case_id"], ["cases.id"], deferrable=True, initially="DEFERRED"),
    )
    case_id: str = c.key(primary_key=True)
    n: int = c.number(primary_key=True, autoincrement=False)
    answers: dict[str, Any] = c.json()
    digest: str = c.key()
    submitted_at: datetime = c.stamp()
    by: str = c.key()


class AuditEntry(Record, table=True):
    """監査記録: only ever added to."""

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("case_id", "previous"), Index(None, "case_id", "id"))
    id: int = c.serial()
    case_id: str | None = c.key(nullable=True)
    case_number: str = c.key()
    revision: int = c.number()
    at: datetime = c.stamp()
    actor_kind: str = c.key()
    actor_id: str = c.key()
    actor_name: str = c.words()
    act: str = c.key()
    details: dict[str, Any] = c.json()
    previous: str = c.key()
    digest: str = c.key()


class Effect(Record, table=True):
    """効果: what is to be done outside, and how that went."""

    __tablename__ = "effects"
    __table_args__ = (
        one_of("state", "due", "running", "done", "parked", "skipped"),
        UniqueConstraint("case_id", "revision", "n"),
        Index(
            "effects_unfinished_idx", "run_at", postgresql_where=text("state IN ('due', 'running')")
        ),
        Index("effects_parked_idx", "created_at", postgresql_where=text("state = 'parked'")),
    )
    key: str = c.key(primary_key=True)
    case_id: str | None = c.key(nullable=True)
    revision: int = c.number()
    n: int = c.number()
    kind: str = c.key()
    payload: dict[str, Any] = c.json()
    state: str = c.key(server_default=text("'due'"))
    attempts: int = c.number(server_default=text("0"))
    run_at: datetime = c.stamp(server_default=text("now()"))
    lease_until: datetime | None = c.stamp(nullable=True)
    error_code: str = c.key(server_default=text("''"))
    error: str = c.words()
    result: dict[str, Any] | None = c.json(nullable=True)
    created_at: datetime = c.stamp(server_default=text("now()"))
    done_at: datetime | None = c.stamp(nullable=True)


class Deadline(Record, table=True):
    """期限: when a case must be looked at if nothing happened before."""

    __tablename__ = "deadlines"
    __table_args__ = (Index(None, "at"),)
    case_id: str = c.key(primary_key=True)
    name: str = c.key(primary_key=True)
    case_number: str = c.key()
    at: datetime = c.stamp()


class Document(Record, table=True):
    """帳票: a paper issued in a case; `path` says where its bytes lie."""

    __tablename__ = "documents"
    __table_args__ = (
        one_of("state", "preparing", "issued", "void"),
        ForeignKeyConstraint(["case_id"], ["cases.id"]),
        Index(None, "case_id", "created_at"),
        Index(None, "holder", "created_at"),
    )
    id: str = c.key(primary_key=True)
    case_id: str = c.key()
    case_number: str = c.key()
    rule: str = c.key()
    title: str = c.words()
    number: str = c.key(unique=True)
    effect_key: str = c.key(unique=True)
    holder: str = c.key()
    state: str = c.key()
    sha256: str = c.key(server_default=text("''"))
    size: int = c.yen(server_default=text("0"))
    path: str = c.key(server_default=text("''"))
    created_at: datetime = c.stamp()
    issued_at: datetime | None = c.stamp(nullable=True)
