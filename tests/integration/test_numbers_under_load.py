"""番号: whoever files and issues at the same moment, each gets a number of their own, with no gaps.

Two processes meet before each filing, each act and each paper. All papers are really made, kept and
read again, with a short notice of the test's own in `numbers/`, so that four thousand take minutes.
MADOGUCHI_TEST_PAIRS says how many pairs there are, to try a change with a few.
"""

import hashlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import Row, text

from app.definitions import library
from app.kernel import ids
from app.services import casework, catalogue, effects, filing
from app.services.catalogue import Catalogue
from app.services.context import Context
from app.store.transaction import read, write
from tests.acceptance.conftest import ctx, peopled_template
from tests.support import office, processes

__all__ = ["ctx", "peopled_template"]

PAIRS = int(os.environ.get("MADOGUCHI_TEST_PAIRS", "1000"))
CONTESTED = 20
"""Of so many pairs, one has both processes try to make every paper."""
NOTICE = "short-notice"
DEFINITIONS = Path(__file__).parent / "numbers"
SIDES = ((office.RESIDENT, "shinjuku-fire-ikeda"), (office.NEIGHBOUR, "shinjuku-fire-hashimoto"))
SECONDS = 1800
PAPERS = text(
    'SELECT c.number, c.applicant_id, c.applicant_name, c."end", d.rule, d.number AS paper,'
    " d.holder, d.case_number, d.effect_key, d.state, d.path, d.sha256"
    " FROM cases c JOIN documents d ON d.case_id = c.id ORDER BY c.number, d.rule"
)


@dataclass(frozen=True)
class Filed:
    """What one of a pair got: the number, who filed it and under which name."""

    number: str
    by: str
    name: str


def with_notice(ctx: Context) -> Context:
    """Give the office with the short notice as all that can be filed there."""
    return replace(ctx, catalogue=Catalogue(library.load(DEFINITIONS, office.ROOT / "workflows")))


def file_and_issue(
    ctx: Context, barrier: Barrier, resident: str, officer: str, pairs: int
) -> list[Filed]:
    """File applications and, as an officer, let each go on to its paper."""
    ctx = with_notice(ctx)
    by, clerk = office.actor(ctx, resident), office.actor(ctx, officer)
    found = []
    for n in range(pairs):
        name = f"株式会社{resident}{n:04}"
        given = {"applicant": {"corporate_name": name}}
        barrier.wait()
        filed = filing.submit(ctx, filing.Filing(NOTICE, given, ids.new_id()), by)
        barrier.wait()
        asked = casework.Asked("examine", {"result": "ok"}, 1)
        casework.act(ctx, filed.number, asked, clerk)
        found.append(Filed(filed.number, resident, name))
    return found


def make(ctx: Context, barrier: Barrier, turns: Sequence[Sequence[str]]) -> int:
    """Make the papers of one turn after the other, beginning each together with the other."""
    carry_out = effects.handlers(with_notice(ctx))["issue_document"]
    for keys in turns:
        for key in keys:
            barrier.wait()
            carry_out(key)
    return len(turns)


def words_of(ctx: Context, barrier: Barrier, files: Sequence[tuple[str, str]]) -> list[str]:
    """Give what is printed in kept papers, whose bytes are checked against their digests."""
    found = []
    for path, sha256 in files:
        pdf = ctx.storage.read(path, sha256)
        assert hashlib.sha256(pdf).hexdigest() == sha256
        ran = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, check=True, capture_output=True
        )
        found.append("".join(ran.stdout.decode().split()))
    return found


def test_two_at_once_a_thousand_times_get_numbers_without_gap_or_double(ctx: Context):
    with write(ctx.database) as tx:
        catalogue.store_all(tx, with_notice(ctx).catalogue, ctx.clock())
    sides = [(*side, PAIRS) for side in SIDES]
    answers = processes.together(ctx, file_and_issue, sides, seconds=SECONDS)
    filed = {each.number: each for side in answers for each in side}
    assert serials(list(filed)) == list(range(1, 2 * PAIRS + 1))
    papers = check_rows(ctx, filed)
    turns = turns_of(papers, [[each.number for each in side] for side in answers])
    assert processes.together(ctx, make, turns, seconds=SECONDS) == [PAIRS, PAIRS]
    check_printed(ctx, filed, check_rows(ctx, filed))


def serials(numbers: Sequence[str]) -> list[int]:
    return sorted(int("".join(filter(str.isdigit, each))[-5:]) for each in numbers)


def check_rows(ctx: Context, filed: Mapping[str, Filed]) -> Sequence[Row[Any]]:
    """Every case is its filer's, and both its papers are of that case and that person."""
    with read(ctx.database) as tx:
        rows = tx.execute(PAPERS).all()
    assert len(rows) == 2 * len(filed) == 4 * PAIRS
    for row in rows:
        one = filed[row.number]
        assert (row.applicant_id, row.holder, row.case_number) == (one.by, one.by, one.number)
        assert row.applicant_name == one.name
        assert (row.rule == "acknowledgement") == (row.paper == row.number)
    copies = [row.paper for row in rows if row.rule != "acknowledgement"]
    tails = sorted(int(each.partition("第")[2].removesuffix("号")) for each in copies)
    assert tails == list(range(1, len(filed) + 1))
    return rows


def turns_of(
    papers: Sequence[Row[Any]], sides: Sequence[Sequence[str]]
) -> list[tuple[list[list[str]]]]:
    """Share the papers of each pair out: of either case each process makes one, at one moment.

    Where a pair is contested, each goes on to try what the other has begun.
    """
    keys: dict[str, list[str]] = {}
    for row in papers:
        keys.setdefault(row.number, []).append(row.effect_key)
    one, other = [], []
    for n, (ours, theirs) in enumerate(zip(*sides, strict=True)):
        (first, second), (third, fourth) = keys[ours], keys[theirs]
        mine, yours = [first, third], [second, fourth]
        one.append(mine if n % CONTESTED else mine + yours)
        other.append(yours if n % CONTESTED else yours + mine)
    return [(one,), (other,)]


def check_printed(ctx: Context, filed: Mapping[str, Filed], papers: Sequence[Row[Any]]) -> None:
    """What is printed and what is written down are the same, and the bytes are those."""
    assert {(row.state, row.end) for row in papers} == {("issued", "filed")}
    assert len({row.path for row in papers}) == len(papers)
    halves = [papers[::2], papers[1::2]]
    files = [([(row.path, row.sha256) for row in half],) for half in halves]
    printed = processes.together(ctx, words_of, files, seconds=SECONDS)
    for half, texts in zip(halves, printed, strict=True):
        for row, words in zip(half, texts, strict=True):
            assert row.paper in words
            assert row.number in words
            assert filed[row.number].name in words
