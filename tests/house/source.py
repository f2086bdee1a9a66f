"""Reads the house for the tests beside it: its files, its modules and what stands in them.

Knows nothing of any rule. Each rule is a function in the test file of its name, from modules or
texts to a list of faults, so that it can be tried on a planted fault as well as on the house.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python module: its path from the root of the house, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Give the last part of the module's name; a package's is its folder's."""
        path = Path(self.path)
        return path.parent.name if path.stem == "__init__" else path.stem


def module(text: str, path: str = "app/cases/planted.py") -> Module:
    """Give a module of the given text, as if it stood at `path`."""
    return Module(path, text, ast.parse(text))


@cache
def files() -> tuple[str, ...]:
    """List every file that belongs to the repository, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(sorted({name for name in names if name and (ROOT / name).is_file()}))


def read(path: str) -> str:
    """Give the text of a file of the house; among what is wrong on purpose are strange bytes."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def texts(*endings: str, under: str = "") -> Iterator[tuple[str, str]]:
    """Give path and text of each file with one of the endings below a folder."""
    for path in files():
        if path.startswith(under) and path.endswith(endings):
            yield path, read(path)


@cache
def modules(under: str = "app/") -> tuple[Module, ...]:
    """Give every Python module below a folder."""
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts(".py", under=under))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a tree, methods and inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give the dotted name of each thing imported, with its line.

    `from a.b import c` gives both `a.b` and `a.b.c`, for `c` may be a module.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def union(tree: ast.Module, name: str) -> list[str]:
    """Give the members of the union that the module calls `name`, in order."""
    for node in tree.body:
        target, value = None, None
        if isinstance(node, ast.AnnAssign):
            target, value = node.target, node.value
        elif isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
        if isinstance(target, ast.Name) and target.id == name and value is not None:
            return [each.id for each in ast.walk(value) if isinstance(each, ast.Name)]
    raise LookupError(f"no union named {name}")


def words(identifier: str) -> list[str]:
    """Split a name into its words, lower case: `HTTPClient_id` gives http, client, id."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", identifier)
    return [word for word in spaced.lower().split("_") if word]


def rows(markdown: str) -> Iterator[list[str]]:
    """Give the cells of each row of the tables in a page, without heads and rules."""
    lines = markdown.splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("|") or re.fullmatch(r"[|:\- ]+", line):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if re.fullmatch(r"\|[|:\- ]+", following):
            continue
        yield [cell.strip() for cell in line.strip().strip("|").split("|")]


def in_order(faults: list[str]) -> None:
    """Fail the test with each fault on a line of its own, if there is any."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
