"""出来事: everything that can happen to a case. A closed set; `Act` says who and when.

Adding one means that `lifecycle.advance` no longer type-checks until it handles it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from app.cases.model import Actor, CorrectionItem, Disposition, Reason


@dataclass(frozen=True, slots=True)
class Submitted:
    """申請: the application arrived. `answers` are checked and canonical."""

    answers: Mapping[str, Any]
    applicant_name: str
    office: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """補正: the applicant answered a correction request with a new revision."""

    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """取下げ: the applicant took the application back."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """担当: a clerk took the case, or gave it to `person` (empty: put it back)."""

    person: str


@dataclass(frozen=True, slots=True)
class Noted:
    """メモ: a clerk wrote something down for colleagues."""

    text: str


@dataclass(frozen=True, slots=True)
class Examined:
    """審査: the examiner is done; `ok`, or `refuse` where a refusal will be drafted."""

    result: Literal["ok", "refuse"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    """補正依頼: the applicant is asked to put things right until `due`."""

    items: tuple[CorrectionItem, ...]
    note: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class InspectionScheduled:
    """検査日の決定: the day of the visit is fixed and told to the applicant."""

    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Inspected:
    """検査: the visit took place."""

    result: Literal["passed", "failed"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """起案: a decision is proposed and sent round."""

    disposition: Disposition
    subject: str
    proposal: str
    reasons: tuple[Reason, ...] = ()
    conditions: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """承認: a post in the line agrees."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Concurred:
    """協議: a post outside the line agrees or opposes."""

    opinion: Literal["agree", "oppose"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SentBack:
    """差戻し: someone on the route sends the draft back to the drafter or to the examiner."""

    to: Literal["drafter", "examiner"]
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """決定: the one competent person fixes the will of the office, as drafted."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Extended:
    """延長: the period is extended, with the reason told to the applicant."""

    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class OutsideAsked:
    """照会: an opinion is asked of someone outside the office before going on."""

    whom: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutsideAnswered:
    """照会への回答: what was waited for from outside has come."""

    summary: str


@dataclass(frozen=True, slots=True)
class Assessed:
    """額の決定: a clerk settles the amount of a fee that the rules leave to the office, in yen."""

    fee: str
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaymentSettled:
    """納付: the money of a charge has been received."""

    charge: str
    amount: int
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """期限の経過: nothing happened until `name` fell due."""

    name: str


@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """帳票の発行: the document asked for by `effect` exists."""

    effect: str
    document: str


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """公開: the version of a procedure that this case proposed is in force from its day on."""

    version: str


@dataclass(frozen=True, slots=True)
class Moved:
    """版の移し替え: the case goes on under another version of its procedure, by its digest."""

    digest: str
    reason: str


Event: TypeAlias = (
    Submitted
    | Corrected
    | Withdrawn
    | Assigned
    | Noted
    | Examined
    | CorrectionRequested
    | InspectionScheduled
    | Inspected
    | Drafted
    | Approved
    | Concurred
    | SentBack
    | Decided
    | Extended
    | OutsideAsked
    | OutsideAnswered
    | Assessed
    | PaymentSettled
    | DeadlinePassed
    | DocumentIssued
    | VersionPublished
    | Moved
)


@dataclass(frozen=True, slots=True)
class Act:
    """行為: an event, who did it, and when."""

    event: Event
    by: Actor
    at: datetime
