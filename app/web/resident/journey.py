"""申請の道のり: the pages of a form that somebody is on, in order, and which of them is next.

The same for an application and for an answer to a correction request; `home` is where it lives.
A page whose inputs are kept in the draft's `raw` is not right yet. Knows no request and no HTML.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.cases import answers, once
from app.cases.answers import Moment, at_arrival
from app.cases.model import Actor, Case
from app.cases.once import Proposal
from app.definitions.model import Page, Procedure, say
from app.kernel.errors import Fault
from app.services import drafts
from app.services.context import Context
from app.services.drafts import SavedDraft
from app.web import forms
from app.web.views import Progress, StepView

ATTACHMENTS, CHECK = "attachments", "check"


@dataclass(frozen=True)
class Journey:
    """Somebody's way through a form. `case` is set where a correction is being made.

    What follows from the answers is found out once for each journey, which never changes.
    """

    ctx: Context
    by: Actor
    procedure: Procedure
    draft: SavedDraft
    home: str
    case: Case | None = None

    @cached_property
    def moment(self) -> Moment:
        """Give when it is being filled in; a correction counts as of arrival."""
        return at_arrival(self.case.arrived_at) if self.case else drafts.moment(self.ctx)

    @property
    def title(self) -> str:
        """Give the name of the procedure."""
        return say(self.procedure.title)

    @property
    def asks(self) -> dict[str, str]:
        """Give what the office asked to put right, by path."""
        asked = self.case.correction if self.case else None
        items = asked.items if asked else ()
        return {each.field: each.message or "確かめてください。" for each in items}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Give the pages of questions that are asked."""
        return answers.visible_pages(self.procedure, self.draft.answers, self.moment)

    @cached_property
    def stops(self) -> tuple[tuple[str, str], ...]:
        """Give every page up to the check as id and title."""
        found = [(each.id, say(each.title)) for each in self.pages]
        if answers.attachments_for(self.procedure, self.draft.answers, self.moment):
            found.append((ATTACHMENTS, "添付書類"))
        return (*found, (CHECK, "確認"))

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Give everything that is wrong with the application as a whole."""
        return answers.check(self.procedure, self.draft.answers, self.moment).faults

    def url(self, page: str) -> str:
        """Give the address of a page."""
        return f"{self.home}/{page}"


def pages(journey: Journey) -> tuple[Page, ...]:
    """Give the pages of questions that are asked."""
    return journey.pages


def stops(journey: Journey) -> tuple[tuple[str, str], ...]:
    """Give every page up to the check as id and title."""
    return journey.stops


def done(journey: Journey) -> frozenset[str]:
    """Give the pages that have been filled in rightly, or need not be looked at again.

    A page that was right is not any more when an answer elsewhere has brought up questions on it.
    """
    return _right(journey, _filled_in(journey))


def unfinished(journey: Journey) -> str:
    """Give the first page that is still to be filled in; the check where there is none."""
    ready = done(journey)
    return next((page for page, _ in stops(journey) if page != CHECK and page not in ready), CHECK)


def after(journey: Journey, page: str, *, back_to_check: bool) -> str:
    """Give where to go from a page that is right."""
    if back_to_check or journey.case is not None:
        return unfinished(journey)
    order = [name for name, _ in stops(journey)]
    return order[order.index(page) + 1] if page in order else unfinished(journey)


def before(journey: Journey, page: str) -> str:
    """Give the page before, "" for the first."""
    order = [name for name, _ in stops(journey)]
    place = order.index(page) if page in order else 0
    return order[place - 1] if place else ""


def line(journey: Journey, now: str) -> tuple[StepView, ...]:
    """Give the line of steps that stands above a page."""
    found, ready = [], _right(journey, _filled_in(journey) - {now, CHECK})
    for page, title in stops(journey):
        state: Progress = "now" if page == now else "done" if page in ready else "todo"
        found.append(StepView(title, state, journey.url(page) if page in ready else ""))
    return tuple(found)


def faults(journey: Journey) -> tuple[Fault, ...]:
    """Give everything that is wrong with the application as a whole."""
    return journey.faults


def faults_of(journey: Journey, page: str) -> tuple[Fault, ...]:
    """Give what is wrong on a page: as it was typed, and in what the whole application asks."""
    if page == ATTACHMENTS:
        return tuple(each for each in faults(journey) if _is_file(each))
    typed = journey.draft.raw.get(page)
    if typed is not None:
        checked = answers.check_page(
            journey.procedure, page, typed, journey.draft.answers, journey.moment
        )
        if checked.faults:
            return checked.faults
    return tuple(each for each in faults(journey) if page_of(journey, each) == page)


def page_of(journey: Journey, fault: Fault) -> str:
    """Give the page on which a fault is to be put right."""
    return page_of_path(journey, fault.field)


def page_of_path(journey: Journey, path: str) -> str:
    """Give the page that has a field or an attachment."""
    if path.split(".", maxsplit=1)[0] == ATTACHMENTS:
        return ATTACHMENTS
    for page in pages(journey):
        if any(path == each.id or path.startswith(f"{each.id}.") for each in page.fields):
            return page.id
    return stops(journey)[0][0]


def offered(journey: Journey, page: Page) -> tuple[Proposal, ...]:
    """Give answers from before for a page not seen yet, where they may be asked once."""
    fresh = journey.case is None and page.id not in {*journey.draft.visited, *journey.draft.raw}
    if not fresh or not any(each.once for each in page.fields):
        return ()
    here = {each.id for each in page.fields}
    known = drafts.known(journey.ctx, journey.by)
    found = once.propose(journey.procedure, known, journey.draft.answers)
    return tuple(each for each in found if each.field.id in here)


def raw_of(journey: Journey, page: Page) -> dict[str, Any]:
    """Give what stands in the inputs of a page."""
    kept = journey.draft.raw.get(page.id)
    if kept is not None:
        return dict(kept)
    return forms.filled(page, journey.draft.answers, journey.moment)


def _filled_in(journey: Journey) -> frozenset[str]:
    """Give the pages that were seen and left with nothing wrong in what was typed."""
    return frozenset(
        page
        for page, _ in stops(journey)
        if page not in journey.draft.raw and _was_seen(journey, page)
    )


def _right(journey: Journey, among: frozenset[str]) -> frozenset[str]:
    """Give those pages on which nothing is wrong; only where there are some is it looked for."""
    return among - {page_of(journey, each) for each in faults(journey)} if among else among


def _was_seen(journey: Journey, page: str) -> bool:
    if page in journey.draft.visited:
        return True
    return journey.case is not None and not _concerned(journey, page)


def _concerned(journey: Journey, page: str) -> bool:
    return any(page_of_path(journey, path) == page for path in journey.asks)


def _is_file(fault: Fault) -> bool:
    return fault.field.split(".", maxsplit=1)[0] == ATTACHMENTS
