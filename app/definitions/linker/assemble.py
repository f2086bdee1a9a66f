"""Linking a whole procedure: each part in turn, all complaints kept, a value if there are none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from app.definitions import bundle as bundles
from app.definitions.bundle import Bundle
from app.definitions.checks.flow import check_workflow
from app.definitions.checks.law import check_law, check_papers
from app.definitions.checks.names import (
    Named,
    check_agent,
    check_fields,
    check_once,
    check_shown,
)
from app.definitions.desk import Desk, Place, Sources
from app.definitions.diagnostics import Diagnostic, ordered
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.table_reading import read_table
from app.definitions.expressions.tables import Table
from app.definitions.linker import calls, fees, flow, nouns, offices, places
from app.definitions.linker.blocks import Laid, Placed, lay_pages
from app.definitions.linker.forms import Form, link_pages
from app.definitions.linker.nouns import HERE
from app.definitions.model import (
    Finding,
    Procedure,
    Question,
    Source,
    Workflow,
)
from app.definitions.shape import faults
from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.shared import BlockShape, CompetenceShape, ListShape
from app.definitions.shape.workflow import WorkflowShape

S = TypeVar("S", bound=BaseModel)

_MOST_FIELDS = 300

_PIECES: Mapping[str, type[BaseModel]] = {
    "blocks": BlockShape,
    "lists": ListShape,
    "competence": CompetenceShape,
}


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of linking: a procedure if it can be used, and everything that is wrong."""

    procedure: Procedure | None
    diagnostics: tuple[Diagnostic, ...]
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)


def link(bundle: Bundle, digest: str = "") -> Procedure | tuple[Diagnostic, ...]:
    """Make the procedure of a bundle, or say everything that keeps it from being used."""
    linked = link_at(bundle, Sources(), digest)
    return linked.procedure or linked.diagnostics


def link_at(bundle: Bundle, sources: Sources, digest: str = "") -> Linked:
    """Make the procedure of a bundle, and say everything that is wrong with it, warnings too.

    `sources` gives complaints their places; `digest` spares working it out where it is known.
    """
    desk = Desk(bundle, sources)
    procedure, found_at = None, {}
    shapes_hold = _pieces_have_shape(desk)
    shape = _shaped(desk, ProcedureShape, "procedure")
    if shape is not None:
        workflow = _workflow_shape(desk, shape)
        if workflow is not None and shapes_hold:
            laid = lay_pages(desk, shape.pages, HERE.down("pages"))
            if not _is_too_much(desk, laid):
                shapes = (shape, workflow, laid)
                procedure = _assemble(desk, shapes, digest or bundles.digest(bundle))
            found_at = {} if not sources.documents else places.of(shape, workflow, laid)
    found = ordered(desk.found)
    return Linked(None if desk.failed else procedure, found, found_at)


def _is_too_much(desk: Desk, laid: Laid) -> bool:
    """Complain of a form that nobody could fill in, and that would take long to look at."""
    count = sum(1 + len(each.rows) for each in laid.every_field)
    if count <= _MOST_FIELDS:
        return False
    words = f"項目が多すぎます（共通部品の分も合わせて{count}）。"
    hint = f"{_MOST_FIELDS}までにしてください。表の形の書類は、添付書類として受け取れます。"
    desk.complain(HERE.down("pages"), "P320", words, hint)
    return True


def _assemble(
    desk: Desk, shapes: tuple[ProcedureShape, WorkflowShape, Laid], digest: str
) -> Procedure:
    shape, workflow, laid = shapes
    tables = _tables(desk, shape)
    form = Form(desk, tables)
    pages = link_pages(form, laid)
    department = offices.link_department(desk, shape)
    rule = offices.link_office(desk, shape, form.names)
    linked = _workflow(desk, shape, workflow, form, offices.competent_units(department, rule))
    _check_names(desk, shape, laid)
    check_law(desk, shape, linked)
    return Procedure(
        id=shape.procedure,
        effective=shape.effective,
        digest=digest,
        code=shape.code,
        title=shape.title,
        summary=shape.summary,
        department=department,
        office=rule,
        offices=offices.link_offices(desk, department, rule),
        pages=pages,
        workflow=linked,
        tables=tables,
        **_said(shape),
        **_nouns(desk, shape, laid, form.scope, linked),
    )


