"""Workers that die: a real process that does what is due until it comes to a certain moment of a
certain effect, and there is killed as `kill -9` does. Only tests know of these moments.

`before` the effect is claimed; `claimed`; `outside` when the provider, the mailbox or the store of
files has been told and we have not written it down; `committing` when all is written and not
committed; `committed` when the job is not yet struck off.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.services import casework, duties, effects, payments
from app.services.context import Context
from app.store import jobs, outbox
from tests.support.processes import die

MOMENTS = ("before", "claimed", "outside", "committing", "committed")
_now = threading.local()
"""The key of the job that a thread is at."""


def work_and_die(ctx: Context, key: str, moment: str) -> None:
    """Do what is due, and die at a moment of the job with that key."""
    hurry()
    _dying(key, moment)
    outside = moment == "outside"
    wrapped = replace(
        ctx,
        storage=_Last(ctx.storage, "put", key, outside),
        mailer=_Last(ctx.mailer, "send", key, outside),
        providers={
            name: _Last(_Last(each, "cancel", key, outside), "fetch", key, outside)
            for name, each in ctx.providers.items()
        },
    )
    known = duties.of_worker(wrapped)
    known.handlers.update(
        {kind: _followed(handle, key, moment) for kind, handle in known.handlers.items()}
    )
    jobs.run_worker(wrapped.database, known, wait=False)


def hurry() -> None:
    """Make this process take the dead for dead sooner, so that a test need not wait so long."""
    jobs.BEAT, jobs.SILENCE = 0.5, 2.0
    effects.BEAT, effects.LEASE = 0.5, timedelta(seconds=1.5)


class _Last:
    """Something outside the office that is told something for the last time."""

    def __init__(self, inner: Any, method: str, key: str, deadly: bool) -> None:
        self._inner, self._method, self._key, self._deadly = inner, method, key, deadly

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name != self._method or not self._deadly:
            return found

        def last(*given: Any) -> Any:
            answer = found(*given)
            if _now.key == self._key:
                die()
            return answer

        return last


def _followed(handle: Callable[[str], None], key: str, moment: str) -> Callable[[str], None]:
    def handled(job: str) -> None:
        _now.key = job
        if job == key and moment == "before":
            die()
        handle(job)
        if job == key and moment == "committed":
            die()

    return handled


def _dying(key: str, moment: str) -> None:
    if moment == "claimed":
        for kind, perform in dict(effects._KINDS).items():
            effects._KINDS[kind] = _deadly(perform, key, before=True)  # type: ignore[index]
        payments.settle = _deadly(payments.settle, key, before=True)
    if moment == "committing":
        outbox.finish = _deadly(outbox.finish, key)
        casework.climb = _deadly(casework.climb, key, only=payments.SETTLE)


def _deadly(
    act: Callable[..., Any], key: str, *, before: bool = False, only: str = ""
) -> Callable[..., Any]:
    def done(*given: Any, **named: Any) -> Any:
        mine = _now.key == key and (not only or ":" not in key)
        if mine and before:
            die()
        answer = act(*given, **named)
        if mine:
            die()
        return answer

    return done
