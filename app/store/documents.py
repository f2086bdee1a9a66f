"""帳票の保管: which papers were issued in which case, and where their bytes lie.

A document is registered once per effect, and its number is given in the same transaction, so
that numbers have no gaps. How it looks, and its bytes, are not known here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import documents as _documents
from app.store.transaction import Tx

DocumentState: TypeAlias = Literal["preparing", "issued", "void"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """帳票: a paper of a case. `sha256`, `size` and `path` are set once it is issued."""

    id: str
    case_id: str
    case_number: str
    rule: str
    title: str
    number: str
    effect_key: str
    holder: str
    created_at: datetime
    state: DocumentState = "preparing"
    sha256: str = ""
    size: int = 0
    path: str = ""
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where the bytes of a document lie, and what they are."""

    path: str
    sha256: str
    size: int


_COLUMNS = tuple(DocumentRow.__dataclass_fields__)
_ROW = select(*(_documents.c[name] for name in _COLUMNS))
_REGISTER = upsert(_documents).on_conflict_do_nothing(index_elements=[_documents.c.effect_key])
_ISSUE = (
    update(_documents)
    .where(_documents.c.id == bindparam("_id"), _documents.c.state == "preparing")
    .values({name: bindparam(name) for name in ("path", "sha256", "size", "issued_at")})
    .values(state="issued")
)
_OF_CASE = _ROW.where(_documents.c.case_id == bindparam("case_id")).order_by(
    _documents.c.created_at, _documents.c.id
)


def register(tx: Tx, row: DocumentRow) -> None:
    """Register a document that is being prepared, unless its effect has one already."""
    tx.put(_REGISTER, {name: getattr(row, name) for name in _COLUMNS})


def issue(tx: Tx, document_id: str, stored: StoredFile, at: datetime) -> bool:
    """Record that a document exists; False if that is recorded already."""
    values = {"path": stored.path, "sha256": stored.sha256, "size": stored.size}
    found = tx.execute(_ISSUE, values | {"_id": document_id, "issued_at": at})
    return found.rowcount == 1


def void(tx: Tx, document_id: str) -> bool:
    """Record that a document counts no more."""
    found = tx.execute(
        update(_documents).where(_documents.c.id == document_id).values(state="void")
    )
    return found.rowcount == 1


def load(tx: Tx, document_id: str) -> DocumentRow | None:
    """Read a document."""
    found = tx.execute(_ROW.where(_documents.c.id == document_id)).one_or_none()
    return None if found is None else DocumentRow(**found._mapping)


def of_effect(tx: Tx, effect_key: str) -> DocumentRow | None:
    """Read the document that an effect has made."""
    found = tx.execute(_ROW.where(_documents.c.effect_key == effect_key)).one_or_none()
    return None if found is None else DocumentRow(**found._mapping)


def of_number(tx: Tx, number: str) -> DocumentRow | None:
    """Read the document with a document number."""
    found = tx.execute(_ROW.where(_documents.c.number == number)).one_or_none()
    return None if found is None else DocumentRow(**found._mapping)


def of_case(tx: Tx, case_id: str) -> tuple[DocumentRow, ...]:
    """Read the documents of a case, oldest first."""
    return tuple(
        DocumentRow(**each._mapping) for each in tx.execute(_OF_CASE, {"case_id": case_id})
    )


def of_holder(tx: Tx, person_id: str, limit: int = 100) -> tuple[DocumentRow, ...]:
    """Read the issued documents of a person, newest first."""
    statement = (
        _ROW.where(_documents.c.holder == person_id, _documents.c.state == "issued")
        .order_by(_documents.c.created_at.desc(), _documents.c.id.desc())
        .limit(limit)
    )
    return tuple(DocumentRow(**each._mapping) for each in tx.execute(statement))
