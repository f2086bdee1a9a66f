"""worklist.10k: a page of a filtered worklist of ten thousand cases, against the bare query."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from app.cases.model import Actor
from app.services import access, worklist
from app.services.context import Context
from app.services.worklist import Query
from app.store.transaction import read
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Result, Side, compare
from tests.benchmarks.office import OURS, Place, context
from tests.benchmarks.preparing import DRAFTER, THIRTY

_TIMES = 100
_DEPTH = 90
"""Pages before the deep one; a hundred pages of fifty are what the filter finds."""
_WORDS = f"手続:{THIRTY}"

_FIRST = """
    SELECT id, number, procedure, department, revision, step, "end", status, office, applicant_id,
           applicant_name, assignee, arrived_at, due_on, closed_at, waiting
    FROM cases WHERE "end" = '' AND office = %(office)s AND procedure = %(procedure)s
    ORDER BY due_order, arrived_at, id LIMIT 51
"""
_AFTER = _FIRST.replace(
    "ORDER", "AND (due_order, arrived_at, id) > (%(due)s::date, %(at)s, %(id)s) ORDER"
)


def measure(place: Place) -> list[Result]:
    """Measure the first page and a deep one."""
    with (
        context(place) as ctx,
        psycopg.connect(place.server.address(OURS), row_factory=dict_row) as bare,
    ):
        with read(ctx.database) as tx:
            by = access.actor(ctx, tx, DRAFTER)
        cursor = _deep(ctx, by)
        cpu = measuring.together(measuring.of_self, place.database_cpu(OURS))
        first, deep = (Side(_paging(ctx, by, at), cpu) for at in (None, cursor))
        return [
            compare("worklist.10k", first, Side(_bare(bare, None), cpu), 3.0, times=_TIMES),
            compare("worklist.10k.deep", deep, Side(_bare(bare, cursor), cpu), 3.0, times=_TIMES),
            compare("worklist.10k.deep/first", deep, first, 1.2, times=_TIMES),
        ]


def _deep(ctx: Context, by: Actor) -> str:
    cursor = None
    for _ in range(_DEPTH):
        cursor = worklist.page(ctx, Query("all", _WORDS, cursor), by, counted=False).next
    assert cursor is not None
    return cursor


def _paging(ctx: Context, by: Actor, cursor: str | None) -> measuring.Work:
    def read_pages(times: int) -> None:
        for _ in range(times):
            found = worklist.page(ctx, Query("all", _WORDS, cursor), by, counted=False)
            assert len(found.rows) == 50

    return read_pages


def _bare(connection: psycopg.Connection[Any], cursor: str | None) -> measuring.Work:
    given: dict[str, Any] = {"office": "bench/office", "procedure": THIRTY}
    if cursor is not None:
        given["due"], given["at"], given["id"] = cursor.split("_")
    statement = _FIRST if cursor is None else _AFTER

    def read_pages(times: int) -> None:
        for _ in range(times):
            with connection.transaction():
                rows = connection.execute(statement, given).fetchall()
            assert len(rows[:50]) == 50

    return read_pages
