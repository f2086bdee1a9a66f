"""Whoever changes what was recorded is found, and what they changed is named.

They have every right in the database, and switch off what it refuses; some have our key as well.
"""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.ledger import notes, tree
from app.ledger.notes import Checkpoint
from app.services import auditing, sealing
from app.services.context import Context
from app.store import log
from app.store.log import HeadRow
from app.store.transaction import read, write
from tests.support import office

EXAMINED = "WHERE case_number = :number AND act = 'examined'"
LAST = "(SELECT max(id) FROM audit_entries WHERE case_number = :number)"
TABLES = ("audit_entries", "log_leaves", "log_tiles", "log_heads")


@pytest.fixture
def number(ctx: Context) -> str:
    """A case that has gone some way, beside another one; all of it sealed in two batches."""
    office.file(ctx)
    sealing.seal(ctx)
    ctx.clock.forward(minutes=5)
    return office.to_be_approved(ctx)


def tamper(ctx: Context, *statements: str, number: str = "") -> None:
    with write(ctx.database) as tx:
        for table in TABLES:
            tx.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for each in statements:
            tx.execute(text(each), {"number": number} if ":number" in each else {})


def codes(ctx: Context, known: str = "") -> set[str]:
    return {each.code for each in auditing.verify(ctx, known)[1]}


def words(ctx: Context) -> str:
    return "\n".join(each.words for each in auditing.verify(ctx)[1])


def test_an_honest_log_is_whole(ctx: Context, number: str):
    sealing.seal(ctx)
    seen, found = auditing.verify(ctx)
    assert found == ()
    assert seen.entries == seen.leaves > 5
    assert (seen.heads, seen.head and seen.head.size) == (2, seen.leaves)


def test_what_is_not_sealed_yet_is_no_fault(ctx: Context, number: str):
    seen, found = auditing.verify(ctx)
    assert found == ()
    assert seen.leaves < seen.entries


def test_an_office_in_which_nothing_has_happened_is_whole(ctx: Context):
    assert auditing.verify(ctx)[1] == ()


@pytest.mark.parametrize(
    "change",
    [
        "details = jsonb_set(details, '{said,result}', '\"refuse\"')",
        "details = jsonb_set(details, '{salt}', '\"0123456789abcdef0123\"')",
        "details = '{}'",
        "actor_id = 'fuchu-suzuki'",
        "at = at - interval '1 day'",
        "revision = revision + 50",
    ],
)
def test_a_changed_entry_is_named(ctx: Context, number: str, change: str):
    sealing.seal(ctx)
    tamper(ctx, f"UPDATE audit_entries SET {change} {EXAMINED}", number=number)  # noqa: S608
    assert "entry.changed" in codes(ctx)
    assert f"案件 {number} の監査記録" in words(ctx)
    assert "（examined）の内容が書き換えられています" in words(ctx)


def test_a_change_that_mends_its_own_digest_breaks_chain_and_tree(ctx: Context, number: str):
    sealing.seal(ctx)
    forged = "digest = encode(sha256(digest::bytea), 'hex')"
    tamper(ctx, f"UPDATE audit_entries SET {forged} {EXAMINED}", number=number)  # noqa: S608
    assert {"entry.changed", "tile.differs", "head.differs"} <= codes(ctx)


@pytest.mark.parametrize("sealed", [True, False])
def test_an_entry_that_was_removed_is_missed(ctx: Context, number: str, sealed: bool):
    if sealed:
        sealing.seal(ctx)
    tamper(ctx, f"DELETE FROM audit_entries {EXAMINED}", number=number)  # noqa: S608
    assert ("chain.broken", "entry.removed")[sealed] in codes(ctx)
    assert "chain.broken" in codes(ctx)


def test_the_last_entry_of_a_case_is_missed_too(ctx: Context, number: str):
    tamper(ctx, f"DELETE FROM audit_entries WHERE id = {LAST}", number=number)  # noqa: S608
    assert codes(ctx) == {"entry.removed"}
    assert number in words(ctx)


def test_an_entry_that_never_waited_for_its_leaf_is_found(ctx: Context, number: str):
    tamper(ctx, "DELETE FROM log_pending WHERE entry_id = (SELECT min(entry_id) FROM log_pending)")
    assert codes(ctx) == {"entry.unsealed"}


