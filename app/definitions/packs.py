"""組: a directory in which another office takes procedures over and says only what differs there.

`pack.yaml` names the directory that it builds on and what is offered as it stands; each
`<procedure>.yaml` beside it is an overlay for every version of that procedure, `_shared/` holds
pieces that take the place of the base's, `tests/<procedure>/` scenarios in place of the base's.
The result is plain data like any other, so that linker and proofs know nothing of packs; only the
place of a complaint does (`LaidMarks`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typing_extensions import override

from app.definitions import overlays, reader
from app.definitions.diagnostics import Diagnostic
from app.definitions.overlays import Laid
from app.definitions.reader import Document, Mark, Marks
from app.definitions.reader import Path as Place
from app.definitions.shape import faults
from app.definitions.shape.values import KebabId, Shape, Texts, key

FILE = "pack.yaml"
_NOT_THERE = "手続「{}」が土台にありません。"

Read = Callable[[Path], Mapping[str, Any] | None]


class PackShape(Shape):
    """組"""

    pack: KebabId = key("組の名")
    title: Texts = key("組の題")
    base: str = key("土台の procedures の場所（このファイルから見た道）")
    offers: list[KebabId] = key("そのまま使う手続", list)


@dataclass(frozen=True, slots=True)
class Overlay:
    """The file that is laid over a version, and what came of it."""

    file: str
    laid: Laid


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that could be read: where it lies, what it builds on, and its overlays by id."""

    directory: Path
    base: Path
    offers: frozenset[str]
    overlays: Mapping[str, tuple[Path, Mapping[str, Any]]]

    @property
    def ids(self) -> frozenset[str]:
        """Give the procedures that the pack offers, changed or not."""
        return self.offers | self.overlays.keys()

    def tests(self, id_: str) -> list[str]:
        """Give the pack's own scenario files of a procedure."""
        return [str(path) for path in sorted((self.directory / "tests" / id_).glob("*.yaml"))]


class LaidMarks(Marks):
    """The places of a base with an overlay over it: each value is where it was written."""

    def __init__(self, base: Document, overlay: Document, laid: Laid) -> None:
        super().__init__(None)
        self._documents = (base, overlay)
        self._laid = laid

    @override
    def __getitem__(self, path: Place) -> Mark:
        document, there = self._written(path)
        return replace(document.marks[there], file=document.file)

    @override
    def __iter__(self) -> Iterator[Place]:
        return iter(self._documents[0].marks)

    @override
    def key(self, path: Place) -> Mark:
        document, there = self._written(path)
        return replace(document.marks.key(there), file=document.file)

    @override
    def nearest(self, path: Place) -> Mark:
        document, there = self._written(path)
        return replace(document.marks.nearest(there), file=document.file)

    def _written(self, path: Place) -> tuple[Document, Place]:
        origin = self._laid.origin(path)
        return self._documents[origin.overlaid], origin.path


def opened(directory: Path, read: Read, found: list[Diagnostic]) -> Pack | None:
    """Read the pack of a directory; None where it is none, or cannot be used."""
    file = directory / FILE
    if not file.is_file():
        return None
    document = reader.read(file.read_bytes(), str(file)).document
    data = read(file)
    if data is None or document is None:
        return None
    shape, wrong = faults.shaped_document(PackShape, document)
    found += wrong
    if shape is None:
        return None
    written = {
        path.stem: (path, data)
        for path in sorted(directory.glob("*.yaml"))
        if path.name != FILE and (data := read(path)) is not None
    }
    return Pack(directory, (directory / shape.base).resolve(), frozenset(shape.offers), written)


def laid_over(
    pack: Pack, data: Mapping[str, Mapping[str, Any]], blocks: Mapping[str, Any]
) -> tuple[dict[str, Mapping[str, Any]], dict[str, Overlay]]:
    """Give the data of the versions that a pack offers, by file, and the overlays over them."""
    offered = {file: each for file, each in data.items() if _id(file) in pack.ids}
    over = {}
    for file, each in offered.items():
        if _id(file) in pack.overlays:
            path, changes = pack.overlays[_id(file)]
            over[file] = Overlay(str(path), overlays.over(each, changes, blocks))
    return {file: over[file].laid.data if file in over else each
            for file, each in offered.items()}, over  # fmt: skip


def complaints(
    pack: Pack, data: Mapping[str, Mapping[str, Any]], over: Mapping[str, Overlay]
) -> Iterator[Diagnostic]:
    """Say which names of a pack are in no version of its base."""
    known = {_id(file) for file in data}
    for id_ in sorted(pack.offers - known):
        yield _complaint(pack.directory / FILE, ("offers",), ("P308", _NOT_THERE.format(id_)))
    for id_, (path, changes) in pack.overlays.items():
        if id_ not in known:
            yield _complaint(path, ("overlay",), ("P308", _NOT_THERE.format(id_)))
        else:
            yield from _misnamed(id_, path, changes)
    for each in over.values():
        for place in each.laid.missing:
            words = f"「{place[-1]}」は土台の {place[0]} にありません。"
            yield _complaint(Path(each.file), place, ("P304", words))


def _misnamed(id_: str, path: Path, changes: Mapping[str, Any]) -> Iterator[Diagnostic]:
    if changes.get("overlay") != id_:
        words = f"overlay: の名が、ファイルの名（{id_}）と違います。"
        yield _complaint(path, ("overlay",), ("P206", words))
    for name in ("procedure", "effective", "code"):
        if name in changes:
            words = f"「{name}」は土台のものです。重ね書きでは替えられません。"
            yield _complaint(path, (name,), ("P201", words))


def _complaint(path: Path, place: Place, said: tuple[str, str]) -> Diagnostic:
    document = reader.read(path.read_bytes(), str(path)).document
    mark = Mark(1, 1) if document is None else document.marks.nearest(place)
    code, words = said
    hint = "土台の手続を見て、名を直してください。"
    return Diagnostic(code, words, hint, str(path), mark.line, mark.column, mark.width)


def document(base: Document, overlay: Overlay) -> Document:
    """Give the document of a version with its overlay, so that places can be told."""
    written = reader.read(Path(overlay.file).read_bytes(), overlay.file).document
    if written is None:
        return base
    return Document(base.file, overlay.laid.data, LaidMarks(base, written, overlay.laid))


def shared_file(procedures: Path, name: str) -> Path:
    """Give where a file of `_shared/` lies: in the pack itself, else in what it builds on."""
    own = procedures / "_shared" / name
    file = procedures / FILE
    if own.exists() or not file.is_file():
        return own
    read = reader.read(file.read_bytes(), str(file)).document
    base = read.data.get("base", ".") if read is not None and isinstance(read.data, dict) else "."
    return (procedures / str(base)).resolve() / "_shared" / name


def _id(file: str) -> str:
    return Path(file).parent.name
