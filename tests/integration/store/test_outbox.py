"""送信箱: effects stand or fall with their cause, and are done once per key."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy import table as sql_table
from sqlalchemy.exc import IntegrityError

from app.store import jobs, outbox
from app.store.engine import Database
from app.store.outbox import NewEffect
from app.store.transaction import read, write

MINUTE = timedelta(minutes=1)
NOTICE = NewEffect("c1:1:0", "notice", {"notice": "arrived"}, "c1", 1, 0)


class Undone(Exception):
    pass


def enqueue(db: Database, *effects: NewEffect) -> None:
    with write(db) as tx:
        outbox.enqueue(tx, effects or [NOTICE])


def claim(db: Database, lease: timedelta = MINUTE) -> outbox.EffectRow | None:
    with write(db) as tx:
        return outbox.claim(tx, NOTICE.key, lease)


def state(db: Database) -> str:
    with read(db) as tx:
        found = outbox.load(tx, NOTICE.key)
    assert found is not None
    return found.state


def count(db: Database, table: str) -> int:
    with read(db) as tx:
        return int(tx.execute(select(func.count()).select_from(sql_table(table))).scalar_one())


def forget_jobs(db: Database) -> None:
    with write(db) as tx:
        tx.execute(text("DELETE FROM procrastinate_jobs"))
        tx.execute(text("UPDATE effects SET run_at = run_at - interval '1 minute'"))


def test_an_effect_is_claimed_done_and_finished(database: Database):
    enqueue(database)
    taken = claim(database)
    assert taken is not None
    assert (taken.kind, taken.payload, taken.attempts) == ("notice", {"notice": "arrived"}, 1)
    with write(database) as tx:
        assert outbox.finish(tx, NOTICE.key, {"message": "m1"})
        found = outbox.load(tx, NOTICE.key)
    assert found is not None
    assert (found.state, found.result) == ("done", {"message": "m1"})
    assert found.done_at is not None


def test_undoing_the_cause_leaves_no_effect_and_no_job(database: Database):
    def undone() -> None:
        with write(database) as tx:
            outbox.enqueue(tx, [NOTICE])
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert count(database, "effects") == 0
    assert count(database, "procrastinate_jobs") == 0


def test_a_job_carries_the_key_of_its_effect_and_nothing_else(database: Database):
    enqueue(database)
    with read(database) as tx:
        found = tx.execute(text("SELECT task_name, args FROM procrastinate_jobs")).one()
    assert tuple(found) == ("notice", {"key": "c1:1:0"})


def test_the_same_effect_is_not_called_for_twice(database: Database):
    enqueue(database)
    with pytest.raises(IntegrityError):
        enqueue(database)
    assert count(database, "procrastinate_jobs") == 1


def test_an_effect_in_hand_or_done_is_not_taken_again(database: Database):
    enqueue(database)
    assert claim(database) is not None
    assert claim(database) is None
    with write(database) as tx:
        outbox.finish(tx, NOTICE.key)
    assert claim(database) is None


def test_one_of_many_gets_the_effect(database: Database):
    enqueue(database)
    taken: list[outbox.EffectRow] = []

    def take() -> None:
        found = claim(database)
        if found:
            taken.append(found)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(taken) == 1


def test_an_effect_whose_lease_ran_out_is_taken_by_another(database: Database):
    enqueue(database)
    assert claim(database, timedelta(0)) is not None
    again = claim(database)
    assert again is not None
    assert again.attempts == 2


def test_an_effect_over_which_workers_die_is_parked(database: Database):
    enqueue(database)
    for _ in range(outbox.LIVES):
        assert claim(database, timedelta(0)) is not None
    assert claim(database) is None
    with read(database) as tx:
        [found] = outbox.parked(tx)
    assert found.error_code == "effect.worker_died"


def test_an_effect_that_failed_is_tried_again_later(database: Database):
    enqueue(database)
    claim(database)
    with write(database) as tx:
        assert outbox.fail(tx, NOTICE.key, "mail.refused", "相手が応答しません。", MINUTE)
    assert state(database) == "due"
    assert claim(database) is None
    with read(database) as tx:
        later = text("SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at > now()")
        assert tx.execute(later).scalar_one() == 1


def test_an_effect_that_failed_for_good_waits_for_a_person(database: Database):
    enqueue(database)
    claim(database)
    with write(database) as tx:
        outbox.fail(tx, NOTICE.key, "mail.refused", "宛先がありません。", None)
    assert claim(database) is None
    with write(database) as tx:
        assert [each.error for each in outbox.parked(tx)] == ["宛先がありません。"]
        assert outbox.retry(tx, NOTICE.key)
        assert not outbox.retry(tx, NOTICE.key)
    taken = claim(database)
    assert taken is not None
    assert taken.attempts == 1


def test_an_effect_not_called_for_any_more_is_skipped(database: Database):
    enqueue(database)
    claim(database)
    with write(database) as tx:
        assert outbox.skip(tx, NOTICE.key, "payment.paid_already")
    assert state(database) == "skipped"


def test_an_effect_that_is_not_in_hand_is_not_finished(database: Database):
    enqueue(database)
    with write(database) as tx:
        assert not outbox.finish(tx, NOTICE.key)
        assert not outbox.fail(tx, NOTICE.key, "x", "", None)
    assert state(database) == "due"


def test_an_effect_may_begin_later(database: Database):
    enqueue(database, NewEffect("c1:1:0", "notice", {}, "c1", 1, 0, delay=MINUTE))
    assert claim(database) is None


def test_a_lost_job_is_replaced(database: Database):
    enqueue(database)
    with write(database) as tx:
        assert outbox.revive(tx) == 0
    forget_jobs(database)
    with write(database) as tx:
        assert outbox.revive(tx) == 1
    with write(database) as tx:
        assert outbox.revive(tx) == 0
        assert jobs.alive(tx, [NOTICE.key, "other"]) == {NOTICE.key}


def test_the_effects_of_a_case_are_read_in_order(database: Database):
    enqueue(database, NewEffect("c1:2:0", "notice", {}, "c1", 2), NOTICE)
    enqueue(database, NewEffect("c1:1:1", "notice", {}, "c1", 1, 1))
    with read(database) as tx:
        keys = [each.key for each in outbox.of_case(tx, "c1")]
    assert keys == ["c1:1:0", "c1:1:1", "c1:2:0"]
