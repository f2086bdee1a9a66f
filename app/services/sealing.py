"""封緘: gives audit entries their leaves in the log, signs its heads, and proves what is in it.

Whoever acts never waits for the tree: entries are sealed afterwards, in batches, by one worker at a
time. A batch, its tiles and its head are one transaction.
"""

from urllib.parse import urlsplit

from app.kernel.errors import Refusal
from app.ledger import notes, tree
from app.ledger.notes import Checkpoint, LeafProof
from app.services.context import Context
from app.store import log
from app.store.log import HeadRow
from app.store.transaction import Tx, read, write

_BATCH = 2000


def origin(ctx: Context) -> str:
    """Give the name of this office's log: its address without a scheme (C2SP `tlog-checkpoint`)."""
    return f"{urlsplit(ctx.base_url).netloc}/log"


def public_key(ctx: Context) -> notes.Key:
    """Give the key by which others check what the log signs."""
    return notes.Key(origin(ctx), ctx.log_key.public_key().public_bytes_raw())


def seal(ctx: Context) -> int:
    """Give leaves to entries that await one, as many as one batch takes, and count them."""
    with write(ctx.database) as tx:
        if not log.takes_turn(tx):
            return 0
        first, new = log.size(tx), log.take_pending(tx, _BATCH)
        if not new:
            return 0
        leaves = [leaf(digest) for _, digest in new]
        grown = tree.append(lambda tile: log.tile(tx, *tile), first, leaves)
        log.add(tx, first, [id_ for id_, _ in new])
        log.grow(tx, grown)
        _sign(ctx, tx, first + len(new))
    return len(new)


def leaf(digest: str) -> bytes:
    """Give the leaf hash of an entry with that digest; the digest's bytes are the leaf."""
    return tree.leaf_hash(bytes.fromhex(digest))


def checkpoint(ctx: Context) -> str:
    """Give the newest signed head of the log. Raises `Refusal("audit.nothing_sealed")`."""
    with read(ctx.database) as tx:
        return _latest(tx).note


def proof(ctx: Context, entry_id: int) -> str:
    """Prove under the newest head that an entry is in the log, as a `.tlog-proof` text.

    Raises `Refusal`: `audit.entry_not_found`, `audit.not_sealed_yet`.
    """
    with read(ctx.database) as tx:
        place = log.place(tx, entry_id)
        if place is None:
            raise _not_there(log.is_waiting(tx, entry_id))
        head = _latest(tx)
        way = tree.inclusion(lambda tile: log.tile(tx, *tile), place, head.size)
    return notes.proof_text(LeafProof(place, way, head.note))


def _sign(ctx: Context, tx: Tx, size: int) -> None:
    at, name = ctx.clock(), origin(ctx)
    head = Checkpoint(name, size, tree.root(lambda tile: log.tile(tx, *tile), size), at)
    log.add_head(tx, HeadRow(size, at, notes.sign(head, name, ctx.log_key)))


def _latest(tx: Tx) -> HeadRow:
    found = log.latest(tx)
    if found is None:
        raise Refusal(
            "audit.nothing_sealed",
            "まだ封緘された監査記録がありません。",
            "少し待ってから、もう一度お試しください。",
        )
    return found


def _not_there(waiting: bool) -> Refusal:
    if waiting:
        return Refusal(
            "audit.not_sealed_yet",
            "その監査記録は、まだ封緘されていません。",
            "数秒待ってから、もう一度お試しください。",
        )
    return Refusal(
        "audit.entry_not_found",
        "その番号の監査記録はありません。",
        "案件の経過（events）にある番号を使ってください。",
    )
