"""診断: what is wrong with a definition, as data for the person who wrote it.

A diagnostic is never raised. It says what is wrong and what to do about it in Japanese, and where:
file, line and column, counted from 1. This module knows no rule of the language; it knows how to
put diagnostics in order and how to print them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]

_WIDEST = 120
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for whoever counted them, which is YAML."""

_SEVERITY_WORDS = {"error": "エラー", "warning": "注意"}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One complaint about one place. `line` 0 means that the place is not known.

    Codes: P1xx syntax, P2xx shape, P3xx names, P4xx expressions, P5xx flow, P6xx law and text,
    P7xx papers and notices. Each has a page in `docs/diagnostics`.
    """

    code: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Give the place as `file:line:column`, which editors can follow."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Put diagnostics in the order in which one reads the files, each said once."""
    return tuple(sorted(set(diagnostics), key=_reading_order))


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Give those that keep a definition from being used."""
    return tuple(each for each in diagnostics if each.severity == "error")


def human(diagnostic: Diagnostic, source: str | None = None) -> str:
    """Say a diagnostic to a person; with the file's text, show the line and point at the place."""
    word = _SEVERITY_WORDS[diagnostic.severity]
    parts = [f"{diagnostic.place} {word} {diagnostic.code} {diagnostic.message}".strip()]
    parts += _excerpt(diagnostic, source)
    if diagnostic.hint:
        parts.append(f"    → {diagnostic.hint}")
    return "\n".join(parts)


def to_json(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Give a diagnostic as plain data for programs."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "width": diagnostic.width,
    }


def columns(text: str) -> int:
    """Count how many columns of a terminal a text takes; a full-width character takes two."""
    return sum(_character_columns(each) for each in text)


def _excerpt(diagnostic: Diagnostic, source: str | None) -> list[str]:
    lines = _BREAK.split(source) if source is not None else []
    if not 0 < diagnostic.line <= len(lines):
        return []
    line = lines[diagnostic.line - 1].replace("\t", " ")
    start = max(diagnostic.column - 1, 0)
    cut = max(start - _WIDEST // 2, 0)
    line, start = line[cut : cut + _WIDEST], start - cut
    marked = line[start : start + max(diagnostic.width, 1)]
    number = str(diagnostic.line)
    blank = " " * columns(line[:start])
    caret = "^" * max(columns(marked), 1)
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {blank}{caret}"]


def _character_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _reading_order(each: Diagnostic) -> tuple[str, int, int, str, str]:
    return (each.file, each.line, each.column, each.code, each.message)
