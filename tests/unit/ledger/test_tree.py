"""The Merkle tree against the definitions of RFC 6962 written down plainly, and against forgers."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ledger import tree

SIZES = st.integers(1, 1100)


def leaf(n: int) -> bytes:
    return tree.leaf_hash(str(n).encode())


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


class Shelf(dict[tree.TileId, bytes]):
    """Tiles in memory."""

    def __call__(self, tile: tree.TileId) -> bytes:
        return self.get(tile, b"")


def grown_by(*counts: int) -> tuple[Shelf, int]:
    shelf, size = Shelf(), 0
    for count in counts:
        new = [leaf(n) for n in range(size, size + count)]
        shelf.update(tree.append(shelf, size, new))
        size += count
    return shelf, size


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=5))
def test_the_root_is_that_of_the_rfc_however_the_leaves_came(counts):
    shelf, size = grown_by(*counts)
    expected = plain_root([leaf(n) for n in range(size)]) if size else sha256(b"").digest()
    assert tree.root(shelf, size) == expected


def test_the_tree_reaches_a_third_level_of_tiles():
    shelf, size = grown_by(65_000, 1_000)
    assert set(shelf) >= {(0, 257), (1, 0), (1, 1), (2, 0)}
    assert tree.root(shelf, size) == plain_root([leaf(n) for n in range(size)])
    assert tree.root(shelf, 65_536) == shelf[2, 0]


@settings(deadline=None, max_examples=150)
@given(st.data(), SIZES)
def test_every_leaf_can_be_proved_and_no_other_in_its_place(data, size):
    shelf, _ = grown_by(size)
    index = data.draw(st.integers(0, size - 1))
    head, proof = tree.root(shelf, size), tree.inclusion(shelf, index, size)
    assert tree.included(leaf(index), index, size, proof, head)
    assert not tree.included(leaf(size), index, size, proof, head)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: size == 1 or n != index))
    assert size == 1 or not tree.included(leaf(index), other, size, proof, head)


@settings(deadline=None, max_examples=100)
@given(st.data(), st.integers(2, 1100))
def test_a_proof_that_is_bent_proves_nothing(data, size):
    shelf, _ = grown_by(size)
    index = data.draw(st.integers(0, size - 1))
    head, proof = tree.root(shelf, size), tree.inclusion(shelf, index, size)
    place, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    bent = bytearray(proof[place])
    bent[bit // 8] ^= 1 << bit % 8
    for wrong in (
        (*proof[:place], bytes(bent), *proof[place + 1 :]),
        proof[:-1],
        (*proof, proof[-1]),
    ):
        assert not tree.included(leaf(index), index, size, wrong, head)


@settings(deadline=None, max_examples=150)
@given(st.data(), SIZES)
def test_a_tree_that_grew_can_prove_it_and_one_that_was_rewritten_cannot(data, size):
    shelf, _ = grown_by(size)
    old = data.draw(st.integers(0, size))
    proof = tree.consistency(shelf, old, size)
    before, after = (old, tree.root(shelf, old)), (size, tree.root(shelf, size))
    assert tree.grown(before, after, proof)
    if old > 0:
        forked = (old, sha256(before[1]).digest())
        assert not tree.grown(forked, after, proof)
        assert not tree.grown(before, (size, sha256(after[1]).digest()), proof)
    if 0 < old < size:
        assert not tree.grown(before, after, proof[:-1])
        assert not tree.grown(before, after, (*proof, after[1]))


def test_an_older_head_can_be_made_from_fuller_tiles():
    shelf, size = grown_by(700)
    for old in (1, 255, 256, 257, 511, 512, 699, size):
        assert tree.root(shelf, old) == plain_root([leaf(n) for n in range(old)])


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(1, 700), max_size=6), st.integers(0, 600))
def test_roots_can_be_had_from_the_leaves_alone(sizes, count):
    leaves = [leaf(n) for n in range(count)]
    expected = [(size, plain_root(leaves[:size])) for size in sorted(sizes) if size <= count]
    assert list(tree.roots(leaves, sizes)) == expected


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_what_is_not_in_the_tree_is_neither_proved_nor_believed(index, size):
    shelf, _ = grown_by(5)
    with pytest.raises(ValueError, match="no such leaf"):
        tree.inclusion(shelf, index, size)
    assert not tree.included(leaf(0), index, size, (), tree.root(shelf, 5))


def test_a_tree_does_not_shrink():
    shelf, _ = grown_by(5)
    with pytest.raises(ValueError, match="only grows"):
        tree.consistency(shelf, 6, 5)
    assert not tree.grown((6, b""), (5, b""), ())


def test_a_tile_that_has_lost_hashes_is_noticed():
    shelf, size = grown_by(300)
    shelf[0, 1] = shelf[0, 1][:-32]
    with pytest.raises(ValueError, match="lacks hashes"):
        tree.root(shelf, size)
    with pytest.raises(ValueError, match="lacks hashes"):
        tree.append(shelf, size, [leaf(300)])
