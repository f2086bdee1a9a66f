"""What it costs: fees, and each line of their tables by the condition under which it holds."""

from collections.abc import Iterator

from app.definitions import prices
from app.definitions.differences.compare import (
    Aspect,
    Difference,
    Pair,
    Part,
    attributes,
    condition,
    formula,
    matched,
    source,
    whole,
)
from app.definitions.model import Fee, FeeRow, Procedure, Reduction, say

_DUES = {"on_application": "申請の時", "after_decision": "決定の後", "at_issue": "交付の時"}
_TAXES = {"exempt": "非課税", "taxable": "課税"}

_REFUNDS = {
    "": "決まりなし",
    "none": "返さない",
    "before_examination": "審査の前なら返す",
    "always": "返す",
    "on_refusal": "認めないときに返す",
}


def _due(value: str, within: Procedure) -> str:
    return _DUES.get(value, value)


def _tax(value: str, within: Procedure) -> str:
    return _TAXES.get(value, value)


def _refund(value: str, within: Procedure) -> str:
    return _REFUNDS.get(value, value)


_FEE = (
    Aspect("label", "呼び名"),
    Aspect("due", "納める時", _due),
    Aspect("tax", "消費税", _tax),
    Aspect("refund", "返還の定め"),
    Aspect("refund_rule", "返還の決まり", _refund),
    Aspect("reassess", "補正で額を見直すか"),
    Aspect("source", "根拠", source, "法令"),
)


def differences(pair: Pair) -> Iterator[Difference]:
    """Give what differs in the fees, and in the tables that they look amounts up in."""
    gone, come, both = matched(pair.old.fees, pair.new.fees, lambda fee: fee.id)
    for fee in gone:
        yield whole(_part(fee), comes=False)
    for fee in come:
        yield whole(_part(fee), comes=True, more=_table(fee, pair.new))
    for was, will in both:
        yield from attributes(pair, _part(was), (was, will), _FEE, ("id", "rows", "reductions"))
        yield from _rows(pair, was, will)
        yield from _reductions(pair, was, will)
    for name in sorted(pair.old.tables.keys() | pair.new.tables.keys()):
        before, after = pair.old.tables.get(name), pair.new.tables.get(name)
        if before != after:
            words = f"表「{name}」の中身が変わります。"
            yield Difference("手数料", f"table/{name}", "rows", words)


def amount(row: FeeRow) -> str:
    """Say the amount of a line: yen, a formula, or that it is not known."""
    if row.amount is None:
        return "未定"
    if prices.is_worked_out(row):
        return f"式 {row.amount.source}"
    value = prices.fixed(row)
    return "未定" if value is None else f"{value:,}円"


def _part(fee: Fee) -> Part:
    return Part("手数料", f"fee/{fee.id}", f"手数料「{say(fee.label)}」")


def _table(fee: Fee, within: Procedure) -> str:
    return (
        "、".join(f"{_when(row, n, within)}{amount(row)}" for n, row in enumerate(fee.rows)) + "。"
    )


def _when(row: FeeRow, number: int, within: Procedure) -> str:
    if row.when is not None:
        return f"{condition(row.when, within)}は"
    return "そのほかの場合は" if number else ""


def _rows(pair: Pair, was: Fee, will: Fee) -> Iterator[Difference]:
    part = _part(was)
    before = {_key(row): (row, n) for n, row in enumerate(was.rows)}
    after = {_key(row): (row, n) for n, row in enumerate(will.rows)}
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield _one_sided(pair, part, old, new)
            continue
        one, two = amount(old[0]), amount(new[0])
        if one != two:
            words = f"{part.called}の額が変わります：{_when(*old, pair.old)}{one} → {two}"
            yield Difference("手数料", part.name, "rows", words, one, two)
        elif old[0].note != new[0].note:
            words = f"{part.called}の注記が変わります：「{old[0].note}」→「{new[0].note}」"
            yield Difference("手数料", part.name, "rows", words, old[0].note, new[0].note)
    common = [key for key in before if key in after]
    if common != [key for key in after if key in before]:
        words = f"{part.called}の表の、当てはめる順が変わります。"
        yield Difference("手数料", part.name, "rows", words)


def _one_sided(
    pair: Pair, part: Part, old: tuple[FeeRow, int] | None, new: tuple[FeeRow, int] | None
) -> Difference:
    """Say that a line of a table is in one of the versions only."""
    if old is not None:
        value = f"{_when(*old, pair.old)}{amount(old[0])}"
        words = f"{part.called}の表から行がなくなります（前：{value}）"
        return Difference("手数料", part.name, "rows", words, value, "")
    value = "" if new is None else f"{_when(*new, pair.new)}{amount(new[0])}"
    words = f"{part.called}の表に行が加わります：{value}"
    return Difference("手数料", part.name, "rows", words, "", value)


def _reductions(pair: Pair, was: Fee, will: Fee) -> Iterator[Difference]:
    gone, come, both = matched(was.reductions, will.reductions, lambda each: each.id)
    for each in gone:
        yield whole(_reduction(was, each), comes=False)
    for each in come:
        yield whole(_reduction(was, each), comes=True, more=prices.reduced(each, pair.new))
    aspects = (
        Aspect("label", "呼び名"),
        Aspect("when", "当たる条件", condition),
        Aspect("to", "減らした額", formula),
        Aspect("by", "減らす額", formula),
        Aspect("percent", "減らす割合"),
        Aspect("rounding", "端数の扱い"),
        Aspect("unit", "端数の単位"),
        Aspect("source", "根拠", source, "法令"),
    )
    for one, two in both:
        yield from attributes(pair, _reduction(was, one), (one, two), aspects, ("id",))


def _reduction(fee: Fee, each: Reduction) -> Part:
    return Part("手数料", f"fee/{fee.id}/{each.id}", f"減免「{say(each.label)}」")


def _key(row: FeeRow) -> str:
    return "" if row.when is None else row.when.source
