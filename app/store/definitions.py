"""手続定義の保管: every compiled definition that a case was ever pinned to, by its digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import definitions as _definitions
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A compiled definition as stored."""

    digest: str
    procedure: str
    effective: date
    bundle: Mapping[str, Any]
    stored_at: datetime


_COLUMNS = tuple(DefinitionRow.__dataclass_fields__)
_PUT = upsert(_definitions).on_conflict_do_nothing()
_LOAD = select(_definitions).where(_definitions.c.digest == bindparam("digest"))


def put(tx: Tx, row: DefinitionRow) -> bool:
    """Keep a definition; False if it was kept before."""
    values = {name: getattr(row, name) for name in _COLUMNS}
    return tx.adds(_PUT, values)


def load(tx: Tx, digest: str) -> DefinitionRow | None:
    """Read a definition by its digest."""
    found = tx.execute(_LOAD, {"digest": digest}).one_or_none()
    return None if found is None else DefinitionRow(**found._mapping)


def digests(tx: Tx) -> frozenset[str]:
    """Tell which definitions are kept."""
    return frozenset(tx.execute(select(_definitions.c.digest)).scalars())
