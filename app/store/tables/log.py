"""Tables of the log over all audit entries: leaves, tiles and heads, and what awaits its leaf."""

from datetime import datetime

from app.store.tables import columns as c
from app.store.tables.columns import Record


class Pending(Record, table=True):
    """An audit entry that has no leaf yet; the database notes it with the entry."""

    __tablename__ = "log_pending"
    entry_id: int = c.yen(primary_key=True, autoincrement=False)


class Leaf(Record, table=True):
    """葉: which audit entry is at which place of the log."""

    __tablename__ = "log_leaves"
    leaf: int = c.yen(primary_key=True, autoincrement=False)
    entry_id: int = c.yen(unique=True)


class Tile(Record, table=True):
    """Up to 256 hashes of the tree, one after the other."""

    __tablename__ = "log_tiles"
    level: int = c.number(primary_key=True, autoincrement=False)
    number: int = c.yen(primary_key=True, autoincrement=False)
    hashes: bytes = c.raw()


class Head(Record, table=True):
    """ツリーヘッド: the checkpoint of the tree at one of its sizes."""

    __tablename__ = "log_heads"
    size: int = c.yen(primary_key=True, autoincrement=False)
    at: datetime = c.stamp()
    note: str = c.words()
