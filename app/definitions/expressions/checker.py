"""The rules of types: what may stand where, and every complaint about what may not.

Goes over the parts once and finds the type of each, complaining of all that is wrong in one go.
Functions have their rules in `calls`. Nothing is evaluated here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.definitions.expressions import agreement, calls, nodes, scope
from app.definitions.expressions.agreement import BOOL, is_number, word
from app.definitions.expressions.checking import (
    UNKNOWN,
    Checking,
    complain,
    either,
    is_unknown,
    listed,
    settle,
    visit,
    want_condition,
)
from app.definitions.expressions.complaints import Complaint, suggestion
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.scope import Reference, Scope
from app.definitions.expressions.types import Type

_EQUAL = frozenset({"text", "choice", "bool", "date", "time"})
_ORDERED = frozenset({"date", "time"})
_ORDERING = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Checked:
    """An expression without fault: its type, the types and references of its parts, its names."""

    type: Type
    types: Mapping[Node, Type]
    references: Mapping[Node, Reference]
    names: frozenset[str]


def check(node: Node, scope_: Scope, expect: Type | None = None) -> Checked | tuple[Complaint, ...]:
    """Check an expression against what it may name and what is expected of it."""
    checking = Checking(scope_, _rule)
    found = visit(checking, node)
    if not checking.complaints:
        found = _expected(checking, node, expect or found)
    if checking.complaints:
        return tuple(sorted(checking.complaints, key=lambda each: (each.column, each.code)))
    names = frozenset(checking.depends_on)
    return Checked(replace(found, loose=False), checking.types, checking.references, names)


def _rule(checking: Checking, node: Node) -> Type:
    match node:
        case nodes.Literal():
            return _literal(node)
        case nodes.Name():
            return _name(checking, node)
        case nodes.Call():
            return calls.check_call(checking, node)
        case nodes.Not() | nodes.Junction() | nodes.Comparison():
            return _condition(checking, node)
        case nodes.Arithmetic() | nodes.Negation() | nodes.Conditional():
            return _calculation(checking, node)
        case nodes.Listing() | nodes.Hole():
            return complain(checking, node, "E413", "[ ] は in の右にだけ書けます")


def _condition(checking: Checking, node: nodes.Not | nodes.Junction | nodes.Comparison) -> Type:
    match node:
        case nodes.Not(part=part):
            want_condition(checking, part)
        case nodes.Junction(parts=parts):
            for each in parts:
                want_condition(checking, each)
        case nodes.Comparison():
            _comparison(checking, node)
    return BOOL


def _calculation(
    checking: Checking, node: nodes.Arithmetic | nodes.Negation | nodes.Conditional
) -> Type:
    match node:
        case nodes.Arithmetic():
            return _arithmetic(checking, node)
        case nodes.Negation():
            return _negation(checking, node)
        case nodes.Conditional():
            return _conditional(checking, node)


def _literal(node: nodes.Literal) -> Type:
    match node.value:
        case bool():
            return BOOL
        case int():
            return Type("integer", loose=True)
        case str():
            return Type("text", loose=True)
        case _:
            return Type("decimal", loose=True)


def _name(checking: Checking, node: nodes.Name) -> Type:
    found = scope.find(checking.scope, node.name, checking.group, checking.columns)
    if found is None:
        known = scope.known_names(checking.scope, checking.columns)
        hint = suggestion(node.name, known) or "項目の名前を確かめてください"
        if node.name in checking.scope.tables:
            hint = f"表は lookup('{node.name}', 鍵) で引いてください"
        message = f"「{node.name[:80]}」は定義されていません"
        return complain(checking, node, "E401", message, hint)
    checking.references[node] = found
    checking.depends_on.add(found.depends_on)
    return found.type


def _comparison(checking: Checking, node: nodes.Comparison) -> None:
    if node.signs[0] in ("in", "not in"):
        _membership(checking, node.parts[0], node.parts[1])
        return
    for each in node.parts:
        visit(checking, each)
    for sign, left, right in zip(node.signs, node.parts, node.parts[1:], strict=False):
        _compared(checking, sign, left, right)


def _compared(checking: Checking, sign: str, left: Node, right: Node) -> None:
    one, other = checking.types[left], checking.types[right]
    if is_unknown(one, other):
        return
    one, other = settle(checking, left, other), settle(checking, right, one)
    if is_unknown(one, other):
        return
    if is_number(one) and is_number(other):
        if agreement.total(one, other) is None:
            _units(checking, right, one, other)
        return
    if one.name != other.name or one.name not in _EQUAL:
        message = f"{word(one)}と{word(other)}は比べられません"
        complain(checking, right, "E406", message, _comparing(one, other))
    elif sign in _ORDERING and one.name not in _ORDERED:
        message = f"{word(one)}の大小は比べられません"
        complain(checking, right, "E406", message, "== か != を使ってください")
    elif one.options and other.options and not one.options & other.options:
        complain(checking, right, "E406", "この二つの選択肢に同じものはありません")


def _comparing(one: Type, other: Type) -> str:
    names = {one.name, other.name}
    if "choices" in names:
        return "複数の選択肢は 'コード' in 項目 で調べてください"
    if "rows" in names:
        return "一覧は count, any, all で調べてください"
    if "period" in names:
        return "日付どうしを比べてください（例: 受付日 >= today - months(12)）"
    if "choice" in names:
        return "選択肢はそのコードを引用符で囲んで比べてください"
    return "両側の型をそろえてください"


def _units(checking: Checking, node: Node, one: Type, other: Type) -> Type:
    message = f"{word(one)}と{word(other)}は単位が合いません"
    hint = "単位をそろえてください"
    if agreement.is_yen(one) or agreement.is_yen(other):
        hint = "金額と合わせられるのは金額か、式に書いた数です。整数は yen(数) で金額になります"
    return complain(checking, node, "E408", message, hint)


def _membership(checking: Checking, left: Node, right: Node) -> None:
    visit(checking, left)
    if isinstance(right, nodes.Listing):
        checking.types[right] = BOOL
        if not right.items:
            complain(checking, right, "E413", "[ ] の中が空です")
        for each in right.items:
            visit(checking, each)
            if isinstance(each, (nodes.Literal, nodes.Hole)):
                _compared(checking, "==", left, each)
            else:
                complain(checking, each, "E413", "[ ] の中には値だけを書けます")
        return
    found = visit(checking, right)
    if is_unknown(found):
        return
    if found.name != "choices":
        message = f"in の右は [ ] か複数の選択肢ですが、{word(found)}です"
        complain(checking, right, "E406", message, "一つの値とは == で比べてください")
        return
    one = settle(checking, left, Type("choice", options=found.options))
    if one.name not in ("choice", "nothing"):
        complain(checking, left, "E406", f"{word(one)}は選択肢に含まれることがありません")


def _arithmetic(checking: Checking, node: nodes.Arithmetic) -> Type:
    one, other = visit(checking, node.left), visit(checking, node.right)
    if is_unknown(one, other):
        return UNKNOWN
    if {one.name, other.name} & {"date", "period"}:
        one, other = (settle(checking, each, Type("date")) for each in (node.left, node.right))
        return UNKNOWN if is_unknown(one, other) else _days(checking, node, one, other)
    if not is_number(one) or not is_number(other):
        message = f"{word(one)}と{word(other)}では「{node.sign}」の計算ができません"
        return complain(checking, node, "E405", message)
    if node.sign in "+-":
        return agreement.total(one, other) or _units(checking, node, one, other)
    if node.sign == "*":
        found = agreement.product(one, other)
        message = "金額と金額は掛けられません"
    else:
        found = agreement.quotient(one, other, may_be_zero=_may_be_zero(node.right))
        message = "金額でない数を金額で割ることはできません"
    return found or complain(checking, node, "E405", message)


def _may_be_zero(node: Node) -> bool:
    return not (isinstance(node, nodes.Literal) and node.value)


def _days(checking: Checking, node: nodes.Arithmetic, one: Type, other: Type) -> Type:
    optional = one.optional or other.optional
    if one.name == "date" and other.name == "period" and node.sign in "+-":
        return Type("date", optional=optional)
    if one.name == "date" and other.name == "date" and node.sign == "-":
        return Type("integer", optional=optional)
    hint = "日付には期間を足し引きします（例: today + days(10)）"
    message = f"{word(one)}と{word(other)}では「{node.sign}」の計算ができません"
    return complain(checking, node, "E405", message, hint)


def _negation(checking: Checking, node: nodes.Negation) -> Type:
    found = visit(checking, node.part)
    if is_number(found) or is_unknown(found):
        return found
    message = f"{word(found)}に「-」は付けられません"
    return complain(checking, node, "E405", message)


def _conditional(checking: Checking, node: nodes.Conditional) -> Type:
    want_condition(checking, node.test)
    visit(checking, node.then)
    visit(checking, node.otherwise)
    found = either(checking, node.then, node.otherwise)
    if found is not None:
        return found
    one, other = checking.types[node.then], checking.types[node.otherwise]
    message = f"if の二つの値が{word(one)}と{word(other)}で、そろっていません"
    return complain(checking, node.otherwise, "E423", message)


def _expected(checking: Checking, node: Node, expect: Type) -> Type:
    found = settle(checking, node, expect)
    if is_unknown(found):
        return found
    fits = _fits(found, expect)
    if not fits:
        return _unexpected(checking, node, found, expect)
    if found.options - expect.options and expect.options:
        strange = listed(found.options - expect.options)
        return complain(
            checking, node, "E407", f"求められている選択肢にない値があります: {strange}"
        )
    if found.optional and not expect.optional and expect.name != "bool":
        hint = "default(項目, ないときの値) で、ないときの値を決めてください"
        return complain(checking, node, "E416", "値がないことがあります", hint)
    members, options = found.members or expect.members, expect.options or found.options
    return replace(expect, optional=found.optional, members=members, options=options)


def _fits(found: Type, expect: Type) -> bool:
    if expect.name == "money":
        return found.name == "money" or (found.name == "integer" and found.loose)
    if expect.name == "decimal" and is_number(found):
        return agreement.total(found, expect) is not None
    if found.name == "integer" and expect.name == "integer":
        return agreement.total(found, expect) is not None
    if expect.name == "text":
        return found.name in ("text", "choice")
    return found.name == expect.name


def _unexpected(checking: Checking, node: Node, found: Type, expect: Type) -> Type:
    becomes_yen = agreement.is_yen(found) or found.loose
    whole = expect.name == "integer" or (expect.name == "money" and becomes_yen)
    if whole and found.name == "decimal":
        hint = "round_down(…)、round_up(…)、round_half(…) のどれかで端数を処理してください"
        return complain(checking, node, "E417", "端数の処理が要ります", hint)
    message = f"ここは{word(expect)}ですが、{word(found)}です"
    hint = "整数は yen(数) で金額になります" if expect.name == "money" else ""
    return complain(checking, node, "E415", message, hint)
