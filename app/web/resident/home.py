"""手続をさがす: the list of procedures by words, category and life event, and each one's page."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.definitions.model import Procedure, say
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services import catalogue, drafts
from app.web import shown
from app.web.resident import brochure
from app.web.resident_views import HomePage, ProcedureCard
from app.web.session import AnyVisitor, Office
from app.web.views import Facet

router = APIRouter(include_in_schema=False)
_PAGE = 25


@router.get("/")
def home(request: Request, ctx: Office, seen: AnyVisitor) -> Response:
    """Show the procedures that somebody looks for, or all."""
    today = local_day(ctx.clock())
    names = ("q", "category", "event", "start")
    words, category, event, start = (
        request.query_params.get(name, "").strip()[:100] for name in names
    )
    hits = catalogue.find(ctx.catalogue, today, words) if words else ctx.catalogue.all(today)
    chosen = [each for each in hits if _is_about(each, category, event)]
    first = int(start) if start.isdecimal() and len(start) < 6 else 0
    rest = {"q": words, "category": category, "event": event}
    view = HomePage(
        results=tuple(_card(each) for each in chosen[first : first + _PAGE]),
        heading=_heading(words, category, event),
        total=len(chosen),
        query=words,
        categories=_categories(hits, rest),
        life_events=_events(hits),
        next_url=_url(rest | {"start": str(first + _PAGE)}) if len(chosen) > first + _PAGE else "",
        searching=bool(words or category or event),
    )
    return shown.page(request, seen.actor, "resident/home.html", view)


@router.get("/procedures/{procedure}")
def show(request: Request, ctx: Office, seen: AnyVisitor, procedure: str) -> Response:
    """Show all that one wants to know of a procedure before starting."""
    found = ctx.catalogue.current(procedure, local_day(ctx.clock()))
    begun = False
    if seen.actor is not None and seen.actor.kind == "resident":
        try:
            begun = bool(drafts.find(ctx, procedure, seen.actor))
        except Refusal:
            begun = False
    view = brochure.page(found, local_day(ctx.clock()), begun=begun)
    return shown.page(request, seen.actor, "resident/procedure.html", view)


def _is_about(procedure: Procedure, category: str, event: str) -> bool:
    return category in ("", procedure.find.category) and (
        not event or event in procedure.find.life_events
    )


def _card(procedure: Procedure) -> ProcedureCard:
    return ProcedureCard(
        title=say(procedure.title),
        url=f"/procedures/{procedure.id}",
        summary=say(procedure.summary),
        department=procedure.department.name,
        plain=procedure.title.get("plain", ""),
    )


def _heading(words: str, category: str, event: str) -> str:
    parts = [f"「{each}」" for each in (words, category, event) if each]
    return "".join(parts) + "の手続" if parts else "すべての手続"


def _categories(hits: Iterable[Procedure], rest: dict[str, str]) -> tuple[Facet, ...]:
    counts = Counter(each.find.category for each in hits if each.find.category)
    now = rest["category"]
    return tuple(
        Facet(name, _url(rest | {"category": name}), str(count), current=name == now)
        for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )


def _events(hits: Iterable[Procedure]) -> tuple[Facet, ...]:
    counts = Counter(name for each in hits for name in each.find.life_events)
    return tuple(
        Facet(name, _url({"event": name}), str(count)) for name, count in counts.most_common(12)
    )


def _url(query: dict[str, str]) -> str:
    return f"/?{urlencode({name: text for name, text in query.items() if text})}"
