"""Checkpoints and proofs as text: read back, checked by key, and refused when anything is bent."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ledger import notes, tree
from app.ledger.notes import Checkpoint, Key, LeafProof, NoteError

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "madoguchi.example/log"
KEY = Key(NAME, PRIVATE.public_key().public_bytes_raw())
LEAVES = [tree.leaf_hash(bytes([n])) for n in range(11)]
TILES = tree.append(lambda tile: b"", 0, LEAVES)
AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
HEAD = Checkpoint(NAME, 11, tree.root(lambda tile: TILES[tile], 11), AT)
NOTE = notes.sign(HEAD, NAME, PRIVATE)


def proof(index: int = 6) -> LeafProof:
    path = tree.inclusion(lambda tile: TILES[tile], index, 11)
    return LeafProof(index, path, NOTE)


def test_a_checkpoint_is_a_text_of_four_parts():
    lines = NOTE.split("\n")
    assert lines[:2] == [NAME, "11"]
    assert base64.b64decode(lines[2]) == HEAD.root
    assert lines[3] == ""
    assert all(each.startswith(f"— {NAME} ") for each in lines[4:6])
    assert lines[6:] == [""]


def test_the_time_of_a_checkpoint_cannot_be_changed():
    lines = NOTE.split("\n")
    word, name, packed = lines[5].split(" ")
    raw = base64.b64decode(packed)
    moved = (int.from_bytes(raw[4:12], "big") - 86_400).to_bytes(8, "big")
    lines[5] = f"{word} {name} {base64.b64encode(raw[:4] + moved + raw[12:]).decode()}"
    with pytest.raises(NoteError, match="does not hold"):
        notes.read_checkpoint("\n".join(lines), [KEY])
    undated = notes.sign(replace(HEAD, at=None), NAME, PRIVATE)
    assert notes.read_checkpoint(undated, [KEY]) == replace(HEAD, at=None)
    timed_alone = "\n".join([*NOTE.split("\n")[:4], NOTE.split("\n")[5], ""])
    with pytest.raises(NoteError, match="no known key"):
        notes.read_checkpoint(timed_alone, [KEY])


def test_a_key_is_published_in_one_line_and_read_back():
    text = notes.key_text(KEY)
    assert text.startswith(f"{NAME}+{KEY.id.hex()}+")
    assert notes.read_key(text) == KEY


def test_the_key_of_the_go_checksum_database_has_the_id_that_it_is_known_by():
    # https://go.dev/ref/mod#checksum-database: the key that every Go toolchain carries.
    text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert notes.read_key(text).name == "sum.golang.org"


@pytest.mark.parametrize(
    "text",
    ["", "a+b+c", notes.key_text(KEY)[:-4], notes.key_text(KEY).replace("+", " "),
     notes.key_text(KEY).replace(KEY.id.hex(), "00000000"), "name+00000000+AQ=="],
)  # fmt: skip
def test_what_is_no_key_is_refused(text):
    with pytest.raises(NoteError):
        notes.read_key(text)


def test_a_checkpoint_is_believed_by_a_known_key_only():
    assert notes.read_checkpoint(NOTE, [KEY]) == HEAD
    stranger = Key(NAME, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    with pytest.raises(NoteError, match="no known key"):
        notes.read_checkpoint(NOTE, [stranger])
    assert notes.read_checkpoint(NOTE, [stranger, KEY]) == HEAD


def test_signatures_of_witnesses_do_no_harm_and_do_not_count():
    packed = base64.b64encode(bytes(68)).decode()
    assert notes.read_checkpoint(f"{NOTE}— witness.example {packed}\n", [KEY]) == HEAD
    unsigned = NOTE[: NOTE.index("—")]
    with pytest.raises(NoteError, match="no known key"):
        notes.read_checkpoint(f"{unsigned}— witness.example {packed}\n", [KEY])


def test_a_proof_survives_being_a_file():
    for index in range(11):
        text = notes.proof_text(proof(index))
        assert text.startswith(f"c2sp.org/tlog-proof@v1\nindex {index}\n")
        assert notes.read_proof(text) == proof(index)
        assert notes.proved(LEAVES[index], notes.read_proof(text), [KEY]) == HEAD


def test_a_proof_of_one_leaf_does_not_prove_another():
    with pytest.raises(NoteError, match="not in the log"):
        notes.proved(LEAVES[7], proof(6), [KEY])


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_proof_with_one_byte_changed_is_refused(data):
    raw = bytearray(notes.proof_text(proof()).encode())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    text = raw.decode("utf-8", "replace")
    try:
        found = notes.proved(LEAVES[6], notes.read_proof(text), [KEY])
    except NoteError:
        return
    # A base64 text has bits at its end that mean nothing: the proof is then the very same. And
    # a line whose key is unknown counts for nothing: the head then has no time.
    assert found in (HEAD, replace(HEAD, at=None))
    assert notes.read_proof(text).path == proof().path


@settings(deadline=None)
@given(st.text(max_size=300))
def test_rubbish_is_refused_in_words(text):
    for read in (notes.read_key, notes.read_proof, lambda t: notes.read_checkpoint(t, [KEY])):
        with pytest.raises(NoteError):
            read(text)


def test_extra_data_of_others_is_passed_over():
    text = notes.proof_text(proof()).replace("index", "extra aGVsbG8=\nindex", 1)
    assert notes.read_proof(text) == proof()
