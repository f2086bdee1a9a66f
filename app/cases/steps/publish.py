"""公開: a version of a procedure that has been agreed to is put into the catalogue."""

from datetime import datetime

from app.cases import outcome as outcomes
from app.cases.effects import PublishVersion
from app.cases.outcome import Outcome
from app.definitions.model import Procedure, Step

MOVES = ("done",)


def enter(
    procedure: Procedure, outcome: Outcome, step: Step, at: datetime
) -> tuple[Outcome, str | None]:
    """Ask for the publication, and wait until it has happened."""
    version = str(outcome.case.answers.get("version", ""))
    return outcomes.also(outcome, PublishVersion(version)), None
