"""審査: an examiner reads the application and says whether it can go on."""

from datetime import datetime

from app.cases.outcome import Outcome
from app.definitions.model import Procedure, Step

MOVES = ("ok", "refuse", "correct", "ask")


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Wait for the examiner."""
    return outcome, None
