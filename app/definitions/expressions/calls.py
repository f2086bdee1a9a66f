"""The rules of types for calls of functions: how many arguments, of which types, giving what.

One rule for each form of function in `functions`. Inside the second argument of a function over a
group the row's columns are plain names; there is no second such function inside it, so that the
work is never more than one pass over the rows.
"""

from collections.abc import Callable
from dataclasses import replace

from app.definitions.expressions import agreement, checking, nodes, scope
from app.definitions.expressions.agreement import BOOL, is_number, is_yen, word
from app.definitions.expressions.checking import UNKNOWN, Checking, complain, is_unknown, visit
from app.definitions.expressions.complaints import suggestion
from app.definitions.expressions.functions import FUNCTIONS, Function, day_of
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.patterns import BadPattern, compile_pattern
from app.definitions.expressions.scope import Reference
from app.definitions.expressions.tables import Key, Table, covers
from app.definitions.expressions.types import Type

_INTEGER = Type("integer")
_COMPARED = frozenset({"text", "choice", "date", "time"})


def check_call(desk: Checking, call: nodes.Call) -> Type:
    """Find the type of a call, complaining of an unknown function or of its arguments."""
    function = FUNCTIONS.get(call.function)
    if function is None:
        return _unknown(desk, call)
    if not function.least <= len(call.arguments) <= function.most:
        message = f"{call.function} の引数の数が合いません（{len(call.arguments)} 個あります）"
        return complain(desk, call, "E403", message, f"{function.usage} と書いてください")
    return _FORMS[function.form](desk, call, function)


def is_over_group(desk: Checking, call: nodes.Call) -> bool:
    """Say whether `min` or `max` is over a group and not over values."""
    reference = _group(desk, call.arguments[0])
    return reference is not None and len(call.arguments) == 2


def _unknown(desk: Checking, call: nodes.Call) -> Type:
    hint = suggestion(call.function, FUNCTIONS) or f"使える関数: {'、'.join(sorted(FUNCTIONS))}"
    if call.function in scope.WORDS:
        hint = f"{call.function} は名前です。( ) を付けずに書いてください"
    for each in call.arguments:
        if not isinstance(each, nodes.Name):
            visit(desk, each)
    message = f"関数「{call.function[:80]}」はありません"
    return complain(desk, call, "E402", message, hint)


def _wrong(desk: Checking, node: Node, function: Function, found: Type, wanted: str) -> Type:
    message = f"ここは{wanted}ですが、{word(found)}です"
    return complain(desk, node, "E404", message, f"{function.usage} と書いてください")


def _plain(desk: Checking, call: nodes.Call, function: Function) -> Type:
    optional, unknown = function.result.optional, False
    for each, accepted in zip(call.arguments, function.parameters, strict=False):
        found = visit(desk, each)
        if "date" in accepted:
            found = checking.settle(desk, each, Type("date"))
        unknown = unknown or is_unknown(found)
        optional = optional or found.optional
        if found.name not in accepted and not is_unknown(found):
            _wrong(desk, each, function, found, agreement.words(accepted))
            unknown = True
    return UNKNOWN if unknown else replace(function.result, optional=optional)


def _group(desk: Checking, node: Node) -> Reference | None:
    if not isinstance(node, nodes.Name):
        return None
    found = scope.find(desk.scope, node.name, desk.group, desk.columns)
    return found if found is not None and found.type.name == "rows" else None


def _over_rows(desk: Checking, call: nodes.Call, function: Function) -> Type | None:
    """Check the group and what is asked of each row, whose type is given (condition if none)."""
    group = call.arguments[0]
    reference = _group(desk, group)
    if reference is None:
        groups = scope.groups_of(desk.scope)
        written = group.name if isinstance(group, nodes.Name) else ""
        hint = suggestion(written, groups) or f"{function.usage} と書いてください"
        complain(desk, group, "E420", "一つめは繰り返しの項目の名前です", hint)
        return None
    visit(desk, group)
    if desk.columns is not None:
        hint = "内側の集計を、計算する項目（computed）に分けてください"
        complain(desk, call, "E421", "集計の中で集計はできません", hint)
        return None
    if len(call.arguments) == 1:
        return BOOL
    desk.group, desk.columns = reference.depends_on, reference.type.members
    found = visit(desk, call.arguments[1])
    desk.group, desk.columns = "", None
    return found


