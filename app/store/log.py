"""監査の木の保管: leaves, tiles and heads of the log, and the entries that await their leaf.

One sealer writes at a time, in one transaction for each batch. How hashes are made is settled in
`app.ledger.tree`; the database refuses to change or remove what is here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, text
from sqlalchemy import insert as into

from app.store.tables import audit_entries as _entries
from app.store.tables import log_heads as _heads
from app.store.tables import log_leaves as _leaves
from app.store.tables import log_tiles as _tiles
from app.store.transaction import Tx

_TURN = 7306
_TRY = select(func.pg_try_advisory_xact_lock(_TURN))
_SIZE = select(func.coalesce(func.max(_leaves.c.leaf) + 1, 0))
_TAKE = text(
    """
    WITH taken AS (
        DELETE FROM log_pending WHERE entry_id IN
            (SELECT entry_id FROM log_pending ORDER BY entry_id LIMIT :limit)
        RETURNING entry_id
    )
    SELECT audit_entries.id, audit_entries.digest FROM audit_entries
    JOIN taken ON taken.entry_id = audit_entries.id ORDER BY audit_entries.id
    """
)
_ADD = text(
    "INSERT INTO log_leaves (leaf, entry_id)"
    " SELECT :first + n - 1, id FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS e (id, n)"
)
_TILE = select(_tiles.c.hashes).where(
    _tiles.c.level == bindparam("level"), _tiles.c.number == bindparam("number")
)
_GROW = text(
    "INSERT INTO log_tiles (level, number, hashes) VALUES (:level, :number, :hashes)"
    " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
)
_LATEST = select(_heads).order_by(_heads.c.size.desc()).limit(1)
_PLACE = select(_leaves.c.leaf).where(_leaves.c.entry_id == bindparam("id"))
_WAITING = text("SELECT EXISTS (SELECT FROM log_pending WHERE entry_id = :id)")
_EVERY = (
    select(_leaves.c.leaf, _leaves.c.entry_id, _entries.c.digest)
    .outerjoin(_entries, _entries.c.id == _leaves.c.entry_id)
    .where(_leaves.c.leaf >= bindparam("first"))
    .order_by(_leaves.c.leaf)
    .limit(bindparam("limit"))
)
_UNSEALED = text(
    """
    SELECT id FROM audit_entries
    WHERE NOT EXISTS (SELECT FROM log_leaves WHERE entry_id = id)
        AND NOT EXISTS (SELECT FROM log_pending WHERE entry_id = id)
    ORDER BY id LIMIT :limit
    """
)
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class HeadRow:
    """ツリーヘッド: the signed checkpoint of the first `size` leaves."""

    size: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class LeafRow:
    """葉: which entry is at a place of the log; `digest` is None where the entry is gone."""

    leaf: int
    entry_id: int
    digest: str | None


def takes_turn(tx: Tx) -> bool:
    """Become the one who seals until the transaction ends; False if somebody else is."""
    return bool(tx.execute(_TRY).scalar_one())


def size(tx: Tx) -> int:
    """Tell how many leaves the log has."""
    return int(tx.execute(_SIZE).scalar_one())


def take_pending(tx: Tx, limit: int) -> tuple[tuple[int, str], ...]:
    """Take the id and digest of entries that await a leaf, in the order of their ids."""
    found = tx.execute(_TAKE, {"limit": limit})
    return tuple((int(each.id), str(each.digest)) for each in found)


def add(tx: Tx, first: int, entry_ids: Sequence[int]) -> None:
    """Give entries the leaves from `first` on."""
    tx.execute(_ADD, {"first": first, "ids": list(entry_ids)})


def tile(tx: Tx, level: int, number: int) -> bytes:
    """Read the hashes of a tile, none if it does not exist yet."""
    found = tx.execute(_TILE, {"level": level, "number": number}).scalar_one_or_none()
    return bytes(found) if found is not None else b""


def grow(tx: Tx, tiles: Mapping[tuple[int, int], bytes]) -> None:
    """Write tiles that are new or fuller than before."""
    for (level, number), hashes in sorted(tiles.items()):
        tx.execute(_GROW, {"level": level, "number": number, "hashes": hashes})


def add_head(tx: Tx, head: HeadRow) -> None:
    """Keep the checkpoint of a size."""
    tx.execute(into(_heads).values(size=head.size, at=head.at, note=head.note))


def latest(tx: Tx) -> HeadRow | None:
    """Read the newest checkpoint, None before the first."""
    found = tx.execute(_LATEST).one_or_none()
    return HeadRow(**found._mapping) if found else None


def heads(tx: Tx) -> tuple[HeadRow, ...]:
    """Read every checkpoint, the smallest first."""
    return tuple(HeadRow(**each._mapping) for each in tx.execute(select(_heads).order_by("size")))


def place(tx: Tx, entry_id: int) -> int | None:
    """Tell at which leaf an entry is, None if it has none."""
    found = tx.execute(_PLACE, {"id": entry_id}).scalar_one_or_none()
    return None if found is None else int(found)


def is_waiting(tx: Tx, entry_id: int) -> bool:
    """Tell whether an entry awaits its leaf."""
    return bool(tx.execute(_WAITING, {"id": entry_id}).scalar_one())


def leaves(tx: Tx) -> Iterator[LeafRow]:
    """Read every leaf in order, with its entry's digest, some thousands at a time."""
    first = 0
    while found := tx.execute(_EVERY, {"first": first, "limit": _AT_ONCE}).all():
        yield from (LeafRow(**each._mapping) for each in found)
        first = int(found[-1].leaf) + 1


def unsealed(tx: Tx, limit: int = 100) -> tuple[int, ...]:
    """Give entries that have no leaf and do not await one: somebody put them in by another way."""
    return tuple(int(each) for each in tx.execute(_UNSEALED, {"limit": limit}).scalars())
