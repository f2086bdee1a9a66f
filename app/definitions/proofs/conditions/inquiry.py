"""問い: asking of a procedure whether something can be, cheaply and never for long.

Most of what is asked has an answer in a handful of worlds made at random beforehand; only what none
of them shows is searched for. The steps of all searches of one procedure are counted together, so
that no definition can hold up its author; when they are used up, nothing more is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.nodes import Junction, Node, Not
from app.definitions.model import Field, Procedure
from app.definitions.proofs.subject import Subject
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds import search
from app.definitions.proofs.worlds.atlas import Atlas
from app.definitions.proofs.worlds.search import Clause
from app.definitions.proofs.worlds.study import parsed

_WORLDS = 16
_STEPS = 20_000
_SEARCH = 40
"""What a search costs besides its steps, counted in steps."""


@dataclass(slots=True)
class Inquiry:
    """A procedure on the desk of its author, its map, and some worlds to look at first."""

    about: Subject
    atlas: Atlas
    pool: list[Facts] = field(default_factory=list)
    steps: int = _STEPS

    @property
    def procedure(self) -> Procedure:
        """Give the procedure that is asked about."""
        return self.about.procedure


def open_inquiry(about: Subject) -> Inquiry:
    """Map the procedure and make the first worlds."""
    inquiry = Inquiry(about, maps.atlas(about.procedure))
    everything = tuple(conditions(about.procedure))
    names = frozenset(name for each, group in everything for name in (*each.names, group) if name)
    sources = tuple((each.source, group) for each, group in everything)
    goal = Clause(names, lambda facts: True, sources)
    inquiry.pool += search.scattered(inquiry.atlas, [goal], range(_WORLDS))
    return inquiry


def find(inquiry: Inquiry, *goal: Clause) -> Facts | None:
    """Give a world in which all of these hold, if one is found."""
    return _verdict(inquiry, goal).world


def never(inquiry: Inquiry, *goal: Clause) -> bool:
    """Say whether it is certain that all of these never hold together."""
    return _verdict(inquiry, goal).never


def _verdict(inquiry: Inquiry, goal: tuple[Clause, ...]) -> search.Verdict:
    tests = [clause.test for clause in goal]
    for world in inquiry.pool:
        if search.hold(tests, world):
            return search.Verdict(world, sure=True, steps=0)
    if inquiry.steps <= 0:
        return search.Verdict(None, sure=False, steps=0)
    found = search.search(inquiry.atlas, goal, min(inquiry.steps, search.MOST_STEPS))
    inquiry.steps -= found.steps + _SEARCH
    return found


def conditions(procedure: Procedure) -> Iterator[tuple[Expression, str]]:
    """Give every expression of a procedure with the group within whose rows it stands."""
    for asked in procedure.fields:
        yield from ((each, "") for each in _of_field(asked))
        for column in asked.rows:
            yield from ((each, asked.id) for each in _of_field(column))
    nouns: list[Expression | None] = [page.when for page in procedure.pages]
    nouns += [each.when for each in procedure.attachments]
    nouns += [each for check in procedure.checks for each in (check.when, check.require)]
    rows = [row for fee in procedure.fees for row in fee.rows]
    nouns += [each for row in rows for each in (row.when, row.amount)]
    yield from ((each, "") for each in nouns if each is not None)


def _of_field(asked: Field) -> Iterable[Expression]:
    found = (asked.when, asked.required_when, asked.computed, asked.default)
    return tuple(each for each in found if each is not None)


def inner_junctions(source: str) -> tuple[str, ...]:
    """Give the parts joined by `and` that stand below an `or` or a `not`."""
    node = parsed(source)
    return (
        ()
        if node is None
        else tuple(search.text(source, each) for each in _below(node, inner=False))
    )


def _below(node: Node, *, inner: bool) -> Iterator[Node]:
    match node:
        case Junction(word="and", parts=parts):
            if inner:
                yield node
            for each in parts:
                yield from _below(each, inner=inner)
        case Junction(parts=parts):
            for each in parts:
                yield from _below(each, inner=True)
        case Not(part=part):
            yield from _below(part, inner=True)
        case _:
            return
