"""原稿: a version that is still being written, looked at as if its files lay in their places.

The same reading, linking and proving as for files, with the shared pieces of the library at hand.
Knows no storage: texts come in, what there is to say of them comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.definitions import bundle as bundles
from app.definitions import reader, scenarios, shelves
from app.definitions.bundle import Bundle
from app.definitions.diagnostics import Diagnostic, errors, ordered
from app.definitions.library import Library
from app.definitions.linker import Sources, link_at
from app.definitions.model import Procedure
from app.definitions.scenarios import Scenario

VERSION = "version.yaml"
"""How the file of the version itself is named where its day is not known yet."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a version as they were written: itself, and its scenarios by file name."""

    source: str
    tests: Mapping[str, str]
    file: str = VERSION


@dataclass(frozen=True, slots=True)
class Examined:
    """What there is to say of a manuscript; a procedure only where nothing stands in its way."""

    procedure: Procedure | None
    bundle: Bundle | None
    digest: str
    effective: date | None
    scenarios: tuple[Scenario, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Say whether it could be published: linked, and without an error anywhere."""
        return self.procedure is not None and not errors(self.diagnostics)


def examine(library: Library, id_: str, written: Written) -> Examined:
    """Read, link and prove a manuscript of the procedure `id_`."""
    # Not at the top: an office that runs proves nothing until somebody writes.
    from app.definitions import proofs  # noqa: PLC0415

    tests = [
        scenarios.read(text.encode(), name, id_) for name, text in sorted(written.tests.items())
    ]
    played = tuple(each for one in tests for each in one.scenarios)
    found = [each for one in tests for each in one.diagnostics]
    reading = reader.read(written.source.encode(), written.file)
    document = reading.document
    if document is None or reading.diagnostics or not isinstance(document.data, dict):
        told = reading.diagnostics or (shelves.empty(written.file),)
        return Examined(None, None, "", None, played, ordered([*told, *found]))
    bundle = bundles.gather(document.data, library.shelves.shared)
    digest = bundles.digest(bundle)
    around = shelves.sources(library.shelves, "", bundle)
    sources = Sources({**around.documents, "procedure": document}, around.known)
    linked = link_at(bundle, sources, digest)
    found += [*linked.diagnostics, *proofs.prove(linked, sources), *_named(document, id_)]
    procedure = linked.procedure
    if procedure is None:
        return Examined(None, bundle, digest, None, played, ordered(found))
    return Examined(procedure, bundle, digest, procedure.effective, played, ordered(found))


def _named(document: reader.Document, id_: str) -> list[Diagnostic]:
    """Check that the manuscript says whose it is."""
    said = document.data.get("procedure")
    if said == id_:
        return []
    mark = document.marks.nearest(("procedure",))
    words = f"procedure: の値「{said}」が、この手続の名（{id_}）と違います。"
    told = Diagnostic("P206", words, "同じにしてください。", document.file, mark.line, mark.column)
    return [replace(told, width=mark.width)]
