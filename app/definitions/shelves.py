"""書棚: the files of procedures and workflows as plain data, each in its place, with a cache.

Which file is what follows from where it lies; a file that cannot be read has no data here and its
diagnostics instead. The cache holds data by the digest of a file's bytes, and the digests of
bundles for as long as no file changes; losing it costs time and nothing else.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from typing_extensions import override

from app.definitions import bundle as bundles
from app.definitions import locking, packs, reader
from app.definitions.bundle import Bundle, Shared
from app.definitions.diagnostics import Diagnostic
from app.definitions.linker import Sources
from app.definitions.packs import Overlay
from app.definitions.reader import Document

_CACHE = "definitions.json"
_CACHE_FORMAT = 4
_PARTS = ("files", "digests")
_VERSION = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.([0-9]{1,3}))?")
_SHARED = ("blocks", "lists", "tables")


@dataclass(frozen=True, slots=True)
class Shelves:
    """Everything that was read: data of procedures by file, shared pieces, and where they lie.

    `tests` gives the scenario files by procedure, those of workflows under ""; `digests` the
    digest of each procedure file's bundle; `raw` that of the bytes of each file but the tests;
    `overlays` what a pack lays over a file; `directory` is where the procedures lie.
    """

    data: Mapping[str, Mapping[str, Any]]
    shared: Shared
    files: Mapping[str, str]
    tests: Mapping[str, tuple[str, ...]]
    diagnostics: tuple[Diagnostic, ...]
    digests: Mapping[str, str]
    raw: Mapping[str, str] = field(default_factory=dict)
    overlays: Mapping[str, Overlay] = field(default_factory=dict)
    directory: str = ""


@dataclass(frozen=True, slots=True)
class Documents(Mapping[str, Document]):
    """The files of the pieces of a bundle, each read again only when something is said of it."""

    shelves: Shelves
    files: Mapping[str, str]

    @override
    def __getitem__(self, piece: str) -> Document:
        """Read the file of a piece. Raises KeyError where it cannot be read any more."""
        file = self.files[piece]
        found = _read_once(file, self.shelves.raw.get(file, ""))
        if found is None:
            raise KeyError(piece)
        overlay = self.shelves.overlays.get(file) if piece == "procedure" else None
        return found if overlay is None else packs.document(found, overlay)

    @override
    def __iter__(self) -> Iterator[str]:
        """Give the name of every piece."""
        return iter(self.files)

    @override
    def __len__(self) -> int:
        """Count the pieces."""
        return len(self.files)


@dataclass(slots=True)
class _Reading:
    cache: Mapping[str, Any]
    fresh: dict[str, Any] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)


def read_shelves(procedures: Path, workflows: Path, cache_dir: Path | None = None) -> Shelves:
    """Read every file under the two directories; the first may be a pack."""
    cache = _load_cache(cache_dir)
    reading = _Reading(cache.get("files", {}))
    pack = packs.opened(procedures, partial(_read, reading), reading.found)
    places = (procedures,) if pack is None else (pack.base, procedures)
    data, tests = _read_procedures(reading, places[0])
    reading.found += locking.complaints(locking.read(places[0]), data, str(places[0]))
    tests[""] = [str(path) for path in _yaml(workflows / "tests")]
    shared, files = _read_shared(reading, [each / "_shared" for each in places], workflows)
    overlays: dict[str, Overlay] = {}
    if pack is not None:
        every = data
        data, overlays = packs.laid_over(pack, every, shared.blocks)
        reading.found += packs.complaints(pack, every, overlays)
        tests = {id_: pack.tests(id_) or tests.get(id_, []) for id_ in pack.ids}
    key = hashlib.sha256("\n".join(reading.seen).encode()).hexdigest()
    known = cache.get("digests") if cache.get("key") == key else None
    found = known or _digests(data, shared)
    if known is None:
        _save_cache(cache_dir, {"files": reading.fresh, "key": key, "digests": found})
    listed = {id_: tuple(files) for id_, files in tests.items()}
    raw = dict(each.rsplit(" ", 1) for each in reading.seen)
    raw |= {file: f"{raw[file]} {raw[each.file]}" for file, each in overlays.items()}
    return Shelves(
        data, shared, files, listed, tuple(reading.found), found, raw, overlays, str(places[0])
    )


def _read_procedures(
    reading: _Reading, directory: Path
) -> tuple[dict[str, Mapping[str, Any]], dict[str, list[str]]]:
    """Read the versions that lie under a directory, and where their scenarios are."""
    data: dict[str, Mapping[str, Any]] = {}
    tests: dict[str, list[str]] = {}
    for path in _yaml(directory):
        parts = path.relative_to(directory).parts
        if parts[0] == "_shared":
            continue
        if len(parts) == 4 and parts[2] == "tests":
            tests.setdefault(parts[1], []).append(str(path))
        elif len(parts) == 3 and version_name(path) is not None:
            content = _read(reading, path)
            if content is not None:
                data[str(path)] = content
        else:
            reading.found.append(_misplaced(path))
    return data, tests


def _digests(data: Mapping[str, Mapping[str, Any]], shared: Shared) -> dict[str, str]:
    return {file: bundles.digest(bundles.gather(each, shared)) for file, each in data.items()}


def sources(shelves: Shelves, file: str, bundle: Bundle) -> Sources:
    """Give the files that a bundle came from, to know where everything stands.

    `file` is that of the procedure itself; empty where it lies in none.
    """
    pieces = {"procedure": file} if file else {}
    workflow = str((bundle["procedure"].get("workflow") or {}).get("use"))
    if bundle["workflow"] is not None:
        pieces["workflow"] = shelves.files[f"workflows/{workflow}"]
    for kind in ("blocks", "lists", "tables", "competence"):
        pieces.update({f"{kind}/{name}": shelves.files[f"{kind}/{name}"] for name in bundle[kind]})
    shared = shelves.shared
    known = {
        "blocks": shared.blocks,
        "lists": shared.lists,
        "competence": shared.competence,
        "workflows": shared.workflows,
        "units": shared.units,
        "procedures": procedure_ids(shelves),
    }
    known |= {"forms": forms_beside(file)} if file else {}
    return Sources(Documents(shelves, pieces), known)


def procedure_ids(shelves: Shelves) -> tuple[str, ...]:
    """Give the id of every procedure that there is a file of."""
    names = (version_name(Path(each)) for each in shelves.data)
    return tuple(sorted({name[0] for name in names if name is not None}))


def forms_beside(file: str) -> tuple[str, ...]:
    """Give the paths of the forms to fill in that lie beside a procedure's file."""
    return tuple(sorted(f"forms/{each.name}" for each in (Path(file).parent / "forms").glob("*")))


