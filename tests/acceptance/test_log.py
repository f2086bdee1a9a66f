"""The log over all that happens: every act gets a leaf, and anybody can check the proof of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.ledger import notes, tree
from app.services import sealing
from app.services.context import Context
from app.store import log
from app.store.transaction import read, write
from tests.support import office

API = "/api/v1/audit"


def key(ctx: Context) -> notes.Key:
    return notes.read_key(office.client(ctx).get(f"{API}/key").text)


def events(ctx: Context, number: str) -> list[dict[str, str]]:
    found = office.program(ctx, office.RESIDENT).get(f"/api/v1/cases/{number}/events").json()
    return list(found["items"])


def test_what_happened_is_proved_to_anybody_from_what_is_published(ctx: Context):
    number = office.file(ctx)
    office.pay(ctx, number)
    assert sealing.seal(ctx) > 0
    anybody = office.client(ctx)
    for each in events(ctx, number):
        proof = notes.read_proof(anybody.get(each["proof"]).text)
        leaf = tree.leaf_hash(bytes.fromhex(each["digest"]))
        head = notes.proved(leaf, proof, [key(ctx)])
        assert (head.origin, head.at) == ("testserver/log", ctx.clock())
    assert anybody.get(f"{API}/checkpoint").text == proof.checkpoint


def test_an_entry_that_awaits_its_leaf_is_said_to(ctx: Context):
    sealing.seal(ctx)
    [first, *_] = events(ctx, office.file(ctx))
    answer = office.client(ctx).get(first["proof"])
    assert (answer.status_code, answer.json()["code"]) == (409, "audit.not_sealed_yet")
    sealing.seal(ctx)
    assert office.client(ctx).get(first["proof"]).status_code == 200


@pytest.mark.parametrize(
    ("entry", "status"), [("99999", 404), ("0", 400), ("x", 400), (str(2**63), 400)]
)
def test_an_entry_that_is_none_is_refused(ctx: Context, entry: str, status: int):
    assert office.client(ctx).get(f"{API}/proof/{entry}").status_code == status


def test_the_head_before_the_first_entry_is_not_made_up(ctx: Context):
    answer = office.client(ctx).get(f"{API}/checkpoint")
    assert (answer.status_code, answer.json()["code"]) == (404, "audit.nothing_sealed")


def test_the_log_only_grows(ctx: Context):
    office.file(ctx)
    sealing.seal(ctx)
    office.file(ctx)
    office.file(ctx)
    sealing.seal(ctx)
    with read(ctx.database) as tx:
        old, new = (notes.read_checkpoint(each.note, [key(ctx)]) for each in log.heads(tx))
        proof = tree.consistency(lambda tile: log.tile(tx, *tile), old.size, new.size)
    assert old.size < new.size
    assert tree.grown((old.size, old.root), (new.size, new.root), proof)


def test_several_who_seal_at_once_make_one_tree_without_a_gap(ctx: Context):
    stop = threading.Event()

    def keep_sealing(_: int) -> int:
        sealed = 0
        while not stop.is_set():
            sealed += sealing.seal(ctx)
        return sealed

    with ThreadPoolExecutor(4) as pool:
        sealers = [pool.submit(keep_sealing, n) for n in range(2)]
        numbers = list(pool.map(lambda _: office.file(ctx), range(12)))
        stop.set()
        sealed = sum(each.result() for each in sealers) + sealing.seal(ctx)
    assert len(set(numbers)) == 12
    with read(ctx.database) as tx:
        leaves = list(log.leaves(tx))
        head = log.latest(tx)
        assert log.unsealed(tx) == ()
    assert [each.leaf for each in leaves] == list(range(sealed))
    hashes = [sealing.leaf(str(each.digest)) for each in leaves]
    tiles = tree.append(lambda tile: b"", 0, hashes)
    assert head is not None
    expected = notes.read_checkpoint(head.note, [key(ctx)])
    assert (expected.size, expected.root) == (sealed, tree.root(lambda t: tiles[t], sealed))


def test_a_batch_that_fails_leaves_nothing_behind(ctx: Context, monkeypatch: pytest.MonkeyPatch):
    office.file(ctx)

    def broken(*_: object) -> None:
        raise RuntimeError("the key is gone")

    with monkeypatch.context() as broken_key:
        broken_key.setattr(notes, "sign", broken)
        with pytest.raises(RuntimeError):
            sealing.seal(ctx)
    with read(ctx.database) as tx:
        assert (log.size(tx), log.latest(tx)) == (0, None)
    assert sealing.seal(ctx) > 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_leaves SET entry_id = -entry_id",
        "DELETE FROM log_leaves",
        "TRUNCATE log_leaves",
        "UPDATE log_heads SET at = at - interval '1 day'",
        "DELETE FROM log_heads",
        "DELETE FROM log_tiles",
        "UPDATE log_tiles SET hashes = substr(hashes, 1, 32)",
        "UPDATE log_tiles SET hashes = sha256(hashes)",
        "UPDATE log_tiles SET number = number + 1",
    ],
)
def test_the_database_refuses_to_change_the_log(ctx: Context, change: str):
    office.file(ctx)
    office.file(ctx)
    sealing.seal(ctx)
    with pytest.raises(DBAPIError), write(ctx.database) as tx:
        tx.execute(text(change))
