"""From the text of an expression to something that runs: read, check, and turn into closures.

This is the door of the language. Each part becomes a function of the facts and of the row being
counted, so that nothing is interpreted and nothing is ever handed to `eval`. What runs never
raises: a missing value is None, a comparison with it is false, a calculation with it is missing.
"""

import operator
from collections.abc import Callable

from app.definitions.expressions import nodes, running_calls, values
from app.definitions.expressions.checker import Checked, check
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.complaints import Complaint
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.reading_names import reader
from app.definitions.expressions.running import Building, Run
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.syntax import parse
from app.definitions.expressions.types import Type, Value

_COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_WHOLE: dict[str, Callable[[Value, Value], Value]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
_DECIMAL: dict[str, Callable[[Value, Value], Value]] = {
    "+": values.add, "-": values.subtract, "*": values.multiply, "/": values.divide,
}  # fmt: skip


def compile_expression(
    source: str, scope: Scope, expect: Type | None = None
) -> Expression | tuple[Complaint, ...]:
    """Compile an expression for the place described by `scope`, or say all that is wrong with it.

    `expect` is the type needed there. A money amount, a day and so on that may be missing is a
    complaint unless `expect.optional`; a condition is always true or false.
    """
    if not isinstance(source, str):
        return (Complaint("E400", "式は文字で書いてください", "引用符で囲んでください"),)
    node = parse(source)
    if isinstance(node, tuple):
        return node
    checked = check(node, scope, expect)
    if not isinstance(checked, Checked):
        return checked
    return Expression(source, checked.type, checked.names, _closed(node, checked, scope))


def _closed(node: Node, checked: Checked, scope: Scope) -> Callable[[Facts], Value]:
    run = _build(Building(checked.types, checked.references, scope, _build), node)
    if checked.type.name == "bool":
        return lambda facts: run(facts, None) is True
    if checked.type.name == "decimal":
        return lambda facts: values.decimal_result(run(facts, None))
    return lambda facts: run(facts, None)


def _build(building: Building, node: Node) -> Run:  # noqa: PLR0911 - one line for each part
    match node:
        case nodes.Literal():
            return _constant(_value(building, node))
        case nodes.Name():
            return reader(building.references[node], building.scope)
        case nodes.Not(part=part):
            return _not(_build(building, part))
        case nodes.Junction(word=word, parts=parts):
            built = tuple(_build(building, each) for each in parts)
            return _all(built) if word == "and" else _any(built)
        case nodes.Comparison():
            return _comparison(building, node)
        case nodes.Arithmetic():
            return _arithmetic(building, node)
        case _:
            return _build_rest(building, node)


def _build_rest(building: Building, node: Node) -> Run:
    match node:
        case nodes.Negation(part=part):
            return _negation(_build(building, part))
        case nodes.Conditional(test=test, then=then, otherwise=otherwise):
            parts = (_build(building, each) for each in (test, then, otherwise))
            return _conditional(*parts)
        case nodes.Call():
            return running_calls.build_call(building, node)
        case _:
            raise AssertionError("a listing or a hole cannot pass the checker")


def _value(building: Building, node: nodes.Literal) -> Value:
    if building.types[node].name == "date":
        return values.date_of(node.value)
    return node.value


def _constant(value: Value) -> Run:
    return lambda facts, row: value


def _not(part: Run) -> Run:
    return lambda facts, row: not part(facts, row)


def _all(parts: tuple[Run, ...]) -> Run:
    if len(parts) == 2:
        first, second = parts
        return lambda facts, row: bool(first(facts, row) and second(facts, row))

    def run(facts: Facts, row: Value) -> bool:
        for part in parts:  # noqa: SIM110 - a generator would cost half of the time
            if not part(facts, row):
                return False
        return True

    return run


def _any(parts: tuple[Run, ...]) -> Run:
    if len(parts) == 2:
        first, second = parts
        return lambda facts, row: bool(first(facts, row) or second(facts, row))

    def run(facts: Facts, row: Value) -> bool:
        for part in parts:  # noqa: SIM110 - a generator would cost half of the time
            if part(facts, row):
                return True
        return False

    return run


def _comparison(building: Building, node: nodes.Comparison) -> Run:
    if node.signs[0] in ("in", "not in"):
        return _membership(building, node)
    built = [_build(building, each) for each in node.parts]
    pairs = [
        _compared(building, sign, (left, node.parts[place + 1], built[place + 1]))
        for place, (sign, left) in enumerate(zip(node.signs, built, strict=False))
    ]
    return pairs[0] if len(pairs) == 1 else _all(tuple(pairs))


def _compared(building: Building, sign: str, sides: tuple[Run, Node, Run]) -> Run:
    left, node, right = sides
    compare = _COMPARE[sign]
    if isinstance(node, nodes.Literal):
        fixed = _value(building, node)
        if sign == "==":
            return lambda facts, row: bool(left(facts, row) == fixed)

        def run_fixed(facts: Facts, row: Value) -> bool:
            value = left(facts, row)
            return value is not None and compare(value, fixed)

        return run_fixed

    def run(facts: Facts, row: Value) -> bool:
        one, other = left(facts, row), right(facts, row)
        return one is not None and other is not None and compare(one, other)

    return run


def _membership(building: Building, node: nodes.Comparison) -> Run:
    part, among = node.parts
    left, wanted = _build(building, part), node.signs[0] == "in"
    if isinstance(among, nodes.Listing):
        literals = [each for each in among.items if isinstance(each, nodes.Literal)]
        fixed = frozenset(_value(building, each) for each in literals)

        def run_fixed(facts: Facts, row: Value) -> bool:
            value = left(facts, row)
            return value is not None and (value in fixed) is wanted

        return run_fixed
    right = _build(building, among)

    def run(facts: Facts, row: Value) -> bool:
        value, chosen = left(facts, row), right(facts, row)
        return value is not None and chosen is not None and (value in chosen) is wanted

    return run


def _arithmetic(building: Building, node: nodes.Arithmetic) -> Run:
    left, right = _build(building, node.left), _build(building, node.right)
    operate = _operation(building, node)
    if isinstance(node.right, nodes.Literal):
        fixed = _value(building, node.right)

        def run_fixed(facts: Facts, row: Value) -> Value:
            value = left(facts, row)
            return None if value is None else operate(value, fixed)

        return run_fixed

    def run(facts: Facts, row: Value) -> Value:
        one, other = left(facts, row), right(facts, row)
        return None if one is None or other is None else operate(one, other)

    return run


def _operation(building: Building, node: nodes.Arithmetic) -> Callable[[Value, Value], Value]:
    one, other = building.types[node.left].name, building.types[node.right].name
    if other == "period":
        direction = 1 if node.sign == "+" else -1
        return lambda day, period: values.shift(day, period, direction)
    if one == "date":
        return lambda day, since: (day - since).days
    if node.sign == "/" or "decimal" in (one, other):
        return _DECIMAL[node.sign]
    return _WHOLE[node.sign]


def _negation(part: Run) -> Run:
    def run(facts: Facts, row: Value) -> Value:
        value = part(facts, row)
        return None if value is None else values.negative(value)

    return run


def _conditional(test: Run, then: Run, otherwise: Run) -> Run:
    return lambda facts, row: then(facts, row) if test(facts, row) else otherwise(facts, row)
