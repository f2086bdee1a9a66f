"""代表: the values of a field that are worth trying, so that they stand for all that it can take.

Values come in the form in which answers are kept. Each has been read back by its own kind of
field, so that none is offered that a resident could not give. Knows one field at a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations
from random import Random
from typing import Any, Final

from app.definitions.expressions.types import Value
from app.definitions.fields import KINDS, MISSING, Wrong, has_answer, samples
from app.definitions.fields.numbers import plain
from app.definitions.model import Field
from app.definitions.proofs.worlds.hints import Hints
from app.definitions.proofs.worlds.terms import neighbours, steps

_PLAIN: Final[Mapping[str, tuple[Any, ...]]] = {
    "text": ("見本", "1234", "〇"),
    "long-text": ("見本の文章です。", "〇"),
    "integer": (1, 2, 3),
    "money": (10000, 1, 0),
    "decimal": ("10", "1", "0.1"),
    "yes-no": (True, False),
}
"""Values that are plainer in an example than those of `fields.samples`."""

_FINEST = Decimal("0.000001")
_MOST_SETS = 6
_MOST_CODES = 12
_PARTED = frozenset({"address", "person-name"})
_WHOLE = frozenset({"integer", "money", "fiscal-year"})


@dataclass(frozen=True, slots=True)
class Points:
    """Values to try, the plainest first, and whether they stand for all (in the forms known)."""

    values: tuple[Any, ...]
    complete: bool


def points(field: Field, hints: Hints, day: date) -> Points:
    """Give the values of a field that are worth trying, given what it is compared with.

    `day` is near the days that are tried where a date is compared with nothing.
    """
    if not has_answer(field):
        return Points((), True)
    found, complete = _raw(field, hints, day)
    fit = tuple(each for each in _distinct(found) if fits(field, each))
    if hints.prefixed:
        complete = complete and field.kind in ("text", "long-text")
    return Points(fit, complete and not hints.blurred and bool(fit or _is_impossible(field)))


def fits(field: Field, value: object) -> bool:
    """Say whether the field takes a value as it is."""
    try:
        read = KINDS[field.kind].read(value, field)
    except Wrong:
        return False
    return read is not MISSING and type(read) is type(value) and read == value


def read_as(field: Field, value: Value) -> Any:  # noqa: ANN401 - whatever JSON the field keeps
    """Give a value of the language as the field keeps it; None if it takes no such value."""
    match value:
        case date():
            kept: Any = value.isoformat()[:7] if field.kind == "year-month" else value.isoformat()
        case Decimal() if field.kind == "decimal":
            kept = plain(value)
        case Decimal() | int() if not isinstance(value, bool):
            kept = int(value)
        case tuple():
            kept = list(value)
        case _:
            kept = value
    return kept if fits(field, kept) else None


def around(field: Field, value: Value, hints: Hints) -> tuple[Any, ...]:
    """Give the values of a field at, just before and just after one of the language.

    A name that is compared with another needs room for that one between itself and the value.
    """
    reach = 2 if hints.links else 1
    match value:
        case date():
            near: Iterable[Value] = neighbours(value, reach)
            if field.kind == "year-month":
                near = (value, *_next_months(value, reach))
        case Decimal() | int() if not isinstance(value, bool):
            near = _numbers(field, Decimal(value), reach)
        case _:
            near = (value,)
    kept = (read_as(field, each) for each in near)
    return tuple(each for each in _distinct(kept) if each is not None)


def _raw(field: Field, hints: Hints, day: date) -> tuple[list[Any], bool]:
    match field.kind:
        case "choice" | "select":
            return _codes(field, hints)
        case "choices":
            return _sets(field, hints)
        case "date" | "year-month":
            return _days(field, hints, day), True
        case "integer" | "money" | "decimal" | "fiscal-year":
            return _amounts(field, hints, day), True
        case _:
            return _worded(field, hints)


def _worded(field: Field, hints: Hints) -> tuple[list[Any], bool]:
    if field.kind in _PARTED:
        return _parted(field, hints)
    plain_ones = _samples(field)
    if field.kind not in _WORDED:
        return plain_ones, not hints.values
    given = sorted(each for each in hints.values if isinstance(each, str))
    return [*plain_ones, *given, *_long(hints)], not hints.lengths


def _samples(field: Field) -> list[Any]:
    drawn = (samples.sample(field, Random(seed)) for seed in range(3))  # noqa: S311 - no secret
    return [*_PLAIN.get(field.kind, ()), *drawn]


def _days(field: Field, hints: Hints, day: date) -> list[Any]:
    bounds = sorted(each for each in hints.values if isinstance(each, date))
    default = [read_as(field, day), read_as(field, day.replace(year=day.year - 30, day=1))]
    return [*default, *(value for each in bounds for value in around(field, each, hints))]


_WORDED = frozenset(
    {"text", "long-text", "kana", "phone", "email", "corporate-number", "vehicle-number"}
)


def _codes(field: Field, hints: Hints) -> tuple[list[Any], bool]:
    codes = [option.code for option in field.options]
    if hints.whole or len(codes) <= _MOST_CODES:
        return [*codes], True
    named = [code for code in codes if code in hints.values]
    other = [code for code in codes if code not in hints.values][:1]
    return [*other, *named], True


def _sets(field: Field, hints: Hints) -> tuple[list[Any], bool]:
    codes = [option.code for option in field.options]
    named = codes if hints.whole or len(codes) <= _MOST_SETS else _named(codes, hints)
    rest = [code for code in codes if code not in named]
    least = int(field.minimum or 1)
    sets: list[Any] = []
    for size in range(min(len(named), _MOST_SETS) + 1):
        for chosen in combinations(named, size):
            for more in sorted({0, min(1, len(rest)), min(max(least - size, 0), len(rest))}):
                wanted = {*chosen, *rest[:more]}
                sets.append([code for code in codes if code in wanted])
    sets.append(codes)
    few = len(named) <= _MOST_SETS and not hints.lengths
    return sets, few


def _named(codes: Sequence[str], hints: Hints) -> list[str]:
    return [code for code in codes if code in hints.values]


def _amounts(field: Field, hints: Hints, day: date) -> list[Any]:
    limits = [each for each in (field.minimum, field.maximum) if each is not None]
    bounds = [Decimal(each) for each in hints.values if isinstance(each, int | Decimal)]
    default = [day.year] if field.kind == "fiscal-year" else [*_PLAIN[field.kind]]
    return [
        *default,
        *(v for each in (*sorted(bounds), *limits) for v in around(field, each, hints)),
    ]


def _numbers(field: Field, value: Decimal, reach: int) -> tuple[Value, ...]:
    finest = Decimal(1) if field.kind in _WHOLE else _FINEST
    low, high = (value.quantize(finest, each) for each in (ROUND_FLOOR, ROUND_CEILING))
    plainest = (low, low + 1, low - 1)
    return (*plainest, *(end + finest * each for each in steps(reach) for end in (low, high)))


def _parted(field: Field, hints: Hints) -> tuple[list[Any], bool]:
    """Give whole values, and the same with each part that is looked for."""
    wholes = [each for each in _samples(field) if fits(field, each)][:1]
    wanted: dict[str, list[str]] = {}
    for each in sorted(str(value) for value in hints.values):
        member, _, text = each.partition("=")
        wanted.setdefault(member, []).append(text)
    if "prefecture" in wanted:
        wanted["prefecture"].append("北海道")
    found = wholes
    for member, texts in wanted.items():
        found = [*found, *({**whole, member: text} for whole in found for text in texts)]
    return found[:60], len(found) <= 60


def _long(hints: Hints) -> list[str]:
    return ["あ" * each for each in sorted(hints.lengths) if 0 < each <= 4000]


def _next_months(day: date, reach: int) -> tuple[date, ...]:
    index = day.year * 12 + day.month - 1
    return tuple(
        date((index + step) // 12, (index + step) % 12 + 1, 1)
        for step in steps(reach)
        if 12 <= index + step < 9999 * 12
    )


def _is_impossible(field: Field) -> bool:
    """Say whether no value at all can be given, so that having none to try is no gap."""
    least, most = field.minimum, field.maximum
    if least is not None and most is not None and least > most:
        return True
    return field.kind in ("choice", "select", "choices") and not field.options


def _distinct(found: Iterable[Any]) -> list[Any]:
    kept: list[Any] = []
    for each in found:
        if each is not None and not any(each == one and type(each) is type(one) for one in kept):
            kept.append(each)
    return kept
