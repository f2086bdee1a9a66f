"""検査: someone of the office goes and looks, on a day that the applicant is told."""

from datetime import datetime

from app.cases.outcome import Outcome, change
from app.definitions.model import Procedure, Step

MOVES = ("passed", "failed", "correct")


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Wait for a day to be fixed; an earlier visit's day no longer counts."""
    return change(outcome, inspection=None), None
