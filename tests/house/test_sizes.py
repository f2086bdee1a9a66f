"""Small enough to read: a module has at most 400 lines, a function at most 50."""

from collections.abc import Iterable

from tests.house.source import Module, functions, in_order, module, modules

MODULE_LINES = 400
FUNCTION_LINES = 50

# Path or path:function → reason. May only get shorter.
EXCEPTIONS: dict[str, str] = {}


def oversize(house: Iterable[Module]) -> list[str]:
    faults = []
    for each in house:
        lines = len(each.text.splitlines())
        if lines > MODULE_LINES and each.path not in EXCEPTIONS:
            faults.append(f"{each.path}: {lines} lines; {MODULE_LINES} are enough for one noun")
        for function in functions(each.tree):
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > FUNCTION_LINES and f"{each.path}:{function.name}" not in EXCEPTIONS:
                faults.append(
                    f"{each.path}:{function.lineno}: {function.name} has {lines} lines of"
                    f" {FUNCTION_LINES}; give its parts names"
                )
    return faults


def test_modules_and_functions_keep_to_their_size():
    in_order(oversize(modules("app/")))


def test_a_long_module_is_found():
    assert len(oversize([module('"""Long."""\n' + "x = 1\n" * MODULE_LINES)])) == 1


def test_a_long_function_is_found():
    body = "    x = 1\n" * FUNCTION_LINES
    [fault] = oversize([module(f"def long_one():\n{body}")])
    assert "long_one" in fault


def test_an_exception_still_names_something_that_is_too_long():
    paths = {each.path for each in modules("app/")}
    in_order([name for name in EXCEPTIONS if name.partition(":")[0] not in paths])