def _counting(desk: Checking, call: nodes.Call, function: Function) -> Type:
    found = _over_rows(desk, call, function)
    if found is None:
        return UNKNOWN
    if found.name not in ("bool", "nothing"):
        return _wrong(desk, call.arguments[1], function, found, "条件")
    return _INTEGER if function.form == "count" else BOOL


def _total(desk: Checking, call: nodes.Call, function: Function) -> Type:
    found = _over_rows(desk, call, function)
    if found is None or is_unknown(found):
        return UNKNOWN
    if not is_number(found):
        return _wrong(desk, call.arguments[1], function, found, "数")
    return found


def _extreme(desk: Checking, call: nodes.Call, function: Function) -> Type:
    if is_over_group(desk, call):
        found = _over_rows(desk, call, function)
        if found is None or is_unknown(found):
            return UNKNOWN
        if not is_number(found) and found.name != "date":
            return _wrong(desk, call.arguments[1], function, found, "数か日付")
        return replace(found, optional=True)
    for each in call.arguments:
        visit(desk, each)
    return _extreme_of_values(desk, call, function)


def _extreme_of_values(desk: Checking, call: nodes.Call, function: Function) -> Type:
    first = call.arguments[0]
    dated = [each for each in call.arguments if desk.types[each].name == "date"]
    if dated:
        for each in call.arguments:
            checking.settle(desk, each, Type("date"))
    result = desk.types[first]
    for each in call.arguments:
        found = desk.types[each]
        if is_unknown(found, result):
            return UNKNOWN
        if not is_number(found) and found.name != "date":
            return _wrong(desk, each, function, found, "数か日付")
        together = agreement.either(result, found)
        if together is None:
            message = f"{word(result)}と{word(found)}は比べられません"
            return complain(desk, each, "E404", message, "型と単位をそろえてください")
        result = together
    return result


def _unique(desk: Checking, call: nodes.Call, function: Function) -> Type:
    found = _over_rows(desk, call, function)
    if found is None or is_unknown(found):
        return UNKNOWN
    if not is_number(found) and found.name not in _COMPARED:
        return _wrong(desk, call.arguments[1], function, found, "文字、選択肢、数か日付")
    return BOOL


def _calendar(desk: Checking, call: nodes.Call, function: Function) -> Type:
    known = True
    for each in call.arguments:
        found = visit(desk, each)
        if found.name != "integer" and not is_unknown(found):
            _wrong(desk, each, function, found, "整数")
        known = known and found.name == "integer"
    if not known:
        return UNKNOWN
    year, month, day = call.arguments
    if isinstance(month, nodes.Literal) and isinstance(day, nodes.Literal):
        return _fixed_day(desk, call, (month.value, day.value), surely=_is_year(year))
    return Type("date", optional=True)


def _fixed_day(
    desk: Checking, call: nodes.Call, written: tuple[object, object], *, surely: bool
) -> Type:
    """Give the type of a day whose month and day are written; none at all where no year has it."""
    month, day = written
    leap = isinstance(month, int) and isinstance(day, int) and day_of(2024, month, day)
    if not leap:
        return complain(desk, call, "E409", f"{month}月{day}日という日はありません")
    optional = not surely or written == (2, 29)
    return Type("date", optional=optional or desk.types[call.arguments[0]].optional)


def _is_year(node: Node) -> bool:
    """Say whether a part is a year that a calendar has, and not just any number."""
    match node:
        case nodes.Call(function="year" | "fiscal_year"):
            return True
        case nodes.Literal(value=int() as value):
            return 1 <= value < 9999
        case nodes.Arithmetic(left=left, right=nodes.Literal(value=int() as value)):
            return abs(value) < 100 and _is_year(left)
        case _:
            return False


def _present(desk: Checking, call: nodes.Call, _: Function) -> Type:
    found = visit(desk, call.arguments[0])
    return UNKNOWN if is_unknown(found) else BOOL


