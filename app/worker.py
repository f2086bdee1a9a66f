"""Door: a worker process, which carries out effects and lets deadlines pass."""

import ctypes
import gc
import signal
import sys
import threading

from app import bootstrap, configured
from app.kernel import logs
from app.services import duties

_TRIM_THRESHOLD, _ARENA_MAX = -1, -8
"""What glibc's `mallopt` calls these two."""


def main() -> None:
    """Run one worker until SIGINT or SIGTERM, or until the parent that it was told of is gone."""
    _hold_little()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if "--with-parent" in sys.argv:
        threading.Thread(target=_watch_parent, args=(stop,), daemon=True).start()
    office = bootstrap.open_office(configured.settings())
    gc.freeze()
    logs.log("worker.started")
    try:
        duties.work(office.context, office.settings.worker_concurrency, stop)
    finally:
        office.close()
        logs.log("worker.stopped")


def _hold_little() -> None:
    """Have memory given back once a paper is made.

    Papers are made in one thread after another, and glibc would keep for each thread what it once
    needed.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
        mallopt(_TRIM_THRESHOLD, 128 * 1024)


def _watch_parent(stop: threading.Event) -> None:
    """Wait for the end of the pipe that the parent holds: it closes however the parent ends."""
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    main()
