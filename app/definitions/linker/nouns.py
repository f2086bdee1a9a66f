"""The other nouns of a procedure: attachments, checks, fees, papers, grounds, law and records."""

from collections.abc import Mapping, Sequence

from app.definitions.desk import Desk, Place
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.types import Type
from app.definitions.linker.blocks import PlacedCheck
from app.definitions.model import (
    Attachment,
    Check,
    Fee,
    FeeRow,
    Ground,
    Law,
    PaperRule,
    Retention,
    Source,
    Texts,
    Workflow,
)
from app.definitions.shape.procedure import (
    AttachmentShape,
    CheckShape,
    FeeRowShape,
    FeeShape,
    GroundShape,
    LawShape,
    PaperShape,
    ProcedureShape,
    RecordsShape,
)
from app.definitions.shape.values import Basis

HERE = Place("procedure")

_MONEY = Type("money", optional=True)
_TEMPLATES = {"refused": "refusal", "copy": "filing-copy"}
_OWN_PAPERS: Mapping[str, Texts] = {
    "acknowledgement": {"ja": "受付票"},
    "payment": {"ja": "納付確認書"},
    "extension": {"ja": "期間延長通知書"},
}


def source(basis: Basis | None) -> Source:
    """Give a fact's source."""
    if basis is None:
        return Source()
    return Source(basis.act, basis.article, basis.confidence, basis.note)


def link_attachments(
    desk: Desk, shapes: Sequence[AttachmentShape], scope: Scope
) -> tuple[Attachment, ...]:
    """Make the attachments."""
    return tuple(
        Attachment(
            id=each.file,
            label=each.label,
            help=each.help,
            when=desk.compile(each.when, scope, HERE.down("attachments", n, "when")),
            required=each.required,
            any_of=each.any_of,
            obtainable=each.obtainable,
            max_files=each.max_files,
            template=each.template,
        )
        for n, each in enumerate(shapes)
    )


def link_checks(
    desk: Desk, shapes: Sequence[CheckShape], from_blocks: Sequence[PlacedCheck], scope: Scope
) -> tuple[Check, ...]:
    """Make the checks over several answers, those of blocks first."""
    own = [PlacedCheck(each, HERE.down("checks", n)) for n, each in enumerate(shapes)]
    made = (_check(desk, each, scope) for each in (*from_blocks, *own))
    return tuple(each for each in made if each is not None)


def _check(desk: Desk, placed: PlacedCheck, scope: Scope) -> Check | None:
    shape = placed.shape
    head = [name for name in scope.names if shape.at == name or shape.at.startswith(f"{name}.")]
    if not head:
        hint = desk.suggest(shape.at, scope.names)
        words = f"点検「{shape.check}」が示す項目「{shape.at}」はありません。"
        desk.complain(placed.place.down("at"), "P304", words, hint)
    require = desk.compile(shape.require, scope, placed.place.down("require"))
    when = desk.compile(shape.when, scope, placed.place.down("when"))
    if require is None:
        return None
    return Check(shape.check, require, shape.at, shape.message, when, source(shape.basis))


def link_fees(desk: Desk, shapes: Sequence[FeeShape], scope: Scope) -> tuple[Fee, ...]:
    """Make the fees with their tables."""
    return tuple(
        Fee(
            id=each.fee,
            label=each.label,
            rows=_rows(desk, each, scope, HERE.down("fees", n, "yen")),
            due=each.due,
            tax=each.tax,
            refund=each.refund,
            source=source(each.basis),
        )
        for n, each in enumerate(shapes)
    )


def _rows(desk: Desk, fee: FeeShape, scope: Scope, place: Place) -> tuple[FeeRow, ...]:
    made = []
    plain = len(fee.yen) == 1 and fee.yen[0].when is None
    for n, row in enumerate(fee.yen):
        here = place if plain else place.down(n)
        last = n == len(fee.yen) - 1
        if row.when is None and not last:
            words = "otherwise の後の行には決して当たりません。"
            desk.complain(here, "P208", words, "otherwise は表の最後に置いてください。")
        made.append(_row(desk, fee, row, scope, here))
    return tuple(made)


def _row(desk: Desk, fee: FeeShape, row: FeeRowShape, scope: Scope, place: Place) -> FeeRow:
    value = row.otherwise if row.when is None else row.amount
    note = row.note
    if value is None and not note and fee.basis is not None:
        note = fee.basis.note
    if value is None and not note:
        words = f"手数料「{fee.fee}」の額が分からない理由（note）がありません。"
        desk.complain(place, "P606", words, "note: …は所管課に確認中です、のように書いてください。")
    if isinstance(value, int) and value < 0:
        desk.complain(place, "P208", "手数料の額が負の数です。")
        value = None
    where = place if row.when is None else place.down("is")
    when = desk.compile(row.when, scope, place.down("when"))
    return FeeRow(when, _amount(desk, value, scope, where), note)


def _amount(desk: Desk, value: int | str | None, scope: Scope, place: Place) -> Expression | None:
    if value is None:
        return None
    return desk.compile(str(value), scope, place, _MONEY)


def link_papers(shape: ProcedureShape) -> dict[str, PaperRule]:
    """Make the papers: those declared, and those that the office always has."""
    papers = {name: _paper(name, each) for name, each in shape.papers.items()}
    always = {"acknowledgement"}
    always |= {"payment"} if shape.fees else set()
    always |= {"extension"} if shape.clock is not None and shape.clock.extension else set()
    for name in sorted(always - papers.keys()):
        papers[name] = PaperRule(name, _OWN_PAPERS[name], name)
    return papers


def _paper(name: str, shape: PaperShape) -> PaperRule:
    template = name if name in _OWN_PAPERS else _TEMPLATES.get(name, "decision")
    return PaperRule(
        id=name,
        title=shape.title,
        template=shape.template or template,
        number=shape.number,
        body=shape.body,
        validity=shape.validity,
        conditions=shape.conditions,
        show=tuple(shape.show),
    )


def link_grounds(shapes: Sequence[GroundShape]) -> tuple[Ground, ...]:
    """Make the criteria on which a refusal can rest."""
    return tuple(Ground(each.ground, each.text, source(each.basis)) for each in shapes)


def link_law(shape: LawShape) -> Law:
    """Make the law that governs."""
    law = Law(
        under=shape.under,
        basis=tuple(source(each) for each in shape.basis),
        disposition=shape.disposition,
    )
    if shape.appeal is None:
        return law
    return Law(
        under=law.under,
        basis=law.basis,
        disposition=law.disposition,
        appeal=shape.appeal.use,
        reviewer=shape.appeal.reviewer,
        defendant=shape.appeal.defendant,
        representative=shape.appeal.representative,
    )


def link_records(shape: RecordsShape | None, workflow: Workflow) -> Retention:
    """Make the retention of each end of the workflow."""
    if shape is None:
        return Retention({}, assumed=True)
    rest = shape.retention.get("otherwise")
    years = {end: shape.retention.get(end, rest) for end in workflow.ends}
    known = {end: count for end, count in years.items() if count is not None}
    return Retention(known, shape.assumed, shape.disclosure)