@lru_cache(maxsize=256)
def _read_once(file: str, raw: str) -> Document | None:
    """Read a file that many bundles share once, as long as it does not change."""
    return document(file)


def document(file: str) -> Document | None:
    """Read a file again, with the places of its values."""
    return reader.read(Path(file).read_bytes(), file).document


def version_name(path: Path) -> tuple[str, date, int] | None:
    """Give the procedure, the day and the number that a file's path stands for."""
    match = _VERSION.fullmatch(path.stem)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match.group(1))
    except ValueError:
        return None
    return path.parent.name, day, int(match.group(2) or 1)


def _read_shared(
    reading: _Reading, directories: Sequence[Path], workflows: Path
) -> tuple[Shared, dict[str, str]]:
    """Read the shared pieces; of two of the same name the one of the later directory stands."""
    kinds: dict[str, dict[str, Any]] = {
        kind: {} for kind in ("blocks", "lists", "tables", "competence", "workflows")
    }
    files: dict[str, str] = {}
    places = [
        (kind, path)
        for directory in directories
        for kind in _SHARED
        for path in _yaml(directory / kind, deep=False)
    ]
    places += [("workflows", path) for path in _yaml(workflows, deep=False)]
    for kind, path in places:
        data = _read(reading, path)
        if data is not None:
            own = "competence" if kind == "tables" and "competence" in data else kind
            kinds[own][path.stem] = data
            files[f"{own}/{path.stem}"] = str(path)
    written = [each / "organisation.yaml" for each in directories]
    organisation = next((each for each in reversed(written) if each.exists()), written[0])
    units = _read(reading, organisation) if organisation.exists() else None
    files["organisation"] = str(organisation)
    return Shared(**kinds, units=bundles.units_of(units or {})), files


def _read(reading: _Reading, path: Path) -> Mapping[str, Any] | None:
    source = path.read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    reading.seen.append(f"{path} {digest}")
    data = reading.cache.get(digest)
    if data is None:
        read = reader.read(source, str(path))
        reading.found += read.diagnostics
        if read.document is None or read.diagnostics:
            if not read.diagnostics:
                reading.found.append(empty(str(path)))
            return None
        data = read.document.data
    if not isinstance(data, dict):
        reading.found.append(empty(str(path)))
        return None
    reading.fresh[digest] = data
    return data


def _yaml(directory: Path, *, deep: bool = True) -> Iterator[Path]:
    pattern = "**/*.yaml" if deep else "*.yaml"
    yield from sorted(directory.glob(pattern))


def empty(file: str) -> Diagnostic:
    """Complain of a file that holds nothing that could be used."""
    words = "ファイルに見出しと値の組がありません。"
    return Diagnostic("P101", words, "空のファイルなら消してください。", file, 1, 1)


def _misplaced(path: Path) -> Diagnostic:
    words = "このファイルの場所か名前が、手続の決まりに合いません。"
    hint = "procedures/局/手続/2026-04-01.yaml か、その隣の tests/ に置いてください。"
    return Diagnostic("P206", words, hint, str(path), 0, 0, 1, "warning")


def _load_cache(directory: Path | None) -> Mapping[str, Any]:
    if directory is None:
        return {}
    try:
        cache = json.loads((directory / _CACHE).read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(cache, dict) and cache.get("format") == _CACHE_FORMAT
    return cache if sound and all(isinstance(cache.get(part), dict) for part in _PARTS) else {}


def _save_cache(directory: Path | None, cache: Mapping[str, Any]) -> None:
    if directory is None:
        return
    text = json.dumps({"format": _CACHE_FORMAT, **cache}, ensure_ascii=False)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        new = directory / f"{_CACHE}.new"
        new.write_text(text, encoding="utf-8")
        new.replace(directory / _CACHE)
    except OSError:
        # A cache that cannot be written costs time at the next start and nothing else.
        return
