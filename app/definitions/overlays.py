"""重ね書き: a procedure's data with what somebody else changes in it laid over, key by key.

An overlay has the keys of a procedure, each with what differs: texts and values take the place of
those of the base; fees, attachments, checks, grounds, papers and fields are named by their id, and
a whole one is taken away by null (elsewhere null is a value: not known yet). Remembers for each
place of the result from which of the two it came. Plain data only: whether the result is sound is
for the linker and the proofs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.definitions.reader import Path
from app.kernel import paths

_LISTS = {"fees": "fee", "attachments": "file", "checks": "check", "refuse_because": "ground"}
"""Lists whose items have names, and the key under which the name stands."""
_WHOLE = frozenset({"office", "before", "faq", "notes", "tables"})
"""Keys whose value is exchanged as a whole."""
_OWN = frozenset({"overlay"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a place of the result came from: the overlay or the base, and the place there."""

    overlaid: bool
    path: Path


@dataclass(slots=True)
class Laid:
    """A base with an overlay over it; `missing` are places of the overlay that name nothing."""

    data: dict[str, Any]
    origins: dict[Path, Origin] = field(default_factory=dict)
    missing: list[Path] = field(default_factory=list)

    def origin(self, path: Path) -> Origin:
        """Give where the value at a place came from."""
        for length in range(len(path), -1, -1):
            found = self.origins.get(path[:length])
            if found is not None:
                return Origin(found.overlaid, (*found.path, *path[length:]))
        return Origin(False, path)


def over(base: Mapping[str, Any], overlay: Mapping[str, Any], blocks: Mapping[str, Any]) -> Laid:
    """Lay an overlay over the data of a procedure; `blocks` are the shared ones that it may use."""
    laid = Laid(paths.copy(base))
    for key, value in overlay.items():
        if key in _OWN:
            continue
        if key == "fields" and isinstance(value, Mapping):
            _fields(laid, value, blocks)
        elif key in _LISTS and isinstance(value, Mapping):
            _listed(laid, key, value)
        elif key == "papers" and isinstance(value, Mapping):
            _papers(laid, value)
        elif key in _WHOLE:
            _put(laid, laid.data, key, value, (key,))
        else:
            _deep(laid, (laid.data, (key,)), value, (key,))
    return laid


def _put(laid: Laid, into: dict[str, Any], key: str, value: Any, at: Path) -> None:  # noqa: ANN401
    into[key] = paths.copy(value)
    laid.origins[at] = Origin(True, at)


def _deep(
    laid: Laid,
    target: tuple[dict[str, Any], Path],
    value: Any,  # noqa: ANN401
    source: Path,
) -> None:
    """Lay a value over what stands at a place; mappings are laid over each other key by key."""
    into, at = target
    key = str(at[-1])
    below = into.get(key)
    if isinstance(below, dict) and isinstance(value, Mapping):
        for name, each in value.items():
            _deep(laid, (below, (*at, name)), each, (*source, name))
        return
    into[key] = paths.copy(value)
    laid.origins[at] = Origin(True, source)


def _papers(laid: Laid, changes: Mapping[str, Any]) -> None:
    papers = laid.data.setdefault("papers", {})
    for name, change in changes.items():
        source: Path = ("papers", name)
        if change is not None:
            _deep(laid, (papers, source), change, source)
        elif papers.pop(name, None) is None:
            laid.missing.append(source)


def _listed(laid: Laid, key: str, changes: Mapping[str, Any]) -> None:
    """Change, take away and add items of a list by their names."""
    name = _LISTS[key]
    base = list(laid.data.get(key) or ())
    known = {each.get(name) for each in base if isinstance(each, dict)}
    laid.missing += [
        (key, id_) for id_, each in changes.items() if each is None and id_ not in known
    ]
    kept = [
        (each, Origin(False, (key, n)))
        for n, each in enumerate(base)
        if not (isinstance(each, dict) and _is_gone(changes, each.get(name)))
    ]
    added = [
        ({name: id_, **paths.copy(each)}, Origin(True, (key, id_)))
        for id_, each in changes.items()
        if id_ not in known and isinstance(each, Mapping)
    ]
    items = [*kept, *added]
    laid.data[key] = [each for each, _ in items]
    for n, (item, origin) in enumerate(items):
        laid.origins[key, n] = origin
        change = None if origin.overlaid else changes.get(str(item.get(name)))
        for part, value in change.items() if isinstance(change, Mapping) else ():
            _deep(laid, (item, (key, n, part)), value, (key, item[name], part))


