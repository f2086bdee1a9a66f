"""What can only be seen over all files: names that do not match, shared pieces that nobody uses.

Knows the shelves and no single procedure's meaning.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from app.definitions.checks.flow import check_workflow
from app.definitions.desk import Desk, Place, Sources
from app.definitions.diagnostics import Diagnostic
from app.definitions.shape import faults
from app.definitions.shape.shared import (
    BlockShape,
    CompetenceShape,
    ListShape,
    OrganisationShape,
)
from app.definitions.shape.workflow import WorkflowShape
from app.definitions.shelves import Shelves, document, version_name

_SHAPES: Mapping[str, tuple[type[BaseModel], str]] = {
    "blocks": (BlockShape, "block"),
    "lists": (ListShape, "list"),
    "competence": (CompetenceShape, "competence"),
    "workflows": (WorkflowShape, "workflow"),
}


class HasFile(Protocol):
    """A version, as far as it matters here."""

    @property
    def file(self) -> str:
        """Give the file of the version."""
        ...


def check_shelves(
    shelves: Shelves, versions: Mapping[str, Sequence[HasFile]]
) -> tuple[Diagnostic, ...]:
    """Check the files against each other, and the shared pieces on their own."""
    found = [*_names(shelves), *_codes(shelves, versions), *_organisation(shelves)]
    for kind, (model, word) in _SHAPES.items():
        for name, data in getattr(shelves.shared, kind).items():
            found += _piece(shelves, f"{kind}/{name}", data, (model, word))
    return tuple(found)


def _piece(
    shelves: Shelves, piece: str, data: Mapping[str, Any], kind: tuple[type[BaseModel], str]
) -> Iterator[Diagnostic]:
    model, word = kind
    file = shelves.files[piece]
    shape, found = faults.shaped(model, data, file)
    if found:
        read = document(file)
        yield from found if read is None else faults.shaped_document(model, read)[1]
        return
    if data.get(word) != Path(file).stem:
        words = f"ファイルの名と {word}: の名が違います。"
        yield Diagnostic("P206", words, "同じ名にしてください。", file, 1, 1)
    if isinstance(shape, WorkflowShape):
        yield from _workflow(shape, file)


def _workflow(shape: WorkflowShape, file: str) -> Iterator[Diagnostic]:
    desk = Desk({})
    check_workflow(desk, shape)
    if desk.found:
        read = document(file)
        desk = Desk({}, Sources({} if read is None else {"workflow": read}))
        check_workflow(desk, shape)
    yield from desk.found


def _organisation(shelves: Shelves) -> tuple[Diagnostic, ...]:
    file = shelves.files["organisation"]
    if not Path(file).exists():
        words = "組織のファイルがありません。"
        return (Diagnostic("P306", words, "organisation.yaml を置いてください。", file),)
    read = document(file)
    return () if read is None else faults.shaped_document(OrganisationShape, read)[1]


def _names(shelves: Shelves) -> Iterator[Diagnostic]:
    for file, data in shelves.data.items():
        name = version_name(Path(file))
        if name is None:
            continue
        told = {"procedure": name[0], "effective": name[1].isoformat()}
        for key, expected in told.items():
            if key in data and data[key] != expected:
                words = f"{key}: の値「{data[key]}」が、ファイルの場所（{expected}）と違います。"
                yield _at(file, (key,), "P206", words, "同じにしてください。")


def _codes(shelves: Shelves, versions: Mapping[str, Sequence[HasFile]]) -> Iterator[Diagnostic]:
    owners: dict[str, str] = {}
    for id_ in sorted(versions):
        for version in versions[id_]:
            code = str(shelves.data[version.file].get("code", ""))
            owner = owners.setdefault(code, id_)
            if code and owner != id_:
                words = f"手続の記号「{code}」は、手続「{owner}」が使っています。"
                yield _at(version.file, ("code",), "P303", words, "別の記号にしてください。")


def _at(file: str, path: tuple[str, ...], code: str, words: str, hint: str) -> Diagnostic:
    read = document(file)
    desk = Desk({}, Sources({} if read is None else {file: read}))
    desk.complain(Place(file, path), code, words, hint)
    return desk.found[0]
