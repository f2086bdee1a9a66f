"""項: what stands on one side of a comparison, as far as it can be turned around.

A day is a name or a written day moved by spans; a number is a sum of names times factors. What a
`default`, an `if` or a table may give is several such terms, each of which can be the one that is
compared. None means that the part is beyond this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from app.definitions.expressions import nodes, values
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.types import Value
from app.definitions.periods import parse as parse_period
from app.definitions.proofs.worlds.hints import Shift
from app.kernel.calendar import Period

_MOST = 60
_ROUNDED = (Decimal(0), Decimal(-1), Decimal("-0.5"), Decimal("0.5"), Decimal(1))


@dataclass(frozen=True, slots=True)
class Day:
    """A name or a written day, moved by spans."""

    start: str | date
    shift: Shift = ()

    def moved(self, period: Period, direction: int) -> "Day":
        """Give the term moved by one more span."""
        return replace(self, shift=(*self.shift, (period, direction)))


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, and names times their factors."""

    constant: Decimal
    factors: tuple[tuple[str, Decimal], ...] = ()


Term: TypeAlias = Day | Number
Terms: TypeAlias = "tuple[Term, ...] | None"


@dataclass(frozen=True, slots=True)
class Reading:
    """How names and calls are read: by whoever knows the scope."""

    name: Callable[[nodes.Name], Terms]
    call: Callable[[nodes.Call], Terms]


def read(node: Node, how: Reading) -> Terms:
    """Give the terms that a part may stand for."""
    match node:
        case nodes.Literal(value=value):
            return _literal(value)
        case nodes.Name():
            return how.name(node)
        case nodes.Conditional(then=then, otherwise=otherwise):
            return together((read(then, how), read(otherwise, how)))
        case _:
            return _calculated(node, how)


def _calculated(node: Node, how: Reading) -> Terms:
    match node:
        case nodes.Negation(part=part):
            return _each(read(part, how), lambda term: _times(term, Decimal(-1)))
        case nodes.Arithmetic():
            return _arithmetic(node, how)
        case nodes.Call():
            return _call(node, how)
        case _:
            return None


def together(found: Iterable[Terms]) -> Terms:
    """Give the terms of parts that stand for each other."""
    joined: list[Term] = []
    for each in found:
        if each is None:
            return None
        joined += each
    return tuple(dict.fromkeys(joined)) if len(joined) <= _MOST else None


def undone(shift: Shift) -> Shift:
    """Give the spans that lead back."""
    return tuple((period, -direction) for period, direction in reversed(shift))


def constant(value: Value) -> Terms:
    """Give the term of a value; None for what is neither a day nor a number."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            return (Number(Decimal(value)),)
        case date():
            return (Day(value),)
        case _:
            return None


def period_of(node: Node) -> Period | None:
    """Give a span that is written out: `months(3)`."""
    match node:
        case nodes.Call(function=name, arguments=(nodes.Literal(value=int() as count),)):
            back = count < 0
            found = parse_period(f"{name}({abs(count)})")
            return _negative(found) if found is not None and back else found
        case _:
            return None


def _negative(period: Period) -> Period:
    return Period(-period.months, -period.days, -period.business_days)


def _literal(value: Value) -> Terms:
    if isinstance(value, str):
        day = values.date_of(value)
        return None if day is None else (Day(day),)
    return constant(value)


def _arithmetic(node: nodes.Arithmetic, how: Reading) -> Terms:
    period = period_of(node.right)
    if period is not None:
        direction = 1 if node.sign == "+" else -1
        return _each(read(node.left, how), lambda term: _moved(term, period, direction))
    left, right = read(node.left, how), read(node.right, how)
    if left is None or right is None or len(left) * len(right) > _MOST:
        return None
    return together(_pair(node.sign, one, other) for one in left for other in right)


def _moved(term: Term, period: Period, direction: int) -> Terms:
    return (term.moved(period, direction),) if isinstance(term, Day) else None


def _pair(sign: str, one: Term, other: Term) -> Terms:
    if not isinstance(one, Number) or not isinstance(other, Number):
        return None
    match sign:
        case "+":
            return (_sum(one, other),)
        case "-":
            return (difference(one, other),)
        case _:
            return _scaled(sign, one, other)


def _scaled(sign: str, one: Number, other: Number) -> Terms:
    match sign:
        case "*" if not other.factors:
            return _times(one, other.constant)
        case "*" if not one.factors:
            return _times(other, one.constant)
        case "/" if not other.factors and other.constant:
            return _times(one, values.NUMBERS.divide(Decimal(1), other.constant))
        case _:
            return None


def _sum(one: Number, other: Number) -> Number:
    factors = dict(one.factors)
    for name, factor in other.factors:
        factors[name] = factors.get(name, Decimal(0)) + factor
    left = tuple(sorted((name, factor) for name, factor in factors.items() if factor))
    return Number(values.add(one.constant, other.constant), left)


def _times(term: Term, factor: Decimal) -> "tuple[Number] | None":
    if not isinstance(term, Number):
        return None
    factors = tuple((name, values.multiply(each, factor)) for name, each in term.factors if factor)
    return (Number(values.multiply(term.constant, factor), factors),)


def _call(node: nodes.Call, how: Reading) -> Terms:
    arguments = node.arguments
    match node.function:
        case "default" | "min" | "max" if _all_plain(arguments, how):
            return together(read(each, how) for each in arguments)
        case "yen":
            return read(arguments[0], how)
        case "round_down" | "round_up" | "round_half":
            unit = arguments[1].value if len(arguments) > 1 else 1  # type: ignore[union-attr]
            found = read(arguments[0], how)
            return _each(found, lambda term: _rounded(term, Decimal(unit)))
        case _:
            return how.call(node)


def _all_plain(arguments: tuple[Node, ...], how: Reading) -> bool:
    return all(read(each, how) is not None for each in arguments)


def _rounded(term: Term, unit: Decimal) -> Terms:
    """Give the places just around which rounding changes a number."""
    if not isinstance(term, Number):
        return None
    return tuple(replace(term, constant=term.constant + unit * each) for each in _ROUNDED)


def _each(found: Terms, change: Callable[[Term], Terms]) -> Terms:
    return None if found is None else together(change(each) for each in found)


def threshold(value: Number) -> tuple[str, Decimal] | None:
    """Give the one name of a difference and where it is nought."""
    if len(value.factors) != 1:
        return None
    ((name, factor),) = value.factors
    return name, values.NUMBERS.divide(-value.constant, factor)


def difference(one: Number, other: Number) -> Number:
    """Give one number less the other."""
    negative = _times(other, Decimal(-1))
    return one if negative is None else _sum(one, negative[0])


def neighbours(day: date, reach: int) -> tuple[date, ...]:
    """Give a day with as many before and after it."""
    if not date.min.toordinal() + reach <= day.toordinal() <= date.max.toordinal() - reach:
        return (day,)
    return tuple(day + timedelta(days=each) for each in steps(reach))


def steps(reach: int) -> tuple[int, ...]:
    """Give 0, 1, -1 and so on, nearest first."""
    return tuple(sorted(range(-reach, reach + 1), key=lambda each: (abs(each), -each)))
