"""Everything that a paper may say, as one frozen value that services fill in.

A template sees these names and nothing else. All texts are Japanese as they are to be printed,
names exactly as typed. Empty means "not on this paper". Knows no case, no procedure, no template.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: the label of its field and the text as shown."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its answers."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Applicant:
    """To whom the paper is addressed; `representative` is a company's, with the office held."""

    name: str
    kana: str = ""
    address: str = ""
    representative: str = ""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that came with the application, under the label of the attachment."""

    label: str
    file_name: str


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """理由: the criterion and where it stands, the facts found, and how the one meets the other."""

    criterion: str
    facts: str
    application: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee: `tax` says 非課税 or the rate, `basis` the ordinance that it rests on."""

    label: str
    amount: int
    tax: str = "非課税"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment that has been confirmed: when, how, under which number, through which agent."""

    method: str
    paid_at: datetime
    number: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """標準処理期間 in words, the day by which a result is expected, and what is not counted."""

    period: str
    expected: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """延長: from which day to which, and why."""

    until: date
    reason: str
    before: date | None = None


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Whom to ask."""

    unit: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What one paper says.

    `submission` is the noun for what was filed (申請, 届出, 請求); `disposition` the result in the
    procedure's own words (許可, 一部許可, 不許可). `issuer` is the head who issues
    (東京都多摩立川保健所長). `body` replaces the template's own opening sentence. `appeal` are the
    paragraphs that `app.documents.appeal` gives. `verify_url` is where the paper can be checked.
    """

    id: str
    title: str
    template: str
    issued_on: date
    case_number: str
    procedure_title: str
    department: str
    issuer: str
    applicant: Applicant
    number: str = ""
    submission: str = "申請"
    arrived_at: datetime | None = None
    sections: tuple[Section, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    law_basis: str = ""
    disposition: str = ""
    decided_on: date | None = None
    reasons: tuple[ReasonLine, ...] = ()
    conditions: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    appeal: tuple[str, ...] = ()
    fees: tuple[FeeLine, ...] = ()
    payment: PaymentLine | None = None
    clock: ClockLine | None = None
    extension: ExtensionLine | None = None
    next_steps: tuple[str, ...] = ()
    contact: ContactPoint | None = None
    body: str = ""
    reissued: bool = False
    verify_url: str = ""

    @property
    def total(self) -> int:
        """Give the sum of the fees, in yen."""
        return sum(each.amount for each in self.fees)

    def as_mapping(self) -> Mapping[str, Any]:
        """Give the names that a template may use, and their values."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**named, "total": self.total}


def texts(value: object) -> Iterator[str]:
    """Give every text inside a value of facts, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts(getattr(value, part.name))
