"""業務フロー: the steps of a procedure as they are once a workflow has been called, and its clock.

Closed, frozen values like the rest of `app.definitions.model`, which offers them too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.definitions.expressions.compiled import Expression
from app.definitions.sources import UNSOURCED, Source, Texts
from app.kernel.calendar import Period


@dataclass(frozen=True, slots=True)
class Station:
    """A stop on the route: the posts that must each agree there, side by side.

    `kind` is `approve` in the line of the office and `concur` outside it (協議). A post is
    `課長` (of the office that has the case) or `soumu/disclosure:課長` (of a named unit).
    """

    kind: Literal["approve", "concur"]
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """工程: a step of the workflow. `kind` is one of `app.cases.steps.KINDS`.

    `moves` maps each outcome of the kind to the id of the next step or end. `by` is the post that
    acts; `route` and `decider` are set for `decide`; `within` for the awaiting kinds; `paper` for
    `issue`; `due` is the fee's time for `await-payment`; `who` says in words who is waited for.
    """

    id: str
    kind: str
    label: Texts
    moves: Mapping[str, str]
    when: Expression | None = None
    by: str = ""
    route: tuple[Station, ...] = ()
    decider: str = ""
    within: Period | None = None
    remind: tuple[Period, ...] = ()
    paper: str = ""
    due: str = ""
    who: Texts | None = None
    dispositions: tuple[str, ...] = ("granted", "refused")


@dataclass(frozen=True, slots=True)
class End:
    """終わり: a way in which a case ends."""

    id: str
    result: Texts
    disposition: Literal["granted", "partial", "refused", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """取下げ: until which step has been left the applicant may withdraw, and where that ends."""

    end: str
    until: str


@dataclass(frozen=True, slots=True)
class Via:
    """経由機関: who an application on paper passes through first, and how many days that takes.

    They come before the office's own period and are no part of it; what is filed here arrives at
    once.
    """

    name: Texts
    period: Period | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """標準処理期間 or a limit of law: the span, what stops it, and whether it may be extended.

    `stops_in` names kinds of step (`await-applicant`, `await-payment`, `await-outside`) in which
    days do not count; `ends_at` the steps on whose leaving the clock ends. `extension` is the
    whole span from arrival to which the office may extend, None where it may not.
    """

    period: Period | None
    kind: Literal["standard", "statutory"] = "standard"
    stops_in: tuple[str, ...] = ("await-applicant", "await-payment")
    ends_at: tuple[str, ...] = ()
    extension: Period | None = None
    via: Via | None = None
    source: Source = UNSOURCED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """業務フロー: the steps of a shape with its parameters filled in by the procedure."""

    id: str
    title: Texts
    steps: Mapping[str, Step]
    ends: Mapping[str, End]
    start: str
    clock: ClockRule
    withdrawal: Withdrawal | None
