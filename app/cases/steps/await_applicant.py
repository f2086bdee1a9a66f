"""補正待ち: the applicant has been asked to put something right, and has until a day to do it."""

from datetime import datetime

from app.cases import deadlines
from app.cases.outcome import Outcome, set_deadlines
from app.definitions.model import Procedure, Step
from app.kernel import calendar
from app.kernel.clock import local_day

MOVES = ("answered", "expired")


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Wait until the day named in the request; remind before it."""
    correction = outcome.case.correction
    if correction is None:
        return outcome, "answered"
    due = correction.due
    reminders = [
        deadlines.at_end_of(f"remind:correction:{n}", calendar.subtract(due, span))
        for n, span in enumerate(step.remind)
        if calendar.subtract(due, span) > local_day(at)
    ]
    return set_deadlines(outcome, deadlines.at_end_of("correction", due), *reminders), None
