"""What an expression may name: answers, the columns of a row, tables, and a few fixed words.

A scope is made by the linker once for each place where an expression stands. It knows types and
places, and no expression.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from app.definitions.expressions.tables import Table
from app.definitions.expressions.types import Type

WORDS: Mapping[str, Type] = MappingProxyType({
    "today": Type("date"),
    "arrived_on": Type("date", optional=True),
    "channel": Type("choice", options=frozenset({"online", "api"})),
})  # fmt: skip
"""Names that are always there and that no field may take."""

Origin = Literal["word", "fixed", "answers", "row", "inner"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name stands for: where its value lies, its type, and the field that it depends on."""

    origin: Origin
    path: tuple[str, ...]
    type: Type
    depends_on: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The names with their types, the tables, and the row whose columns are plain names, if any.

    Names are dotted (`applicant.kind`); the members of an address, a record and so on follow their
    own name (`shop_address.city`). A repeating group is a name of type `rows`. `fixed` gives the
    values of names that are known when the definition is loaded (parameters of a workflow).
    """

    names: Mapping[str, Type]
    tables: Mapping[str, Table] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""
    columns: Mapping[str, Type] = field(default_factory=dict)

    def within(self, group: str) -> "Scope":
        """Give the scope of a question inside a repeating group, asked once for each row."""
        found = self.names.get(group)
        if found is None or found.name != "rows":
            raise ValueError(f"{group} is not a repeating group of this scope")
        return replace(self, group=group, columns=found.members)


def find(
    scope: Scope, name: str, group: str = "", columns: Mapping[str, Type] | None = None
) -> Reference | None:
    """Give what a name stands for; columns of the row being counted come first, then outer ones."""
    if name in WORDS:
        return Reference("word", (name,), WORDS[name], name)
    if columns and (found := _among(columns, name)):
        return Reference("inner", *_placed(name, found, f"{group}."))
    if scope.columns and (found := _among(scope.columns, name)):
        return Reference("row", *_placed(name, found, f"{scope.group}."))
    found = _among(scope.names, name)
    if found is None:
        return None
    origin: Origin = "fixed" if found[0] in scope.fixed else "answers"
    return Reference(origin, *_placed(name, found, ""))


def known_names(scope: Scope, columns: Mapping[str, Type] | None = None) -> frozenset[str]:
    """Give every name that could have been meant, members of addresses and records too."""
    names = set(WORDS)
    for types in (scope.names, scope.columns, columns or {}):
        for name, type_ in types.items():
            names.update(_with_members(name, type_))
    return frozenset(names)


def groups_of(scope: Scope) -> frozenset[str]:
    """Give the names of the repeating groups."""
    return frozenset(name for name, type_ in scope.names.items() if type_.name == "rows")


def _with_members(name: str, type_: Type) -> Iterator[str]:
    yield name
    if type_.name in ("address", "record"):
        for member, inner in type_.members.items():
            yield from _with_members(f"{name}.{member}", inner)


def _placed(name: str, found: tuple[str, Type], prefix: str) -> tuple[tuple[str, ...], Type, str]:
    head, type_ = found
    return tuple(name.split(".")), type_, prefix + head


def _among(types: Mapping[str, Type], name: str) -> tuple[str, Type] | None:
    """Find a name or, by its longest beginning that is one, a member of what it names."""
    words = name.split(".")
    for length in range(len(words), 0, -1):
        head = ".".join(words[:length])
        type_ = types.get(head)
        if type_ is None:
            continue
        if length == len(words):
            return head, type_
        if type_.name not in ("address", "record"):
            return None
        inner = _among(type_.members, ".".join(words[length:]))
        if inner is None:
            return None
        return head, replace(inner[1], optional=inner[1].optional or type_.optional)
    return None
