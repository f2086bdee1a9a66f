"""Codes for signing in by mail: each for one browser, once, for a short time, with few tries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy import insert as into

from app.store.tables import sign_in_codes as _codes
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A code that was sent; only hashes of the code and of the browser's secret are kept."""

    id: str
    email: str
    code_hash: str
    browser_hash: str
    created_at: datetime
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None


_COLUMNS = tuple(SignInCode.__dataclass_fields__)


def add(tx: Tx, code: SignInCode) -> None:
    """Write a new code, and make those that the same browser asked for before worthless."""
    tx.execute(
        update(_codes)
        .where(_codes.c.browser_hash == code.browser_hash, _codes.c.used_at.is_(None))
        .values(used_at=code.created_at)
    )
    tx.execute(into(_codes), {name: getattr(code, name) for name in _COLUMNS})


def attempt(tx: Tx, browser_hash: str, at: datetime, most: int) -> SignInCode | None:
    """Count a try at the latest code of a browser and read it; None if there is none left to try.

    Commit before comparing, so that a try counts whatever comes of it.
    """
    latest = (
        select(_codes.c.id)
        .where(
            _codes.c.browser_hash == browser_hash,
            _codes.c.used_at.is_(None),
            _codes.c.expires_at > at,
        )
        .order_by(_codes.c.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        update(_codes)
        .where(_codes.c.id == latest, _codes.c.tries < most)
        .values(tries=_codes.c.tries + 1)
        .returning(*(_codes.c[name] for name in _COLUMNS))
    )
    found = tx.execute(statement).one_or_none()
    return None if found is None else SignInCode(**found._mapping)


def use(tx: Tx, code_id: str, at: datetime) -> bool:
    """Use a code up; False if somebody was faster."""
    statement = (
        update(_codes).where(_codes.c.id == code_id, _codes.c.used_at.is_(None)).values(used_at=at)
    )
    return tx.execute(statement).rowcount == 1


def prune(tx: Tx, before: datetime) -> int:
    """Forget codes that ran out before a moment."""
    return tx.execute(delete(_codes).where(_codes.c.expires_at < before)).rowcount