def test_leaves_that_changed_places_are_found(ctx: Context, number: str):
    sealing.seal(ctx)
    swap = (
        "UPDATE log_leaves SET entry_id = -entry_id WHERE leaf IN (1, 2)",
        "UPDATE log_leaves SET entry_id = (SELECT -entry_id FROM log_leaves AS other"
        " WHERE other.leaf = 3 - log_leaves.leaf) WHERE leaf = 1",
        "UPDATE log_leaves SET entry_id = (SELECT min(id) FROM audit_entries e WHERE NOT EXISTS"
        " (SELECT FROM log_leaves l WHERE l.entry_id = e.id)) WHERE leaf = 2",
    )
    tamper(ctx, *swap)
    assert {"tile.differs", "head.differs"} <= codes(ctx)


def test_a_leaf_that_was_taken_out_is_found(ctx: Context, number: str):
    sealing.seal(ctx)
    tamper(ctx, "DELETE FROM log_leaves WHERE leaf = 2")
    assert {"leaf.missing", "head.differs"} <= codes(ctx)


def test_a_tile_that_was_written_over_is_found(ctx: Context, number: str):
    sealing.seal(ctx)
    tamper(ctx, "UPDATE log_tiles SET hashes = sha256(hashes) || substr(hashes, 33)")
    assert codes(ctx) == {"tile.differs"}


def test_a_head_with_another_date_is_found(ctx: Context, number: str):
    sealing.seal(ctx)
    tamper(ctx, "UPDATE log_heads SET at = at - interval '1 day' WHERE size > 1")
    assert codes(ctx) == {"head.redated"}


def test_a_head_that_was_removed_is_found(ctx: Context, number: str):
    sealing.seal(ctx)
    tamper(ctx, "DELETE FROM log_heads WHERE size = (SELECT max(size) FROM log_heads)")
    assert codes(ctx) == {"head.missing"}


def test_a_head_that_others_have_signed_is_found(ctx: Context, number: str):
    sealing.seal(ctx)
    tamper(ctx, "UPDATE log_heads SET note = replace(note, '— ', '— x')")
    assert codes(ctx) == {"head.unsigned", "head.missing"}


def rewrite(ctx: Context) -> None:
    """Put the whole log together anew after a change, with our own key, so that it fits."""
    tamper(ctx, "DELETE FROM log_heads", "DELETE FROM log_tiles")
    with write(ctx.database) as tx:
        hashes = [sealing.leaf(str(each.digest)) for each in log.leaves(tx)]
        tiles = tree.append(lambda tile: b"", 0, hashes)
        log.grow(tx, tiles)
        name, size = sealing.origin(ctx), len(hashes)
        at = ctx.clock()
        head = Checkpoint(name, size, tree.root(lambda tile: tiles[tile], size), at)
        log.add_head(tx, HeadRow(size, at, notes.sign(head, name, ctx.log_key)))


def test_a_log_that_was_written_anew_with_our_own_key_is_found_by_an_older_head(
    ctx: Context, number: str
):
    sealing.seal(ctx)
    kept_elsewhere = sealing.checkpoint(ctx)
    assert codes(ctx, kept_elsewhere) == set()
    tamper(
        ctx,
        f"DELETE FROM log_leaves WHERE entry_id = {LAST}",  # noqa: S608
        "UPDATE cases SET revision = revision - 1 WHERE number = :number",
        f"DELETE FROM audit_entries WHERE id = {LAST}",  # noqa: S608
        number=number,
    )
    rewrite(ctx)
    assert codes(ctx) == set()
    assert codes(ctx, kept_elsewhere) == {"known.differs"}


def test_a_head_of_another_log_is_none_of_ours(ctx: Context, number: str):
    sealing.seal(ctx)
    assert codes(ctx, "someone.example/log\n1\nAAAA\n\n— x AAAA\n") == {"known.unsigned"}


def test_a_log_of_many_batches_is_gone_through(ctx: Context, number: str):
    for _ in range(3):
        office.file(ctx)
        ctx.clock.now += timedelta(seconds=1)
        sealing.seal(ctx)
    with read(ctx.database) as tx:
        assert len(log.heads(tx)) == 4
    assert codes(ctx) == set()
