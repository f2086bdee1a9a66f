"""The boxes and the list of cases: rows in words, filters that stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from app.definitions.model import Procedure, say
from app.kernel.clock import local_day
from app.services import reading, worklist
from app.services.context import Context
from app.services.worklist import Listing, Query, WorklistRow
from app.web.console.cases import home
from app.web.desk_views import WorklistPage, WorkRow
from app.web.views import Facet, Tone

_SOON = 3
_MANY = 1000
_FILTERS: Mapping[str, str] = {"期限:3日": "期限まで3日", "担当:自分": "自分の担当だけ"}
_WAITING = {"correction": "申請者待ち", "payment": "納付待ち"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the words of a row are made from: today, and each procedure as it is today."""

    today: date
    procedures: Mapping[str, Procedure]
    names: Mapping[str, str]


def page(ctx: Context, query: Query, listing: Listing) -> WorklistPage:
    """Put the page of a box together."""
    box = query.box if query.box in worklist.BOXES else "mine"
    today = local_day(ctx.clock())
    desk = Desk(today, ctx.catalogue.of_office(today), listing.names)
    return WorklistPage(
        title=worklist.BOXES[box],
        count=_count(box, query, listing),
        boxes=tuple(_box(name, label, box, listing) for name, label in worklist.BOXES.items()),
        rows=tuple(_row(each, desk) for each in listing.rows),
        query=query.words,
        filters=tuple(
            Facet(label, _url(box, words), current=words in query.words.split())
            for words, label in _FILTERS.items()
        ),
        problem=_problem(listing.unknown),
        next_url=_url(box, query.words, listing.next) if listing.next else "",
        first_url=_url(box, query.words) if query.cursor else "",
    )


def due(row: WorklistRow, today: date) -> tuple[str, Tone]:
    """Say how a case stands to its day: あと1日, 2日超過, 申請者待ち."""
    if row.end:
        return "", "plain"
    if row.status in _WAITING:
        return _WAITING[row.status], "plain"
    if row.due_on is None:
        return "", "plain"
    left = (row.due_on - today).days
    if left < 0:
        return f"{-left}日超過", "bad"
    words = "今日まで" if left == 0 else f"あと{left}日"
    return words, "warn" if left <= _SOON else "good"


def _row(row: WorklistRow, desk: Desk) -> WorkRow:
    procedure = desk.procedures.get(row.procedure)
    words, tone = due(row, desk.today)
    return WorkRow(
        number=row.number,
        url=home(row.number),
        procedure=reading.title(procedure) if procedure else row.procedure,
        applicant=row.applicant_name,
        step=_step(row, procedure),
        due=words,
        tone=tone,
        assignee=desk.names.get(row.assignee, row.assignee),
        arrived_on=local_day(row.arrived_at),
        revision=row.revision,
        claimable=not row.assignee and not row.end,
    )


def _step(row: WorklistRow, procedure: Procedure | None) -> str:
    workflow = procedure.workflow if procedure else None
    if workflow is None:
        return row.step or row.end
    if row.end in workflow.ends:
        return say(workflow.ends[row.end].result)
    step = workflow.steps.get(row.step)
    if step is None:
        return row.step
    posts = [key.rpartition(":")[2] for key in row.waiting if key.startswith("post:")]
    label = say(step.label)
    return f"{label}（{'・'.join(posts)}）" if step.kind == "decide" and posts else label


def _box(name: str, label: str, box: str, listing: Listing) -> Facet:
    return Facet(label, _url(name, ""), _capped(listing.counts.get(name, 0)), name == box)


def _count(box: str, query: Query, listing: Listing) -> str:
    if not query.words:
        return _capped(listing.counts.get(box, 0))
    shown = len(listing.rows)
    return f"{shown}+" if listing.next or query.cursor else str(shown)


def _capped(count: int) -> str:
    return f"{_MANY}+" if count >= _MANY else str(count)


def _problem(unknown: tuple[str, ...]) -> str:
    if not unknown:
        return ""
    words = "、".join(unknown)
    return f"「{words}」は絞り込みに使えません。手続、担当、工程、期限（例 期限:3日）が使えます。"


def _url(box: str, words: str, cursor: str | None = None) -> str:
    given = {"box": box if box != "mine" else "", "q": words, "cursor": cursor or ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/console?{query}" if query else "/console"
