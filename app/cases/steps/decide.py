"""決定: a draft goes round the route, and the one competent person decides.

Drafting, route and decision are one kind, so that no workflow can forget the decider.
"""

from datetime import datetime

from app.cases.model import Round, Voice
from app.cases.outcome import Outcome, change
from app.definitions.model import Procedure, Step

MOVES = ("granted", "partial", "refused", "sent_back")


def stations(step: Step) -> tuple[tuple[Voice, ...], ...]:
    """Give the voices that a draft needs, station by station, the decider last."""
    line = tuple(tuple(Voice(post, s.kind) for post in s.posts) for s in step.route)
    return (*line, (Voice(step.decider, "decide"),))


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Wait for a draft."""
    return change(outcome, round=Round(None, stations(step))), None
