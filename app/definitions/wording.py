"""条件の言い表し: a condition of a definition in Japanese, with the labels that residents see.

Says the plain shapes that conditions mostly have (equal, one of, larger, present, and, or, not).
What it cannot say comes out empty, and whoever asks falls back on general words. Never runs
anything.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from app.definitions.expressions.compiled import Expression
from app.definitions.model import Field, say

_ORDER: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "より小さい",
    ast.LtE: "以下",
    ast.Gt: "より大きい",
    ast.GtE: "以上",
}


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause: its text, how it goes on to another one, and how it ends."""

    text: str
    going_on: str = "で、"
    ending: str = "の場合"


def condition(expression: Expression | None, fields: tuple[Field, ...]) -> str:
    """Say when a condition holds: 「使用水」が「井戸水」の場合. Empty where it cannot be said."""
    if expression is None:
        return ""
    try:
        tree = ast.parse(expression.source, mode="eval").body
    except SyntaxError:
        return ""
    found = _clause(tree, _Labels(expression, fields))
    return f"{found.text}{found.ending}" if found else ""


@dataclass(frozen=True, slots=True)
class _Labels:
    expression: Expression
    fields: tuple[Field, ...]

    def field(self, node: ast.expr) -> Field | None:
        """Give the field that a name stands for; in a shared block the lead is left out."""
        name = _dotted(node)
        exact = next((each for each in self.fields if each.id == name), None)
        if exact is not None or not name:
            return exact
        known = [each for each in self.fields if each.id in self.expression.names]
        return next((each for each in known if each.id.endswith(f".{name}")), None)


def _clause(node: ast.expr, labels: _Labels) -> _Clause | None:
    match node:
        case ast.BoolOp(op, values):
            return _joined([_clause(each, labels) for each in values], isinstance(op, ast.And))
        case ast.UnaryOp(ast.Not(), operand):
            return _not(operand, labels)
        case ast.Compare(left, [op], [right]):
            return _compared(left, op, right, labels)
        case ast.Call(ast.Name("present"), [argument], []):
            return _filled_in(labels.field(argument), ("あり、", "ある場合"))
        case ast.Name() | ast.Attribute():
            return _answered(node, labels, "はい")
        case _:
            return None


def _joined(clauses: list[_Clause | None], every: bool) -> _Clause | None:
    known = [each for each in clauses if each is not None]
    if len(known) != len(clauses):
        return None
    *first, last = known
    if every:
        text = "".join(f"{each.text}{each.going_on}" for each in first) + last.text
    else:
        text = "".join(f"{each.text}{each.ending}か、" for each in first) + last.text
    return _Clause(text, last.going_on, last.ending)


def _not(operand: ast.expr, labels: _Labels) -> _Clause | None:
    match operand:
        case ast.Call(ast.Name("present"), [argument], []):
            return _filled_in(labels.field(argument), ("なく、", "ない場合"))
        case ast.Name() | ast.Attribute():
            return _answered(operand, labels, "いいえ")
        case _:
            return None


def _filled_in(found: Field | None, ends: tuple[str, str]) -> _Clause | None:
    return _Clause(f"「{say(found.label)}」に記入が", *ends) if found else None


def _answered(node: ast.expr, labels: _Labels, answer: str) -> _Clause | None:
    found = labels.field(node)
    if found is None or found.kind not in ("yes-no", "declaration"):
        return None
    return _Clause(f"「{say(found.label)}」が「{answer}」")


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, labels: _Labels) -> _Clause | None:
    found = labels.field(left)
    values = _values(right, found)
    if found is None or not values:
        return None
    lead = f"「{say(found.label)}」が"
    quoted = [f"「{each}」" for each in values]
    match op:
        case ast.Eq() | ast.In():
            return _Clause(lead + "か".join(quoted))
        case ast.NotEq() | ast.NotIn():
            return _Clause(f"{lead}{'や'.join(quoted)}で", "なく、", "ない場合")
        case _:
            words = _ORDER.get(type(op), "")
            if not words:
                return None
            ending = "場合" if words.startswith("より") else "の場合"
            return _Clause(f"{lead}{values[0]}{found.unit}{words}", "で、", ending)


def _values(node: ast.expr, field: Field | None) -> list[str]:
    items = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    found = [_value(each, field) for each in items]
    return found if all(found) else []


def _value(node: ast.expr, field: Field | None) -> str:
    match node:
        case ast.Constant(bool() as value):
            return "はい" if value else "いいえ"
        case ast.Constant(int() as value):
            return f"{value:,}"
        case ast.Constant(str() as value):
            options = field.options if field else ()
            return next((say(each.label) for each in options if each.code == value), value)
        case _:
            return ""


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value, name):
            lead = _dotted(value)
            return f"{lead}.{name}" if lead else ""
        case _:
            return ""
