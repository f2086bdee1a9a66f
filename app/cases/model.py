"""案件 as a value: everything that `lifecycle.advance` looks at and gives back.

Frozen; a changed case is a new value with the next revision. `to_json` and `from_json` in
`app.cases.record` carry it to and from storage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

Disposition: TypeAlias = Literal["granted", "partial", "refused"]


@dataclass(frozen=True, slots=True)
class Post:
    """職: a post held in a unit of the organisation, such as 課長 of `hokeniryo/tama`."""

    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """行為者: who acts, and by what right. `id` is a person's id, or the name of a part of ours."""

    kind: Literal["resident", "clerk", "system"]
    id: str
    name: str = ""
    posts: frozenset[Post] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """理由: which criterion is not met, the facts found, and how the one meets the other."""

    ground: str
    facts: str
    application: str


@dataclass(frozen=True, slots=True)
class Draft:
    """起案: the decision that is proposed, complete, so that what is approved is what is issued.

    `content` is the digest of the answers together with all that stands here.
    """

    drafter: str
    at: datetime
    subject: str
    proposal: str
    disposition: Disposition
    reasons: tuple[Reason, ...] = ()
    conditions: str = ""
    remarks: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One post's say at a station of the route: waiting until `at` is set."""

    post: str
    kind: Literal["approve", "concur", "decide"]
    by: str = ""
    at: datetime | None = None
    opinion: Literal["", "agree", "oppose"] = ""
    note: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One time round the route: the draft, and each station's voices in order.

    The last station is the decider alone. A round without a draft waits for its drafter;
    `previous` and `returned` are the draft that was sent back and why.
    """

    draft: Draft | None
    stations: tuple[tuple[Voice, ...], ...]
    station: int = 0
    previous: Draft | None = None
    returned: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionItem:
    """What is to be put right: a field or attachment by path, and what is wrong with it."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Correction:
    """補正依頼: what the applicant has been asked to put right, by whom, until when."""

    items: tuple[CorrectionItem, ...]
    note: str
    by: str
    at: datetime
    due: date


ChargeState: TypeAlias = Literal["unknown", "open", "paid", "cancelled", "waived"]


@dataclass(frozen=True, slots=True)
class Charge:
    """調定: an amount that the office has a right to, in yen, and where it stands.

    A charge that is `unknown` waits for a clerk to assess its amount.
    """

    id: str
    fee: str
    label: str
    amount: int
    state: ChargeState = "open"
    step: str = ""
    due: date | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock did not run, `until` None while it lasts."""

    reason: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """延長: the day to which the period was extended, and why."""

    until: date
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """The processing clock: from arrival, less the stops, to `ended`."""

    started: date
    stops: tuple[Stop, ...] = ()
    ended: date | None = None
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """期限: a moment at which, if nothing happened before, `DeadlinePassed(name)` happens."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that this case has asked for; `document` is its id once it is issued."""

    rule: str
    effect: str
    document: str = ""
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """案件: the office's running record of one application."""

    id: str
    number: str
    procedure: str
    digest: str
    revision: int
    step: str
    end: str
    arrived_at: datetime
    applicant: str
    applicant_name: str
    office: str
    application: int
    answers: Mapping[str, Any]
    entered_at: datetime
    clock: Clock
    assignee: str = ""
    examiner: str = ""
    round: Round | None = None
    correction: Correction | None = None
    inspection: date | None = None
    charges: tuple[Charge, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    papers: tuple[Paper, ...] = ()
    disposition: Disposition | None = None
    decided_at: datetime | None = None
    decision: Draft | None = None
    ended_at: datetime | None = None
    flags: Mapping[str, str] = field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Say whether the case has ended."""
        return bool(self.end)
