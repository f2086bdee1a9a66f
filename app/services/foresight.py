"""見通し: what another version of a procedure would do to running cases, and would have done to
past ones. Looks only; nothing is changed, and nobody is told.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.cases import impact, record
from app.cases.impact import Impact, Verdict
from app.definitions.model import Procedure
from app.services.context import Context
from app.store import caseload
from app.store.caseload import LoadedCase
from app.store.transaction import Tx, read

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """A running case and what would become of it."""

    number: str
    digest: str
    impact: Impact


@dataclass(frozen=True, slots=True)
class Replayed:
    """A past case and what would have been different, in sentences; empty where nothing would."""

    number: str
    differences: tuple[str, ...]


def running(ctx: Context, new: Procedure) -> Iterator[Touched]:
    """Say of each running case of a procedure what `new` would make of it, one after another."""
    for procedure, row in _each(ctx, new, _open_page):
        case = record.from_json(row.state, row.answers)
        yield Touched(row.number, row.digest, impact.of_open(procedure, new, case))


def past(ctx: Context, new: Procedure, most: int = 1000) -> Iterator[Replayed]:
    """Say of each past case, the latest first, what `new` would have made different."""
    for n, (procedure, row) in enumerate(_each(ctx, new, _past_page)):
        if n == most:
            return
        case = record.from_json(row.state, row.answers)
        yield Replayed(row.number, impact.replayed(procedure, new, case))


def counted(touched: Iterator[Touched]) -> Mapping[Verdict, int]:
    """Count running cases by what would become of them."""
    return Counter(each.impact.verdict for each in touched)


_Page = Callable[[Tx, str, str], tuple[LoadedCase, ...]]


def _open_page(tx: Tx, procedure: str, last: str) -> tuple[LoadedCase, ...]:
    return caseload.running(tx, procedure, last, _PAGE)


def _past_page(tx: Tx, procedure: str, last: str) -> tuple[LoadedCase, ...]:
    return caseload.past(tx, procedure, last, _PAGE)


def _each(ctx: Context, new: Procedure, page: _Page) -> Iterator[tuple[Procedure, LoadedCase]]:
    last = ""
    while True:
        with read(ctx.database) as tx:
            rows = page(tx, new.id, last)
            found = [(ctx.catalogue.pinned(tx, row.digest), row) for row in rows]
        yield from found
        if len(rows) < _PAGE:
            return
        last = rows[-1].id
