"""The demo's clock, which can be moved forward so that deadlines can be seen to pass.

By how much it is ahead stands in the database, so that every process tells the same time; each
looks at most once a second, and goes by what it knows while the database is away. Production uses
the system's clock and none of this.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.kernel.clock import system_clock
from app.kernel.errors import Outage
from app.store import demo_clock
from app.store.engine import Database
from app.store.transaction import read, write

_FRESH = 1.0


@dataclass(slots=True)
class MovingClock:
    """A clock that is ahead of the system's by what the database says."""

    database: Database
    offset: timedelta = timedelta(0)
    looked: float | None = None
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __call__(self) -> datetime:
        """Give the demo's time, in UTC."""
        if self.looked is None or time.monotonic() - self.looked >= _FRESH:
            self._look()
        return system_clock() + self.offset

    def _look(self) -> None:
        # One thread looks, and the others go on: each of them may hold a connection already.
        if not self.turn.acquire(blocking=self.looked is None):
            return
        try:
            with read(self.database) as tx:
                self.offset = demo_clock.offset(tx)
            self.looked = time.monotonic()
        except Outage:
            if self.looked is None:
                raise
        finally:
            self.turn.release()

    def advance(self, by: timedelta) -> datetime:
        """Move the clock forward for everybody, and give the new time."""
        with write(self.database) as tx:
            self.offset = demo_clock.advance(tx, by)
        self.looked = time.monotonic()
        return system_clock() + self.offset
