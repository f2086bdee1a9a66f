"""机: the bundle that is being linked, where its pieces come from, and what is wrong with it.

A `Place` is a piece of the bundle (`procedure`, `blocks/applicant`) and a path within it; with the
piece's document at hand, a complaint about it gets a file, a line and a column.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.definitions.bundle import Bundle
from app.definitions.diagnostics import Diagnostic, Severity
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.compiler import compile_expression
from app.definitions.expressions.complaints import Complaint
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.types import Type
from app.definitions.reader import Document, Mark, Path

CONDITION = Type("bool")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the pieces of a bundle were read from, and which names would have been there.

    Empty where a bundle comes from storage: complaints then have no place.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    known: Mapping[str, Iterable[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of the bundle, and a path within it."""

    piece: str
    path: Path = ()

    def down(self, *parts: str | int) -> "Place":
        """Give a place further in."""
        return Place(self.piece, (*self.path, *parts))


@dataclass(slots=True)
class Desk:
    """What lies on the table while one procedure is linked; `uses` counts its blocks.

    `shapes` are the pieces of the bundle that have been looked at and have their shape.
    """

    bundle: Bundle
    sources: Sources = field(default_factory=Sources)
    found: list[Diagnostic] = field(default_factory=list)
    uses: int = 0
    shapes: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Say whether anything so far keeps the procedure from being used."""
        return any(each.severity == "error" for each in self.found)

    def complain(
        self, place: Place, code: str, message: str, hint: str = "", severity: Severity = "error"
    ) -> None:
        """Note that something is wrong at a place."""
        file, mark = self._mark(place)
        self.found.append(
            Diagnostic(code, message, hint, file, mark.line, mark.column, mark.width, severity)
        )

    def compile(
        self, source: str | None, scope: Scope, place: Place, expect: Type | None = CONDITION
    ) -> Expression | None:
        """Compile an expression; what is wrong with it is noted, and gives None."""
        if source is None:
            return None
        compiled = compile_expression(source, scope, expect)
        if isinstance(compiled, Expression):
            return compiled
        for each in compiled:
            self._complain_within(place, source, each)
        return None

    def suggest(self, word: str, known: Iterable[str]) -> str:
        """Say which known name was probably meant, or which there are."""
        names = sorted(known)
        close = difflib.get_close_matches(word[:80], names, n=2, cutoff=0.5)
        if close:
            return f"もしかして: {'、'.join(close)}"
        return f"使えるもの: {'、'.join(names[:12])}" if names else ""

    def known(self, kind: str) -> Iterable[str]:
        """Give the names of the shared pieces of a kind, as far as they are known."""
        return (*self.sources.known.get(kind, ()), *(self.bundle.get(kind) or ()))

    def _complain_within(self, place: Place, source: str, complaint: Complaint) -> None:
        file, mark = self._mark(place)
        hint = complaint.hint_ja
        if self._text(place) == source:
            mark = Mark(mark.line, mark.column + complaint.column, max(complaint.width, 1))
        elif mark.line:
            hint = f"{hint}（式: {source}）" if hint else f"式: {source}"
        code = f"P{complaint.code[1:]}"
        self.found.append(
            Diagnostic(code, complaint.message_ja, hint, file, mark.line, mark.column, mark.width)
        )

    def _mark(self, place: Place) -> tuple[str, Mark]:
        document = self.sources.documents.get(place.piece)
        if document is None:
            return place.piece, Mark(0, 0)
        mark = document.marks.nearest(place.path)
        return mark.file or document.file, mark

    def _text(self, place: Place) -> Any:  # noqa: ANN401 - any data
        document = self.sources.documents.get(place.piece)
        data = None if document is None else document.data
        for part in place.path:
            if isinstance(data, dict):
                data = data.get(str(part))
            elif isinstance(data, list) and isinstance(part, int) and part < len(data):
                data = data[part]
            else:
                return None
        return data
