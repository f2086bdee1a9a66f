"""The kinds of column the tables are made of, each written once.

Keys and search keys use the collation "C", so that prefixes can be looked up in a plain index
whatever the locale of the server. Knows no table.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Record(SQLModel):
    """What every table class has in common: one catalogue of tables with predictable names."""

    metadata = MetaData(naming_convention=NAMES)


def key(**options: Any) -> Any:  # noqa: ANN401 - SQLModel's Field is itself untyped
    """Make a column for an identifier or another exact, ASCII-like string."""
    return _field(Text(collation="C"), options)


def words(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for text exactly as it was given; empty unless said otherwise."""
    return _field(Text(), {"server_default": text("''")} | options)


def number(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for a small whole number."""
    return _field(Integer(), options)


def yen(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for an amount in yen, or another large whole number."""
    return _field(BigInteger(), options)


def serial() -> Any:  # noqa: ANN401
    """Make a primary key that the database counts up itself."""
    return _field(BigInteger(), {"primary_key": True}, Identity(always=True))


def stamp(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for an instant."""
    return _field(DateTime(timezone=True), options)


def day(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for a day."""
    return _field(Date(), options)


def json(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for a JSON value."""
    return _field(JSONB(none_as_null=True), options)


def ordered_json(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for a JSON value whose keys stay in their order, which `json` forgets."""
    return _field(JSON(none_as_null=True), options)


def keys(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for a set of keys."""
    return _field(ARRAY(Text(collation="C")), {"server_default": text("'{}'")} | options)


def yes(**options: Any) -> Any:  # noqa: ANN401
    """Make a column for yes or no."""
    return _field(Boolean(), options)


def raw() -> Any:  # noqa: ANN401
    """Make a column for bytes as they came."""
    return _field(LargeBinary(), {})


def one_of(column: str, *values: str) -> CheckConstraint:
    """Make the rule that a column holds one of a few words."""
    listed = ", ".join(f"'{each}'" for each in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _field(kind: Any, options: dict[str, Any], *more: Any) -> Any:  # noqa: ANN401
    computed = options.pop("computed", None)
    extra = (*more, computed) if computed is not None else more
    settings = {"nullable": False} | options
    return Field(sa_column=Column(kind, *extra, **settings))
