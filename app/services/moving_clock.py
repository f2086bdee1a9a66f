"""The demo's clock, which can be moved forward so that deadlines can be seen to pass.

By how much it is ahead stands in the database, so that every process tells the same time; each
looks at most once a second. Production uses the system's clock and none of this.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.kernel.clock import system_clock
from app.store import demo_clock
from app.store.engine import Database
from app.store.transaction import read, write

_FRESH = 1.0


@dataclass(slots=True)
class MovingClock:
    """A clock that is ahead of the system's by what the database says."""

    database: Database
    offset: timedelta = timedelta(0)
    looked: float = field(default=-_FRESH)

    def __call__(self) -> datetime:
        """Give the demo's time, in UTC."""
        if time.monotonic() - self.looked >= _FRESH:
            with read(self.database) as tx:
                self.offset = demo_clock.offset(tx)
            self.looked = time.monotonic()
        return system_clock() + self.offset

    def advance(self, by: timedelta) -> datetime:
        """Move the clock forward for everybody, and give the new time."""
        with write(self.database) as tx:
            self.offset = demo_clock.advance(tx, by)
        self.looked = time.monotonic()
        return system_clock() + self.offset
