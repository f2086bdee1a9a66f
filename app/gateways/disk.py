"""Writing files so that nobody ever sees half of one, and locking a folder between processes.

Must not know: what is written, or why.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kernel.errors import Outage


def write(path: Path, content: bytes, *, mode: int = 0o640) -> None:
    """Put a content in place as a whole: readers see the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            settle(file.fileno(), mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create(path: Path, content: bytes, *, mode: int = 0o600) -> bool:
    """Put a content in place unless there is one; of several who try at once, one succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            settle(file.fileno(), mode)
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def settle(handle: int, mode: int) -> None:
    """Set who may read an open file, and wait until the disk has it."""
    os.fchmod(handle, mode)
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder: without it a rename may not survive."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def reaching(code: str, words: str) -> Iterator[None]:
    """Tell a disk that is full, broken or away as the outage of whoever needs it."""
    try:
        yield
    except OSError as error:
        raise Outage(code, words) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Be alone in a folder, among all threads and processes that ask in this way."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
