"""Dotted paths into nested JSON: `applicant.name`, `managers.0.name`.

A step that is a number picks from a list. Nothing here knows what the values mean.
"""

from collections.abc import Mapping
from typing import Any


def get(nested: object, path: str) -> Any:  # noqa: ANN401 - whatever JSON stands there
    """Give what stands at `path`, None where nothing does."""
    found: Any = nested
    for step in path.split("."):
        if type(found) is dict or isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list | tuple) and step.isascii() and step.isdigit():
            found = found[int(step)] if len(step) < 6 and int(step) < len(found) else None
        else:
            return None
    return found


def put(nested: dict[str, Any], path: str, value: object) -> None:
    """Set what stands at `path`, making the mappings that lead there."""
    *lead, last = path.split(".")
    for step in lead:
        inner = nested.get(step)
        if not isinstance(inner, dict):
            inner = nested[step] = {}
        nested = inner
    nested[last] = value


def drop(nested: dict[str, Any], path: str) -> None:
    """Take away what stands at `path`, and the mappings that are left empty by it."""
    head, _, rest = path.partition(".")
    if not rest:
        nested.pop(head, None)
        return
    inner = nested.get(head)
    if isinstance(inner, dict):
        drop(inner, rest)
        if not inner:
            del nested[head]


def copy(nested: object) -> Any:  # noqa: ANN401 - the same JSON again
    """Give a copy of nested JSON that can be changed on its own."""
    if nested is None or isinstance(nested, str | int):
        return nested
    if isinstance(nested, Mapping):
        return {key: copy(value) for key, value in nested.items()}
    if isinstance(nested, list | tuple):
        return [copy(each) for each in nested]
    return nested
