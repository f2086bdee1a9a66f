"""署名つきの木の頭: what the log says of itself, signed, in the plain text that others can check.

A checkpoint is a signed note (C2SP `signed-note`, `tlog-checkpoint`), signed once more together
with the time (`tlog-cosignature`); a proof of one leaf is a text with its place, the hashes of its
way up and the checkpoint (`tlog-proof`). Keys are Ed25519.
Must not know: where keys are kept, what a leaf says.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.ledger import tree

PROOF = "c2sp.org/tlog-proof@v1"

_ED25519, _TIMED = b"\x01", b"\x04"
_ID_BYTES, _TIME_BYTES = 4, 8
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(r"[^\s+]+")
_MOST_HASHES = 63


class NoteError(ValueError):
    """A text that is no note, checkpoint or proof, or does not hold; it says which."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key of the log: the name by which it signs, and its 32 bytes."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says which key made it."""
        return self._id(_ED25519)

    @property
    def timed_id(self) -> bytes:
        """The same for a signature over the time as well."""
        return self._id(_TIMED)

    def _id(self, kind: bytes) -> bytes:
        named = f"{self.name}\n".encode() + kind + self.public
        return hashlib.sha256(named).digest()[:_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """木の頭: whose log, how many leaves it has, their root, and since when (to the second)."""

    origin: str
    size: int
    root: bytes
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeafProof:
    """包含証明: the place of a leaf in the log, its way up, and the signed head of the tree."""

    index: int
    path: tree.Proof
    checkpoint: str


def key_text(key: Key) -> str:
    """Give a public key as it is published: name, id and key (the `vkey` of signed notes)."""
    packed = base64.b64encode(_ED25519 + key.public).decode()
    return f"{key.name}+{key.id.hex()}+{packed}"


def read_key(text: str) -> Key:
    """Read a published key. Raises `NoteError`."""
    name, _, rest = text.strip().partition("+")
    id_, _, packed = rest.partition("+")
    raw = _bytes(packed)
    key = Key(name, raw[1:])
    if not _NAME.fullmatch(name) or raw[:1] != _ED25519 or len(raw) != 1 + tree.SIZE:
        raise NoteError("this is not a public key of a log")
    if key.id.hex() != id_:
        raise NoteError("the key does not fit the id that it gives")
    return key


def sign(head: Checkpoint, name: str, private: Ed25519PrivateKey) -> str:
    """Give the checkpoint of a tree, signed; its time too, if it has one."""
    text = f"{head.origin}\n{head.size}\n{base64.b64encode(head.root).decode()}\n"
    key = Key(name, private.public_key().public_bytes_raw())
    signed = [key.id + private.sign(text.encode())]
    if head.at is not None:
        seconds = int(head.at.timestamp())
        stamp = seconds.to_bytes(_TIME_BYTES, "big")
        signed.append(key.timed_id + stamp + private.sign(_timed(seconds, text)))
    lines = (f"— {name} {base64.b64encode(each).decode()}\n" for each in signed)
    return f"{text}\n{''.join(lines)}"


def read_checkpoint(note: str, keys: Sequence[Key]) -> Checkpoint:
    """Read a checkpoint that one of these keys has signed. Raises `NoteError`.

    Its time is None where none of them has signed one.
    """
    text, found, signatures = note.rpartition("\n\n")
    if not found:
        raise NoteError("the checkpoint is not signed")
    text += "\n"
    head = _head(text)
    plain = {(key.name, key.id): key for key in keys}
    timed = {(key.name, key.timed_id): key for key in keys}
    checked = False
    for line in signatures.splitlines():
        name, signed = _signature(line)
        which, signature = (name, signed[:_ID_BYTES]), signed[_ID_BYTES:]
        if which in plain:
            _check(plain[which], signature, text.encode())
            checked = True
        elif which in timed:
            seconds = int.from_bytes(signature[:_TIME_BYTES], "big")
            _check(timed[which], signature[_TIME_BYTES:], _timed(seconds, text))
            head = replace(head, at=datetime.fromtimestamp(seconds, UTC))
    if not checked:
        raise NoteError("no known key has signed the checkpoint")
    return head


def proof_text(proof: LeafProof) -> str:
    """Give a proof as a file (`.tlog-proof`)."""
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof.path)
    return f"{PROOF}\nindex {proof.index}\n{hashes}\n{proof.checkpoint}"


def read_proof(text: str) -> LeafProof:
    """Read a proof; nothing is checked yet. Raises `NoteError`."""
    top, found, checkpoint = text.partition("\n\n")
    lines = top.split("\n")
    if lines[1:] and lines[1].startswith("extra "):
        del lines[1]
    if not found or len(lines) < 2 or lines[0] != PROOF:
        raise NoteError("this is not a proof of a log")
    word, _, index = lines[1].partition(" ")
    if word != "index" or not _NUMBER.fullmatch(index) or len(lines) > 2 + _MOST_HASHES:
        raise NoteError("the proof does not say where its leaf is")
    return LeafProof(int(index), tuple(_hash(line) for line in lines[2:]), checkpoint)


def proved(leaf: bytes, proof: LeafProof, keys: Sequence[Key]) -> Checkpoint:
    """Give the signed head under which a leaf hash is proved to stand. Raises `NoteError`."""
    head = read_checkpoint(proof.checkpoint, keys)
    if not tree.included(leaf, proof.index, head.size, proof.path, head.root):
        raise NoteError("the leaf is not in the log at that place")
    return head


def _head(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or not all(lines[:-1]) or not _NUMBER.fullmatch(lines[1]):
        raise NoteError("this is not a checkpoint")
    return Checkpoint(lines[0], int(lines[1]), _hash(lines[2]))


def _timed(seconds: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature(line: str) -> tuple[str, bytes]:
    mark, _, rest = line.partition(" ")
    name, _, packed = rest.partition(" ")
    if mark != "—" or not _NAME.fullmatch(name):
        raise NoteError("a line of the signatures cannot be read")
    return name, _bytes(packed)


def _check(key: Key, signature: bytes, signed: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, signed)
    except InvalidSignature:
        raise NoteError("the signature of the checkpoint does not hold") from None


def _hash(text: str) -> bytes:
    found = _bytes(text)
    if len(found) != tree.SIZE:
        raise NoteError("a hash has not the length of one")
    return found


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("a part is not base64") from None
