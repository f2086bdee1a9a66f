"""What any store of files must do.

Contents never change under a key. The digest is kept by the caller, in the database, so that a
store that was tampered with cannot vouch for itself. Must not know: where the bytes lie.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from app.kernel.errors import Refusal

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,7}")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a content went, and what it was."""

    key: str
    sha256: str
    size: int


class Storage(Protocol):
    """A store of contents by key."""

    @property
    def name(self) -> str:
        """Give the adapter's name."""

    def put(self, key: str, content: bytes | BinaryIO) -> Stored:
        """Keep a content for good; it is durable when this returns.

        The same content again is welcome, another one under the same key is refused.
        """

    def read(self, key: str, sha256: str) -> bytes:
        """Give a whole content, checked against its digest."""

    def stream(self, key: str, sha256: str) -> Iterator[bytes]:
        """Give a content in pieces, checked against its digest before the first piece."""

    def delete(self, key: str) -> None:
        """Forget a content; no complaint when there is none."""

    def check(self) -> None:
        """Raise `Outage` unless contents can be kept."""


def checked_key(key: str) -> str:
    """Give the key back if it is one: plain ASCII words between single slashes, no way upwards."""
    if not _KEY.fullmatch(key):
        raise Refusal("storage.key_invalid", "保存先の名前が正しくありません。")
    return key
