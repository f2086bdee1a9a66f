"""The real definitions with passages of their files replaced, linked and proved."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from app.definitions import bundle, linker, proofs, reader, shelves
from app.definitions.diagnostics import Diagnostic
from app.definitions.reader import Document
from tests.support.definitions import real_library

Changes: TypeAlias = Sequence[tuple[str, str]]

FOOD, LICENCE = "food-business-permit", "realtor-license-new"
CERTIFICATE, CAR_TAX = "tax-payment-certificate", "car-tax-disability-reduction"
SUBSIDY, RECORDS = "intractable-disease-subsidy", "public-record-disclosure"
FILING = "fire-manager-appointment"


def proved(id_: str, procedure: Changes = (), flow: Changes = ()) -> tuple[Diagnostic, ...]:
    """Give what the proofs find in a procedure with its file, and that of its workflow, altered."""
    library = real_library()
    version = library.versions[id_][0]
    document = _altered(version.file, procedure)
    shared = library.shelves.shared
    name = document.data["workflow"]["use"]
    workflow = _altered(library.shelves.files[f"workflows/{name}"], flow)
    shared = replace(shared, workflows={**shared.workflows, name: workflow.data})
    gathered = bundle.gather(document.data, shared)
    sources = shelves.sources(library.shelves, version.file, gathered)
    documents = {**sources.documents, "procedure": document, "workflow": workflow}
    sources = linker.Sources(documents, sources.known)
    linked = linker.link_at(gathered, sources)
    assert linked.procedure is not None, [each.message for each in linked.diagnostics]
    return proofs.prove(linked, sources)


def only(found: Sequence[Diagnostic], code: str) -> list[Diagnostic]:
    """Give the findings of one code."""
    return [each for each in found if each.code == code]


def line(found: Diagnostic, changes: Changes) -> str:
    """Give the line of the altered file at which a finding points."""
    text = _text(found.file, changes)
    return text.split("\n")[found.line - 1]


def _text(file: str, changes: Changes) -> str:
    text = Path(file).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def _altered(file: str, changes: Changes) -> Document:
    reading = reader.read(_text(file, changes).encode(), file)
    assert reading.document is not None, reading.diagnostics
    return reading.document
