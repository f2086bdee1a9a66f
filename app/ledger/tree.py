"""監査の木: a Merkle tree over all audit entries: none can be changed, lost or put in later.

Hashes are those of RFC 6962, 2.1; they are kept in tiles of 256 as C2SP `tlog-tiles` has them:
tile `(level, number)` holds, one after the other, the hashes of full subtrees of 256**level leaves.
Whoever calls brings a way to read tiles. Must not know: entries, where tiles are kept, keys.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TypeAlias

WIDTH = 256
"""Hashes in a full tile."""
SIZE = 32
"""Bytes of a hash."""
EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

TileId: TypeAlias = tuple[int, int]
Tiles: TypeAlias = Callable[[TileId], bytes]
"""Gives the hashes of a tile that exists, as many as it has so far; empty if there is none yet."""
Proof: TypeAlias = tuple[bytes, ...]

_BITS = 8


def leaf_hash(data: bytes) -> bytes:
    """Give the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of a node from those of its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(tiles: Tiles, size: int, leaves: Sequence[bytes]) -> Mapping[TileId, bytes]:
    """Give the tiles that are new or fuller once these leaf hashes follow the first `size`."""
    changed: dict[TileId, bytes] = {}
    level, hashes = 0, list(leaves)
    while hashes:
        number, filled = divmod(size >> (_BITS * level), WIDTH)
        tile = tiles((level, number)) if filled else b""
        if len(tile) < filled * SIZE:
            raise ValueError(f"tile {level}/{number} lacks hashes that the tree has")
        row = tile[: filled * SIZE] + b"".join(hashes)
        hashes = []
        for place in range(0, len(row), WIDTH * SIZE):
            one = row[place : place + WIDTH * SIZE]
            changed[level, number + place // (WIDTH * SIZE)] = one
            if len(one) == WIDTH * SIZE:
                hashes.append(_root_of(one))
        level += 1
    return changed


def root(tiles: Tiles, size: int) -> bytes:
    """Give the root of the tree of the first `size` leaves."""
    return _range(tiles, 0, size) if size else EMPTY


def inclusion(tiles: Tiles, index: int, size: int) -> Proof:
    """Prove that a leaf is in the tree of the first `size` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("the tree has no such leaf")
    return tuple(_path(tiles, index, 0, size))


def consistency(tiles: Tiles, old: int, new: int) -> Proof:
    """Prove that the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.1)."""
    if not 0 <= old <= new:
        raise ValueError("a tree only grows")
    return tuple(_growth(tiles, old, (0, new), known=True)) if 0 < old < new else ()


def roots(leaves: Iterable[bytes], sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Give the root at each of some sizes, in order, from the leaf hashes alone.

    Sizes that there are not enough leaves for are left out. Nothing but one hash for each level of
    the tree is kept meanwhile.
    """
    wanted = iter(sorted(sizes))
    target = next(wanted, None)
    full: list[tuple[int, bytes]] = []
    for size, leaf in enumerate(leaves, 1):
        height, found = 0, leaf
        while full and full[-1][0] == height:
            found = node_hash(full.pop()[1], found)
            height += 1
        full.append((height, found))
        while target is not None and target <= size:
            if target == size:
                yield (
                    size,
                    reduce(lambda right, left: node_hash(left, right), _from_the_right(full)),
                )
            target = next(wanted, None)


def _from_the_right(full: Sequence[tuple[int, bytes]]) -> Iterator[bytes]:
    return (each for _, each in reversed(full))


def included(leaf: bytes, index: int, size: int, proof: Proof, head: bytes) -> bool:
    """Say whether a proof shows a leaf hash at its place under a root (RFC 9162, 2.1.3.2)."""
    turns = _turns(index, size - 1, len(proof)) if 0 <= index < size else None
    if turns is None:
        return False
    found = leaf
    for each, from_left in zip(proof, turns, strict=True):
        found = node_hash(each, found) if from_left else node_hash(found, each)
    return found == head


def grown(old: tuple[int, bytes], new: tuple[int, bytes], proof: Proof) -> bool:
    """Say whether a proof shows that one tree (size, root) begins with another (2.1.4.2)."""
    (before, first), (after, second) = old, new
    if before == 0 or before >= after:
        return not proof and (before == 0 <= after or old == new)
    # A subtree that was full then is itself the first node of the way up.
    path = (first, *proof) if before & (before - 1) == 0 else proof
    place, last = before - 1, after - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    turns = _turns(place, last, len(path) - 1)
    if turns is None:
        return False
    then = now = path[0]
    for each, from_left in zip(path[1:], turns, strict=True):
        if from_left:
            then, now = node_hash(each, then), node_hash(each, now)
        else:
            now = node_hash(now, each)
    return (then, now) == (first, second)


def _turns(place: int, last: int, count: int) -> list[bool] | None:
    """Say for each step of a way up whether its other child is on the left.

    `place` is the node's, and `last` that of the last node at its height. None where the way to
    the root has not as many steps.
    """
    turns = []
    for _ in range(count):
        if last == 0:
            return None
        from_left = bool(place & 1) or place == last
        turns.append(from_left)
        while from_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return turns if last == 0 and count >= 0 else None


def _path(tiles: Tiles, index: int, start: int, end: int) -> Iterator[bytes]:
    if end - start == 1:
        return
    middle = start + _split(end - start)
    if index < middle:
        yield from _path(tiles, index, start, middle)
        yield _range(tiles, middle, end)
    else:
        yield from _path(tiles, index, middle, end)
        yield _range(tiles, start, middle)


def _growth(tiles: Tiles, old: int, span: tuple[int, int], *, known: bool) -> Iterator[bytes]:
    start, end = span
    if old == end:
        if not known:
            yield _range(tiles, start, end)
        return
    middle = start + _split(end - start)
    if old <= middle:
        yield from _growth(tiles, old, (start, middle), known=known)
        yield _range(tiles, middle, end)
    else:
        yield from _growth(tiles, old, (middle, end), known=False)
        yield _range(tiles, start, middle)


def _range(tiles: Tiles, start: int, end: int) -> bytes:
    """Give the hash of the subtree over some leaves; `start` is where such a subtree can begin."""
    count = end - start
    if count & (count - 1) == 0:
        return _full(tiles, start, count.bit_length() - 1)
    middle = start + _split(count)
    return node_hash(_range(tiles, start, middle), _range(tiles, middle, end))


def _full(tiles: Tiles, start: int, height: int) -> bytes:
    """Give the hash of a full subtree of 2**height leaves from the tile that holds its nodes."""
    level, within = divmod(height, _BITS)
    first = start >> (_BITS * level)
    number, place = divmod(first, WIDTH)
    wanted = tiles((level, number))[place * SIZE : (place + (1 << within)) * SIZE]
    if len(wanted) != SIZE << within:
        raise ValueError(f"tile {level}/{number} lacks hashes that the tree has")
    return _root_of(wanted)


def _root_of(row: bytes) -> bytes:
    hashes = [row[n : n + SIZE] for n in range(0, len(row), SIZE)]
    while len(hashes) > 1:
        hashes = [node_hash(*hashes[n : n + 2]) for n in range(0, len(hashes), 2)]
    return hashes[0]


def _split(count: int) -> int:
    """Give the largest power of two that is smaller than a count of at least two."""
    return 1 << (count - 1).bit_length() - 1
