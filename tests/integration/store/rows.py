"""Rows to begin a test with."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.kernel.ids import new_id
from app.store import cases
from app.store.audit import AuditEntry
from app.store.cases import ApplicationRow, CaseState, NewCase
from app.store.engine import Database
from app.store.people import Person
from app.store.transaction import Tx, write

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)

STATE = CaseState(
    revision=1,
    digest="d1",
    step="examine",
    status="審査中",
    office="tama",
    applicant_name="山田 花子",
    search_key="ヤマダハナコ",
    application=1,
    state={"step": "examine"},
    due_on=date(2026, 6, 20),
)


def new_case(number: str, **changes: Any) -> NewCase:
    fixed = {k: changes.pop(k) for k in ("procedure", "applicant_id", "arrived_at") if k in changes}
    case = NewCase(
        id=new_id(),
        number=number,
        procedure="barber",
        department="health",
        applicant_id="p1",
        arrived_at=NOW,
        current=replace(STATE, **changes),
    )
    return replace(case, **fixed)


def insert(tx: Tx, number: str, **changes: Any) -> NewCase:
    case = new_case(number, **changes)
    cases.insert(tx, case)
    return case


def with_case(db: Database, number: str = "R8-1", **changes: Any) -> NewCase:
    with write(db) as tx:
        return insert(tx, number, **changes)


def application(case: NewCase, n: int, answers: dict[str, Any]) -> ApplicationRow:
    return ApplicationRow(case.id, n, answers, f"digest-{n}", NOW, "p1")


def entry(case_id: str | None, previous: str, digest: str) -> AuditEntry:
    return AuditEntry(
        case_id=case_id,
        case_number="R8-1",
        revision=1,
        at=NOW,
        actor_kind="resident",
        actor_id="p1",
        actor_name="山田 花子",
        act="Submitted",
        previous=previous,
        digest=digest,
        details={"to": "examine"},
    )


def person(person_id: str = "p1", **changes: Any) -> Person:
    return replace(Person(person_id, "resident", "山田 花子", NOW), **changes)
