"""案件一覧: what waits for a clerk, by boxes and filters that stand in the address.

A filter is words with keys, such as `手続:food-business-permit 期限:<3日`, and other words,
which look for the beginning of a case number or an applicant's name. A clerk sees only the
offices they serve.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from app.cases.model import Actor
from app.kernel import kana
from app.kernel.clock import local_day
from app.services.context import Context
from app.store import people, worklist
from app.store.transaction import read
from app.store.worklist import Cursor, WorklistFilter, WorklistRow

__all__ = ["BOXES", "Listing", "Query", "WorklistRow", "page"]

BOXES: Mapping[str, str] = {
    "mine": "あなたの番",
    "assigned": "自分の担当",
    "unassigned": "担当なし",
    "late": "期限まで3日以内",
    "all": "すべて",
    "applicant": "申請者待ち",
    "closed": "完了",
}
_SOON = timedelta(days=3)
_DAYS = re.compile(r"<=?(\d{1,3})日?")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a box: the rows, how to go on, how many are in each box, and unknown filters.

    `names` are those of the people whom the cases are given to, by id.
    """

    rows: tuple[WorklistRow, ...]
    next: str | None
    counts: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """What a clerk looks for: a box, filter words, and where to go on."""

    box: str = "mine"
    words: str = ""
    cursor: str | None = None
    limit: int = 50


def page(ctx: Context, query: Query, by: Actor, *, counted: bool = True) -> Listing:
    """Give a page of a box."""
    today = local_day(ctx.clock())
    boxes = _boxes(by, today)
    sought, unknown = _narrowed(boxes.get(query.box, boxes["mine"]), query.words, by, today)
    with read(ctx.database, once=not counted) as tx:
        found = worklist.page(tx, sought, _read_cursor(query.cursor), query.limit)
        counts = worklist.counts(tx, boxes) if counted else {}
        wanted = {row.assignee for row in found.rows if row.assignee}
        holders = people.by_ids(tx, wanted) if wanted else {}
    names = {each.id: each.name for each in holders.values()}
    return Listing(found.rows, _write_cursor(found.next), counts, unknown, names)


def _boxes(by: Actor, today: date) -> dict[str, WorklistFilter]:
    offices = frozenset(post.unit for post in by.posts)
    mine = frozenset(f"post:{post.unit}:{post.name}" for post in by.posts)
    everything = WorklistFilter(offices=offices)
    return {
        "mine": WorklistFilter(waiting=mine or frozenset({"nobody"})),
        "assigned": WorklistFilter(assignee=by.id),
        "unassigned": replace(everything, unassigned=True),
        "late": replace(everything, due_before=today + _SOON + timedelta(days=1)),
        "all": everything,
        "applicant": replace(everything, steps=frozenset({"correction", "improvement"})),
        "closed": replace(everything, box="closed"),
    }


def _narrowed(
    sought: WorklistFilter, words: str, by: Actor, today: date
) -> tuple[WorklistFilter, tuple[str, ...]]:
    unknown: list[str] = []
    free: list[str] = []
    for word in words.split():
        key, colon, value = word.partition(":")
        match (key if colon else "", value):
            case ("", _):
                free.append(word)
            case ("手続" | "procedure", given):
                sought = replace(sought, procedures=frozenset(given.split(",")))
            case ("担当" | "assignee", given):
                sought = replace(sought, assignee=by.id if given == "自分" else given)
            case ("工程" | "step", given):
                sought = replace(sought, steps=frozenset(given.split(",")))
            case ("期限" | "due", given) if _DAYS.fullmatch(given):
                days = int(_DAYS.fullmatch(given)[1])  # type: ignore[index]
                sought = replace(sought, due_before=today + timedelta(days=days))
            case _:
                unknown.append(word)
    if free:
        text = " ".join(free)
        sought = replace(sought, text=text if text.startswith("R") else kana.fold(text))
    return sought, tuple(unknown)


def _write_cursor(cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    due = cursor.due_on.isoformat() if cursor.due_on else ""
    return f"{due}_{cursor.at.isoformat()}_{cursor.id}"


def _read_cursor(text: str | None) -> Cursor | None:
    if not text:
        return None
    try:
        due, at, last = text.split("_")
        day = date.fromisoformat(due) if due else None
        return Cursor(day, datetime.fromisoformat(at), last)
    except ValueError:
        return None
