"""番号: whoever files and issues at the same moment, each gets a number of their own, with no gaps.

Two processes meet before each filing and before each act. MADOGUCHI_TEST_PAIRS says how many pairs
there are, and MADOGUCHI_TEST_MADE for how many of them the papers are really made. To make all
four thousand takes half an hour; the number and the holder of each are checked all the same, since
they are written down before a paper is made.
"""

import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

from pypdf import PdfReader
from sqlalchemy import text

from app.kernel import ids
from app.services import effects, filing
from app.services.context import Context
from app.store import cases, documents
from app.store.transaction import read
from tests.acceptance.conftest import ctx, peopled_template
from tests.support import office, processes

__all__ = ["ctx", "peopled_template"]

PAIRS = int(os.environ.get("MADOGUCHI_TEST_PAIRS", "1000"))
MADE = min(PAIRS, int(os.environ.get("MADOGUCHI_TEST_MADE", "10")))
NOTICE = "fire-manager-appointment"
SIDES = ((office.RESIDENT, "shinjuku-fire-ikeda"), (office.NEIGHBOUR, "shinjuku-fire-hashimoto"))


@dataclass(frozen=True)
class Filed:
    """What one of a pair got: the number, who filed it and under which name."""

    number: str
    by: str
    name: str


def file_and_issue(
    ctx: Context, barrier: Barrier, resident: str, officer: str, pairs: int
) -> list[Filed]:
    """File applications and, as an officer, let each go on to its paper."""
    by, clerk = office.actor(ctx, resident), office.actor(ctx, officer)
    given = office.answers(ctx, NOTICE)
    found = []
    for n in range(pairs):
        name = given["applicant"]["corporate_name"] = f"株式会社{resident}{n:04}"
        barrier.wait()
        filed = filing.submit(ctx, filing.Filing(NOTICE, given, ids.new_id()), by)
        barrier.wait()
        examined(ctx, filed.number, clerk)
        found.append(Filed(filed.number, resident, name))
    return found


def examined(ctx: Context, number: str, clerk: Any) -> None:
    asked = office.casework.Asked("examine", {"result": "ok"}, 1)
    office.casework.act(ctx, number, asked, clerk)


def make(ctx: Context, barrier: Barrier, pairs: Sequence[Sequence[str]]) -> int:
    """Make papers two by two, each process beginning with another, and both trying both."""
    carry_out = effects.handlers(ctx)["issue_document"]
    for pair in pairs:
        barrier.wait()
        for key in pair:
            carry_out(key)
    return len(pairs)


def serials(numbers: Sequence[str]) -> list[int]:
    return sorted(int("".join(filter(str.isdigit, each))[-5:]) for each in numbers)


def test_two_at_once_a_thousand_times_get_numbers_without_gap_or_double(ctx: Context):
    sides = [(*side, PAIRS) for side in SIDES]
    answers = processes.together(ctx, file_and_issue, sides, seconds=300)
    filed = [each for side in answers for each in side]
    assert len(filed) == 2 * PAIRS
    assert serials([each.number for each in filed]) == list(range(1, 2 * PAIRS + 1))
    check_rows(ctx, filed)
    keys = papers_of(ctx, [pair for side in answers for pair in side[:MADE]])
    forth = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    back = [each[::-1] for each in forth]
    assert processes.together(ctx, make, [(forth,), (back,)], seconds=300) == [len(forth)] * 2
    for each in filed[:MADE] + filed[PAIRS : PAIRS + MADE]:
        check_papers(ctx, each)


def check_rows(ctx: Context, filed: Sequence[Filed]) -> None:
    """Every case is its filer's, and both its papers are of that case and that person."""
    with read(ctx.database) as tx:
        rows = tx.execute(
            text(
                "SELECT c.number, c.applicant_id, c.applicant_name, d.rule, d.number AS paper,"
                " d.holder, d.case_number FROM cases c JOIN documents d ON d.case_id = c.id"
            )
        ).all()
    expected = {each.number: each for each in filed}
    assert len(rows) == 2 * len(filed)
    for row in rows:
        one = expected[row.number]
        assert (row.applicant_id, row.holder, row.case_number) == (one.by, one.by, one.number)
        assert row.applicant_name == one.name
        assert (row.rule == "acknowledgement") == (row.paper == row.number)
    copies = [row.paper for row in rows if row.rule != "acknowledgement"]
    assert len(set(copies)) == len(filed)
    tails = sorted(int(each.partition("第")[2].removesuffix("号")) for each in copies)
    assert tails == list(range(1, len(filed) + 1))


def papers_of(ctx: Context, filed: Sequence[Filed]) -> list[str]:
    with read(ctx.database) as tx:
        found = [documents.of_case(tx, row.id) for row in (load(tx, each) for each in filed)]
    return [row.effect_key for rows in found for row in rows]


def load(tx: Any, filed: Filed) -> cases.CaseRow:
    found = cases.load(tx, filed.number)
    assert found is not None
    return found


def check_papers(ctx: Context, filed: Filed) -> None:
    """What is printed and what is written down are the same, and the bytes are those."""
    with read(ctx.database) as tx:
        row = load(tx, filed)
        found = documents.of_case(tx, row.id)
    assert [each.state for each in found] == ["issued", "issued"]
    assert row.current.end == "filed"
    for each in found:
        pdf = ctx.storage.read(each.path, each.sha256)
        assert hashlib.sha256(pdf).hexdigest() == each.sha256
        words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        plain = "".join(words.split())
        assert each.number in plain
        assert filed.number in plain
        assert filed.name in plain
