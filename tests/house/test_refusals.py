"""Every refusal that the code can give has a row in `docs/reference/refusals.md`, and no other."""

import ast
from collections.abc import Iterable, Iterator

from app.web import problems
from tests.house.source import Module, functions, in_order, module, modules, read, rows

PAGE = "docs/reference/refusals.md"
STATUSES = "app/web/problems.py"
RAISED = {"Refusal"}


def refusal_classes(house: Iterable[Module]) -> set[str]:
    """Give the names of `Refusal` and of every class made from it."""
    found = set(RAISED)
    for each in house:
        for node in ast.walk(each.tree):
            if isinstance(node, ast.ClassDef):
                parents = {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
                if parents & found:
                    found.add(node.name)
    return found


def literals(node: ast.AST) -> Iterator[str]:
    """Give the strings that an expression can be, where they are written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def called(node: ast.AST) -> str:
    """Give the last part of the name that a call calls, "" for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def code_of(call: ast.Call, place: int = 0) -> ast.AST | None:
    """Give the expression of a call that says the code."""
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    return call.args[place] if len(call.args) > place else None


def makers(tree: ast.AST, classes: set[str]) -> dict[str, int]:
    """Give the functions of a module that refuse with a code they are given, and its place."""
    found = {}
    for function in functions(tree):
        parameters = [each.arg for each in function.args.args]
        for node in ast.walk(function):
            code = code_of(node) if isinstance(node, ast.Call) and called(node) in classes else None
            if isinstance(code, ast.Name) and code.id in parameters:
                found[function.name] = parameters.index(code.id)
    return found


def codes(house: Iterable[Module]) -> dict[str, str]:
    """Give every code that is refused with, and a place where it is."""
    house = list(house)
    classes = refusal_classes(house)
    found: dict[str, str] = {}
    for each in house:
        places = dict.fromkeys(classes, 0) | makers(each.tree, classes)
        for node in ast.walk(each.tree):
            if isinstance(node, ast.Call) and called(node) in places:
                code = code_of(node, places[called(node)])
                for literal in literals(code) if code is not None else ():
                    found.setdefault(literal, f"{each.path}:{node.lineno}")
    return found


def documented(page: str) -> dict[str, list[str]]:
    return {cells[0].strip("`"): cells for cells in rows(page) if cells[0].startswith("`")}


def test_every_refusal_has_its_row():
    known = documented(read(PAGE))
    missing = [
        f"{place}: add to {PAGE}: | `{code}` | status | meaning | what to do |"
        for code, place in codes(modules()).items()
        if code not in known
    ]
    in_order(missing)


def test_every_row_says_the_status_that_is_sent():
    in_order(
        [
            f"{PAGE}: {code} is answered with {problems.STATUSES.get(code, 409)}, not {cells[1]}"
            for code, cells in documented(read(PAGE)).items()
            if cells[1] != str(problems.STATUSES.get(code, 409))
        ]
    )


def test_no_status_is_set_for_a_refusal_that_is_never_given():
    given = codes(modules())
    in_order(
        [f"{STATUSES}: nothing gives {code}" for code in problems.STATUSES if code not in given]
    )


def test_every_row_is_of_a_refusal_that_the_code_can_give():
    written = {
        node.value
        for each in modules()
        if each.path != STATUSES
        for node in ast.walk(each.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    in_order([code for code in documented(read(PAGE)) if code not in written])


def test_every_row_is_complete():
    table = documented(read(PAGE))
    in_order([code for code, cells in table.items() if len(cells) != 4 or not all(cells)])


def test_codes_are_found_however_they_are_written():
    planted = """
class Clash(Refusal): ...
raise Refusal("a.one", "言葉")
raise errors.Refusal(code="a.two", message="言葉")
raise Clash("a.three" if late else "a.four", "言葉")
print("a.six")
def no(words, code): return Refusal(code, words)
raise no("言葉", "a.five")
"""
    expected = {"a.one", "a.two", "a.three", "a.four", "a.five"}
    assert set(codes([module(planted)])) == expected


def test_rows_are_read_from_the_page():
    page = "| code | status |\n|---|---|\n| `a.one` | 409 |\n"
    assert documented(page) == {"a.one": ["`a.one`", "409"]}
