"""手数料: fees linked, with their tables and their reductions."""

from collections.abc import Sequence

from app.definitions.desk import Desk, Place
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.types import Type
from app.definitions.linker.nouns import HERE, source
from app.definitions.model import Fee, FeeRow, Reduction
from app.definitions.shape.money import FeeRowShape, FeeShape, ReductionShape

_MONEY = Type("money", optional=True)


def link_fees(desk: Desk, shapes: Sequence[FeeShape], scope: Scope) -> tuple[Fee, ...]:
    """Make the fees with their tables."""
    return tuple(
        Fee(
            id=each.fee,
            label=each.label,
            rows=_rows(desk, each, scope, HERE.down("fees", n, "yen")),
            due=each.due,
            tax=each.tax,
            refund=None if each.refund is None else each.refund.text,
            refund_rule=(each.refund and each.refund.rule) or "",
            reductions=_reductions(desk, each, scope, HERE.down("fees", n, "reduce")),
            reassess=each.reassess,
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


def _reductions(desk: Desk, fee: FeeShape, scope: Scope, place: Place) -> tuple[Reduction, ...]:
    names = [each.reduction for each in fee.reduce]
    made = []
    for n, each in enumerate(fee.reduce):
        here = place.down(n)
        if each.reduction in names[:n]:
            words = f"減免「{each.reduction}」が二度あります。"
            desk.complain(here.down("reduction"), "P303", words, "どちらかの名を変えてください。")
        made.append(_reduction(desk, each, scope, here))
    return tuple(each for each in made if each is not None)


def _reduction(desk: Desk, shape: ReductionShape, scope: Scope, place: Place) -> Reduction | None:
    when = desk.compile(shape.when, scope, place.down("when"))
    amounts = {}
    for part, value in (("to", shape.to), ("by", shape.by)):
        if isinstance(value, int) and value < 0:
            desk.complain(place.down(part), "P208", "減免の額が負の数です。")
            return None
        amounts[part] = _amount(desk, value, scope, place.down(part))
    if when is None:
        return None
    return Reduction(
        id=shape.reduction,
        label=shape.label,
        when=when,
        to=amounts["to"],
        by=amounts["by"],
        percent=shape.percent,
        rounding=shape.round or "down",
        unit=shape.unit,
        source=source(shape.basis),
    )
