"""工程の種類: the closed set of kinds of step, one module each.

A kind says which outcomes it has (`moves`, the first being the way of a step that is passed
through) and what happens when a case enters it. `enter` may say at once by which outcome the case
moves on, where there is nothing to wait for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from app.cases.outcome import Outcome
from app.cases.steps import (
    await_applicant,
    await_outside,
    await_payment,
    decide,
    examine,
    inspect,
    issue,
    publish,
)
from app.definitions.model import Procedure, Step

Enter: TypeAlias = Callable[[Procedure, Outcome, Step, datetime], tuple[Outcome, str | None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of step: its possible outcomes in order, and what entering it does."""

    moves: tuple[str, ...]
    enter: Enter


KINDS: Mapping[str, Kind] = {
    "examine": Kind(examine.MOVES, examine.enter),
    "inspect": Kind(inspect.MOVES, inspect.enter),
    "decide": Kind(decide.MOVES, decide.enter),
    "await-applicant": Kind(await_applicant.MOVES, await_applicant.enter),
    "await-payment": Kind(await_payment.MOVES, await_payment.enter),
    "await-outside": Kind(await_outside.MOVES, await_outside.enter),
    "issue": Kind(issue.MOVES, issue.enter),
    "publish": Kind(publish.MOVES, publish.enter),
}
