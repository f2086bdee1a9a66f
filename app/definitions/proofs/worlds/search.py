"""探索: the worlds in which something holds, a world being answers, a day and a channel.

Goes through the form in the resident's order, trying for each question the values that stand for
all, and asks the compiled conditions themselves: what is found is therefore true. That nothing is
found proves that there is nothing only where the values were complete and all of them were tried;
else the answer is that it is not known. Every search ends after a fixed number of steps.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any, TypeAlias

from app.definitions.expressions import nodes, values
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.syntax import walk
from app.definitions.expressions.types import Value
from app.definitions.fields import has_answer
from app.definitions.fields.blocks import stored
from app.definitions.model import Field
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds.atlas import Atlas
from app.definitions.proofs.worlds.hints import Chase, Hints, Link, Study, day_after, seen
from app.definitions.proofs.worlds.points import Points
from app.definitions.proofs.worlds.study import parsed
from app.definitions.proofs.worlds.terms import neighbours
from app.kernel import paths

MOST_STEPS = 6000
_MOST_VARIANTS = 24
_MOST_PAIRED = 8
_MOST_ROWS = 60
_MOST_LISTS = 400
_ABSENT = object()

Test: TypeAlias = Callable[[Facts], bool]
Sources: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that has to be so: the names it looks at, the test, and what it is written as.

    `plain` is set where it is one condition that has to hold (or must not).
    """

    names: frozenset[str]
    test: Test
    sources: Sources = ()
    plain: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a search: a world, or nothing; `sure` if there is certainly none."""

    world: Facts | None
    sure: bool
    steps: int

    @property
    def never(self) -> bool:
        """Say whether it is certain that there is no such world."""
        return self.world is None and self.sure


@dataclass(slots=True)
class _Search:
    atlas: Atlas
    study: Study
    names: frozenset[str]
    tests: dict[str, list[Test]]
    steps: int = 0
    random: Random | None = None
    complete: bool = True
    points: dict[str, Points] = field(default_factory=dict)


def search(atlas: Atlas, goal: Iterable[Clause], steps: int = MOST_STEPS) -> Verdict:
    """Look for a world in which every clause of a goal holds."""
    looking = _prepared(atlas, goal)
    looking.steps = steps
    found = next(_found(looking, _moments(looking)), None)
    return Verdict(found, looking.complete and looking.steps > 0, steps - max(looking.steps, 0))


def scattered(
    atlas: Atlas, goal: Iterable[Clause], seeds: Iterable[int], on: date | None = None
) -> Iterator[Facts]:
    """Give a world found at random for each seed that leads to one; all on one day, if given."""
    looking = _prepared(atlas, goal)
    for seed in seeds:
        looking.random, looking.steps = Random(seed), MOST_STEPS  # noqa: S311 - no secret
        moments = list(_moments(looking)) if on is None else [Facts({}, on)]
        looking.random.shuffle(moments)
        yield from islice(_found(looking, moments[:4]), 1)


def _found(looking: _Search, moments: Iterable[Facts]) -> Iterator[Facts]:
    for facts in moments:
        answers: dict[str, Any] = {}
        spot = _Spot(replace(facts, answers=answers), answers)
        for found in _fill(looking, _asked(looking), spot):
            yield replace(found, answers=paths.copy(found.answers))


def parts_of(atlas: Atlas, source: str, *, wanted: bool = True) -> tuple[Clause, ...]:
    """Give the conditions of which a source is made by `and` (by `or`, where it must not hold)."""
    node = parsed(source)
    if not isinstance(node, nodes.Junction) or (node.word == "and") is not wanted:
        return ()
    compiled = (maps.condition(atlas, text(source, each)) for each in node.parts)
    make = holds if wanted else fails
    return tuple(make(each) for each in compiled if each is not None)


def text(source: str, node: nodes.Node) -> str:
    """Give the words of a part of a source."""
    return source[node.span.column : node.span.column + node.span.width]


def _prepared(atlas: Atlas, goal: Iterable[Clause]) -> _Search:
    # Each part of a condition is tested as soon as it can be, which ends vain ways early.
    wholes = tuple(goal)
    split = (
        parts_of(atlas, each.sources[0][0], wanted=each.plain)
        for each in wholes
        if each.plain is not None
    )
    clauses = (*wholes, *(part for parts in split for part in parts))
    wanted = frozenset(name for clause in clauses for name in clause.names)
    names = maps.closure(atlas, wanted)
    sources = (each for clause in clauses for each in clause.sources)
    looking = _Search(atlas, maps.hints_of(atlas, names, sources), names, {})
    order = {each.id: place for place, each in enumerate(_asked(looking))}
    for clause in clauses:
        heads = (maps.group_of(atlas, name) or name for name in clause.names)
        last = max((each for each in heads if each in order), key=order.__getitem__, default="")
        looking.tests.setdefault(last, []).append(clause.test)
    return looking


def _asked(looking: _Search) -> tuple[Field, ...]:
    return tuple(each for each in looking.atlas.procedure.fields if each.id in looking.names)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the search stands: the facts so far, and the mapping that answers go into."""

    facts: Facts
    into: dict[str, Any]
    lead: str = ""


