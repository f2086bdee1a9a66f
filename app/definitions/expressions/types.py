"""The types of the expression language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Name: TypeAlias = Literal[
    "text",
    "choice",
    "choices",
    "bool",
    "integer",
    "decimal",
    "money",
    "date",
    "time",
    "period",
    "rows",
    "address",
    "record",
    "nothing",
]

Value: TypeAlias = Any
"""A value of an expression: of the Python type that its `Type` says, or None if missing."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its name, with the options of a choice, the unit of a decimal, the columns of rows.

    `members` gives the types by name inside a record, an address or one row of rows. `optional`
    says that there may be no value: the question may not have been asked, or not answered.
    `loose` marks what is made of written constants only in part or whole (`2300 * kinds`, `'a'`):
    it may still become money, a day or a code where one is expected. It is no part of equality.
    """

    name: Name
    options: frozenset[str] = frozenset()
    unit: str = ""
    members: Mapping[str, "Type"] = field(default_factory=dict)
    optional: bool = False
    loose: bool = field(default=False, compare=False)
