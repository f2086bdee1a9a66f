"""版の保管: the versions of procedures that departments have proposed and published.

What a version is made of is kept twice on purpose: `source` and `tests` as they were written, for
people; the bundle among the definitions, by its digest, for running cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy import insert as into

from app.store.tables import cases as _cases
from app.store.tables import definitions as _definitions
from app.store.tables import versions as _versions
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as it was proposed; `tests` are the files of its scenarios by name.

    The case `case_number` decides on it. `number` and `published_at` are None until it is in force.
    """

    id: str
    procedure: str
    effective: date
    digest: str
    source: str
    tests: Mapping[str, str]
    case_number: str
    proposed_by: str
    proposed_at: datetime
    number: int | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A version with the end of the case that decides on it; empty while that is open."""

    version: VersionRow
    end: str


@dataclass(frozen=True, slots=True)
class Published:
    """A version in force, with the bundle that it was compiled to."""

    version: VersionRow
    bundle: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """How many versions are published, and when the last one was: it changes with each."""

    count: int = 0
    last: datetime | None = None


_COLUMNS = tuple(VersionRow.__dataclass_fields__)
_EACH = tuple(_versions.c[name] for name in _COLUMNS)
_LOAD = select(*_EACH).where(_versions.c.id == bindparam("id"))
_PUBLISHED = (
    select(*_EACH, _definitions.c.bundle)
    .join(_definitions, _definitions.c.digest == _versions.c.digest)
    .where(_versions.c.published_at.is_not(None))
    .order_by(_versions.c.procedure, _versions.c.effective, _versions.c.number)
)
_OF_PROCEDURE = (
    select(*_EACH, func.coalesce(_cases.c.end, "").label("end"))
    .outerjoin(_cases, _cases.c.number == _versions.c.case_number)
    .where(_versions.c.procedure == bindparam("procedure"))
    .order_by(_versions.c.proposed_at.desc(), _versions.c.id)
    .limit(bindparam("limit"))
)
_STAMP = select(func.count().label("many"), func.max(_versions.c.published_at).label("last")).where(
    _versions.c.published_at.is_not(None)
)
_LAST = select(func.coalesce(func.max(_versions.c.number), 0)).where(
    _versions.c.procedure == bindparam("procedure"),
    _versions.c.effective == bindparam("effective"),
    _versions.c.published_at.is_not(None),
)
_ADD = into(_versions)
_PUBLISH = (
    update(_versions)
    .where(_versions.c.id == bindparam("_id"), _versions.c.published_at.is_(None))
    .values(number=bindparam("_number"), published_at=bindparam("_at"))
)


def add(tx: Tx, row: VersionRow) -> None:
    """Keep a version that has been proposed."""
    tx.execute(_ADD, {name: getattr(row, name) for name in _COLUMNS})


def load(tx: Tx, version_id: str) -> VersionRow | None:
    """Read a version."""
    found = tx.execute(_LOAD, {"id": version_id}).one_or_none()
    return None if found is None else VersionRow(**found._mapping)


def last_number(tx: Tx, procedure: str, effective: date) -> int:
    """Give the highest number among the published versions of a procedure's day; 0 if none."""
    asked = {"procedure": procedure, "effective": effective}
    return int(tx.execute(_LAST, asked).scalar_one())


def publish(tx: Tx, version_id: str, number: int, at: datetime) -> bool:
    """Put a version in force; False if it is in force already."""
    asked = {"_id": version_id, "_number": number, "_at": at}
    return tx.execute(_PUBLISH, asked).rowcount == 1


def published(tx: Tx) -> tuple[Published, ...]:
    """Read every published version, by procedure and day."""
    return tuple(
        Published(VersionRow(**values), bundle)
        for bundle, values in (_split(each._mapping, "bundle") for each in tx.execute(_PUBLISHED))
    )


def of_procedure(tx: Tx, procedure: str, limit: int = 100) -> tuple[Proposed, ...]:
    """Read the versions of a procedure that were ever proposed here, the latest first."""
    found = tx.execute(_OF_PROCEDURE, {"procedure": procedure, "limit": limit})
    return tuple(
        Proposed(VersionRow(**values), end)
        for end, values in (_split(each._mapping, "end") for each in found)
    )


def stamp(tx: Tx) -> Stamp:
    """Tell whether anything was published since somebody last looked."""
    found = tx.execute(_STAMP).one()._mapping
    return Stamp(found["many"], found["last"])


def _split(row: Mapping[Any, Any], name: str) -> tuple[Any, dict[str, Any]]:
    values = {str(key): value for key, value in row.items()}
    return values.pop(name), values
