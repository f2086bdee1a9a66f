"""数: what the service says of itself to those who watch it; nothing of any person or case."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.clock import local_day
from app.services.context import Context
from app.store import figures
from app.store.transaction import read


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: procedures in force, cases by status, effects by state."""

    procedures: int
    cases: Mapping[str, int]
    effects: Mapping[str, int]


def counts(ctx: Context) -> Counts:
    """Count what there is now."""
    with read(ctx.database) as tx:
        cases, effects = figures.cases_by_status(tx), figures.effects_by_state(tx)
    return Counts(len(ctx.catalogue.all(local_day(ctx.clock()))), cases, effects)