def _check_names(desk: Desk, shape: ProcedureShape, laid: Laid) -> None:
    asked = [_named_field(each) for each in laid.every_field]
    check_fields(desk, asked)
    check_shown(
        desk,
        [each.name for each in asked],
        {name: each.show for name, each in shape.papers.items()},
    )
    check_agent(desk, [each.name for each in asked], allowed=shape.who.agent)
    check_once(desk, "ページ", [Named(page.id, page.place) for page in laid.pages])
    checks = [Named(each.shape.check, each.place) for each in laid.checks]
    own = _named("checks", (each.check for each in shape.checks))
    check_once(desk, "点検", [*checks, *own])
    check_once(desk, "添付書類", _named("attachments", (each.file for each in shape.attachments)))
    check_once(desk, "手数料", _named("fees", (each.fee for each in shape.fees)))
    grounds = _named("refuse_because", (each.ground for each in shape.refuse_because))
    check_once(desk, "審査基準", grounds)


def _named_field(placed: Placed) -> Named:
    rows = tuple(_named_field(each) for each in placed.rows)
    return Named(placed.id, placed.place.down("field"), rows)


def _named(part: str, names: Iterable[str]) -> list[Named]:
    return [Named(name, HERE.down(part, n)) for n, name in enumerate(names)]


def _said(shape: ProcedureShape) -> dict[str, Any]:
    """Give what needs no linking: the words."""
    found = shape.find
    sure = shape.provenance
    return {
        "find": Finding(found.category, tuple(found.life_events), tuple(found.words)),
        "law": nouns.link_law(shape.law),
        "applicant": tuple(shape.who.applicant),
        "agent": shape.who.agent,
        "identity": shape.who.identity,
        "national_system": shape.channel.national_system,
        "before": tuple(shape.before),
        "deadline": shape.deadline,
        "grounds": nouns.link_grounds(shape.refuse_because),
        "privacy": shape.privacy or {"ja": ""},
        "faq": tuple(Question(each.q, each.a) for each in shape.faq),
        "notes": tuple(shape.notes),
        "provenance": Source()
        if sure is None
        else Source(sure.source, sure.listed, sure.confidence, "、".join(sure.unverified)),
    }


def _nouns(
    desk: Desk, shape: ProcedureShape, laid: Laid, scope: Scope, workflow: Workflow
) -> dict[str, Any]:
    papers = nouns.link_papers(desk, shape)
    check_papers(desk, papers, shape.papers, workflow)
    return {
        "attachments": nouns.link_attachments(desk, shape.attachments, scope),
        "checks": nouns.link_checks(desk, shape.checks, laid.checks, scope),
        "fees": fees.link_fees(desk, shape.fees, scope),
        "papers": papers,
        "retention": nouns.link_records(shape.records, workflow),
    }


def _workflow(
    desk: Desk, shape: ProcedureShape, workflow: WorkflowShape, form: Form, units: tuple[str, ...]
) -> Workflow:
    check_workflow(desk, workflow)
    call = calls.bind(desk, workflow, shape, units)
    scope = flow.step_scope(call, form.scope)
    dues = frozenset(each.due for each in shape.fees)
    return flow.link_workflow(flow.Flow(desk, workflow, call, scope, dues), shape)


def _workflow_shape(desk: Desk, shape: ProcedureShape) -> WorkflowShape | None:
    if desk.bundle["workflow"] is None:
        name = shape.workflow.use
        hint = desk.suggest(name, desk.known("workflows"))
        place = HERE.down("workflow", "use")
        desk.complain(place, "P308", f"業務フロー「{name}」はありません。", hint)
        return None
    return _shaped(desk, WorkflowShape, "workflow")


def _shaped(desk: Desk, model: type[S], piece: str) -> S | None:
    """Give a piece of the bundle its shape, with its faults at their places."""
    kind, _, name = piece.partition("/")
    data = desk.bundle[kind][name] if name else desk.bundle[kind]
    shape, found = faults.shaped(model, data, piece)
    # Files are read again for their places only where something is wrong.
    document = desk.sources.documents.get(piece) if found else None
    if document is not None:
        shape, found = faults.shaped(model, data, document.file, document.marks)
    desk.found += found
    desk.shapes[piece] = shape
    return shape


def _pieces_have_shape(desk: Desk) -> bool:
    before = len(desk.found)
    for kind, model in _PIECES.items():
        for name in desk.bundle[kind]:
            _shaped(desk, model, f"{kind}/{name}")
    return len(desk.found) == before


def _tables(desk: Desk, shape: ProcedureShape) -> dict[str, Table]:
    pieces = {name: (data, Place(f"tables/{name}")) for name, data in desk.bundle["tables"].items()}
    own = {name: (data, HERE.down("tables", name)) for name, data in shape.tables.items()}
    tables = {}
    for name, (data, place) in {**pieces, **own}.items():
        made = read_table(name, data)
        if isinstance(made, Table):
            tables[name] = made
            continue
        for each in made:
            path = [int(part) if part.isdigit() else part for part in each.where.split(".") if part]
            code = f"P{each.code[1:]}"
            desk.complain(place.down(*path), code, each.message_ja, each.hint_ja)
    return tables
