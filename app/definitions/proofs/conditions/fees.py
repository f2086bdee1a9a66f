"""手数料表の証明: every row can be reached, and no answers fall between the rows.

A row that is never reached is an amount that is never charged. Where rows look at answers and some
answers meet none of them, an `otherwise` is wanted; a single row with a condition is a fee that
some owe and others do not, and is left alone.
"""

from app.definitions.desk import Place
from app.definitions.expressions import nodes
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.syntax import walk
from app.definitions.model import Fee, FeeRow
from app.definitions.proofs.conditions import inquiry as asking
from app.definitions.proofs.conditions.asked import contradictions, why
from app.definitions.proofs.conditions.inquiry import Inquiry
from app.definitions.proofs.worlds import saying, search
from app.definitions.proofs.worlds.search import Clause
from app.definitions.proofs.worlds.study import parsed
from app.kernel import paths


def prove(inquiry: Inquiry) -> None:
    """Look at the rows of every fee."""
    for fee in inquiry.procedure.fees:
        for number in range(len(fee.rows)):
            _row(inquiry, fee, number)
        _gap(inquiry, fee)


def _row(inquiry: Inquiry, fee: Fee, number: int) -> None:
    row = fee.rows[number]
    earlier = tuple(search.fails(each.when) for each in fee.rows[:number] if each.when is not None)
    if row.when is None:
        _last(inquiry, fee, number, earlier)
    elif asking.never(inquiry, search.holds(row.when)):
        words = f"手数料「{fee.id}」の行「{row.when.source}」に当たる答えがありません。"
        reason = why(inquiry, row.when.source)
        hint = "条件の項目と値を確かめてください。"
        inquiry.about.complain(_place(inquiry, fee, number), "P812", words + reason, hint)
        return
    elif asking.never(inquiry, *earlier, search.holds(row.when)):
        words = (
            f"手数料「{fee.id}」の行「{row.when.source}」は、前の行に先に当たるため使われません。"
        )
        hint = f"{_shadow(inquiry, fee, number)}狭い条件の行を先に書いてください。"
        inquiry.about.complain(_place(inquiry, fee, number), "P813", words, hint)
        return
    else:
        contradictions(inquiry, _place(inquiry, fee, number), row.when.source)
    _amount(inquiry, fee, number, earlier)


def _place(inquiry: Inquiry, fee: Fee, number: int) -> Place:
    return inquiry.about.at(f"fee/{fee.id}", "yen", number, "when")


def _last(inquiry: Inquiry, fee: Fee, number: int, earlier: tuple[Clause, ...]) -> None:
    if earlier and asking.never(inquiry, *earlier):
        words = f"手数料「{fee.id}」の otherwise は、前の行がすべての答えに当たるため使われません。"
        hint = "要らなければ消してください。前の行の条件が広すぎないかも確かめてください。"
        place = inquiry.about.at(f"fee/{fee.id}", "yen", number)
        inquiry.about.complain(place, "P815", words, hint, "warning")


def _shadow(inquiry: Inquiry, fee: Fee, number: int) -> str:
    row = fee.rows[number].when
    for each in fee.rows[:number]:
        if row is not None and each.when is not None:
            goal = (search.fails(each.when), search.holds(row))
            if asking.never(inquiry, *goal):
                return f"この条件が成り立つときは「{each.when.source}」もいつも成り立ちます。"
    return ""


def _gap(inquiry: Inquiry, fee: Fee) -> None:
    rows = [each.when for each in fee.rows if each.when is not None]
    if len(rows) < 2 or len(rows) < len(fee.rows):
        return
    names = frozenset(name for each in rows for name in each.names)
    answered = _all_answered(inquiry, names)
    world = asking.find(inquiry, *(search.fails(each) for each in rows), answered)
    if world is None:
        return
    said = saying.describe(inquiry.atlas, world, names)
    words = f"手数料「{fee.id}」のどの行にも当たらない答えがあります（例: {said}）。"
    hint = (
        "当たる行か otherwise を足してください。額が分からなければ otherwise: null と note です。"
    )
    inquiry.about.complain(inquiry.about.at(f"fee/{fee.id}", "yen"), "P814", words, hint, "warning")


def _all_answered(inquiry: Inquiry, names: frozenset[str]) -> Clause:
    """Want every answer that the rows look at to be there: a hidden question owes no row."""
    asked = [each.id for each in inquiry.procedure.fields if each.id in names]
    return Clause(
        names, lambda facts: all(paths.get(facts.answers, each) is not None for each in asked)
    )


def _amount(inquiry: Inquiry, fee: Fee, number: int, earlier: tuple[Clause, ...]) -> None:
    row = fee.rows[number]
    if row.amount is None or _is_open(inquiry, row.amount):
        return
    own = () if row.when is None else (search.holds(row.when),)
    missing = search.has_value(row.amount, wanted=False)
    world = asking.find(inquiry, *earlier, *own, missing)
    if world is None:
        return
    names = row.amount.names | _names(row)
    said = saying.describe(inquiry.atlas, world, names)
    words = (
        f"手数料「{fee.id}」の額「{row.amount.source}」が決まらない答えがあります（例: {said}）。"
    )
    hint = "default(項目, ないときの値) で決めるか、表に行を足してください。"
    place = inquiry.about.at(f"fee/{fee.id}", "yen", number, "is")
    inquiry.about.complain(place, "P816", words, hint, "warning")


def _names(row: FeeRow) -> frozenset[str]:
    return frozenset() if row.when is None else row.when.names


def _is_open(inquiry: Inquiry, amount: Expression) -> bool:
    """Say whether an amount looks up a table with rows that are not known yet."""
    node = parsed(amount.source)
    calls = () if node is None else (each for each in walk(node) if isinstance(each, nodes.Call))
    tables = (each.arguments[0] for each in calls if each.function == "lookup")
    return any(
        row.value is None
        for each in tables
        if isinstance(each, nodes.Literal)
        for row in inquiry.procedure.tables[str(each.value)].rows
    )
