"""人の保管: residents and clerks, and the posts that clerks hold. Passwords do not exist here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Date, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.cases.model import Post
from app.store.tables import people as _people
from app.store.tables import posts as _posts
from app.store.tables import sessions as _sessions
from app.store.transaction import Row, Tx


@dataclass(frozen=True, slots=True)
class Person:
    """人: a resident or a clerk. Mail addresses are compared exactly as stored: fold them first."""

    id: str
    kind: Literal["resident", "clerk"]
    name: str
    created_at: datetime
    email: str | None = None
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """発令: a post held by a person from a day on, until the end of another (None: open)."""

    person_id: str
    unit: str
    post: str
    since: date
    until: date | None = None


_COLUMNS = tuple(Person.__dataclass_fields__)
_ROW = select(*(_people.c[name] for name in _COLUMNS))
_LOAD = _ROW.where(_people.c.id == bindparam("id"))
_BY_EMAIL = _ROW.where(_people.c.email == bindparam("email"))


_ON = bindparam("on", type_=Date())
_HELD = (_posts.c.since <= _ON) & or_(_posts.c.until.is_(None), _posts.c.until >= _ON)
_AND_POSTS = select(
    *(_people.c[name] for name in _COLUMNS), _posts.c.unit, _posts.c.post
).select_from(_people.outerjoin(_posts, (_posts.c.person_id == _people.c.id) & _HELD))
_WITH_POSTS = _AND_POSTS.where(_people.c.id == bindparam("id"))
_OF_SESSION = (
    _AND_POSTS.add_columns(_sessions.c.last_seen_at)
    .join(_sessions, _sessions.c.person_id == _people.c.id)
    .where(_sessions.c.hash == bindparam("hash"), _sessions.c.expires_at > bindparam("at"))
)
_HOLDERS = (
    _ROW.join(_posts, _posts.c.person_id == _people.c.id)
    .where(
        _posts.c.unit == bindparam("unit"),
        _posts.c.post == bindparam("post"),
        _HELD,
        _people.c.disabled_at.is_(None),
    )
    .order_by(_people.c.id)
)


def add(tx: Tx, person: Person) -> bool:
    """Write a new person; False if the id or mail address is taken."""
    values = {name: getattr(person, name) for name in _COLUMNS}
    return tx.adds(upsert(_people).on_conflict_do_nothing(), values)


def load(tx: Tx, person_id: str) -> Person | None:
    """Read a person."""
    found = tx.execute(_LOAD, {"id": person_id}).one_or_none()
    return None if found is None else Person(**found._mapping)


def by_email(tx: Tx, email: str) -> Person | None:
    """Find a person by mail address."""
    found = tx.execute(_BY_EMAIL, {"email": email}).one_or_none()
    return None if found is None else Person(**found._mapping)


def by_ids(tx: Tx, ids: Iterable[str]) -> dict[str, Person]:
    """Read several people by id."""
    found = tx.execute(_ROW.where(_people.c.id.in_(list(ids))))
    return {each.id: Person(**each._mapping) for each in found}


def of_kind(tx: Tx, kind: str, limit: int = 1000) -> tuple[Person, ...]:
    """List residents or clerks, oldest first."""
    statement = _ROW.where(_people.c.kind == kind).order_by(_people.c.created_at, _people.c.id)
    return tuple(Person(**each._mapping) for each in tx.execute(statement.limit(limit)))


def rename(tx: Tx, person_id: str, name: str) -> None:
    """Change the name of a person."""
    tx.execute(update(_people).where(_people.c.id == person_id).values(name=name))


def disable(tx: Tx, person_id: str, at: datetime | None) -> None:
    """Keep a person from signing in; None lets them in again."""
    tx.execute(update(_people).where(_people.c.id == person_id).values(disabled_at=at))


def appoint(tx: Tx, appointment: Appointment) -> None:
    """Give a person a post, or change until when it is held."""
    values = {name: getattr(appointment, name) for name in Appointment.__dataclass_fields__}
    statement = upsert(_posts).on_conflict_do_update(
        constraint=_posts.primary_key, set_={"until": appointment.until}
    )
    tx.execute(statement, values)


def dismiss_all(tx: Tx, person_id: str) -> None:
    """Take all posts from a person, before they are given anew."""
    tx.execute(delete(_posts).where(_posts.c.person_id == person_id))


def with_posts(tx: Tx, person_id: str, on: date) -> tuple[Person, frozenset[Post]] | None:
    """Read a person together with the posts held on a day."""
    [found] = tx.ask((_WITH_POSTS, {"id": person_id, "on": on}))
    return _holding(found) if found else None


def of_session(
    tx: Tx, session_hash: str, at: datetime, on: date
) -> tuple[Person, frozenset[Post], datetime] | None:
    """Read whose a session is that has not run out, the posts held, and when it was last used."""
    [found] = tx.ask((_OF_SESSION, {"hash": session_hash, "at": at, "on": on}))
    return (*_holding(found), found[0][-1]) if found else None


def holders(tx: Tx, post: Post, on: date) -> tuple[Person, ...]:
    """Tell who holds a post on a day and may sign in."""
    return holders_of_each(tx, (post,), on)[0]


def holders_of_each(tx: Tx, posts: Sequence[Post], on: date) -> tuple[tuple[Person, ...], ...]:
    """Tell who holds each of some posts on a day and may sign in."""
    asked = ((_HOLDERS, {"unit": each.unit, "post": each.name, "on": on}) for each in posts)
    return tuple(tuple(Person(*row) for row in found) for found in tx.ask(*asked))


def of_unit(tx: Tx, unit: str, on: date) -> tuple[tuple[Person, str], ...]:
    """Tell who holds which post in a unit on a day."""
    statement: Any = (
        select(*(_people.c[name] for name in _COLUMNS), _posts.c.post)
        .join(_posts, _posts.c.person_id == _people.c.id)
        .where(_posts.c.unit == unit, _HELD)
        .order_by(_posts.c.post, _people.c.id)
    )
    rows = (dict(each._mapping) for each in tx.execute(statement, {"on": on}))
    return tuple((Person(**{k: row[k] for k in _COLUMNS}), row["post"]) for row in rows)


def _holding(found: Sequence[Row]) -> tuple[Person, frozenset[Post]]:
    last = len(_COLUMNS)
    held = (Post(*row[last : last + 2]) for row in found if row[last])
    return Person(*found[0][:last]), frozenset(held)