def _moments(looking: _Search) -> Iterator[Facts]:
    channels = ("online", "api") if "channel" in looking.names else ("online",)
    for today in _days(looking):
        arrivals = (None, today) if "arrived_on" in looking.names else (None,)
        for arrived in arrivals:
            for channel in channels:
                facts = Facts({}, today, arrived, channel)
                if hold(looking.tests.get("", ()), facts):
                    yield facts


def _days(looking: _Search) -> list[date]:
    """Give the days to try: the plain one, and those around which something changes."""
    first = looking.atlas.procedure.effective
    hints = [looking.study.of(name) for name in ("today", "arrived_on")]
    looking.complete &= not any(each.blurred for each in hints)
    bounds = sorted(b for each in hints for b in each.values if isinstance(b, date))
    near = [day for bound in bounds for day in neighbours(bound, 2) if day >= first]
    return list(dict.fromkeys([looking.atlas.base, *near]))


def _fill(looking: _Search, asked: tuple[Field, ...], spot: _Spot) -> Iterator[Facts]:
    """Give the facts each time that all of the questions have their answers."""
    if not asked:
        yield spot.facts
        return
    trail = [_answered(looking, asked[0], spot)]
    while trail:
        if not next(trail[-1], False):
            trail.pop()
        elif len(trail) == len(asked):
            yield spot.facts
        else:
            trail.append(_answered(looking, asked[len(trail)], spot))


def _answered(looking: _Search, asked: Field, spot: _Spot) -> Iterator[bool]:
    """Put one answer after the other to a question in its place; stop at each that may stand."""
    facts, into = spot.facts, spot.into
    tests = [] if spot.lead else looking.tests.get(asked.id, [])
    if asked.when is not None and not asked.when.holds(facts):
        if hold(tests, facts):
            yield True
        return
    for value in _values(looking, asked, spot):
        looking.steps -= 1
        if looking.steps < 0:
            return
        if value is not _ABSENT:
            paths.put(into, asked.id, value)
        if hold(tests, facts):
            yield True
        if value is not _ABSENT:
            paths.drop(into, asked.id)


def hold(tests: Iterable[Test], facts: Facts) -> bool:
    """Say whether all tests are passed."""
    for test in tests:  # noqa: SIM110 - a generator would cost half of the time
        if not test(facts):
            return False
    return True


def _values(looking: _Search, asked: Field, spot: _Spot) -> list[Any]:
    if asked.computed is not None:
        value = stored(asked.computed.run(spot.facts), asked.computed.type)
        return [_ABSENT if value is None else value]
    if not has_answer(asked):
        return [_ABSENT]
    found = _lists(looking, asked, spot) if asked.rows else _single(looking, asked, spot)
    if not is_required(asked, spot.facts):
        found = [_ABSENT, *found]
    if looking.random is not None:
        looking.random.shuffle(found)
    return found


def is_required(asked: Field, facts: Facts) -> bool:
    """Say whether a field has to be answered where it is asked."""
    if asked.rows and asked.minimum == 0:
        return False
    return asked.required if asked.required_when is None else asked.required_when.holds(facts)


def _single(looking: _Search, asked: Field, spot: _Spot) -> list[Any]:
    name = f"{spot.lead}{asked.id}"
    hints = looking.study.of(name)
    found = looking.points.get(name)
    if found is None:
        found = looking.points[name] = maps.points_of(looking.atlas, name, hints)
    looking.complete &= found.complete
    kept = list(found.values)
    met = [_level(link, spot) for link in hints.links]
    met += [_caught(looking, chase, spot) for chase in hints.chases]
    for value in dict.fromkeys(each for each in met if each is not None):
        near = maps.around_of(looking.atlas, name, value, hints)
        kept += [each for each in near if each not in kept]
    return kept


