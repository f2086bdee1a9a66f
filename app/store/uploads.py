"""添付書類の保管: files that were handed in. Their bytes lie elsewhere, under the upload's id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import delete, select, update
from sqlalchemy import insert as into

from app.store.tables import uploads as _uploads
from app.store.transaction import Tx

UploadState: TypeAlias = Literal["quarantined", "clean", "refused"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in; `name` is what the sender called it, and never a path."""

    id: str
    person_id: str
    purpose: str
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    state: UploadState = "quarantined"
    case_number: str | None = None


_COLUMNS = tuple(Upload.__dataclass_fields__)
_ROW = select(*(_uploads.c[name] for name in _COLUMNS))


def add(tx: Tx, upload: Upload) -> None:
    """Register a file."""
    tx.execute(into(_uploads), {name: getattr(upload, name) for name in _COLUMNS})


def load(tx: Tx, upload_id: str) -> Upload | None:
    """Read about a file; whoever asks must look whose it is."""
    found = tx.execute(_ROW.where(_uploads.c.id == upload_id)).one_or_none()
    return None if found is None else Upload(**found._mapping)


def own(tx: Tx, ids: Iterable[str], person_id: str) -> dict[str, Upload]:
    """Read about those of some files that a person handed in."""
    statement = _ROW.where(_uploads.c.id.in_(list(ids)), _uploads.c.person_id == person_id)
    return {each.id: Upload(**each._mapping) for each in tx.execute(statement)}


def of_case(tx: Tx, case_number: str) -> tuple[Upload, ...]:
    """Read about the files that belong to a case."""
    statement = _ROW.where(_uploads.c.case_number == case_number).order_by(
        _uploads.c.created_at, _uploads.c.id
    )
    return tuple(Upload(**each._mapping) for each in tx.execute(statement))


def judge(tx: Tx, upload_id: str, state: UploadState) -> None:
    """Record what the search for malware found."""
    tx.execute(update(_uploads).where(_uploads.c.id == upload_id).values(state=state))


def attach(tx: Tx, ids: Iterable[str], person_id: str, case_number: str) -> int:
    """Make a person's own files part of a case; say how many became so.

    A file that belongs to another case already stays there.
    """
    statement = (
        update(_uploads)
        .where(
            _uploads.c.id.in_(list(ids)),
            _uploads.c.person_id == person_id,
            _uploads.c.case_number.is_(None) | (_uploads.c.case_number == case_number),
        )
        .values(case_number=case_number)
    )
    return tx.execute(statement).rowcount


def remove(tx: Tx, upload_id: str, person_id: str) -> bool:
    """Forget a person's own file that belongs to no case; False if there is none such."""
    statement = delete(_uploads).where(
        _uploads.c.id == upload_id,
        _uploads.c.person_id == person_id,
        _uploads.c.case_number.is_(None),
    )
    return tx.execute(statement).rowcount == 1


def quarantined(tx: Tx, limit: int = 100) -> tuple[Upload, ...]:
    """Read about files that nobody has looked at yet, oldest first."""
    statement = (
        _ROW.where(_uploads.c.state == "quarantined").order_by(_uploads.c.created_at).limit(limit)
    )
    return tuple(Upload(**each._mapping) for each in tx.execute(statement))
