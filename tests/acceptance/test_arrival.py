"""到達: the moment at which the record is durable, and nothing that happens later moves it.

デジタル手続法 第6条第3項. PostgreSQL keeps the time of each commit, by which ours is measured.
"""

import statistics
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.kernel.clock import JST, system_clock
from app.services import uploads
from app.services.context import Context
from app.store import audit, cases
from app.store.transaction import read, write
from tests.support import office, proofs

USUAL = timedelta(milliseconds=50)
"""How far the arrival may lie before the commit on a machine with time to spare."""


def arrival(ctx: Context, number: str) -> datetime:
    with read(ctx.database) as tx:
        row = cases.load(tx, number)
    assert row is not None
    return row.arrived_at


def committed(ctx: Context, number: str) -> datetime:
    """Ask the database when it committed the filing of a case."""
    first = proofs.entries(ctx, number)[0]
    with read(ctx.database) as tx:
        found = audit.committed_at(tx, first.id)
    if found is None:
        pytest.skip("this server keeps no commit timestamps")
    return found


def test_an_application_arrives_when_it_is_committed(ctx: Context):
    ctx = replace(ctx, clock=system_clock)
    numbers = [office.file(ctx) for _ in range(20)]
    gaps = [committed(ctx, each) - arrival(ctx, each) for each in numbers]
    assert min(gaps) >= timedelta(0)
    assert statistics.median(gaps) <= USUAL
    assert [arrival(ctx, each) for each in numbers] == [
        proofs.entries(ctx, each)[0].at for each in numbers
    ]


def test_an_application_that_had_to_wait_arrives_after_the_wait(ctx: Context):
    ctx = replace(ctx, clock=system_clock)
    office.file(ctx)
    filed: list[str] = []
    with write(ctx.database) as tx:
        tx.execute(text("SELECT value FROM counters FOR UPDATE"))
        waiting = threading.Thread(target=lambda: filed.append(office.file(ctx)))
        waiting.start()
        time.sleep(1)
        released = system_clock()
    waiting.join(30)
    [number] = filed
    assert arrival(ctx, number) >= released
    assert committed(ctx, number) - arrival(ctx, number) <= 5 * USUAL


def test_nothing_that_happens_to_a_case_moves_its_arrival(ctx: Context):
    number = office.file(ctx)
    arrived = arrival(ctx, number)
    assert arrived == ctx.clock()
    ctx.clock.forward(hours=1)
    office.pay(ctx, number)
    office.work(ctx)
    ctx.clock.forward(days=1)
    office.act(ctx, number, office.EXAMINER, "request_correction")
    ctx.clock.forward(days=1)
    by = office.actor(ctx, office.RESIDENT)
    sent = uploads.receive(ctx, uploads.Sent("図面.pdf", "plan", office.PDF), by)
    given = office.answers(ctx, shop_name="新しい店")
    given["attachments"]["plan"] = [sent.id]
    office.filing.correct(ctx, number, given, by)
    office.act(ctx, number, office.EXAMINER, "examine", result="ok")
    office.work(ctx)
    case = office.case(ctx, number)
    assert case.application == 2
    assert case.arrived_at == arrived == arrival(ctx, number)
    assert proofs.entries(ctx, number)[0].at == arrived


@pytest.mark.parametrize("column", ["arrived_at", "number", "id"])
def test_the_database_refuses_to_move_an_arrival(ctx: Context, column: str):
    number = office.file(ctx)
    changed = {
        "arrived_at": "UPDATE cases SET arrived_at = arrived_at - interval '1 day'",
        "number": "UPDATE cases SET number = 'R8-00001'",
        "id": "UPDATE cases SET id = 'another'",
    }[column]
    with pytest.raises(DBAPIError, match="never change"), write(ctx.database) as tx:
        tx.execute(text(changed))
    assert arrival(ctx, number) == ctx.clock()


@pytest.mark.parametrize("table", ["audit_entries", "applications"])
@pytest.mark.parametrize("change", ["UPDATE {} SET n = n", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_rewrite_what_was_handed_in(ctx: Context, table: str, change: str):
    office.file(ctx)
    statement = change.replace("SET n = n", "SET case_id = case_id").format(table)
    with pytest.raises(DBAPIError, match="only ever added to"), write(ctx.database) as tx:
        tx.execute(text(statement))


def test_the_receipt_slip_says_when_it_arrived_however_late_it_is_made(ctx: Context):
    number = office.file(ctx, shop_name="はじめの店")
    arrived = arrival(ctx, number)
    ctx.clock.forward(days=2)
    office.pay(ctx, number)
    office.act(ctx, number, office.EXAMINER, "request_correction")
    corrected = office.answers(ctx, shop_name="あとの店")
    office.filing.correct(ctx, number, corrected, office.actor(ctx, office.RESIDENT))
    office.work(ctx)
    words = proofs.paper_words(ctx, number, "acknowledgement")
    assert "はじめの店" in words
    assert "あとの店" not in words
    local = arrived.astimezone(JST)
    assert f"{local.month}月{local.day}日" in words
