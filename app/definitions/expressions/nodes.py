"""The parts that an expression is made of, once it has been read.

A closed set: what cannot be said with these cannot be said. Nodes are compared by identity, so
that what is found out about one can be kept beside it. They know no type and no value.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part stands in the source: its first character, from 0, and how many there are."""

    column: int
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A constant that is written out."""

    span: Span
    value: bool | int | Decimal | str


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name, dots and all."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """`['a', 'b']`, which may only stand to the right of `in`."""

    span: Span
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not:
    """`not x`."""

    span: Span
    part: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Junction:
    """`a and b and c`, or the same with `or`."""

    span: Span
    word: OneOf["and", "or"]
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """`a < b <= c`: one fewer signs than parts."""

    span: Span
    signs: tuple[str, ...]
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic:
    """`a + b`, and the same with `-`, `*` and `/`."""

    span: Span
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Negation:
    """`-x`."""

    span: Span
    part: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Conditional:
    """`then if test else otherwise`."""

    span: Span
    test: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function of the closed list, with its arguments."""

    span: Span
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """Something that was complained of already; nothing more is said about it."""

    span: Span


Node: TypeAlias = (
    Literal
    | Name
    | Listing
    | Not
    | Junction
    | Comparison
    | Arithmetic
    | Negation
    | Conditional
    | Call
    | Hole
)
