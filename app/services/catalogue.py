"""手続一覧: the procedures of today, and every version that a running case is pinned to.

Definitions are read once from files and kept in the database as bundles, so that a case never
depends on a file that has changed since.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.definitions.library import Library
from app.definitions.linker import link
from app.definitions.model import Procedure, say
from app.kernel import kana
from app.kernel.errors import Refusal
from app.store import definitions
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The library of files, and the versions linked so far from the database."""

    library: Library
    linked: dict[str, Procedure] = field(default_factory=dict)

    def current(self, procedure_id: str, on: date) -> Procedure:
        """Give the version of a procedure that is in force on a day.

        Raises `Refusal("procedure.not_found")`.
        """
        found = self.library.current(procedure_id, on)
        if found is None:
            raise Refusal(
                "procedure.not_found",
                "その手続は見つかりません。",
                "手続の一覧から探してください。",
            )
        self.linked.setdefault(found.digest, found)
        return found

    def all(self, on: date) -> tuple[Procedure, ...]:
        """Give every procedure in force on a day, by department and title."""
        found = [each for name in self.library.ids() if (each := self.library.current(name, on))]
        return tuple(sorted(found, key=lambda each: (each.department.id, say(each.title))))

    def pinned(self, tx: Tx, digest: str) -> Procedure:
        """Give the version of a procedure with that digest, whatever the files say today."""
        found = self.linked.get(digest) or self.library.by_digest(digest)
        if found is None:
            kept = definitions.load(tx, digest)
            if kept is None:
                raise LookupError(f"no definition {digest}")
            found = relink(kept.bundle)
        self.linked[digest] = found
        return found


def relink(bundle: Mapping[str, Any]) -> Procedure:
    """Link a stored bundle again; it was sound when it was stored."""
    linked = link(bundle)
    if not isinstance(linked, Procedure):
        raise LookupError(f"a stored definition does not link: {linked[:1]}")
    return linked


def store_all(tx: Tx, catalogue: Catalogue) -> None:
    """Keep every version of every procedure in the database."""
    for bundle in catalogue.library.bundles():
        definitions.store(tx, bundle)


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
