"""案件一覧: pages that neither miss nor repeat, filters, and counts that stop."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.store import worklist
from app.store.engine import Database
from app.store.transaction import Tx, read, write
from app.store.worklist import Cursor, WorklistFilter
from tests.integration.store.rows import NOW, insert

OFFICES = ("tama", "shinjuku", "minato")


def fill(db: Database, count: int = 60) -> None:
    with write(db) as tx:
        for n in range(count):
            insert(
                tx,
                f"R8-{n:03}",
                office=OFFICES[n % 3],
                procedure=("barber", "laundry")[n % 2],
                due_on=None if n % 5 == 0 else date(2026, 6, 1 + n % 7),
                arrived_at=NOW + timedelta(minutes=n // 4),
            )


def numbers(tx: Tx, sought: WorklistFilter, limit: int = 7) -> list[str]:
    """Read every page."""
    found: list[str] = []
    after: Cursor | None = None
    while True:
        page = worklist.page(tx, sought, after, limit)
        found += [each.number for each in page.rows]
        if page.next is None:
            return found
        after = page.next


def one(db: Database, sought: WorklistFilter) -> list[str]:
    with read(db) as tx:
        return sorted(numbers(tx, sought))


def test_a_page_comes_in_the_order_of_due_day_and_arrival(database: Database):
    with write(database) as tx:
        insert(tx, "R8-1", due_on=None)
        insert(tx, "R8-2", due_on=date(2026, 6, 9))
        insert(tx, "R8-3", due_on=date(2026, 6, 2), arrived_at=NOW + timedelta(hours=2))
        insert(tx, "R8-4", due_on=date(2026, 6, 2), arrived_at=NOW + timedelta(hours=1))
        page = worklist.page(tx, WorklistFilter())
    assert [each.number for each in page.rows] == ["R8-4", "R8-3", "R8-2", "R8-1"]
    assert page.next is None
    assert page.rows[0].applicant_name == "山田 花子"


@pytest.mark.parametrize(
    "offices", [None, frozenset({"tama"}), frozenset({"tama", "minato"}), frozenset(OFFICES)]
)
def test_all_pages_together_are_the_whole_list_in_order(
    database: Database, offices: frozenset[str] | None
):
    fill(database)
    sought = WorklistFilter(offices=offices)
    with read(database) as tx:
        whole = [each.number for each in worklist.page(tx, sought, limit=1000).rows]
        assert numbers(tx, sought, limit=7) == whole
        assert numbers(tx, sought, limit=1) == whole
    assert len(whole) == (60 if offices is None else 20 * len(offices))
    assert len(set(whole)) == len(whole)


def test_what_others_do_meanwhile_makes_nobody_miss_a_case(database: Database):
    fill(database, 20)
    sought = WorklistFilter()
    with write(database) as tx:
        before = numbers(tx, sought)
        first = worklist.page(tx, sought, limit=5)
        gone = first.rows[0].number
        tx.execute(text("UPDATE cases SET \"end\" = 'granted' WHERE number = :n"), {"n": gone})
        insert(tx, "R8-999", due_on=date(2026, 5, 1))
        rest = worklist.page(tx, sought, first.next, 1000)
    assert [each.number for each in (*first.rows, *rest.rows)] == before


def test_closed_cases_come_latest_first(database: Database):
    with write(database) as tx:
        for n in range(5):
            insert(tx, f"R8-{n}", end="granted", closed_at=NOW + timedelta(days=n))
        insert(tx, "R8-open")
        assert numbers(tx, WorklistFilter(box="closed"), 2) == [f"R8-{n}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("sought", "changes"),
    [
        ({"offices": frozenset({"a"})}, {"office": "a"}),
        ({"offices": frozenset({"a", "b"})}, {"office": "b"}),
        ({"procedures": frozenset({"a"})}, {"procedure": "a"}),
        ({"steps": frozenset({"decide", "issue"})}, {"step": "decide"}),
        ({"assignee": "c1"}, {"assignee": "c1"}),
        ({"waiting": frozenset({"post:a:課長", "person:c1"})}, {"waiting": ("x", "person:c1")}),
        ({"text": "ササキ"}, {"search_key": "ササキジロウ"}),
        ({"text": "R8-hit"}, {}),
        ({"text": "p-sasaki"}, {"applicant_id": "p-sasaki"}),
        ({"due_before": date(2026, 6, 2)}, {"due_on": date(2026, 6, 1)}),
        ({"box": "closed"}, {"end": "granted", "closed_at": NOW}),
    ],
)
def test_a_filter_finds_what_is_sought(
    database: Database, sought: dict[str, Any], changes: dict[str, Any]
):
    with write(database) as tx:
        insert(tx, "R8-other", due_on=None)
        insert(tx, "R8-hit", **{"due_on": None} | changes)
    assert one(database, WorklistFilter(**sought)) == ["R8-hit"]


def test_unassigned_cases_can_be_sought(database: Database):
    with write(database) as tx:
        insert(tx, "R8-1", assignee="c1")
        insert(tx, "R8-2")
    assert one(database, WorklistFilter(unassigned=True)) == ["R8-2"]


def test_who_may_see_no_office_sees_nothing(database: Database):
    fill(database, 3)
    assert one(database, WorklistFilter(offices=frozenset())) == []


def test_signs_in_the_text_sought_mean_themselves(database: Database):
    fill(database, 3)
    assert one(database, WorklistFilter(text="R8%")) == []
    assert one(database, WorklistFilter(text="R8_00")) == []


def test_boxes_are_counted_together_and_counting_stops(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(worklist, "CAP", 15)
    fill(database, 30)
    boxes = {
        "all": WorklistFilter(),
        "tama": WorklistFilter(offices=frozenset({"tama"})),
        "none": WorklistFilter(offices=frozenset()),
    }
    with read(database) as tx:
        assert worklist.counts(tx, boxes) == {"all": 15, "tama": 10, "none": 0}
        assert worklist.counts(tx, {}) == {}
