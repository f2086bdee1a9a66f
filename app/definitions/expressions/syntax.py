"""From the text of an expression to its parts: Python's grammar, and of that a closed subset.

`ast.parse` does the reading and nothing else: the tree is rebuilt from our own nodes, and what has
no node of ours is a complaint. Names are not looked up here and types are not known.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from app.definitions.expressions import nodes
from app.definitions.expressions.complaints import Complaint
from app.definitions.expressions.masking import MOST_DEPTH, mask
from app.definitions.expressions.nodes import Node, Span

MOST_NODES = 200
_WHOLE = re.compile(r"[0-9]{1,15}")
_FRACTION = re.compile(r"[0-9]{1,15}\.[0-9]{1,15}")
_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_BOOLEANS = {"true": True, "false": False, "True": True, "False": False}
_NOTHING = frozenset({"None", "null", "none", "nil"})
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Attribute: ("名前でないものに「.」は続けられません", ""),
    ast.Subscript: ("[ ] で中身を取り出すことはできません", "項目は a.b の形で書いてください"),
    ast.Tuple: ("「,」で並べることはできません", "数の桁区切りのコンマは書かないでください"),
    ast.Pow: ("「**」は使えません", ""),
    ast.FloorDiv: ("「//」は使えません", "round_down(a / b) と書いてください"),
    ast.Is: ("is は使えません", "== と書いてください"),
    ast.IsNot: ("is not は使えません", "!= と書いてください"),
    ast.UAdd: ("数の前の「+」は要りません", "「+」を消してください"),
    ast.ListComp: ("一覧を作る式は使えません", "count, any, all, sum を使ってください"),
    ast.GeneratorExp: ("一覧を作る式は使えません", "count, any, all, sum を使ってください"),
    ast.keyword: ("引数に名前は付けられません", "順に並べて書いてください"),
    ast.Starred: ("引数に「*」は付けられません", ""),
}


@dataclass(slots=True)
class _Reading:
    source: str
    encoded: bytes
    offset: int
    complaints: list[Complaint] = field(default_factory=list)


@lru_cache(maxsize=2048)
def parse(source: str) -> Node | tuple[Complaint, ...]:
    """Read an expression, or say everything that keeps it from being one.

    The same words are read when names are put right, compiled and proved: once will do.
    """
    masked = mask(source)
    if not isinstance(masked, str):
        return masked
    stripped = masked.strip(" ")
    offset = len(masked) - len(masked.lstrip(" "))
    tree = _grammar(stripped, offset)
    if isinstance(tree, Complaint):
        return (tree,)
    too_much = _measure(tree, len(source))
    if too_much is not None:
        return (too_much,)
    reading = _Reading(source, stripped.encode("utf-8", "surrogatepass"), offset)
    node = _read(reading, tree)
    return tuple(reading.complaints) or node


def names_in(source: str) -> frozenset[str]:
    """Give the names that a source uses, as written; none if it cannot be read."""
    node = parse(source)
    if isinstance(node, tuple):
        return frozenset()
    return frozenset(each.name for each in walk(node) if isinstance(each, nodes.Name))


def walk(node: Node) -> Iterator[Node]:
    """Give a node and everything below it."""
    yield node
    for part in _parts(node):
        yield from walk(part)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case nodes.Listing(items=parts) | nodes.Junction(parts=parts):
            return parts
        case nodes.Comparison(parts=parts) | nodes.Call(arguments=parts):
            return parts
        case nodes.Not(part=part) | nodes.Negation(part=part):
            return (part,)
        case nodes.Arithmetic(left=left, right=right):
            return (left, right)
        case nodes.Conditional(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
        case _:
            return ()


def _grammar(stripped: str, offset: int) -> ast.expr | Complaint:
    if not stripped:
        return Complaint("E400", "式が空です", "条件や計算を書いてください")
    try:
        return ast.parse(stripped, mode="eval").body
    except SyntaxError as error:
        column = min(max((error.offset or 1) - 1, 0), max(len(stripped) - 1, 0))
        hint = "かっこ、引用符、語の順を確かめてください"
        if re.search(r"(?<![=!<>])=(?!=)", stripped):
            hint = "「等しい」は == と書いてください"
        return Complaint("E400", "式として読めません", hint, offset + column, 1)
    except (ValueError, OverflowError):
        return Complaint("E400", "式として読めません", "", offset, len(stripped))
    except (MemoryError, RecursionError):
        return Complaint("E412", "式の入れ子が深すぎます", "", offset, len(stripped))


def _measure(tree: ast.expr, width: int) -> Complaint | None:
    hint = "計算する項目（computed）や表に分けてください"
    count, waiting = 0, [(cast(ast.AST, tree), 1)]
    while waiting:
        each, depth = waiting.pop()
        count += isinstance(each, ast.expr)
        if depth > MOST_DEPTH and isinstance(each, ast.expr):
            return Complaint(
                "E412", f"式の入れ子が深すぎます（{MOST_DEPTH} 段まで）", hint, 0, width
            )
        if count > MOST_NODES:
            return Complaint("E411", f"式の部品が多すぎます（{MOST_NODES} 個まで）", hint, 0, width)
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(each))
    return None


def _span(reading: _Reading, node: ast.expr | ast.keyword) -> Span:
    start = len(reading.encoded[: node.col_offset].decode("utf-8", "surrogatepass"))
    end = len(reading.encoded[: node.end_col_offset].decode("utf-8", "surrogatepass"))
    return Span(reading.offset + start, end - start)


def _slice(reading: _Reading, span: Span) -> str:
    return reading.source[span.column : span.column + span.width]


def _complain(reading: _Reading, span: Span, code: str, message: str, hint: str = "") -> Node:
    reading.complaints.append(Complaint(code, message, hint, span.column, span.width))
    return nodes.Hole(span)


def _refuse(reading: _Reading, span: Span, kind: ast.AST) -> Node:
    message, hint = _REFUSED.get(type(kind), ("この書き方は使えません", ""))
    return _complain(reading, span, "E413", message, hint)


def _read(reading: _Reading, node: ast.expr) -> Node:
    reader = _READERS.get(type(node))
    if reader is None:
        return _refuse(reading, _span(reading, node), node)
    return reader(reading, node)


def _constant(reading: _Reading, node: ast.Constant) -> Node:
    span = _span(reading, node)
    text = _slice(reading, span)
    match node.value:
        case bool() as value:
            return nodes.Literal(span, value)
        case int() | float() | complex():
            return _number(reading, span, text)
        case str() if _TEXT.fullmatch(text):
            return nodes.Literal(span, text[1:-1])
        case None:
            return _nothing(reading, span)
        case _:
            hint = "文字は '…' か \"…\" で一つずつ書いてください"
            return _complain(reading, span, "E413", "この文字の書き方は使えません", hint)


def _number(reading: _Reading, span: Span, text: str) -> Node:
    plain = text.replace("_", "")
    if _WHOLE.fullmatch(plain):
        return nodes.Literal(span, int(plain))
    if _FRACTION.fullmatch(plain):
        return nodes.Literal(span, Decimal(plain))
    hint = "整数は 15 桁まで、小数は 0.5 のように書いてください"
    return _complain(reading, span, "E414", "使えない数の書き方です", hint)


def _nothing(reading: _Reading, span: Span) -> Node:
    hint = "値があるかどうかは present(項目) で確かめてください"
    return _complain(reading, span, "E413", "「値がない」ことは書けません", hint)


def _name(reading: _Reading, node: ast.expr) -> Node:
    span = _span(reading, node)
    name = _dotted(node)
    if name is None:
        return _refuse(reading, span, node)
    if _slice(reading, span).replace(" ", "") != name:
        # Python reads identifiers in NFKC; two spellings of one name would look different on the
        # page and mean the same, so only the normal one is accepted.
        hint = f"「{name}」と書いてください（全角英数字や半角カナは名前に使えません）"
        return _complain(reading, span, "E422", "名前の文字が標準の形ではありません", hint)
    if name in _BOOLEANS:
        return nodes.Literal(span, _BOOLEANS[name])
    if name in _NOTHING:
        return _nothing(reading, span)
    return nodes.Name(span, name)


def _dotted(node: ast.expr) -> str | None:
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(words)])


def _unary(reading: _Reading, node: ast.UnaryOp) -> Node:
    span = _span(reading, node)
    if isinstance(node.op, ast.Not):
        return nodes.Not(span, _read(reading, node.operand))
    if not isinstance(node.op, ast.USub):
        return _refuse(reading, span, node.op)
    part = _read(reading, node.operand)
    match part:
        case nodes.Literal(value=bool()):
            return nodes.Negation(span, part)
        case nodes.Literal(value=int() | Decimal() as value):
            return nodes.Literal(span, -value)
        case _:
            return nodes.Negation(span, part)


def _junction(reading: _Reading, node: ast.BoolOp) -> Node:
    parts = tuple(_read(reading, each) for each in node.values)
    word = "and" if isinstance(node.op, ast.And) else "or"
    return nodes.Junction(_span(reading, node), "and" if word == "and" else "or", parts)


def _arithmetic(reading: _Reading, node: ast.BinOp) -> Node:
    span = _span(reading, node)
    left, right = _read(reading, node.left), _read(reading, node.right)
    sign = _SIGNS.get(type(node.op))
    if sign is None:
        return _refuse(reading, span, node.op)
    return nodes.Arithmetic(span, sign, left, right)


def _comparison(reading: _Reading, node: ast.Compare) -> Node:
    span = _span(reading, node)
    parts = tuple(_read(reading, each) for each in (node.left, *node.comparators))
    signs = tuple(_SIGNS.get(type(each), "") for each in node.ops)
    if "" in signs:
        return _refuse(reading, span, node.ops[signs.index("")])
    if len(signs) > 1 and any("in" in each for each in signs):
        hint = "and でつないでください"
        return _complain(reading, span, "E413", "in は続けて書けません", hint)
    return nodes.Comparison(span, signs, parts)


def _conditional(reading: _Reading, node: ast.IfExp) -> Node:
    test, then, otherwise = (_read(reading, each) for each in (node.test, node.body, node.orelse))
    return nodes.Conditional(_span(reading, node), test, then, otherwise)


def _listing(reading: _Reading, node: ast.List) -> Node:
    return nodes.Listing(_span(reading, node), tuple(_read(reading, each) for each in node.elts))


def _call(reading: _Reading, node: ast.Call) -> Node:
    span = _span(reading, node)
    arguments = tuple(_read(reading, each) for each in node.args)
    for each in node.keywords:
        _refuse(reading, _span(reading, each), each)
        _read(reading, each.value)
    function = node.func
    if not isinstance(function, ast.Name):
        hint = "呼べるのは関数だけです。count(一覧) のように書いてください"
        return _complain(reading, span, "E413", "項目の機能を呼ぶことはできません", hint)
    if _slice(reading, _span(reading, function)) != function.id:
        return _name(reading, function)
    return nodes.Call(span, function.id, arguments)


_READERS: dict[type[ast.expr], Callable[[_Reading, Any], Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _name,
    ast.UnaryOp: _unary,
    ast.BoolOp: _junction,
    ast.BinOp: _arithmetic,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.List: _listing,
    ast.Call: _call,
}
