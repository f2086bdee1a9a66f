"""The other nouns of a procedure: attachments, checks, fees, papers, grounds, law and records."""

from collections.abc import Mapping, Sequence

from app.definitions.desk import Desk, Place
from app.definitions.expressions.scope import Scope
from app.definitions.linker.blocks import PlacedCheck
from app.definitions.model import (
    Attachment,
    Check,
    Ground,
    Law,
    Omission,
    PaperRule,
    Renewal,
    Retention,
    Source,
    Texts,
    Workflow,
)
from app.definitions.shape.procedure import (
    AttachmentShape,
    CheckShape,
    GroundShape,
    LawShape,
    PaperShape,
    ProcedureShape,
    RecordsShape,
)
from app.definitions.shape.values import Basis

HERE = Place("procedure")

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
    return Source(
        basis.act, basis.article, basis.confidence, basis.note, basis.source, basis.checked
    )


def link_attachments(
    desk: Desk, shapes: Sequence[AttachmentShape], scope: Scope
) -> tuple[Attachment, ...]:
    """Make the attachments."""
    places = [HERE.down("attachments", n) for n in range(len(shapes))]
    return tuple(
        Attachment(
            id=each.file,
            label=each.label,
            help=each.help,
            when=desk.compile(each.when, scope, place.down("when")),
            required=each.required,
            any_of=each.any_of,
            obtainable=each.obtainable,
            omit=_omission(desk, each, scope, place),
            max_files=each.max_files,
            kinds=tuple(each.kinds),
            max_bytes=each.max_size,
            template=_template(desk, each.template, place),
        )
        for place, each in zip(places, shapes, strict=True)
    )


def _omission(desk: Desk, shape: AttachmentShape, scope: Scope, place: Place) -> Omission | None:
    if shape.omit is None:
        return None
    when = desk.compile(shape.omit.when, scope, place.down("omit", "when"))
    return None if when is None else Omission(when, shape.omit.because)


def _template(desk: Desk, path: str, place: Place) -> str:
    """Give the path of a form to fill in; where files are at hand, it must be one of them."""
    files = desk.sources.known.get("forms")
    if path and files is not None and path not in files:
        words = f"様式「{path}」が、この手続の隣にありません。"
        hint = desk.suggest(path, files) or f"{path} を、この手続のフォルダに置いてください。"
        desk.complain(place.down("template"), "P311", words, hint)
    return path


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


def link_papers(desk: Desk, shape: ProcedureShape) -> dict[str, PaperRule]:
    """Make the papers: those declared, and those that the office always has."""
    papers = {name: _paper(desk, name, each) for name, each in shape.papers.items()}
    always = {"acknowledgement"}
    always |= {"payment"} if shape.fees else set()
    always |= {"extension"} if shape.clock is not None and shape.clock.extension else set()
    for name in sorted(always - papers.keys()):
        papers[name] = PaperRule(name, _OWN_PAPERS[name], name)
    return papers


def _paper(desk: Desk, name: str, shape: PaperShape) -> PaperRule:
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
        renewal=_renewal(desk, shape, HERE.down("papers", name, "renewal", "procedure")),
        source=source(shape.basis),
    )


def _renewal(desk: Desk, shape: PaperShape, place: Place) -> Renewal | None:
    if shape.renewal is None:
        return None
    procedure = shape.renewal.procedure or ""
    known = desk.sources.known.get("procedures")
    if procedure and known is not None and procedure not in known:
        hint = desk.suggest(procedure, known)
        desk.complain(place, "P308", f"更新の手続「{procedure}」はありません。", hint)
    return Renewal(procedure, tuple(shape.renewal.remind))


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
