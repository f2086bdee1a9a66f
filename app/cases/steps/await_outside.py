"""照会中: an opinion or an examination by someone outside the office is waited for."""

from datetime import datetime

from app.cases import deadlines
from app.cases.outcome import Outcome, set_deadlines
from app.definitions.model import Procedure, Step

MOVES = ("answered", "expired")


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Wait for the answer, until the end of the step's period where it has one."""
    if step.within is None or "expired" not in step.moves:
        return outcome, None
    due = deadlines.within(at, step.within)
    return set_deadlines(outcome, deadlines.at_end_of("outside", due)), None
