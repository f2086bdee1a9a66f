"""一度だけ: answers given before are offered again, each with where it comes from.

Only what a definition marks with `once`, and only offered: nothing is filed that the person has
not seen on the page. What is known of somebody comes in as facts; from whom, and whether they have
agreed to it, is settled by whoever brings them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.definitions.fields import KINDS, MISSING, Wrong, has_answer
from app.definitions.fields.dates import show_day
from app.definitions.model import Field, Procedure
from app.kernel import paths


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person: their profile, or the answers of one accepted case of theirs.

    `of` names the case, empty for the profile; `on` is the day of arrival, or of the last change.
    """

    origin: Literal["profile", "case"]
    answers: Mapping[str, Any]
    on: date
    of: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that is offered for a field: canonical, with its origin."""

    field: Field
    value: Any
    known: Known

    @property
    def words(self) -> str:
        """Say where the answer comes from, as the resident reads it."""
        day = show_day(self.known.on.isoformat())
        if self.known.origin == "profile":
            return f"登録されている情報（{day}現在）から入れました。"
        return f"{day}に受け付けた申請（{self.known.of}）から入れました。"


def propose(
    procedure: Procedure, known: Iterable[Known], answers: Mapping[str, Any]
) -> tuple[Proposal, ...]:
    """Give an answer for each field that may be asked once and has none yet, where one is known.

    The newest one counts. It has to be an answer to a field of the same path that this version
    would take as it is: a code that is no option any more is not offered.
    """
    newest = sorted(known, key=lambda each: each.on, reverse=True)
    found = (_newest(each, newest, answers) for each in procedure.fields)
    return tuple(each for each in found if each is not None)


def _newest(asked: Field, known: Iterable[Known], answers: Mapping[str, Any]) -> Proposal | None:
    if not asked.once or not has_answer(asked) or paths.get(answers, asked.id) is not None:
        return None
    for each in known:
        value = paths.get(each.answers, asked.id) if _counts(asked, each) else None
        if value is not None and _fits(asked, value):
            return Proposal(asked, value, each)
    return None


def _counts(asked: Field, known: Known) -> bool:
    """Say whether an origin may answer: what a case says of somebody is part of their profile."""
    return asked.once in (known.origin, "profile")


def _fits(asked: Field, value: object) -> bool:
    if asked.kind == "group":
        return False
    try:
        read = KINDS[asked.kind].read(value, asked)
    except Wrong:
        return False
    return read is not MISSING and read == value
