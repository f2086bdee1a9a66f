"""監査の検証: goes through everything that was ever recorded and says what does not hold, by name.

Chains of cases are followed from act to act, the tree is built again from its leaves, and every
head is checked against both and against its key. Nothing is changed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.ledger import audit as books
from app.ledger import notes, tree
from app.ledger.notes import Checkpoint, NoteError
from app.services import sealing
from app.services.context import Context
from app.store import audit, log
from app.store.audit import AuditEntry
from app.store.log import HeadRow
from app.store.transaction import Tx, read

_AT_ONCE = 2000
_FULL = tree.WIDTH * tree.SIZE


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: which entry, leaf, tile or head it is, and what is wrong."""

    code: str
    words: str


@dataclass(slots=True)
class Audited:
    """What has been gone through, and what was found; complete once `findings` has ended."""

    entries: int = 0
    leaves: int = 0
    heads: int = 0
    head: HeadRow | None = None


def verify(ctx: Context, known: str = "") -> tuple[Audited, tuple[Finding, ...]]:
    """Go through the whole log; `known` is an older checkpoint that was kept elsewhere.

    Only such a checkpoint shows that somebody with the key has not written the log anew.
    """
    seen = Audited()
    with read(ctx.database) as tx:
        found = (
            *_entries(tx, seen),
            *_left_out(tx),
            *_tiles(tx, seen),
            *_heads(ctx, tx, seen, known),
        )
    return seen, found


def _entries(tx: Tx, seen: Audited) -> Iterator[Finding]:
    """Follow each case's chain; after its first break a case is not followed any further."""
    # None stands for a chain that is broken.
    last: dict[str, books.Linked | None] = {}
    for entry in _every(tx):
        seen.entries += 1
        case = entry.case_id or ""
        before = last.get(case)
        if case in last and before is None:
            continue
        linked = _linked(entry)
        about = f"案件 {entry.case_number} の監査記録 {entry.id}（{entry.act}）"
        whole = entry.digest == books.link(entry.previous, linked.entry)
        if not whole:
            yield Finding("entry.changed", f"{about}の内容が書き換えられています。")
        elif not _follows(before, linked):
            yield Finding("chain.broken", f"{about}の前にあるはずの記録がありません。")
        last[case] = linked if whole and _follows(before, linked) else None


def _every(tx: Tx) -> Iterator[AuditEntry]:
    after = 0
    while found := audit.after(tx, after, _AT_ONCE):
        yield from found
        after = found[-1].id


def _linked(entry: AuditEntry) -> books.Linked:
    made = books.Entry(
        case=entry.case_id or "",
        revision=entry.revision,
        at=entry.at,
        actor=entry.actor_id,
        actor_kind=entry.actor_kind,
        event=entry.act,
        commitment=_commitment(entry.details),
    )
    return books.Linked(made, entry.previous, entry.digest)


def _commitment(details: Mapping[str, Any]) -> str:
    """Give the commitment to what was said; one that opens nothing if that cannot be read."""
    try:
        return books.commit(details["said"], details["salt"])
    except (KeyError, TypeError, ValueError):
        return ""


def _follows(before: books.Linked | None, linked: books.Linked) -> bool:
    digest = before.digest if before else books.START
    revision = before.entry.revision if before else 0
    return linked.previous == digest and linked.entry.revision == revision + 1


def _left_out(tx: Tx) -> Iterator[Finding]:
    for number in audit.behind(tx):
        words = f"案件 {number} の状態と、その最後の監査記録が合いません。記録が除かれています。"
        yield Finding("entry.removed", words)
    for entry in log.unsealed(tx):
        words = f"監査記録 {entry} は、封緘されておらず、封緘を待ってもいません。"
        yield Finding("entry.unsealed", words)


def _leaf_hashes(tx: Tx, told: list[Finding]) -> Iterator[bytes]:
    """Give the leaf hashes from the entries themselves, telling of those that are gone."""
    for expected, each in enumerate(log.leaves(tx)):
        if each.leaf != expected:
            told.append(Finding("leaf.missing", f"葉 {expected} がありません。"))
            return
        if each.digest is None:
            words = f"葉 {each.leaf} の監査記録 {each.entry_id} が除かれています。"
            told.append(Finding("entry.removed", words))
            return
        yield sealing.leaf(each.digest)


def _tiles(tx: Tx, seen: Audited) -> Iterator[Finding]:
    """Build the tree again, and compare it with the tiles that are kept."""
    told: list[Finding] = []
    growing: defaultdict[tree.TileId, bytes] = defaultdict(bytes)
    leaves = _leaf_hashes(tx, told)
    while batch := tuple(islice(leaves, _AT_ONCE)):
        grown = tree.append(growing.__getitem__, seen.leaves, batch)
        for tile, hashes in grown.items():
            if not log.tile(tx, *tile).startswith(hashes):
                words = f"木の{tile[0]}段目の{tile[1]}番が、監査記録から作ったものと違います。"
                yield Finding("tile.differs", words)
            if len(hashes) < _FULL:
                growing[tile] = hashes
            else:
                growing.pop(tile, None)
        seen.leaves += len(batch)
    yield from told


def _heads(ctx: Context, tx: Tx, seen: Audited, known: str) -> Iterator[Finding]:
    """Check each head: its signature, its time, and its root against the leaves."""
    key = sealing.public_key(ctx)
    kept = log.heads(tx)
    seen.heads, seen.head = len(kept), kept[-1] if kept else None
    signed: dict[int, Checkpoint] = {}
    for before, row in zip((None, *kept), kept, strict=False):
        try:
            signed[row.size] = notes.read_checkpoint(row.note, [key])
        except NoteError:
            yield Finding("head.unsigned", f"大きさ{row.size}の木の頭の署名が正しくありません。")
            continue
        if not _is_as_signed(signed[row.size], row) or (before and row.at < before.at):
            words = f"大きさ{row.size}の木の頭の日時か大きさが、署名されたものと違います。"
            yield Finding("head.redated", words)
    yield from _roots(tx, signed, seen)
    if known:
        yield from _known(tx, key, known)


def _is_as_signed(head: Checkpoint, row: HeadRow) -> bool:
    return (head.size, head.at) == (row.size, row.at.replace(microsecond=0))


def _roots(tx: Tx, heads: Mapping[int, Checkpoint], seen: Audited) -> Iterator[Finding]:
    built = dict(tree.roots(_leaf_hashes(tx, []), heads))
    for size, head in heads.items():
        if built.get(size) != head.root:
            words = f"大きさ {size} の木の頭が、監査記録から作った木と違います。"
            yield Finding("head.differs", words)
    if max(heads, default=0) < seen.leaves:
        yield Finding("head.missing", "最後の葉までを署名した木の頭がありません。")


def _known(tx: Tx, key: notes.Key, known: str) -> Iterator[Finding]:
    try:
        head = notes.read_checkpoint(known, [key])
    except NoteError:
        yield Finding("known.unsigned", "渡された木の頭は、この台帳の鍵で署名されていません。")
        return
    built = dict(tree.roots(_leaf_hashes(tx, []), [head.size])).get(head.size)
    if built != head.root:
        words = (
            f"渡された木の頭（大きさ {head.size}）と、いまの台帳が合いません。作り直されています。"
        )
        yield Finding("known.differs", words)
