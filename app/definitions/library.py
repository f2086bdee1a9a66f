"""手続一覧: every version of every procedure that the files hold, each linked when it is wanted.

Reads all files once, gives a bundle and a digest to each version, and never fails because one of
them is bad: what is wrong is in `diagnostics`. What was read is kept in a cache directory by the
digest of each file, so that a start without changes reads no YAML at all. Knows no database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.definitions import bundle as bundles
from app.definitions import checking, proofs, scenarios, shelves
from app.definitions.bundle import Bundle, Shared
from app.definitions.diagnostics import Diagnostic, ordered
from app.definitions.linker import Linked, Sources, link_at, offices
from app.definitions.model import Procedure, Texts, Unit
from app.definitions.scenarios import Scenario
from app.definitions.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Version:
    """版: one file of a procedure, by the day from which it holds."""

    id: str
    effective: date
    number: int
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of procedures shows of one of them, without linking it."""

    id: str
    effective: date
    digest: str
    title: Texts
    summary: Texts
    department: str
    department_name: str
    category: str
    life_events: tuple[str, ...]
    words: tuple[str, ...]
    workflow: str
    applicant: tuple[str, ...]
    national_system: str
    free: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """組織: every unit by its path, and the posts of each."""

    units: Mapping[str, Unit]
    posts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of every procedure, by id and by digest."""

    versions: Mapping[str, tuple[Version, ...]]
    organisation: Organisation
    shelves: Shelves = field(repr=False)
    _linked: dict[str, Linked] = field(default_factory=dict, repr=False, compare=False)
    _by_digest: dict[str, Version] = field(default_factory=dict, repr=False, compare=False)

    def ids(self) -> tuple[str, ...]:
        """Give the id of every procedure."""
        return tuple(sorted(self.versions))

    def version(self, id_: str, on: date) -> Version | None:
        """Give the version of a procedure that holds on a day."""
        holding = [each for each in self.versions.get(id_, ()) if each.effective <= on]
        return holding[-1] if holding else None

    def current(self, id_: str, on: date) -> Procedure | None:
        """Give a procedure as it holds on a day; None if there is none, or it has errors."""
        version = self.version(id_, on)
        return None if version is None else self.linked(version).procedure

    def by_digest(self, digest: str) -> Procedure | None:
        """Give the version that a case is pinned to, if these files still hold it."""
        version = self._by_digest.get(digest)
        return None if version is None else self.linked(version).procedure

    def bundle(self, digest: str) -> Bundle | None:
        """Give the plain data of a version, which is what the database keeps."""
        version = self._by_digest.get(digest)
        if version is None:
            return None
        return bundles.gather(self.shelves.data[version.file], self.shelves.shared)

    def bundles(self) -> Iterator[Bundle]:
        """Give the plain data of every version."""
        for versions in self.versions.values():
            for version in versions:
                yield bundles.gather(self.shelves.data[version.file], self.shelves.shared)

    def linked(self, version: Version) -> Linked:
        """Link a version, once."""
        found = self._linked.get(version.digest)
        if found is None:
            bundle = bundles.gather(self.shelves.data[version.file], self.shelves.shared)
            found = link_at(bundle, Sources(), version.digest)
            if found.diagnostics:
                sources = shelves.sources(self.shelves, version.file, bundle)
                found = link_at(bundle, sources, version.digest)
            self._linked[version.digest] = found
        return found

    def proved(self, version: Version) -> tuple[Diagnostic, ...]:
        """Say everything that is wrong with a version: what linking found, and what proofs do."""
        bundle = bundles.gather(self.shelves.data[version.file], self.shelves.shared)
        sources = shelves.sources(self.shelves, version.file, bundle)
        linked = link_at(bundle, sources, version.digest)
        return (*linked.diagnostics, *proofs.prove(linked, sources))

    def summaries(self, on: date) -> tuple[Summary, ...]:
        """Give what a list shows, for every procedure that holds on a day."""
        versions = (self.version(id_, on) for id_ in sorted(self.versions))
        return tuple(self._summary(each) for each in versions if each is not None)

    def scenarios(self, id_: str) -> tuple[Scenario, ...]:
        """Give the scenarios of a procedure; the first is the example of a whole application."""
        return _read(self.shelves, id_).scenarios

    def workflow_scenarios(self) -> tuple[Scenario, ...]:
        """Give the scenarios of the workflows; answers not given come from the procedure's own."""
        return _read_workflow_scenarios(self).scenarios

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Say everything that is wrong, in all files."""
        found = list(self.shelves.diagnostics)
        for versions in self.versions.values():
            for version in versions:
                found += self.proved(version)
        found += checking.check_shelves(self.shelves, self.versions)
        for id_ in self.versions:
            found += _read(self.shelves, id_).diagnostics
        found += _read_workflow_scenarios(self).diagnostics
        return ordered(found)

    def _summary(self, version: Version) -> Summary:
        data = self.shelves.data[version.file]
        find, who, channel = (_mapping(data.get(name)) for name in ("find", "who", "channel"))
        department = str(data.get("department", ""))
        unit = self.organisation.units.get(department)
        return Summary(
            id=version.id,
            effective=version.effective,
            digest=version.digest,
            title=_texts(data.get("title")),
            summary=_texts(data.get("summary")),
            department=department,
            department_name="" if unit is None else unit.name,
            category=str(find.get("category", "")),
            life_events=_words(find.get("life_events")),
            words=_words(find.get("words")),
            workflow=str(_mapping(data.get("workflow")).get("use", "")),
            applicant=_words(who.get("applicant")),
            national_system=str(channel.get("national_system", "")),
            free=not data.get("fees"),
        )


def load(procedures_dir: Path, workflows_dir: Path, cache_dir: Path | None = None) -> Library:
    """Read every procedure, shared piece and workflow; bad files are diagnostics, never raised."""
    read = shelves.read_shelves(procedures_dir, workflows_dir, cache_dir)
    versions: dict[str, list[Version]] = {}
    for file, digest in read.digests.items():
        name = shelves.version_name(Path(file))
        if name is not None:
            id_, effective, number = name
            versions.setdefault(id_, []).append(Version(id_, effective, number, file, digest))
    ordered_versions = {id_: tuple(sorted(found, key=_age)) for id_, found in versions.items()}
    by_digest = {each.digest: each for found in ordered_versions.values() for each in found}
    return Library(ordered_versions, _organisation(read.shared), read, {}, by_digest)


def _age(version: Version) -> tuple[date, int]:
    return version.effective, version.number


def _organisation(shared: Shared) -> Organisation:
    return Organisation(
        {path: offices.unit(path, data) for path, data in shared.units.items()},
        {path: _words(data.get("posts")) for path, data in shared.units.items()},
    )


def _read(shelf: Shelves, id_: str) -> scenarios.Read:
    return _joined(
        scenarios.read(Path(file).read_bytes(), file, id_) for file in shelf.tests.get(id_, ())
    )


def _read_workflow_scenarios(library: Library) -> scenarios.Read:
    found = []
    for file in library.shelves.tests.get("", ()):
        source = Path(file).read_bytes()
        read = scenarios.read(source, file)
        for id_ in {each.procedure for each in read.scenarios}:
            examples = library.scenarios(id_)
            if not examples:
                words = f"手続「{id_}」か、その試験シナリオがありません。"
                read = scenarios.Read((), (Diagnostic("P308", words, "", file, 1, 1),))
            else:
                read = scenarios.read(source, file, id_, examples[0].answers)
        found.append(read)
    return _joined(found)


def _joined(read: Iterable[scenarios.Read]) -> scenarios.Read:
    listed = list(read)
    return scenarios.Read(
        tuple(each for one in listed for each in one.scenarios),
        tuple(each for one in listed for each in one.diagnostics),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()


def _texts(value: object) -> Texts:
    if isinstance(value, dict) and isinstance(value.get("ja"), str):
        return {str(name): str(text) for name, text in value.items()}
    return {"ja": value if isinstance(value, str) else ""}
