"""境: where two sides of a comparison meet, and at which keys a table answers differently.

What is found is noted in a study as values of the names concerned. Knows terms and tables only.
"""

from decimal import Decimal

from app.definitions.expressions.tables import Table
from app.definitions.expressions.types import Value
from app.definitions.proofs.worlds import terms
from app.definitions.proofs.worlds.hints import Link, Study, day_after
from app.definitions.proofs.worlds.terms import Day, Number, Term


def ordered(study: Study, left: tuple[Term, ...], right: tuple[Term, ...]) -> None:
    """Note where any term of one side meets any of the other."""
    for one in left:
        for other in right:
            if isinstance(one, Day) and isinstance(other, Day):
                _two_days(study, one, other)
                _two_days(study, other, one)
            elif isinstance(one, Number) and isinstance(other, Number):
                _two_numbers(study, terms.difference(one, other))


def _two_days(study: Study, one: Day, other: Day) -> None:
    if not isinstance(one.start, str):
        return
    hints, back = study.of(one.start), terms.undone(one.shift)
    if isinstance(other.start, str):
        if other.start != one.start:
            hints.links.add(Link(other.start, True, (*other.shift, *back)))
        return
    day = day_after(other.start, (*other.shift, *back))
    hints.values |= set() if day is None else {day}


def _two_numbers(study: Study, value: Number) -> None:
    names = [name for name, _ in value.factors]
    if len(names) == 1:
        found = terms.threshold(value)
        if found is not None:
            _threshold(study, *found)
        return
    lengths = [name for name in names if name.startswith("#")]
    apart = len(names) == 2 and sum(factor for _, factor in value.factors) == 0 and not lengths
    for name, factor in value.factors:
        if name.startswith("#"):
            study.of(name[1:]).blurred = True
            continue
        hints = study.of(name)
        hints.blurred |= not apart
        if apart:
            (other,) = (each for each in names if each != name)
            hints.links.add(Link(other, False, (), -value.constant / factor))


def _threshold(study: Study, name: str, value: Decimal) -> None:
    if not name.startswith("#"):
        study.of(name).values.add(value)
        return
    hints, nearest = study.of(name[1:]), int(value)
    hints.lengths |= {nearest - 1, nearest, nearest + 1, nearest + 2}


def cuts(table: Table, place: int) -> set[Value]:
    """Give the ends of the ranges of a key."""
    before = sum(key.ranged for key in table.keys[:place])
    spans = [row.spans[before] for row in table.rows]
    return {cut[0] for span in spans for cut in (span.low, span.high) if cut is not None}


def exact_place(table: Table, place: int) -> int:
    """Give the place of a key among those that are exact."""
    return sum(not key.ranged for key in table.keys[:place])


def kinds_of(table: Table, place: int) -> set[Value]:
    """Give one code for each way in which the table answers to a code."""
    at = exact_place(table, place)
    answers: dict[Value, set[Value]] = {}
    for row in table.rows:
        rest = (row.exact[:at], row.exact[at + 1 :], row.spans, row.value, row.effective)
        answers.setdefault(row.exact[at], set()).add(rest)
    return set({frozenset(each): code for code, each in answers.items()}.values())


def exact_values(table: Table, place: int) -> set[Value]:
    """Give the values of a key that is exact."""
    return {row.exact[exact_place(table, place)] for row in table.rows}
