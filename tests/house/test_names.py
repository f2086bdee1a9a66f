"""A module is called by its noun and begins with what it is for."""

import ast
from collections.abc import Iterable

from tests.house.source import Module, in_order, module, modules

BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}


def nameless(house: Iterable[Module]) -> list[str]:
    return [
        f"{each.path}: '{each.name}' says nothing; call it by the noun it is about"
        for each in house
        if set(each.name.split("_")) & BANNED
    ]


def unexplained(house: Iterable[Module]) -> list[str]:
    faults = []
    for each in house:
        said = ast.get_docstring(each.tree) or ""
        if len(said.split()) < 3 or not said.split("\n\n")[0].rstrip().endswith((".", "。")):
            faults.append(f"{each.path}: begin with a sentence that says what it is for")
    return faults


def test_no_module_has_a_name_that_says_nothing():
    in_order(nameless(modules("app/")))


def test_a_name_that_says_nothing_is_found():
    assert len(nameless([module("", "app/store/base.py"), module("", "app/web/utils/x.py")])) == 1
    assert len(nameless([module("", "app/web/utils/__init__.py")])) == 1
    assert nameless([module("", "app/ledger/database.py")]) == []


def test_every_module_says_what_it_is_for():
    in_order(unexplained(modules("app/")))


def test_a_module_that_says_nothing_is_found():
    assert len(unexplained([module("x = 1"), module('"""Stuff"""')])) == 2
    assert unexplained([module('"""保管: the only room that speaks SQL."""')]) == []
