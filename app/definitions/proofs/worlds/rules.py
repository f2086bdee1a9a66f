"""決まり: what a procedure asks of answers, as clauses that a world can be searched for.

Says when a field is asked, when a check is applied and when it lets answers pass. The same is
decided for real answers where they are checked; here it is only wanted.
"""

from app.definitions.expressions.compiled import Facts
from app.definitions.model import Check, Field, OfficeRule, Procedure
from app.definitions.proofs.worlds.search import Clause, Sources, hold, holds
from app.kernel import paths

_MOST_CITIES = 6
_HOME = "東京都"


def shown(asked: Field, group: str = "") -> tuple[Clause, ...]:
    """Want a field to be asked."""
    return () if asked.when is None else (holds(asked.when, group),)


def owner(procedure: Procedure, path: str) -> Field | None:
    """Give the field in which a path lies."""
    return next(
        (each for each in procedure.fields if path == each.id or path.startswith(f"{each.id}.")),
        None,
    )


def applies(procedure: Procedure, check: Check) -> tuple[Clause, ...]:
    """Want a check to be applied: its place is asked, and its own condition holds."""
    at = owner(procedure, check.at)
    own = () if check.when is None else (holds(check.when),)
    return (*(() if at is None else shown(at)), *own)


def passes(procedure: Procedure, check: Check) -> Clause:
    """Want a check not to complain, because it is met or because it is not applied."""
    applied = applies(procedure, check)
    names = check.require.names.union(*(each.names for each in applied))
    sources: Sources = ((check.require.source, ""), *(s for each in applied for s in each.sources))

    required, tests = check.require.run, [each.test for each in applied]

    def test(facts: Facts) -> bool:
        return required(facts) is True or not hold(tests, facts)

    return Clause(names, test, sources)


def within_office(rule: OfficeRule) -> tuple[Clause, ...]:
    """Want the address that decides about the office to be one of its places."""
    if rule.unit or not rule.by or not rule.table:
        return ()
    cities = [key for key in rule.table if key != _HOME][:_MOST_CITIES]
    sources = tuple((f"ward_of({rule.by}) == '{each}'", "") for each in cities)

    def test(facts: Facts) -> bool:
        address = paths.get(facts.answers, rule.by)
        if address is None:
            return True
        prefecture, city = address.get("prefecture", ""), address.get("city", "")
        ours = prefecture == _HOME and (city in rule.table or _HOME in rule.table)
        return ours or f"{prefecture}{city}" in rule.table

    return (Clause(frozenset({rule.by}), test, sources),)
