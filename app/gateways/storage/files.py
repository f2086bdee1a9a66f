"""Contents as files in one folder, by key, written whole and never changed.

Must not know: what is kept. Whoever can write to the folder can change bytes; that is why every
reading is checked against a digest that the caller has from elsewhere.
"""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from app.gateways import disk
from app.gateways.storage.port import Stored, checked_key
from app.kernel.errors import Outage, Refusal

_PIECE = 256 * 1024
_UNUSABLE = "ファイルの保存先を使えません。"


@dataclass(frozen=True, slots=True)
class FileStorage:
    """A folder of contents."""

    root: Path
    name: str = "file"

    def put(self, key: str, content: bytes | BinaryIO) -> Stored:
        """Keep a content for good; the same again is welcome, another one is refused."""
        if not isinstance(content, bytes):
            # What a stream that we are handed raises is its giver's affair.
            return self._put(key, content)
        with disk.reaching("storage.unusable", _UNUSABLE):
            return self._put(key, content)

    def _put(self, key: str, content: bytes | BinaryIO) -> Stored:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        draft = Path(name)
        try:
            stored = _fill(handle, key, content)
            self._place(draft, path, stored)
        finally:
            draft.unlink(missing_ok=True)
        return stored

    def read(self, key: str, sha256: str) -> bytes:
        """Give a whole content, checked against its digest."""
        return b"".join(self.stream(key, sha256))

    def stream(self, key: str, sha256: str) -> Iterator[bytes]:
        """Give a content in pieces, checked against its digest before the first piece."""
        file = self._open(key)
        try:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            if not hmac.compare_digest(found, sha256):
                raise Outage(
                    "storage.tampered",
                    "保存した内容が、記録された内容と異なります。",
                    permanent=True,
                )
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return _pieces(file)

    def delete(self, key: str) -> None:
        """Forget a content; no complaint when there is none."""
        path = self._path(key)
        if path.exists():
            path.unlink(missing_ok=True)
            disk.sync_folder(path.parent)

    def check(self) -> None:
        """Raise `Outage` unless contents can be kept."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o750)
            with tempfile.TemporaryFile(dir=self.root) as file:
                file.write(b"check")
        except OSError as error:
            raise Outage("storage.unusable", _UNUSABLE) from error

    def _path(self, key: str) -> Path:
        """Give the file of a key, and refuse a key that a link in the folder leads astray."""
        path = self.root / checked_key(key)
        if not path.parent.resolve().is_relative_to(self.root.resolve()):
            raise Refusal("storage.key_invalid", "保存先の名前が正しくありません。")
        return path

    def _open(self, key: str) -> BufferedReader:
        try:
            handle = os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise Outage(
                "storage.missing", "保存したはずの内容が見つかりません。", permanent=True
            ) from error
        return os.fdopen(handle, "rb")

    def _place(self, draft: Path, path: Path, stored: Stored) -> None:
        # A link, because a rename would put one content silently over another.
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            self._refuse_other(stored)
        else:
            self._sync(path.parent)

    def _refuse_other(self, stored: Stored) -> None:
        with self._open(stored.key) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != stored.sha256:
            raise Refusal("storage.key_taken", "同じ名前で別の内容がすでに保存されています。")

    def _sync(self, folder: Path) -> None:
        """Make the new name durable, and those of folders that may be new too."""
        while folder.is_relative_to(self.root):
            disk.sync_folder(folder)
            folder = folder.parent


def _fill(handle: int, key: str, content: bytes | BinaryIO) -> Stored:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for piece in (content,) if isinstance(content, bytes) else _read(content):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        disk.settle(file.fileno(), 0o640)
    return Stored(key, digest.hexdigest(), size)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from _read(file)


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