def _level(link: Link, spot: _Spot) -> Value:
    """Give where a name draws level with another that has its answer."""
    if link.other in ("today", "arrived_on"):
        there: object = getattr(spot.facts, link.other)
    else:
        inner = link.other.removeprefix(spot.lead)
        there = paths.get(spot.into if link.other != inner else spot.facts.answers, inner)
    return seen(values.date_of(there) if link.days else values.decimal_of(there), link)


def _caught(looking: _Search, chase: Chase, spot: _Spot) -> Value:
    """Give where a name draws level with the part that it is compared with just now."""
    other = maps.part(looking.atlas, chase.source, chase.group or spot.lead.rstrip("."))
    value = None if other is None else other.run(spot.facts)
    match value:
        case date():
            return day_after(value, chase.shift)
        case int() | Decimal() if chase.factor and not isinstance(value, bool):
            return (value - chase.offset) / chase.factor
        case _:
            return None


def _lists(looking: _Search, group: Field, spot: _Spot) -> list[Any]:
    """Give lists of rows: each kind of row alone, again and again, and beside another kind."""
    hints = looking.study.of(group.id)
    looking.complete &= not hints.blurred and hints.quantified <= 2
    variants = _variants(looking, group, spot)
    lists: list[Any] = []
    for size in _sizes(looking, group, hints):
        lists += [[each] * size for each in variants]
        if size > 1 and hints.quantified > 1:
            some = variants[:_MOST_PAIRED]
            looking.complete &= len(variants) <= _MOST_PAIRED
            lists += [[one, *[two] * (size - 1)] for one in some for two in some if one is not two]
    return lists[:_MOST_LISTS]


def _variants(looking: _Search, group: Field, spot: _Spot) -> list[dict[str, Any]]:
    lead = f"{group.id}."
    columns = tuple(each for each in group.rows if f"{lead}{each.id}" in looking.names)
    row: dict[str, Any] = {}
    inner = _Spot(replace(spot.facts, row=row), row, lead)
    found = []
    for _ in _fill(looking, columns, inner):
        found.append(paths.copy(row))
        if len(found) == _MOST_VARIANTS:
            looking.complete = False
            break
    return found


def _sizes(looking: _Search, group: Field, hints: Hints) -> list[int]:
    least = max(1, int(group.minimum or 1))
    most = max(least, int(group.maximum or _MOST_ROWS))
    wanted = {least, least + 1, most, *hints.lengths} if hints.lengths else {least, least + 1}
    looking.complete &= not any(_MOST_ROWS < each <= most for each in hints.lengths)
    return sorted(each for each in wanted if least <= each <= min(most, _MOST_ROWS))


def holds(expression: Expression, group: str = "") -> Clause:
    """Want a condition to hold; within a group, in one of its rows."""
    return _clause(expression, group, wanted=True)


def fails(expression: Expression, group: str = "") -> Clause:
    """Want a condition not to hold; within a group, in one of its rows."""
    return _clause(expression, group, wanted=False)


def has_value(expression: Expression, group: str = "", *, wanted: bool = True) -> Clause:
    """Want an expression to have a value, or to have none."""
    names = expression.names | ({group} if group else frozenset())
    test = _in_some_row(lambda facts: (expression.run(facts) is not None) is wanted, group)
    return Clause(names, test, () if _is_sum(expression) else ((expression.source, group),))


def _is_sum(expression: Expression) -> bool:
    """Say whether only the presence of its names decides whether an expression has a value."""
    node = parsed(expression.source)
    return node is not None and all(
        isinstance(each, nodes.Name | nodes.Literal | nodes.Negation)
        or (isinstance(each, nodes.Arithmetic) and each.sign != "/")
        for each in walk(node)
    )


def _clause(expression: Expression, group: str, *, wanted: bool) -> Clause:
    names = expression.names | ({group} if group else frozenset())
    run = expression.run
    test = _in_some_row(lambda facts: (run(facts) is True) is wanted, group)
    return Clause(names, test, ((expression.source, group),), None if group else wanted)


def _in_some_row(test: Test, group: str) -> Test:
    if not group:
        return test

    def run(facts: Facts) -> bool:
        rows = paths.get(facts.answers, group)
        return any(test(replace(facts, row=row)) for row in rows or ())

    return run
