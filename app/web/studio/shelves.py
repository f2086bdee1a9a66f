"""手続の棚: every procedure with its health, and the versions of one of them."""

from datetime import date

from app.cases.model import Actor
from app.definitions import beginning as beginnings
from app.definitions.model import say
from app.kernel import kana
from app.kernel.clock import local, local_day
from app.services import publishing, studio
from app.services.context import Context
from app.services.studio import Health, Shelf
from app.web.studio.writing import home, title
from app.web.studio_views import BeginPage, ShelfPage, ShelfRow, VersionLine, VersionsPage
from app.web.views import Link, Tone

_ENDS: dict[str, tuple[str, Tone]] = {
    "": ("承認待ち", "info"),
    "published": ("公開", "good"),
    "rejected": ("見送り", "plain"),
    "withdrawn": ("取下げ", "plain"),
}


def page(found: Shelf, query: str, *, may_begin: bool) -> ShelfPage:
    """Put the shelf together, narrowed by words of the title, the id or the department."""
    wanted = kana.fold(query).split()
    rows = [each for each in found.rows if _fits(each, wanted)]
    return ShelfPage(tuple(_row(each) for each in rows), query, found.complete, may_begin)


def versions(ctx: Context, procedure_id: str) -> VersionsPage:
    """Put together every version of a procedure: those in files, and those proposed here."""
    proposed = publishing.history(ctx, procedure_id)
    known = {each.version.digest for each in proposed}
    today = local_day(ctx.clock())
    filed = [
        VersionLine(
            effective=each.effective,
            label=_label(each.effective, each.number),
            state="施行中または過去" if each.effective <= today else "施行前",
            tone="good" if each.effective <= today else "info",
            url="",
        )
        for each in reversed(ctx.catalogue.library.versions.get(procedure_id, ()))
        if each.digest not in known
    ]
    lines = (*(line(each, procedure_id) for each in proposed), *filed)
    name = title(ctx, procedure_id, None)
    return VersionsPage(procedure_id, name, home(procedure_id), lines)


def beginning(
    ctx: Context, by: Actor, values: dict[str, str], errors: tuple[Link, ...] = ()
) -> BeginPage:
    """Put together the page on which a new procedure is begun."""
    units = ctx.catalogue.library.organisation.units
    mine = [post.unit for post in by.posts if post.name == publishing.AUTHOR]
    shapes = beginnings.workflows(ctx.catalogue.library)
    return BeginPage(
        departments=tuple(Link(each, units[each].name) for each in sorted(mine) if each in units),
        workflows=tuple(Link(name, say(shape.title)) for name, shape in shapes.items()),
        values=values,
        errors=errors,
    )


def line(found: publishing.Proposed, procedure_id: str) -> VersionLine:
    """Say what became of a proposed version."""
    row = found.version
    state, tone = _ENDS.get(found.end, (found.end, "plain"))
    return VersionLine(
        effective=row.effective,
        label=_label(row.effective, row.number or 1),
        state=state,
        tone=tone,
        url=f"{home(procedure_id)}/versions/{row.id}",
        case_number=row.case_number,
        proposed_by=row.proposed_by,
        proposed_at=local(row.proposed_at),
    )


def _fits(row: studio.Row, wanted: list[str]) -> bool:
    text = kana.fold(f"{row.title} {row.id} {row.department_name}")
    return all(word in text for word in wanted)


def _row(row: studio.Row) -> ShelfRow:
    words, tone = _health(row.health)
    health = row.health
    return ShelfRow(
        title=row.title,
        id=row.id,
        url=home(row.id),
        department=row.department_name,
        effective=row.effective,
        next=row.next,
        open_cases=row.open_cases,
        changed=row.changed,
        mine=row.mine,
        health=words,
        tone=tone,
        tried="" if health is None else f"{health.tried}/{health.every}",
        unconfirmed="" if health is None else f"{health.unconfirmed}件",
    )


def _health(found: Health | None) -> tuple[str, Tone]:
    if found is None:
        return "調べています", "plain"
    if found.errors or found.failed:
        return f"直すところ{found.errors + found.failed}", "bad"
    if found.warnings:
        return f"注意{found.warnings}", "warn"
    return "よい", "good"


def _label(effective: date, number: int) -> str:
    return f"{effective.isoformat()}" + (f"（{number}）" if number > 1 else "")
