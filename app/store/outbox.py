"""送信箱: effects that follow from an act, each carried out once per key after the commit.

An effect row and the job that wakes a worker for it are written in the act's own transaction. A
worker claims the effect with a lease, does it, and records the result together with whatever
follows. Times here are the database's own, never the demo clock: a lease is a matter of machines.
What an effect does is not known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import INTERVAL, JSONB

from app.store import jobs
from app.store.tables import effects as _effects
from app.store.transaction import Tx

EffectState: TypeAlias = Literal["due", "running", "done", "parked", "skipped"]

LIVES = 8
"""How often a worker may die over one effect before it is parked."""


@dataclass(frozen=True, slots=True)
class NewEffect:
    """効果: something to be done after the commit. `key` is also the key at the provider."""

    key: str
    kind: str
    payload: Mapping[str, Any]
    case_id: str | None = None
    revision: int = 0
    n: int = 0
    delay: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class EffectRow:
    """An effect as stored."""

    key: str
    case_id: str | None
    revision: int
    n: int
    kind: str
    payload: dict[str, Any]
    state: EffectState
    attempts: int
    run_at: datetime
    lease_until: datetime | None
    error_code: str
    error: str
    result: dict[str, Any] | None
    created_at: datetime
    done_at: datetime | None


_NOW = func.clock_timestamp()
_COLUMNS = [_effects.c[name] for name in EffectRow.__dataclass_fields__]
_INSERT = text(
    """
    INSERT INTO effects (key, case_id, revision, n, kind, payload, run_at)
    SELECT key, case_id, revision, n, kind, payload, now() + delay * interval '1 second'
    FROM jsonb_to_recordset(:rows) AS fresh (
        key text, case_id text, revision int, n int, kind text, payload jsonb, delay float
    )
    """
).bindparams(bindparam("rows", type_=JSONB()))
_ENDED = and_(_effects.c.state == "running", _effects.c.lease_until < _NOW)
_READY = or_(and_(_effects.c.state == "due", _effects.c.run_at <= _NOW), _ENDED)
_DOOMED = and_(_effects.c.state == "running", _effects.c.attempts >= LIVES)
_CLAIM = (
    update(_effects)
    .where(_effects.c.key == bindparam("_key"), _READY)
    .values(
        state=case((_DOOMED, "parked"), else_="running"),
        error_code=case((_DOOMED, "effect.worker_died"), else_=_effects.c.error_code),
        attempts=_effects.c.attempts + 1,
        lease_until=_NOW + bindparam("_lease", type_=INTERVAL()),
    )
    .returning(*_COLUMNS)
)
_LATE = (
    select(_effects.c.kind, _effects.c.key)
    .where(
        _effects.c.state.in_(("due", "running")),
        or_(
            and_(
                _effects.c.state == "due",
                _effects.c.run_at < _NOW - bindparam("grace", type_=INTERVAL()),
            ),
            _ENDED,
        ),
    )
    .order_by(_effects.c.run_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_OF_CASE = (
    select(*_COLUMNS)
    .where(_effects.c.case_id == bindparam("case_id"))
    .order_by(_effects.c.revision, _effects.c.n)
)


def enqueue(tx: Tx, effects: Sequence[NewEffect]) -> None:
    """Write effects, and the jobs that carry them out, into the transaction of their cause."""
    if not effects:
        return
    tx.put(_INSERT, {"rows": [_values(each) for each in effects]})
    jobs.enqueue(tx, [jobs.Job(each.kind, each.key, each.delay) for each in effects])


def claim(tx: Tx, key: str, lease: timedelta) -> EffectRow | None:
    """Take an effect in hand for a while; None if it is done, not due yet, or in other hands.

    One over which workers keep dying is parked instead of being taken again.
    """
    found = tx.execute(_CLAIM, {"_key": key, "_lease": lease}).one_or_none()
    return _row(found) if found is not None and found.state == "running" else None


def extend(tx: Tx, effect: EffectRow, lease: timedelta) -> bool:
    """Keep an effect in hand for a while longer; False if it is in other hands, or done."""
    statement = update(_effects).where(*_mine(effect)).values(lease_until=_NOW + lease)
    return tx.execute(statement).rowcount == 1


def held(tx: Tx, effect: EffectRow) -> bool:
    """Say whether an effect is still in the hands of this claim, and keep others from taking it."""
    statement = select(_effects.c.key).where(*_mine(effect)).with_for_update()
    return tx.execute(statement).one_or_none() is not None


def finish(tx: Tx, key: str, result: Mapping[str, Any] | None = None) -> bool:
    """Record that an effect is done, and how; False if it was not in hand any more."""
    return _close(tx, key, {"state": "done", "result": result, "error_code": "", "error": ""})


def skip(tx: Tx, key: str, code: str) -> bool:
    """Record that an effect was no longer called for, and why."""
    return _close(tx, key, {"state": "skipped", "error_code": code})


def fail(tx: Tx, key: str, code: str, error: str, retry_in: timedelta | None) -> bool:
    """Record that an effect failed; it is tried again after `retry_in`, or parked if that is None.

    `error` is shown to clerks and must hold no personal data.
    """
    values: dict[str, Any] = {"error_code": code, "error": error, "lease_until": None}
    if retry_in is None:
        return _update(tx, key, ("running",), values | {"state": "parked"}) is not None
    kind = _update(
        tx, key, ("running",), values | {"state": "due", "run_at": func.now() + retry_in}
    )
    if kind is not None:
        jobs.enqueue(tx, [jobs.Job(kind, key, retry_in)])
    return kind is not None


def retry(tx: Tx, key: str) -> bool:
    """Send a parked effect on its way again, with a clean slate."""
    values = {"state": "due", "attempts": 0, "run_at": func.now(), "lease_until": None}
    kind = _update(tx, key, ("parked",), values)
    if kind is not None:
        jobs.enqueue(tx, [jobs.Job(kind, key)])
    return kind is not None


def load(tx: Tx, key: str) -> EffectRow | None:
    """Read an effect."""
    found = tx.execute(select(*_COLUMNS).where(_effects.c.key == key)).one_or_none()
    return None if found is None else _row(found)


def of_case(tx: Tx, case_id: str) -> tuple[EffectRow, ...]:
    """Read all effects of a case, in the order in which they were called for."""
    return tuple(_row(each) for each in tx.execute(_OF_CASE, {"case_id": case_id}))


def parked(tx: Tx, limit: int = 100) -> tuple[EffectRow, ...]:
    """Read the effects that wait for a person to look at them, oldest first."""
    found = tx.execute(
        select(*_COLUMNS)
        .where(_effects.c.state == "parked")
        .order_by(_effects.c.created_at, _effects.c.key)
        .limit(limit)
    )
    return tuple(_row(each) for each in found)


def revive(tx: Tx, limit: int = 100, grace: timedelta = timedelta(seconds=10)) -> int:
    """Give a new job to each effect that should be under way but has none; say how many."""
    late = {row.key: row.kind for row in tx.execute(_LATE, {"limit": limit, "grace": grace})}
    known = jobs.alive(tx, late)
    lost = [jobs.Job(kind, key) for key, kind in late.items() if key not in known]
    jobs.enqueue(tx, lost)
    return len(lost)


def _values(effect: NewEffect) -> dict[str, Any]:
    return {
        "key": effect.key,
        "case_id": effect.case_id,
        "revision": effect.revision,
        "n": effect.n,
        "kind": effect.kind,
        "payload": effect.payload,
        "delay": effect.delay.total_seconds(),
    }


def _mine(effect: EffectRow) -> tuple[ColumnElement[bool], ...]:
    """Tell this claim from a later one: each counts as one more attempt."""
    return (
        _effects.c.key == effect.key,
        _effects.c.state == "running",
        _effects.c.attempts == effect.attempts,
    )


def _close(tx: Tx, key: str, values: dict[str, Any]) -> bool:
    ended = {"done_at": func.now(), "lease_until": None}
    return _update(tx, key, ("running",), values | ended) is not None


def _update(
    tx: Tx, key: str, states: tuple[EffectState, ...], values: dict[str, Any]
) -> str | None:
    """Change an effect that is in one of some states, and give its kind."""
    statement = (
        update(_effects)
        .where(_effects.c.key == key, _effects.c.state.in_(states))
        .values(values)
        .returning(_effects.c.kind)
    )
    return tx.execute(statement).scalar_one_or_none()


def _row(found: Row[Any]) -> EffectRow:
    return EffectRow(**found._mapping)
