"""The desk at which one expression is checked: what has been found out about each of its parts.

Holds what the rules of `checker` and `calls` share: the types found, the names resolved, the
complaints, and the steps that many rules take. Has no rule of its own about any operator.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.definitions.expressions import agreement, nodes, values
from app.definitions.expressions.complaints import Complaint, suggestion
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.scope import Reference, Scope
from app.definitions.expressions.types import Type

UNKNOWN = Type("nothing")
"""The type of what has been complained of: one slip is told once."""


@dataclass(slots=True)
class Checking:
    """One expression on the desk. `group` and `columns` are of the rows being counted just now."""

    scope: Scope
    rule: Callable[["Checking", Node], Type]
    types: dict[Node, Type] = field(default_factory=dict)
    references: dict[Node, Reference] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    depends_on: set[str] = field(default_factory=set)
    group: str = ""
    columns: Mapping[str, Type] | None = None


def visit(checking: Checking, node: Node) -> Type:
    """Find out the type of a part and of all below it, and remember it."""
    found = checking.rule(checking, node)
    checking.types[node] = found
    return found


def complain(checking: Checking, node: Node, code: str, message: str, hint: str = "") -> Type:
    """Note a complaint about a part; its type is unknown from then on."""
    span = node.span
    checking.complaints.append(Complaint(code, message, hint, span.column, span.width))
    return UNKNOWN


def is_unknown(*types: Type) -> bool:
    """Say whether one of them was complained of already."""
    return any(each.name == "nothing" for each in types)


def want_condition(checking: Checking, node: Node) -> None:
    """Complain of a part that is no condition where there must be one."""
    found = visit(checking, node)
    if found.name in ("bool", "nothing"):
        return
    hint = "== や present() を使って条件にしてください"
    complain(checking, node, "E405", f"ここは条件ですが、{agreement.word(found)}です", hint)


def settle(checking: Checking, node: Node, target: Type) -> Type:
    """Take written text for a day, a time or a code where one is meant; else leave it alone."""
    found = checking.types[node]
    if found.name != "text" or not found.loose or target.name not in ("date", "time", "choice"):
        return found
    match node:
        case nodes.Literal(value=str() as text):
            settled = _settle_text(checking, node, text, target)
        case nodes.Conditional(then=then, otherwise=otherwise):
            parts = (settle(checking, then, target), settle(checking, otherwise, target))
            settled = UNKNOWN if is_unknown(*parts) else replace(parts[0], optional=found.optional)
        case _:
            return found
    checking.types[node] = settled
    return settled


def _settle_text(checking: Checking, node: Node, text: str, target: Type) -> Type:
    if target.name == "choice":
        if not target.options or text in target.options:
            return Type("choice", options=target.options)
        hint = suggestion(text, target.options) or f"選択肢: {listed(target.options)}"
        return complain(checking, node, "E407", f"「{text}」は選択肢にありません", hint)
    if target.name == "time":
        if values.time_of(text) is not None:
            return Type("time")
        hint = "'09:30' のように書いてください"
        return complain(checking, node, "E409", f"「{text}」は時刻として読めません", hint)
    if values.date_of(text) is None or len(text) != 10:
        hint = "'2026-04-01' のように書いてください"
        return complain(checking, node, "E409", f"「{text}」は日付として読めません", hint)
    return Type("date")


def either(checking: Checking, left: Node, right: Node) -> Type | None:
    """Give the one type of two parts that stand for each other; None if there is none."""
    one, other = checking.types[left], checking.types[right]
    if is_unknown(one, other):
        return UNKNOWN
    one, other = settle(checking, left, other), settle(checking, right, one)
    if is_unknown(one, other):
        return UNKNOWN
    return agreement.either(one, other)


def listed(words: frozenset[str], most: int = 8) -> str:
    """Say some words of a set, in order."""
    shown = sorted(words)[:most]
    return "、".join(shown) + (" ほか" if len(words) > most else "")
