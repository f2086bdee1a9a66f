"""束: a procedure's file with every shared piece that it uses, as one value of plain data.

A running case is pinned to the digest of its bundle, and a bundle alone is enough to link the
procedure again: it is what the database keeps. Nothing is checked here; what is missing is simply
not in the bundle, and the linker says so.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from app.kernel import canonical

Bundle: TypeAlias = Mapping[str, Any]

FORMAT = 1

_LOOKUP = re.compile(r"lookup\(\s*[\\'\"]*([^\\'\",\s)]+)")
_POST = re.compile(r"([a-z][a-z0-9/-]*):")


@dataclass(frozen=True, slots=True)
class _Named:
    """What plain data names: lists of options and tables anywhere in it, blocks in its form."""

    lists: frozenset[str]
    tables: frozenset[str]
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """Every shared piece by its name: what procedures may use."""

    blocks: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    competence: Mapping[str, Any] = field(default_factory=dict)
    workflows: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _named: dict[str, _Named] = field(default_factory=dict, init=False, repr=False, compare=False)


def gather(procedure: Mapping[str, Any], shared: Shared) -> dict[str, Any]:
    """Put a procedure's data together with the shared pieces that it names."""
    called = _mapping(procedure.get("workflow"))
    workflow = shared.workflows.get(str(called.get("use")))
    blocks = _blocks(procedure.get("pages"), shared)
    pieces = [_names(procedure), *(_block_names(shared, name) for name in blocks)]
    pieces += [] if workflow is None else [_names(workflow)]
    office = _mapping(procedure.get("office"))
    competence = _chosen(shared.competence, {str(office.get("table"))})
    units = {str(procedure.get("department")), str(office.get("unit"))}
    units.update(map(str, _mapping(office.get("units")).values()))
    units.update(name for text in _texts(called.get("with")) for name in _POST.findall(text))
    for table in competence.values():
        units.update(map(str, (*_mapping(table.get("offices")), table.get("default"))))
    return {
        "format": FORMAT,
        "procedure": procedure,
        "workflow": workflow,
        "blocks": blocks,
        "lists": _chosen(shared.lists, {name for each in pieces for name in each.lists}),
        "tables": _chosen(shared.tables, {name for each in pieces for name in each.tables}),
        "competence": competence,
        "units": _chosen(shared.units, {up for unit in units for up in _ancestors(unit)}),
    }


def digest(bundle: Bundle) -> str:
    """Give the digest that cases are pinned to.

    The order of keys counts: options are offered, and steps follow each other, as written.
    """
    return canonical.ordered_digest(bundle)


def units_of(organisation: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Flatten an organisation into units by path; posts come from above where none are given."""
    return dict(_units(organisation.get("units"), "", ()))


def _units(
    units: object, parent: str, posts: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for unit in units if isinstance(units, list) else ():
        if not isinstance(unit, dict) or not isinstance(unit.get("unit"), str):
            continue
        path = f"{parent}/{unit['unit']}" if parent else unit["unit"]
        given = unit.get("posts")
        named = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
        own = named or list(posts)
        kept = {name: value for name, value in unit.items() if name not in ("unit", "units")}
        yield path, {**kept, "parent": parent, "posts": own}
        yield from _units(unit.get("units"), path, own)


def _blocks(pages: object, shared: Shared) -> dict[str, Any]:
    found: dict[str, Any] = {}
    waiting = list(_used(pages))
    while waiting:
        name = waiting.pop()
        if name in shared.blocks and name not in found:
            found[name] = shared.blocks[name]
            waiting += _block_names(shared, name).blocks
    return found


def _block_names(shared: Shared, name: str) -> _Named:
    """Give what a shared block names; it is looked through once for all procedures."""
    found = shared._named.get(name)
    if found is None:
        block = shared.blocks[name]
        used = tuple(_used([block.get("pages"), block.get("fields")]))
        found = shared._named[name] = replace(_names(block), blocks=used)
    return found


def _names(data: Mapping[str, Any]) -> _Named:
    # Looking through the JSON is twenty times as fast as looking through every value.
    tables = _LOOKUP.findall(json.dumps(data, ensure_ascii=False))
    return _Named(frozenset(_lists(data)), frozenset(tables))


def _used(data: object) -> Iterator[str]:
    for each in _mappings(data):
        if isinstance(each.get("use"), str):
            yield each["use"]


def _lists(data: object) -> Iterator[str]:
    for each in _mappings(data):
        if isinstance(each.get("options"), str):
            yield each["options"]


def _chosen(pieces: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: pieces[name] for name in sorted(names) if name in pieces}


def _ancestors(path: str) -> Iterator[str]:
    words = path.split("/")
    for length in range(1, len(words) + 1):
        yield "/".join(words[:length])


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(data: object) -> Iterator[Mapping[str, Any]]:
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(reversed(each.values()))
        elif isinstance(each, list):
            waiting.extend(reversed(each))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _texts(each)
