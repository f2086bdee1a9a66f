"""Names inside shared blocks: a block speaks of its own fields plainly, and is put under a prefix.

Rewrites the source of an expression, name by name, so that texts in quotes and names of functions
are never touched.
"""

from app.definitions.expressions import nodes
from app.definitions.expressions.syntax import parse, walk


def under(source: str, prefix: str, own: frozenset[str]) -> str:
    """Give the source with every name that begins with one of `own` put under `prefix`.

    A source that cannot be read comes back as it is; compiling it will say what is wrong.
    """
    node = parse(source)
    if isinstance(node, tuple) or not prefix:
        return source
    spans = {
        each.span.column: each.span.width
        for each in walk(node)
        if isinstance(each, nodes.Name) and each.name.split(".")[0] in own
    }
    for column in sorted(spans, reverse=True):
        source = f"{source[:column]}{prefix}.{source[column:]}"
    return source


def both(one: str | None, other: str | None) -> str | None:
    """Join two conditions, both of which have to hold."""
    if one is None or other is None or one == other:
        return one if other is None else other
    return f"({one}) and ({other})"
