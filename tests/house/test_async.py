"""Plain `def`: `async def` stands only where the outside speaks in streams, and in the worker."""

import ast
from collections.abc import Iterable

from tests.house.source import Module, functions, in_order, module, modules

PLACES = ("app/web/", "app/worker.py", "app/store/jobs.py")


def stray_async(house: Iterable[Module]) -> list[str]:
    return [
        f"{each.path}:{function.lineno}: {function.name} is async; the house is synchronous"
        for each in house
        if not each.path.startswith(PLACES)
        for function in functions(each.tree)
        if isinstance(function, ast.AsyncFunctionDef)
    ]


def test_async_functions_stand_only_in_their_places():
    in_order(stray_async(modules("app/")))


def test_a_stray_async_function_is_found():
    text = "async def wait(): ..."
    assert len(stray_async([module(text, "app/services/planted.py")])) == 1
    assert stray_async([module(text, "app/web/planted.py")]) == []
