"""What calls of functions do when they run: one builder for each form of function.

Only calls that `calls` has accepted come here.
"""

from collections.abc import Callable, Mapping

from app.definitions.expressions import nodes, values
from app.definitions.expressions.compiled import Facts
from app.definitions.expressions.functions import DAYS, FUNCTIONS
from app.definitions.expressions.patterns import BadPattern, compile_pattern
from app.definitions.expressions.running import Building, Run
from app.definitions.expressions.types import Value


def build_call(building: Building, call: nodes.Call) -> Run:
    """Build a call."""
    return _FORMS[FUNCTIONS[call.function].form](building, call)


def _plain(building: Building, call: nodes.Call) -> Run:
    apply = FUNCTIONS[call.function].apply
    parts = tuple(building.build(each) for each in call.arguments)
    if call.function == "age" and len(parts) == 1:
        parts = (*parts, lambda facts, row: facts.today)
    if len(parts) == 1:
        (only,) = parts

        def run_one(facts: Facts, row: Value) -> Value:
            value = only(facts, row)
            return None if value is None else apply(value)

        return run_one
    first, second = parts

    def run(facts: Facts, row: Value) -> Value:
        one, other = first(facts, row), second(facts, row)
        return None if one is None or other is None else apply(one, other)

    return run


def _count(building: Building, call: nodes.Call) -> Run:
    rows = building.build(call.arguments[0])
    if len(call.arguments) == 1:
        return lambda facts, row: len(rows(facts, row))
    test = building.build(call.arguments[1])
    return lambda facts, row: sum(1 for each in rows(facts, row) if test(facts, each))


def _quantifier(building: Building, call: nodes.Call) -> Run:
    rows, test = (building.build(each) for each in call.arguments)
    looked_for = call.function == "any"

    def run(facts: Facts, row: Value) -> bool:
        for each in rows(facts, row):
            if bool(test(facts, each)) is looked_for:
                return looked_for
        return not looked_for

    return run


def _unique(building: Building, call: nodes.Call) -> Run:
    rows, value = (building.build(each) for each in call.arguments)

    def run(facts: Facts, row: Value) -> bool:
        found = [value(facts, each) for each in rows(facts, row)]
        given = [each for each in found if values.is_present(each)]
        return len(given) == len(set(given))

    return run


def _calendar(building: Building, call: nodes.Call) -> Run:
    make = DAYS[call.function]
    parts = tuple(building.build(each) for each in call.arguments)

    def run(facts: Facts, row: Value) -> Value:
        year, month, day = (part(facts, row) for part in parts)
        return None if year is None or month is None or day is None else make(year, month, day)

    return run


def _total(building: Building, call: nodes.Call) -> Run:
    rows, number = (building.build(each) for each in call.arguments)
    decimal = building.types[call].name == "decimal"

    def run(facts: Facts, row: Value) -> Value:
        result: Value = 0
        for each in rows(facts, row):
            value = number(facts, each)
            if value is None:
                return None
            result = values.add(result, value) if decimal else result + value
        return result

    return run


def _extreme(building: Building, call: nodes.Call) -> Run:
    pick: Callable[[list[Value]], Value] = min if call.function == "min" else max
    parts = [building.build(each) for each in call.arguments]
    if building.types[call.arguments[0]].name != "rows":

        def run_values(facts: Facts, row: Value) -> Value:
            found = [part(facts, row) for part in parts]
            return None if None in found else pick(found)

        return run_values
    rows, value = parts

    def run(facts: Facts, row: Value) -> Value:
        found = [value(facts, each) for each in rows(facts, row)]
        return None if not found or None in found else pick(found)

    return run


def _present(building: Building, call: nodes.Call) -> Run:
    part = building.build(call.arguments[0])
    return lambda facts, row: values.is_present(part(facts, row))


def _default(building: Building, call: nodes.Call) -> Run:
    part, instead = (building.build(each) for each in call.arguments)

    def run(facts: Facts, row: Value) -> Value:
        value = part(facts, row)
        return value if values.is_present(value) else instead(facts, row)

    return run


def _rounding(building: Building, call: nodes.Call) -> Run:
    part = building.build(call.arguments[0])
    rounding, unit = values.ROUNDINGS[call.function], 1
    for each in call.arguments[1:]:
        if isinstance(each, nodes.Literal) and isinstance(each.value, int):
            unit = each.value

    def run(facts: Facts, row: Value) -> Value:
        value = part(facts, row)
        return None if value is None else values.rounded(value, unit, rounding)

    return run


def _pattern(building: Building, call: nodes.Call) -> Run:
    text, pattern = call.arguments
    written = pattern.value if isinstance(pattern, nodes.Literal) else ""
    matcher = compile_pattern(str(written))
    if isinstance(matcher, BadPattern):
        raise AssertionError("a pattern that cannot be read cannot pass the checker")
    matches, part = matcher, building.build(text)

    def run(facts: Facts, row: Value) -> bool:
        value = part(facts, row)
        return value is not None and matches(value)

    return run


def _lookup(building: Building, call: nodes.Call) -> Run:
    named, *keys = call.arguments
    written = named.value if isinstance(named, nodes.Literal) else ""
    table = building.scope.tables[str(written)]
    parts = [building.build(each) for each in keys]

    def run(facts: Facts, row: Value) -> Value:
        found = tuple(part(facts, row) for part in parts)
        on = facts.today if facts.arrived_on is None else facts.arrived_on
        return None if None in found else table.find(found, on)

    return run


_FORMS: Mapping[str, Callable[[Building, nodes.Call], Run]] = {
    "plain": _plain,
    "count": _count,
    "quantifier": _quantifier,
    "total": _total,
    "extreme": _extreme,
    "present": _present,
    "default": _default,
    "rounding": _rounding,
    "lookup": _lookup,
    "pattern": _pattern,
    "calendar": _calendar,
    "unique": _unique,
}
