"""確認のページ: the answers in words before they are sent, what they cost and where they go."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.cases import answers, fees, walk
from app.definitions.model import say
from app.kernel.errors import Refusal
from app.web import shown
from app.web.resident import enclosing, journey
from app.web.resident.journey import ATTACHMENTS, CHECK, Journey
from app.web.resident_views import CheckPage
from app.web.views import AnswerRow, AnswerSection, FeeLine, Link

_DECLARE = "事実と違わないことを確かめて、チェックを付けてください。"


def first_gap(way: Journey) -> str | None:
    """Give where to go first, if the application cannot be sent as it is."""
    page = journey.unfinished(way)
    if page == CHECK:
        return fault_page(way)
    # A page that was filled in before is shown with what is wrong on it by now.
    review = "?from=check&review=1" if page in way.draft.visited else ""
    return way.url(page) + review


def fault_page(way: Journey) -> str | None:
    """Give the address of the first page with something wrong on it, seen as a whole."""
    found = journey.faults(way)
    return f"{way.url(journey.page_of(way, found[0]))}?from=check&review=1" if found else None


def show(request: Request, way: Journey, *, undeclared: bool = False) -> Response:
    """Show the check page; `undeclared` says that the declaration was forgotten."""
    lines = _fees(way) if way.case is None else ()
    amounts = [line.amount for line in lines]
    view = CheckPage(
        procedure=way.title,
        sections=(*_sections(way), *_files(way)),
        key=way.draft.key,
        office=_office(way),
        privacy=say(way.procedure.privacy),
        steps=journey.line(way, CHECK),
        fees=lines,
        total=None if None in amounts else sum(each or 0 for each in amounts),
        errors=(Link("#declared", _DECLARE),) if undeclared else (),
        declaration_error=_DECLARE if undeclared else "",
        back_url=way.url(journey.before(way, CHECK)),
    )
    status = 422 if undeclared else 200
    return shown.page(request, way.by, "resident/check.html", view, status)


def sections(way: Journey, given: Mapping[str, Any]) -> tuple[answers.Section, ...]:
    """Give answers in words, page by page."""
    return answers.summary(way.procedure, given, way.moment)


def _sections(way: Journey) -> tuple[AnswerSection, ...]:
    before: dict[str, str] = {}
    if way.case is not None:
        old = sections(way, way.case.answers)
        before = {row.path: row.text for each in old for row in each.rows}
    return tuple(
        AnswerSection(
            each.title,
            tuple(
                AnswerRow(
                    row.label,
                    row.text,
                    row.path,
                    f"{way.url(each.page)}?from=check#{row.path}",
                    _changed(before.get(row.path), row.text),
                )
                for row in each.rows
            ),
        )
        for each in sections(way, way.draft.answers)
    )


def _changed(before: str | None, now: str) -> str:
    return before if before is not None and before != now else ""


def _files(way: Journey) -> tuple[AnswerSection, ...]:
    given = way.draft.answers
    wanted = answers.attachments_for(way.procedure, given, way.moment)
    spared = answers.omitted(way.procedure, given, way.moment)
    rows = tuple(
        AnswerRow(
            say(each.label),
            path=f"{ATTACHMENTS}.{each.id}",
            change_url=f"{way.url(ATTACHMENTS)}?from=check#{ATTACHMENTS}.{each.id}",
            files=enclosing.views(way, each.id),
        )
        for each, _ in wanted
        if not each.obtainable and each.id not in spared
    )
    return (AnswerSection("添付書類", rows),) if rows else ()


def _fees(way: Journey) -> tuple[FeeLine, ...]:
    facts = walk.shown(way.procedure, way.draft.answers, way.moment).facts
    found = fees.assess(way.procedure, facts, "on_application")
    return tuple(FeeLine(fees.label(each), each.amount, each.note) for each in found)


def _office(way: Journey) -> str:
    try:
        unit = answers.office_of(way.procedure, way.draft.answers)
    except Refusal:
        return way.procedure.department.name
    return way.procedure.offices.get(unit, way.procedure.department).name
