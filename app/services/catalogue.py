"""手続一覧: the procedures of today, and every version that a running case is pinned to.

Definitions are read once from files and kept in the database as bundles, so that a case never
depends on a file that has changed since.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.cases import answers
from app.cases.answers import Moment
from app.definitions import scenarios
from app.definitions.library import Kept, Library, Version
from app.definitions.linker import link
from app.definitions.model import Field, Procedure, say
from app.kernel import kana, paths
from app.kernel.errors import Outage, Refusal
from app.kernel.logs import warn
from app.store import definitions, versions
from app.store.engine import Database
from app.store.transaction import Tx, read
from app.store.versions import Published, Stamp

SAMPLE = "sample.pdf"
"""The demo's own file, which anybody may attach; no environment but the demo has it."""

_FRESH = 3.0
"""Seconds after which a process knows of what was published in another."""


@dataclass(slots=True)
class Catalogue:
    """The library of files and of what was published since, and the versions linked so far.

    `seen` tells of which publications the library knows.
    """

    library: Library
    linked: dict[str, Procedure] = field(default_factory=dict)
    seen: Stamp = field(default_factory=Stamp)

    def current(self, procedure_id: str, on: date) -> Procedure:
        """Give the version of a procedure that is in force on a day, for those who may apply.

        Raises `Refusal("procedure.not_found")`, also for what only the office itself uses.
        """
        found = self.library.current(procedure_id, on)
        if found is None or found.internal:
            raise Refusal(
                "procedure.not_found",
                "その手続は見つかりません。",
                "手続の一覧から探してください。",
            )
        return found

    def internal(self, procedure_id: str, on: date) -> Procedure:
        """Give a procedure of the office itself as it is in force on a day."""
        found = self.library.current(procedure_id, on)
        if found is None or not found.internal:
            raise Outage(
                "definition.unusable",
                f"庁内の手続「{procedure_id}」の定義がありません。管理者に連絡してください。",
                permanent=True,
            )
        return found

    def of_office(self, on: date) -> Mapping[str, Procedure]:
        """Give every procedure in force on a day by id, those of the office itself among them."""
        found = {id_: self.library.current(id_, on) for id_ in self.library.ids()}
        return {id_: each for id_, each in found.items() if each is not None}

    def all(self, on: date) -> tuple[Procedure, ...]:
        """Give every procedure in force on a day, by department and title."""
        ids = (each.id for each in self.library.summaries(on))
        found = [each for name in ids if (each := self.library.current(name, on))]
        return tuple(sorted(found, key=lambda each: (each.department.id, say(each.title))))

    def pinned(self, tx: Tx, digest: str) -> Procedure:
        """Give the version of a procedure with that digest, whatever the files say today."""
        found = self.linked.get(digest) or self.library.by_digest(digest)
        if found is None:
            kept = definitions.load(tx, digest)
            relinked = link(kept.bundle, digest) if kept else ()
            if not isinstance(relinked, Procedure):
                raise Outage(
                    "definition.unusable",
                    "この案件の手続の定義を読み込めません。管理者に連絡してください。",
                    permanent=True,
                )
            found = relinked
        self.linked[digest] = found
        return found


def refresh(db: Database, catalogue: Catalogue) -> bool:
    """Take up what was published since this process last looked; say whether there was any."""
    with read(db) as tx:
        now = versions.stamp(tx)
        published = versions.published(tx) if now != catalogue.seen else ()
    if now == catalogue.seen:
        return False
    catalogue.library = catalogue.library.with_kept(_kept(each) for each in published)
    catalogue.seen = now
    return True


def keep_fresh(db: Database, catalogue: Catalogue, stop: threading.Event) -> None:
    """Take up publications every few seconds, until told to stop."""
    while not stop.wait(_FRESH):
        try:
            refresh(db, catalogue)
        except Outage as outage:
            warn("catalogue.not_refreshed", code=outage.code)


def _kept(published: Published) -> Kept:
    row = published.version
    version = Version(row.procedure, row.effective, row.number or 1, "", row.digest)
    return Kept(version, published.bundle, row.tests)


def store_all(tx: Tx, catalogue: Catalogue, at: datetime) -> None:
    """Keep every sound version of every procedure in the database."""
    kept = definitions.digests(tx)
    for every in catalogue.library.versions.values():
        for version in every:
            bundle = catalogue.library.bundle(version.digest)
            if version.digest in kept or bundle is None:
                continue
            row = definitions.DefinitionRow(
                version.digest, version.id, version.effective, bundle, at
            )
            definitions.put(tx, row)


def example(catalogue: Catalogue, procedure_id: str, on: date) -> dict[str, Any]:
    """Give a complete set of answers that would be accepted on a day: the first scenario's.

    Attachments stand in it by the id of the demo's sample file.
    """
    procedure = catalogue.current(procedure_id, on)
    first = next(iter(catalogue.library.scenarios(procedure_id)), None)
    if first is None:
        raise no_example()
    raw = scenarios.answers_on(first, on)
    moment = Moment(on)
    clean = answers.check(procedure, raw, moment).answers
    needed = [each.id for each, must in answers.attachments_for(procedure, clean, moment) if must]
    files = {key: [SAMPLE] for key in needed}
    filed = answers.check(procedure, {**raw, "attachments": files}, moment)
    return _given(procedure.fields, filed.answers)


def no_example() -> Refusal:
    """Say that there are no answers to begin with."""
    return Refusal(
        "procedure.no_example",
        "この手続には、まだ記入例がありません。",
        "項目の説明（schema）を見てください。",
    )


def _given(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give answers without those that we work out, as somebody would send them."""
    given: dict[str, Any] = paths.copy(values)
    for each in fields:
        rows = paths.get(given, each.id)
        if each.kind == "computed":
            paths.drop(given, each.id)
        elif each.kind == "group" and isinstance(rows, list):
            paths.put(given, each.id, [_given(each.rows, row) for row in rows])
    return given


def find(catalogue: Catalogue, on: date, words: str) -> tuple[Procedure, ...]:
    """Find procedures by official and everyday names, life events and departments."""
    wanted = [kana.fold(word) for word in words.split()]
    scored = [(_score(each, wanted), each) for each in catalogue.all(on)]
    hits = [(score, each) for score, each in scored if score > 0]
    return tuple(each for _, each in sorted(hits, key=lambda hit: -hit[0]))


def _score(procedure: Procedure, wanted: list[str]) -> int:
    titles = kana.fold(" ".join(procedure.title.values()))
    words = kana.fold(" ".join((*procedure.find.words, *procedure.find.life_events)))
    rest = kana.fold(f"{say(procedure.summary)} {procedure.department.name} {procedure.id}")
    total = 0
    for word in wanted:
        score = 8 * (word in titles) + 4 * (word in words) + (word in rest)
        if not score:
            return 0
        total += score
    return total
