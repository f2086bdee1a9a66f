"""How the value behind a name is fetched from the facts, and read by its type.

Looks at nothing but the facts. An answer that is not there, or not of its type, is missing.
"""

import operator
from collections.abc import Callable

from app.definitions.expressions import values
from app.definitions.expressions.compiled import Facts
from app.definitions.expressions.running import Run
from app.definitions.expressions.scope import Reference, Scope
from app.definitions.expressions.types import Value

_ABSENT = (KeyError, TypeError, IndexError, AttributeError)


def reader(reference: Reference, scope: Scope) -> Run:
    """Give the function that fetches what a name stands for."""
    read = values.READERS[reference.type.name]
    match reference.origin:
        case "word":
            get = operator.attrgetter(reference.path[0])
            return lambda facts, row: get(facts)
        case "fixed":
            fixed = values.read(_fixed(reference, scope), reference.type)
            return lambda facts, row: fixed
        case "answers":
            return _from_answers(reference.path, read)
        case "row":
            return lambda facts, row: read(_dug(facts.row, reference.path))
        case "inner":
            return _from_row(reference.path, read)


def _fixed(reference: Reference, scope: Scope) -> Value:
    head = reference.depends_on
    rest = ".".join(reference.path)[len(head) :].strip(".")
    return _dug(scope.fixed[head], tuple(rest.split("."))) if rest else scope.fixed[head]


def _from_answers(path: tuple[str, ...], read: Callable[[object], Value]) -> Run:
    if len(path) == 1:
        (only,) = path

        def run_one(facts: Facts, row: Value) -> Value:
            return read(facts.answers.get(only))

        return run_one
    if len(path) == 2:
        first, second = path

        def run_two(facts: Facts, row: Value) -> Value:
            try:
                found = facts.answers[first][second]
            except _ABSENT:
                return read(None)
            return read(found)

        return run_two
    return lambda facts, row: read(_dug(facts.answers, path))


def _from_row(path: tuple[str, ...], read: Callable[[object], Value]) -> Run:
    if len(path) > 1:
        return lambda facts, row: read(_dug(row, path))
    (only,) = path

    def run(facts: Facts, row: Value) -> Value:
        try:
            found = row[only]
        except _ABSENT:
            return read(None)
        return read(found)

    return run


def _dug(value: Value, path: tuple[str, ...]) -> Value:
    try:
        for word in path:
            value = value[word]
    except _ABSENT:
        return None
    return value
