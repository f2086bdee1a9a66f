"""Statements as the driver takes them: Core writes the SQL once, and stands aside after that.

For statements that a module makes once and runs often. Knows no table and no transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import psycopg
from sqlalchemy import Dialect, SelectBase, TextClause, UpdateBase

Statement: TypeAlias = SelectBase | UpdateBase | TextClause
_KEPT = 512


@dataclass(frozen=True, slots=True)
class _Spelled:
    """SQL with the driver's placeholders, values that stand in it, and how others are given."""

    sql: str
    fixed: Mapping[str, Any]
    given: Mapping[str, Callable[[Any], Any]]


def run(
    driver: psycopg.Connection[Any],
    dialect: Dialect,
    statement: Statement,
    values: Mapping[str, Any],
) -> psycopg.Cursor[Any]:
    """Run a statement on the driver's connection."""
    spelled = _spelled(statement, tuple(values), dialect)
    given = {**spelled.fixed, **values}
    for name, convert in spelled.given.items():
        given[name] = convert(given[name])
    return driver.execute(spelled.sql, given)


@lru_cache(maxsize=_KEPT)
def _spelled(statement: Statement, names: tuple[str, ...], dialect: Dialect) -> _Spelled:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    convert = {
        name: processor
        for name, bound in compiled.binds.items()
        if (processor := bound.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    return _Spelled(str(compiled), compiled.params, convert)
