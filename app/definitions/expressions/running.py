"""What building an expression has at hand, and the shape of what is built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.definitions.expressions.compiled import Facts
from app.definitions.expressions.nodes import Node
from app.definitions.expressions.scope import Reference, Scope
from app.definitions.expressions.types import Type, Value

Run: TypeAlias = Callable[[Facts, Value], Value]
"""A part that runs: of the facts, and of the row being counted (None outside of counting)."""


@dataclass(frozen=True, slots=True)
class Building:
    """What the check found out, the scope, and how any part below is built."""

    types: Mapping[Node, Type]
    references: Mapping[Node, Reference]
    scope: Scope
    part: Callable[["Building", Node], Run]

    def build(self, node: Node) -> Run:
        """Build a part."""
        return self.part(self, node)