def _default(desk: Checking, call: nodes.Call, _: Function) -> Type:
    value, instead = call.arguments
    visit(desk, value)
    visit(desk, instead)
    found = checking.either(desk, value, instead)
    if found is None:
        message = (
            f"default の二つの値が{word(desk.types[value])}と{word(desk.types[instead])}で、"
            "そろっていません"
        )
        return complain(desk, instead, "E423", message)
    return replace(found, optional=desk.types[instead].optional)


def _rounding(desk: Checking, call: nodes.Call, function: Function) -> Type:
    found = visit(desk, call.arguments[0])
    for each in call.arguments[1:]:
        visit(desk, each)
        whole = isinstance(each, nodes.Literal) and type(each.value) is int and each.value > 0
        if not whole:
            hint = f"{function.usage} のように 1 以上の整数を書いてください"
            found = complain(desk, each, "E404", "丸める単位は 1 以上の整数です", hint)
    if is_unknown(found):
        return UNKNOWN
    if not is_number(found):
        return _wrong(desk, call.arguments[0], function, found, "数")
    if is_yen(found):
        return Type("money", optional=found.optional)
    return replace(found, name="integer")


def _pattern(desk: Checking, call: nodes.Call, function: Function) -> Type:
    text, pattern = call.arguments
    found = visit(desk, text)
    if found.name not in ("text", "choice", "nothing"):
        _wrong(desk, text, function, found, "文字")
    visit(desk, pattern)
    if not isinstance(pattern, nodes.Literal) or not isinstance(pattern.value, str):
        hint = f"{function.usage} のように引用符で書いてください"
        complain(desk, pattern, "E419", "型紙はそのまま書いてください", hint)
        return BOOL
    compiled = compile_pattern(pattern.value)
    if isinstance(compiled, BadPattern):
        hint = "使えるのは文字、\\d、.、[a-z] と、その後の ? * + {2,4} です"
        message = f"型紙の {compiled.column + 1} 文字め: {compiled.message}"
        complain(desk, pattern, "E419", message, hint)
    return BOOL


def _lookup(desk: Checking, call: nodes.Call, function: Function) -> Type:
    named, *keys = call.arguments
    visit(desk, named)
    types = tuple(visit(desk, each) for each in keys)
    table = None
    if isinstance(named, nodes.Literal) and isinstance(named.value, str):
        table = desk.scope.tables.get(named.value)
    if table is None:
        written = named.value if isinstance(named, nodes.Literal) else ""
        hint = suggestion(str(written), desk.scope.tables) or f"{function.usage} と書いてください"
        return complain(desk, named, "E418", "その名前の表はありません", hint)
    if len(keys) != len(table.keys):
        wanted = "、".join(each.name for each in table.keys)
        message = f"表「{table.id}」の鍵は {len(table.keys)} 個です（{wanted}）"
        return complain(desk, call, "E403", message, f"{function.usage} と書いてください")
    return _from_table(desk, table, tuple(keys), types)


def _from_table(
    desk: Checking, table: Table, keys: tuple[Node, ...], types: tuple[Type, ...]
) -> Type:
    fine = True
    for node, key in zip(keys, table.keys, strict=True):
        found = checking.settle(desk, node, key.type)
        if is_unknown(found):
            fine = False
        elif not _suits(found, key):
            fine = False
            message = (
                f"表「{table.id}」の鍵「{key.name}」は{word(key.type)}ですが、{word(found)}です"
            )
            complain(desk, node, "E404", message)
    if not fine:
        return UNKNOWN
    optional = any(each.optional for each in types) or not covers(table, types)
    return replace(table.value_type, optional=optional)


def _suits(found: Type, key: Key) -> bool:
    if key.type.name in ("text", "choice"):
        return found.name in ("text", "choice")
    if key.type.name == "integer":
        return found.name in ("integer", "money")
    if is_number(key.type):
        return is_number(found) and (
            not (found.unit and key.type.unit) or found.unit == key.type.unit
        )
    return found.name == key.type.name


_FORMS: dict[str, Callable[[Checking, nodes.Call, Function], Type]] = {
    "plain": _plain,
    "count": _counting,
    "quantifier": _counting,
    "total": _total,
    "extreme": _extreme,
    "present": _present,
    "default": _default,
    "rounding": _rounding,
    "pattern": _pattern,
    "lookup": _lookup,
    "calendar": _calendar,
    "unique": _unique,
}
