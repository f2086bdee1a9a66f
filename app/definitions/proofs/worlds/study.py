"""読み取り: going over an expression for all that can matter of the names in it.

The forms known here are those in which finitely many values stand for all: comparing a name with
constants or with one other name of an order, membership, presence, tables, counting rows. Whatever
else there is blurs the names in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from app.definitions.expressions import nodes, patterns, scope
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.scope import Reference, Scope
from app.definitions.expressions.syntax import parse, walk
from app.definitions.expressions.tables import ALWAYS, Table
from app.definitions.proofs.worlds import bounds, terms
from app.definitions.proofs.worlds.hints import Chase, Study
from app.definitions.proofs.worlds.terms import Day, Number, Terms

_ORDERED = frozenset({"integer", "decimal", "money", "date"})
_YEARS = frozenset({"age", "fiscal_year"})


@dataclass(slots=True)
class _Desk:
    """One expression on the desk; `worked_out` are the sources of computed names."""

    source: str
    scope: Scope
    worked_out: dict[str, str]
    study: Study = field(default_factory=Study)
    counted: Reference | None = None
    depth: int = 0

    @property
    def reading(self) -> terms.Reading:
        return terms.Reading(lambda node: _name_terms(self, node), lambda node: _called(self, node))

    def find(self, name: str) -> Reference | None:
        if self.counted is None:
            return scope.find(self.scope, name)
        return scope.find(self.scope, name, self.counted.depends_on, self.counted.type.members)


def parsed(source: str) -> Node | None:
    """Read a source that has been compiled before."""
    node = parse(source)
    return None if isinstance(node, tuple) else node


def study(source: str, scope_: Scope, worked_out: dict[str, str]) -> Study:
    """Give all that can matter of the names in an expression."""
    desk = _Desk(source, scope_, worked_out)
    node = parsed(source)
    if node is not None:
        _visit(desk, node)
    return desk.study


def _visit(desk: _Desk, node: Node) -> None:
    match node:
        case nodes.Comparison(signs=signs, parts=parts):
            if "in" in signs[0]:
                _member(desk, parts[0], parts[1])
            for left, right in pairwise(parts if "in" not in signs[0] else ()):
                _compare(desk, left, right)
        case nodes.Call():
            _visit_call(desk, node)
        case nodes.Arithmetic() | nodes.Negation():
            _blur(desk, node)
        case _:
            for each in _conditions_in(node):
                _visit(desk, each)


def _conditions_in(node: Node) -> tuple[Node, ...]:
    match node:
        case nodes.Junction(parts=parts):
            return parts
        case nodes.Not(part=part):
            return (part,)
        case nodes.Conditional(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
        case _:
            return ()


def _blur(desk: _Desk, node: Node) -> None:
    """Mark every name below as looked at in a way that is not known here."""
    for each in walk(node):
        if isinstance(each, nodes.Name) and (found := desk.find(each.name)) is not None:
            desk.study.of(found.depends_on).blurred = True
    for each in walk(node):
        if isinstance(each, nodes.Call):
            _visit_inner(desk, each)


def _visit_inner(desk: _Desk, call: nodes.Call) -> None:
    if call.function in ("count", "sum", "any", "all", "lookup"):
        _visit_call(desk, call)


def _visit_call(desk: _Desk, call: nodes.Call) -> None:
    match call.function, call.arguments:
        case "any" | "all" | "count" | "sum" | "min" | "max", (nodes.Name() as group, *rest) if (
            _rows(desk, group) is not None
        ):
            _over_rows(desk, call.function, group, rest)
        case "present", (nodes.Name() as name,):
            _touch(desk, name)
        case "default", (value, instead):
            _visit(desk, value)
            _visit(desk, instead)
        case "starts_with", (nodes.Name() as name, nodes.Literal(value=str() as text)):
            hints = desk.study.of(_id(desk, name))
            hints.values |= {text, f"{text}〇"}
            hints.prefixed = True
        case "matches", (subject, nodes.Literal(value=str() as pattern)):
            _blur(desk, subject)
            _offer(desk, subject, patterns.example(pattern))
        case "lookup", (nodes.Literal(value=str() as table), *keys):
            _look_up(desk, desk.scope.tables[table], keys)
        case _:
            _blur_arguments(desk, call)


def _blur_arguments(desk: _Desk, call: nodes.Call) -> None:
    for each in call.arguments:
        _blur(desk, each)


def _rows(desk: _Desk, node: Node) -> Reference | None:
    found = desk.find(node.name) if isinstance(node, nodes.Name) else None
    return found if found is not None and found.type.name == "rows" else None


def _over_rows(desk: _Desk, function: str, group: nodes.Name, rest: Iterable[Node]) -> None:
    found = _rows(desk, group)
    if found is None:
        return
    hints = desk.study.of(found.depends_on)
    hints.quantified += 1
    inner = replace(desk, counted=found)
    for each in rest:
        _visit(inner, each)
    if function not in ("any", "all"):
        hints.lengths |= {0, 1, 2}
        hints.blurred |= bool(rest)


def _id(desk: _Desk, node: nodes.Name) -> str:
    found = desk.find(node.name)
    return node.name if found is None else found.depends_on


def _touch(desk: _Desk, node: nodes.Name) -> None:
    found = desk.find(node.name)
    if found is not None and found.depends_on.split(".")[-1] != found.path[-1]:
        desk.study.of(found.depends_on).blurred = True


def _member(desk: _Desk, left: Node, right: Node) -> None:
    if isinstance(right, nodes.Listing):
        for each in right.items:
            _compare(desk, left, each)
        return
    if isinstance(right, nodes.Name):
        hints = desk.study.of(_id(desk, right))
        if isinstance(left, nodes.Literal):
            hints.values.add(left.value)
            return
        hints.whole = True
    if isinstance(left, nodes.Name):
        desk.study.of(_id(desk, left)).whole = True
    else:
        _blur(desk, left)


def _compare(desk: _Desk, left: Node, right: Node) -> None:
    for each in (left, right):
        _visit_tests(desk, each)
    one, other = terms.read(left, desk.reading), terms.read(right, desk.reading)
    if one is not None and other is not None:
        bounds.ordered(desk.study, one, other)
    elif not (_of_text(desk, left, right) or _of_days(desk, left, right)):
        _visit_or_blur(desk, left)
        _visit_or_blur(desk, right)
    _chases(desk, left, right)
    _chases(desk, right, left)


def _visit_tests(desk: _Desk, node: Node) -> None:
    """Go over the conditions inside of terms, and over what counts and looks up."""
    for each in walk(node):
        if isinstance(each, nodes.Conditional):
            _visit(desk, each.test)
        elif isinstance(each, nodes.Call):
            _visit_inner(desk, each)


def _visit_or_blur(desk: _Desk, node: Node) -> None:
    if isinstance(node, (nodes.Comparison, nodes.Junction, nodes.Not)):
        _visit(desk, node)
    elif not _is_yes_or_no(desk, node):
        _blur(desk, node)


def _is_yes_or_no(desk: _Desk, node: Node) -> bool:
    found = desk.find(node.name) if isinstance(node, nodes.Name) else None
    return found is not None and found.type.name == "bool"


def _of_days(desk: _Desk, left: Node, right: Node) -> bool:
    """Read `a - b >= 10` of two days, and years reached on a day, as a comparison of days."""
    if not isinstance(right, nodes.Literal) or type(right.value) is not int:
        return False
    match left:
        case nodes.Arithmetic(sign="-", left=one, right=other):
            shift = terms.constant(right.value)
            later = nodes.Call(left.span, "days", (right,))
            moved = nodes.Arithmetic(left.span, "+", other, later)
            return shift is not None and _days_of(desk, (one,), moved)
        case nodes.Call(function="age", arguments=(born, *rest)):
            on = rest[0] if rest else nodes.Name(left.span, "today")
            return all(
                _days_of(desk, (born,), _years_before(on, right.value + more)) for more in (0, 1)
            )
        case nodes.Call(function="fiscal_year", arguments=(day,)):
            starts = tuple(date(right.value + more, 4, 1) for more in (0, 1) if right.value > 0)
            found = terms.read(day, desk.reading)
            if found is not None:
                bounds.ordered(desk.study, found, tuple(Day(each) for each in starts))
            return found is not None
        case _:
            return False


def _years_before(day: Node, count: int) -> Node:
    years = nodes.Call(day.span, "years", (nodes.Literal(day.span, count),))
    return nodes.Arithmetic(day.span, "-", day, years)


def _days_of(desk: _Desk, left: tuple[Node], right: Node) -> bool:
    one, other = terms.read(left[0], desk.reading), terms.read(right, desk.reading)
    if one is None or other is None or not all(isinstance(each, Day) for each in (*one, *other)):
        return False
    bounds.ordered(desk.study, one, other)
    return True


def _of_text(desk: _Desk, left: Node, right: Node) -> bool:
    """Note what a text or a code is compared with; False if it is not a name and a constant."""
    if isinstance(left, nodes.Literal):
        left, right = right, left
    match left, right:
        case _, nodes.Literal(value=str() as text):
            return _offer(desk, left, text)
        case nodes.Name(), nodes.Name() if (one := desk.find(left.name)) is not None:
            for each in (left, right):
                hints = desk.study.of(_id(desk, each))
                hints.whole = True
                hints.values |= {"甲", "乙"} if one.type.name == "text" else set()
                hints.blurred |= one.type.name == "text"
            return one.type.name in ("choice", "text", "bool")
        case _:
            return False


def _offer(desk: _Desk, node: Node, text: str) -> bool:
    """Note a text that is looked for in an answer, or in a part of one."""
    match node:
        case nodes.Name(name=name) if (found := desk.find(name)) is not None:
            if found.type.name not in ("text", "choice"):
                return False
            member = ".".join(found.path)[len(_plain(found)) :].strip(".")
            desk.study.of(found.depends_on).values.add(f"{member}={text}" if member else text)
            return True
        case nodes.Call(function="prefecture_of" | "ward_of", arguments=(nodes.Name() as of,)):
            member = "city" if node.function == "ward_of" else "prefecture"
            desk.study.of(_id(desk, of)).values.add(f"{member}={text}")
            return True
        case _:
            return False


def _plain(found: Reference) -> str:
    """Give the name of a field as its path begins: without the group that it is a column of."""
    path = ".".join(found.path)
    head = found.depends_on
    while head and not (path == head or path.startswith(f"{head}.")):
        _, _, head = head.partition(".")
    return head


def _name_terms(desk: _Desk, node: nodes.Name) -> Terms:
    found = desk.find(node.name)
    if found is None or found.type.name not in _ORDERED:
        return None
    if found.origin == "fixed" or _plain(found) != ".".join(found.path):
        return None
    source = desk.worked_out.get(found.depends_on)
    if source is not None:
        return _inlined(desk, source)
    if found.type.name == "date":
        return (Day(found.depends_on),)
    return (Number(Decimal(0), ((found.depends_on, Decimal(1)),)),)


def _inlined(desk: _Desk, source: str) -> Terms:
    node = parsed(source)
    if node is None or desk.depth > 4 or desk.counted is not None:
        return None
    return terms.read(node, replace(desk, depth=desk.depth + 1).reading)


def _called(desk: _Desk, call: nodes.Call) -> Terms:
    match call.function, call.arguments:
        case "lookup", (nodes.Literal(value=str() as name), *_):
            found = {row.value for row in desk.scope.tables[name].rows} - {None}
            return terms.together(terms.constant(each) for each in sorted(found, key=str))
        case "count" | "len", (nodes.Name() as group,) if _rows(desk, group) is not None:
            return (Number(Decimal(0), ((f"#{_id(desk, group)}", Decimal(1)),)),)
        case "len", (nodes.Name() as name,) if desk.find(name.name) is not None:
            return (Number(Decimal(0), ((f"#{_id(desk, name)}", Decimal(1)),)),)
        case _:
            return None


def _chases(desk: _Desk, node: Node, other: Node) -> None:
    """Note that a name has to keep up with another part, if that part is no constant."""
    found = terms.read(node, desk.reading)
    if found is None or len(found) != 1 or not any(isinstance(e, nodes.Name) for e in walk(other)):
        return
    source = desk.source[other.span.column : other.span.column + other.span.width]
    group = "" if desk.counted is None else desk.counted.depends_on
    match found[0]:
        case Day(start=str() as name, shift=shift):
            desk.study.of(name).chases.add(Chase(source, group, terms.undone(shift)))
        case Number(constant=offset, factors=((name, factor),)):
            desk.study.of(name.removeprefix("#")).chases.add(
                Chase(source, group, (), offset, factor)
            )
        case _:
            return


def _look_up(desk: _Desk, table: Table, keys: Sequence[Node]) -> None:
    for place, node in enumerate(keys):
        _key(desk, table, place, node)
        if any(row.value is None for row in table.rows):
            # What is not known yet may turn out to be anything.
            _blur(desk, node)
    cuts = {cut[0] for row in table.rows for cut in (row.effective.low, row.effective.high) if cut}
    if any(row.effective != ALWAYS for row in table.rows):
        for name in ("today", "arrived_on"):
            desk.study.of(name).values |= cuts


def _key(desk: _Desk, table: Table, place: int, node: Node) -> None:
    key, found = table.keys[place], terms.read(node, desk.reading)
    if isinstance(node, nodes.Conditional):
        _visit_tests(desk, node)
    if found is not None:
        met = bounds.cuts(table, place) if key.ranged else bounds.exact_values(table, place)
        constants = (term for each in met for term in terms.constant(each) or ())
        bounds.ordered(desk.study, found, tuple(constants))
    elif isinstance(node, nodes.Name) and key.type.name in ("text", "choice"):
        desk.study.of(_id(desk, node)).values |= bounds.kinds_of(table, place)
    elif not isinstance(node, nodes.Conditional):
        _blur(desk, node)
