"""手続一覧: every version of every procedure that the files hold, each linked when it is wanted.

Reads all files once, gives a bundle and a digest to each version, and never fails because one of
them is bad: what is wrong is in `diagnostics`. What was read is kept in a cache directory by the
digest of each file, so that a start without changes reads no YAML at all. Knows no database.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.definitions import bundle as bundles
from app.definitions import checking, findings, scenarios, shelves
from app.definitions.bundle import Bundle, Shared
from app.definitions.diagnostics import Diagnostic, ordered
from app.definitions.linker import Linked, Sources, link_at, offices
from app.definitions.model import Procedure, Texts, Unit
from app.definitions.scenarios import Scenario
from app.definitions.shelves import Shelves, forms_beside

INTERNAL = ("staff",)
"""Who applies in a procedure of the office itself, which no resident sees."""


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
class Kept:
    """A version that lies in no file here: published, and kept with its scenarios by file."""

    version: Version
    bundle: Bundle
    tests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of every procedure, by id and by digest."""

    versions: Mapping[str, tuple[Version, ...]]
    organisation: Organisation
    shelves: Shelves = field(repr=False)
    kept: Mapping[str, Kept] = field(default_factory=dict, repr=False)
    _linked: dict[str, Linked] = field(default_factory=dict, repr=False, compare=False)
    _by_digest: dict[str, Version] = field(default_factory=dict, repr=False, compare=False)
    cache_dir: Path | None = field(default=None, repr=False, compare=False)

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
        return None if version is None else self._gathered(version)

    def bundles(self) -> Iterator[Bundle]:
        """Give the plain data of every version."""
        for versions in self.versions.values():
            for version in versions:
                yield self._gathered(version)

    def linked(self, version: Version) -> Linked:
        """Link a version, once."""
        found = self._linked.get(version.digest)
        if found is None:
            bundle = self._gathered(version)
            found = link_at(bundle, Sources(), version.digest)
            if found.diagnostics and version.file:
                sources = shelves.sources(self.shelves, version.file, bundle)
                found = link_at(bundle, sources, version.digest)
            self._linked[version.digest] = found
        return found

    def proved(self, version: Version) -> tuple[Diagnostic, ...]:
        """Say everything that is wrong with a version: what linking found, and what proofs do."""
        # Not at the top: an office that runs proves nothing.
        from app.definitions import proofs  # noqa: PLC0415

        bundle = bundles.gather(self.shelves.data[version.file], self.shelves.shared)
        sources = shelves.sources(self.shelves, version.file, bundle)
        linked = link_at(bundle, sources, version.digest)
        return (*linked.diagnostics, *proofs.prove(linked, sources))

    def about(self, id_: str) -> tuple[Diagnostic, ...]:
        """Say everything that is wrong with one procedure and its scenarios."""
        lead = {Path(each.file).parent for each in self.versions.get(id_, ()) if each.file}
        found = [each for each in self.shelves.diagnostics if _folder(each.file) in lead]
        for version in self.versions.get(id_, ()):
            found += self.proved(version) if version.file else ()
        return ordered([*found, *_read(self.shelves, id_).diagnostics])

    def summaries(self, on: date) -> tuple[Summary, ...]:
        """Give what a list shows, for every procedure that residents can use on a day."""
        versions = (self.version(id_, on) for id_ in sorted(self.versions))
        found = (self._summary(each) for each in versions if each is not None)
        return tuple(each for each in found if each.applicant != INTERNAL)

    def scenarios(self, id_: str) -> tuple[Scenario, ...]:
        """Give the scenarios of a procedure; the first is the example of a whole application."""
        latest = self.versions.get(id_, ())[-1:]
        kept = self.kept.get(latest[0].digest) if latest else None
        if kept is not None and kept.tests:
            tests = sorted(kept.tests.items())
            return _joined(
                scenarios.read(text.encode(), name, id_) for name, text in tests
            ).scenarios
        return _read(self.shelves, id_).scenarios

    def texts(self, id_: str) -> dict[str, str]:
        """Give the files of the newest version as they were written, as a manuscript has them."""
        found = [each for each in self.versions.get(id_, ()) if each.file]
        if not found:
            return {}
        tests = {f"tests/{Path(file).name}": file for file in self.shelves.tests.get(id_, ())}
        files = {"version.yaml": found[-1].file, **tests}
        return {name: Path(file).read_text(encoding="utf-8") for name, file in files.items()}

    def form(self, id_: str, path: str) -> Path | None:
        """Give the file of a form to fill in (`forms/…`) that lies beside a procedure."""
        folders = {Path(each.file).parent for each in self.versions.get(id_, ()) if each.file}
        return next((file for each in folders if (file := each / path).is_file()), None)

    def with_kept(self, kept: Iterable[Kept]) -> "Library":
        """Give the library of the same files with these published versions beside them.

        Where both hold a version of the same day and number, the published one stands.
        """
        by_digest = {each.version.digest: each for each in kept}
        versions = {id_: list(found) for id_, found in self.versions.items()}
        for one in by_digest.values():
            mine = versions.setdefault(one.version.id, [])
            mine[:] = [each for each in mine if _age(each) != _age(one.version)]
            mine.append(one.version)
        ordered_versions = {id_: tuple(sorted(found, key=_age)) for id_, found in versions.items()}
        known = {each.digest: each for found in ordered_versions.values() for each in found}
        return replace(self, versions=ordered_versions, kept=by_digest, _by_digest=known)

    def workflow_scenarios(self) -> tuple[Scenario, ...]:
        """Give the scenarios of the workflows; answers not given come from the procedure's own."""
        return _read_workflow_scenarios(self).scenarios

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Say everything that is wrong, in all files; of what has not changed, as it was kept."""
        keeping = findings.opened(self.cache_dir)
        written = [each for found in self.versions.values() for each in found if each.file]
        around = _shared_key(self.shelves)
        keys = [
            findings.key(around, each.file, self.shelves.raw[each.file], *forms_beside(each.file))
            for each in written
        ]
        found = list(self.shelves.diagnostics)
        found += findings.all_of(keeping, keys, lambda number: self.proved(written[number]))
        found += checking.check_shelves(self.shelves, self.versions)
        found += _wrong_scenarios(self, keeping)
        findings.close(keeping, self.cache_dir)
        return ordered(found)

    def _gathered(self, version: Version) -> Bundle:
        kept = self.kept.get(version.digest)
        if kept is not None:
            return kept.bundle
        return bundles.gather(self.shelves.data[version.file], self.shelves.shared)

    def _summary(self, version: Version) -> Summary:
        kept = self.kept.get(version.digest)
        data = self.shelves.data[version.file] if kept is None else kept.bundle["procedure"]
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
    found = Library(ordered_versions, _organisation(read.shared), read, {}, {}, by_digest)
    return replace(found, cache_dir=cache_dir)


def _age(version: Version) -> tuple[date, int]:
    return version.effective, version.number


def _organisation(shared: Shared) -> Organisation:
    return Organisation(
        {path: offices.unit(path, data) for path, data in shared.units.items()},
        {path: _words(data.get("posts")) for path, data in shared.units.items()},
    )


def _shared_key(shelf: Shelves) -> str:
    """Give the key of all that procedures share: any of it may be named in what is said of one."""
    lines = sorted(f"{file} {raw}" for file, raw in shelf.raw.items() if file not in shelf.data)
    return findings.key(*lines, *shelves.procedure_ids(shelf))


def _wrong_scenarios(library: Library, keeping: findings.Keeping) -> list[Diagnostic]:
    shelf, ids = library.shelves, library.ids()
    keys = [findings.key("tests", *_raw_tests(shelf, id_)) for id_ in ids]
    found = findings.all_of(keeping, keys, lambda number: _read(shelf, ids[number]).diagnostics)
    flows = [findings.key("workflow tests", *_raw_tests(shelf, ""), *keys)]
    return found + findings.all_of(
        keeping, flows, lambda _: _read_workflow_scenarios(library).diagnostics
    )


def _raw_tests(shelf: Shelves, id_: str) -> Iterator[str]:
    return (f"{each} {findings.digest_of(Path(each))}" for each in shelf.tests.get(id_, ()))


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


def _folder(file: str) -> Path:
    """Give the folder of a procedure that a file of its own, or one of its scenarios, lies in."""
    folder = Path(file).parent
    return folder.parent if folder.name == "tests" else folder


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()


def _texts(value: object) -> Texts:
    if isinstance(value, dict) and isinstance(value.get("ja"), str):
        return {str(name): str(text) for name, text in value.items()}
    return {"ja": value if isinstance(value, str) else ""}