def _is_gone(changes: Mapping[str, Any], id_: object) -> bool:
    return id_ in changes and changes[str(id_)] is None


def _fields(laid: Laid, changes: Mapping[str, Any], blocks: Mapping[str, Any]) -> None:
    for id_, change in changes.items():
        source: Path = ("fields", id_)
        place = next(_places(laid.data, id_, blocks), None)
        if place is None:
            laid.missing.append(source)
        elif isinstance(place[1], str):
            _in_block(laid, place[0], place[1], (change, source))
        elif change is None:
            _without(laid, place[0])
        else:
            item = _at(laid.data, place[0])
            for part, value in change.items():
                _deep(laid, (item, (*place[0], part)), value, (*source, part))


def _places(
    data: Mapping[str, Any], id_: str, blocks: Mapping[str, Any]
) -> Iterator[tuple[Path, str | None]]:
    """Give where a field is asked: its own place, or that of a block with its name there."""
    for n, page in enumerate(data.get("pages") or ()):
        inner = _name_in_block(page, id_, blocks)
        if inner:
            yield ("pages", n), inner
        repeat = page.get("repeat")
        lead = f"{repeat.get('group')}." if isinstance(repeat, Mapping) else ""
        for m, each in enumerate(page.get("fields") or ()):
            inner = _name_in_block(each, id_, blocks)
            if inner:
                yield ("pages", n, "fields", m), inner
            elif f"{lead}{each.get('field')}" == id_:
                yield ("pages", n, "fields", m), None


def _name_in_block(call: Mapping[str, Any], id_: str, blocks: Mapping[str, Any]) -> str:
    """Give the name that a field has within the block that is called, if it comes from there."""
    block = blocks.get(str(call.get("use")))
    if block is None:
        return ""
    prefix = str(call.get("as", block.get("prefix", call["use"]))).replace("-", "_")
    name = id_.removeprefix(f"{prefix}.") if prefix else id_
    if prefix and name == id_:
        return ""
    return name if name in set(_names(block, blocks)) else ""


def _names(block: Mapping[str, Any], blocks: Mapping[str, Any]) -> Iterator[str]:
    waiting = [*(block.get("pages") or ()), *(block.get("fields") or ())]
    while waiting:
        each = waiting.pop()
        waiting += each.get("fields") or ()
        if "field" in each:
            yield each["field"]
        inner = blocks.get(str(each.get("use")))
        if inner is not None:
            lead = inner.get("prefix", each["use"]) if "as" not in each else each["as"]
            yield from (f"{lead}.{name}" if lead else name for name in _names(inner, blocks))


def _in_block(laid: Laid, at: Path, name: str, change: tuple[Any, Path]) -> None:
    call, (value, source) = _at(laid.data, at), change
    if value is None:
        call["without"] = [*(call.get("without") or ()), name]
        laid.origins[(*at, "without", len(call["without"]) - 1)] = Origin(True, source)
        return
    _deep(laid, (call.setdefault("change", {}), (*at, "change", name)), value, source)


def _without(laid: Laid, at: Path) -> None:
    """Take a field off its page; those after it move up."""
    *lead, index = at
    fields = _at(laid.data, tuple(lead))
    origins = [laid.origin((*lead, n)) for n in range(len(fields))]
    del fields[int(index)]
    del origins[int(index)]
    for n, origin in enumerate(origins):
        laid.origins[(*lead, n)] = origin


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401 - any data
    for part in path:
        data = data[part]
    return data
