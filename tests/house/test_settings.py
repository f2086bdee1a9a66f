"""Every setting has its row in `docs/reference/settings.md`, and every row its setting."""

import ast
import re

from tests.house.source import Module, in_order, module, read

PAGE = "docs/reference/settings.md"
PREFIX = "MADOGUCHI_"
# As every other server calls them.
UNPREFIXED = {"HOST", "PORT"}


def settings(source: Module) -> set[str]:
    """Give the environment names of the fields of the class `Settings`."""
    fields = {
        node.target.id.upper()
        for each in ast.walk(source.tree)
        if isinstance(each, ast.ClassDef) and each.name == "Settings"
        for node in each.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return {name if name in UNPREFIXED else PREFIX + name for name in fields}


def documented(page: str) -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))


def test_settings_and_their_page_are_alike():
    known, rows = settings(module(read("app/settings.py"))), documented(read(PAGE))
    assert len(known) >= 8
    in_order([f"{PAGE}: add a row for {name}" for name in sorted(known - rows)])
    in_order([f"{PAGE}: no setting is called {name}" for name in sorted(rows - known)])


def test_settings_and_rows_are_found():
    source = module(
        "class Settings:\n    env: str = 'x'\n    port: int\n    data_dir: Path\n    def x(): ..."
    )
    assert settings(source) == {"MADOGUCHI_ENV", "PORT", "MADOGUCHI_DATA_DIR"}
    assert documented("| `MADOGUCHI_ENV` | demo |\n| other |") == {"MADOGUCHI_ENV"}
