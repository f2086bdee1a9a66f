"""SARIF 2.1.0: diagnostics in the form that editors, forges and review tools take in.

Knows the form and no rule of the language. Columns count characters; files are told from a root,
so that a report made on one machine can be read on another.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.definitions import explanations
from app.definitions.diagnostics import Diagnostic

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "ROOT"


def report(found: Iterable[Diagnostic], root: Path) -> dict[str, Any]:
    """Give a report of one run; files under `root` are told from there."""
    listed = tuple(found)
    codes = sorted({each.code for each in listed})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "madoguchi", "rules": [_rule(each) for each in codes]}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"uri": f"{root.as_uri()}/"}},
                "results": [_result(each, codes.index(each.code), root) for each in listed],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    page = explanations.page(code)
    if page is None:
        return {"id": code}
    title = explanations.title(code)
    return {
        "id": code,
        "shortDescription": {"text": title},
        "help": {"text": page, "markdown": page},
        "helpUri": explanations.place(code).as_uri(),
    }


def _result(of: Diagnostic, rule: int, root: Path) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _location(of.file, root)}
    if of.line:
        place["region"] = {
            "startLine": of.line,
            "startColumn": of.column,
            "endColumn": of.column + of.width,
        }
    return {
        "ruleId": of.code,
        "ruleIndex": rule,
        "level": of.severity,
        "message": {"text": f"{of.message}\n{of.hint}" if of.hint else of.message},
        "locations": [{"physicalLocation": place}],
    }


def _location(file: str, root: Path) -> dict[str, str]:
    path = Path(file)
    if path.is_absolute() and not path.is_relative_to(root):
        return {"uri": path.as_uri()}
    told = path.relative_to(root) if path.is_absolute() else path
    return {"uri": quote(told.as_posix()), "uriBaseId": _ROOT}
