"""What an act leads to: the changed case and the effects, and how one is put together.

An outcome is built up step by step as frozen values; the number of an effect is its place here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.cases.effects import Effect, IssueDocument, SendNotice
from app.cases.model import Case, Deadline, Paper


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case after an act, and what is to be done outside it."""

    case: Case
    effects: tuple[Effect, ...] = ()


def change(outcome: Outcome, **values: Any) -> Outcome:  # noqa: ANN401
    """Give the outcome with some values of its case changed."""
    return replace(outcome, case=replace(outcome.case, **values))


def effect_key(case: Case, n: int) -> str:
    """Give the key of the nth effect of the case's present revision."""
    return f"{case.id}:{case.revision}:{n}"


def issue(outcome: Outcome, rule: str, charge: str = "") -> Outcome:
    """Ask for a document, and note on the case that it was asked for."""
    key = effect_key(outcome.case, len(outcome.effects))
    asked = Paper(rule=rule, effect=key)
    outcome = change(outcome, papers=(*outcome.case.papers, asked))
    return replace(outcome, effects=(*outcome.effects, IssueDocument(rule, charge)))


def notify(outcome: Outcome, notice: str) -> Outcome:
    """Tell the applicant something by the notice of that name."""
    return replace(outcome, effects=(*outcome.effects, SendNotice(notice, outcome.case.applicant)))


def also(outcome: Outcome, *effects: Effect) -> Outcome:
    """Add other effects."""
    return replace(outcome, effects=(*outcome.effects, *effects))


def set_deadlines(outcome: Outcome, *deadlines: Deadline) -> Outcome:
    """Add deadlines, each taking the place of one of the same name."""
    names = {each.name for each in deadlines}
    kept = tuple(each for each in outcome.case.deadlines if each.name not in names)
    return change(outcome, deadlines=(*kept, *deadlines))


def drop_deadlines(outcome: Outcome, *prefixes: str) -> Outcome:
    """Take away the deadlines whose names begin with one of `prefixes`."""
    kept = tuple(d for d in outcome.case.deadlines if not d.name.startswith(prefixes))
    return change(outcome, deadlines=kept)


def enter_step(outcome: Outcome, step: str, at: datetime) -> Outcome:
    """Put the case into a step."""
    return change(outcome, step=step, entered_at=at)
