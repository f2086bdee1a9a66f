"""原稿の保管: the files of a procedure as a department is changing them.

Whether they are right is not known here. Two people may write at once: whoever saves names the
revision that was read, and does not overwrite what came after it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.store.tables import manuscripts as _manuscripts
from app.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Manuscript:
    """原稿: one file of a procedure, named as it would be beside it (`tests/first.yaml`)."""

    procedure: str
    file: str
    text: str
    revision: int
    by: str
    updated_at: datetime


_COLUMNS = tuple(Manuscript.__dataclass_fields__)
_ROW = select(*(_manuscripts.c[name] for name in _COLUMNS))
_OF_PROCEDURE = _ROW.where(_manuscripts.c.procedure == bindparam("procedure")).order_by(
    _manuscripts.c.file
)
_ALL = select(_manuscripts.c.procedure).distinct()
_ADD = upsert(_manuscripts).on_conflict_do_nothing()


def of_procedure(tx: Tx, procedure: str) -> tuple[Manuscript, ...]:
    """Read every file of a procedure that is being changed."""
    found = tx.execute(_OF_PROCEDURE, {"procedure": procedure})
    return tuple(Manuscript(**each._mapping) for each in found)


def procedures(tx: Tx) -> frozenset[str]:
    """Tell which procedures are being changed."""
    return frozenset(tx.execute(_ALL).scalars())


def save(tx: Tx, manuscript: Manuscript) -> bool:
    """Write a file as its next revision; False if somebody has saved it since it was read.

    `manuscript.revision` is the one to be written: 1 for a file that was not being changed.
    """
    values = {name: getattr(manuscript, name) for name in _COLUMNS}
    if manuscript.revision == 1:
        return tx.adds(_ADD, values)
    statement = update(_manuscripts).where(
        _manuscripts.c.procedure == manuscript.procedure,
        _manuscripts.c.file == manuscript.file,
        _manuscripts.c.revision == manuscript.revision - 1,
    )
    return tx.execute(statement.values(values)).rowcount == 1


def remove(tx: Tx, procedure: str) -> int:
    """Throw away what is being changed of a procedure; say how many files that were."""
    statement = delete(_manuscripts).where(_manuscripts.c.procedure == procedure)
    return int(tx.execute(statement).rowcount)
