"""スタジオ: what a department sees of its procedures: how sound they are, what is being written.

Looks at definitions and manuscripts and at counts of cases; writes nothing. What is found out about
a version is remembered by its digest, since a version never changes.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.cases import coverage, rehearsal
from app.cases.coverage import Coverage
from app.cases.model import Actor
from app.definitions import differences, editors, facts, pictures
from app.definitions.diagnostics import Diagnostic
from app.definitions.differences import Difference
from app.definitions.expressions.functions import FUNCTIONS
from app.definitions.library import Version
from app.definitions.manuscripts import Written
from app.definitions.model import Procedure
from app.kernel.clock import local_day
from app.services import publishing
from app.services.context import Context
from app.services.publishing import Trial
from app.store import caseload, manuscripts
from app.store.transaction import read
from app.store.versions import VersionRow

_MOST_KEPT = 400
_AT_ONCE = 12
"""How many versions are looked into for one page; the rest is told as not looked into yet."""


@dataclass(frozen=True, slots=True)
class Health:
    """How sound a version is: what is wrong with it, and how much of it its scenarios try."""

    errors: int
    warnings: int
    scenarios: int
    failed: int
    tried: int
    every: int
    unconfirmed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A procedure in the studio. `health` is None where it has not been looked into yet."""

    id: str
    title: str
    department: str
    department_name: str
    effective: date
    next: date | None
    open_cases: int
    changed: bool
    mine: bool
    health: Health | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The procedures of the studio, and whether all of them have been looked into."""

    rows: tuple[Row, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say of a manuscript beside its diagnostics."""

    trial: Trial
    coverage: Coverage | None
    differences: tuple[Difference, ...]
    picture: str


@dataclass(slots=True)
class _Kept:
    health: "OrderedDict[str, Health]" = field(default_factory=OrderedDict)


_KEPT = _Kept()


def shelf(ctx: Context, by: Actor) -> Shelf:
    """Give every procedure, one's own first, with its health as far as there is time for it."""
    today = local_day(ctx.clock())
    with read(ctx.database) as tx:
        counts = caseload.open_counts(tx)
        changed = manuscripts.procedures(tx)
    left = _AT_ONCE
    rows = []
    for each in ctx.catalogue.library.summaries(today):
        version = ctx.catalogue.library.version(each.id, today)
        known = version is not None and version.digest in _KEPT.health
        health = health_of(ctx, version) if version is not None and (known or left > 0) else None
        left -= 0 if known else 1
        mine = publishing.may_write(by, each.department)
        rows.append(
            Row(
                id=each.id,
                title=each.title["ja"],
                department=each.department,
                department_name=each.department_name,
                effective=each.effective,
                next=_next(ctx, each.id, today),
                open_cases=counts.get(each.id, 0),
                changed=each.id in changed,
                mine=mine,
                health=health,
            )
        )
    rows.sort(key=lambda row: (not row.mine, row.department, row.title))
    return Shelf(tuple(rows), all(row.health is not None for row in rows))


def health_of(ctx: Context, version: Version) -> Health:
    """Say how sound a version is; worked out once for each digest."""
    known = _KEPT.health.get(version.digest)
    if known is None:
        known = _KEPT.health[version.digest] = _examined(ctx, version)
        while len(_KEPT.health) > _MOST_KEPT:
            _KEPT.health.popitem(last=False)
    return known


def findings(ctx: Context, procedure_id: str, written: Written) -> Findings:
    """Say everything there is to say of a manuscript."""
    trial = publishing.attempt(ctx, procedure_id, written)
    procedure = trial.examined.procedure
    if procedure is None:
        return Findings(trial, None, (), "")
    today = local_day(ctx.clock())
    played = [rehearsal.play(procedure, each, today) for each in trial.examined.scenarios]
    return Findings(
        trial,
        coverage.of_played(procedure, played),
        changes(ctx, procedure),
        pictures.svg(pictures.of_procedure(procedure)),
    )


def changes(ctx: Context, procedure: Procedure) -> tuple[Difference, ...]:
    """Say what a version makes different from the newest one that is published."""
    before = newest(ctx, procedure.id)
    return () if before is None else differences.between(before, procedure)


def compared(ctx: Context, row: VersionRow) -> tuple[Difference, ...]:
    """Say what a proposed version makes different from the one published before it."""
    with read(ctx.database) as tx:
        proposed = ctx.catalogue.pinned(tx, row.digest)
    known = ctx.catalogue.library.versions.get(row.procedure, ())
    earlier = [each for each in known if each.digest != row.digest]
    before = [each for each in earlier if each.effective <= row.effective]
    procedure = ctx.catalogue.library.linked(before[-1]).procedure if before else None
    return () if procedure is None else differences.between(procedure, proposed)


def unconfirmed(procedure: Procedure | None) -> tuple[str, ...]:
    """Give the facts of a version that await confirmation by the department, in words."""
    return () if procedure is None else tuple(each.words for each in facts.unconfirmed(procedure))


def newest(ctx: Context, procedure_id: str) -> Procedure | None:
    """Give the newest published version of a procedure, in force or not yet."""
    return ctx.catalogue.library.current(procedure_id, date.max)


def words(ctx: Context, procedure_id: str) -> list[str]:
    """Give the words that an author may want next: keys of the language, and names of answers."""
    known = newest(ctx, procedure_id)
    fields = [] if known is None else [each.id for each in known.fields]
    keys = set(_keys(editors.schema("procedure"))) | set(_keys(editors.schema("scenario")))
    return sorted({*keys, *fields, *FUNCTIONS})


def _keys(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, Mapping) else ()
        for each in schema.values():
            yield from _keys(each)


def in_words(found: tuple[Difference, ...], most: int = 200) -> str:
    """Say differences as the lines of a proposal."""
    lines = [f"［{each.group}］{each.words}" for each in found[:most]]
    rest = len(found) - len(lines)
    return "\n".join([*lines, *([f"ほか{rest}件"] if rest else [])])


def counts(found: tuple[Diagnostic, ...]) -> Mapping[str, int]:
    """Count errors and warnings."""
    errors = sum(each.severity == "error" for each in found)
    return {"error": errors, "warning": len(found) - errors}


def _examined(ctx: Context, version: Version) -> Health:
    library = ctx.catalogue.library
    found = counts(library.proved(version) if version.file else ())
    procedure = library.linked(version).procedure
    if procedure is None:
        return Health(found["error"], found["warning"], 0, 0, 0, 0)
    today = local_day(ctx.clock())
    played = [rehearsal.play(procedure, each, today) for each in library.scenarios(version.id)]
    covered = coverage.parts(coverage.of_played(procedure, played)).values()
    return Health(
        errors=found["error"],
        warnings=found["warning"],
        scenarios=len(played),
        failed=sum(bool(each.faults) for each in played),
        tried=sum(each.tried for each in covered),
        every=sum(each.every for each in covered),
        unconfirmed=len(facts.unconfirmed(procedure)),
    )


def _next(ctx: Context, procedure_id: str, today: date) -> date | None:
    coming = [
        each.effective
        for each in ctx.catalogue.library.versions.get(procedure_id, ())
        if each.effective > today
    ]
    return min(coming, default=None)
