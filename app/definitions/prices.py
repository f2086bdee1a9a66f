"""額の言い表し: what a line of a fee table comes to, as far as it can be said without answers."""

from collections.abc import Iterator
from datetime import date

from app.definitions import wording
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Fee, FeeRow, Procedure, Reduction

UNKNOWN = "所管課に確認中"
_ANY_DAY = date(2000, 1, 1)


def is_worked_out(row: FeeRow) -> bool:
    """Say whether the amount depends on what is answered, or on the day."""
    return row.amount is not None and (bool(row.amount.names) or "lookup" in row.amount.source)


def fixed(row: FeeRow) -> int | None:
    """Give the amount of a line that is the same for everybody; None where there is none."""
    if row.amount is None or is_worked_out(row):
        return None
    value = row.amount.run(Facts({}, _ANY_DAY))
    return None if value is None else int(value)


def in_words(row: FeeRow) -> str:
    """Say the amount of a line: yen, that it is worked out, or that it is not known."""
    if is_worked_out(row):
        return "内容から計算"
    amount = fixed(row)
    return UNKNOWN if amount is None else f"{amount:,}円"


def reduced(reduction: Reduction, procedure: Procedure) -> str:
    """Say when a reduction applies, and what it does."""
    when = wording.condition(reduction.when, procedure.fields) or "答えの内容による場合"
    return f"{when}は{less(reduction)}"


def less(reduction: Reduction) -> str:
    """Say what a reduction leaves or takes off."""
    if reduction.percent is not None:
        return "免除" if reduction.percent == 100 else f"{reduction.percent}％を減額"
    if reduction.to is not None:
        source = reduction.to.source
        return "免除" if source == "0" else f"{_amount(source)}に減額"
    return f"{_amount(reduction.by.source if reduction.by else '')}を差し引く"


def _amount(source: str) -> str:
    return f"{int(source):,}円" if source.isdigit() else f"式（{source}）の額"


def lines(fee: Fee, procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Give each line of a fee's table: when it holds, in words, and its amount."""
    for number, row in enumerate(fee.rows):
        when = wording.condition(row.when, procedure.fields)
        if row.when is None:
            when = "そのほかの場合" if number else ""
        elif not when:
            when = "答えの内容による場合"
        yield when, in_words(row)
