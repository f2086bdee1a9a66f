"""交付: the document of the decision is made, numbered and handed over."""

from datetime import datetime

from app.cases import outcome as outcomes
from app.cases.outcome import Outcome
from app.definitions.model import Procedure, Step

MOVES = ("done",)


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Ask for the paper, and wait until it exists."""
    return outcomes.issue(outcome, step.paper), None
