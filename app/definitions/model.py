"""What a procedure is once it has been read, resolved and linked: closed, frozen values.

`app.definitions.linker` is the only maker of these. Everything above reads them; nothing changes
them. Texts are per language with `ja` always present (`say` picks one).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from app.definitions.expressions.compiled import Expression
from app.definitions.sources import UNSOURCED, Confidence, Source, Texts, say
from app.definitions.workflow import (
    ClockRule,
    End,
    Station,
    Step,
    Via,
    Withdrawal,
    Workflow,
)
from app.kernel.calendar import Period

__all__ = [
    "Attachment",
    "Check",
    "ClockRule",
    "Confidence",
    "End",
    "Fee",
    "FeeRow",
    "Field",
    "Finding",
    "Ground",
    "Law",
    "OfficeRule",
    "Omission",
    "Option",
    "Page",
    "PaperRule",
    "Procedure",
    "Question",
    "Reduction",
    "Renewal",
    "Retention",
    "Source",
    "Station",
    "Step",
    "Texts",
    "Unit",
    "Via",
    "Withdrawal",
    "Workflow",
    "say",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: a stable code and the words shown."""

    code: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Field:
    """項目: one question of the form. `kind` is a key of `app.definitions.fields.KINDS`.

    `id` is the dotted path of the answer (`applicant.name`); inside a repeating group it is the
    path within one row. `rows` are the fields of a group, empty otherwise. `when` is None where
    the field is always asked. `computed` is set for values that we work out and never accept.
    `purpose` says to the resident why it is asked. `earliest` and `latest` bound days and times
    as `minimum` and `maximum` do numbers. `once` says whence an answer given before may be offered
    again. A name that is `single` has no parts.
    """

    id: str
    kind: str
    label: Texts
    help: Texts | None = None
    example: str = ""
    required: bool = True
    required_when: Expression | None = None
    when: Expression | None = None
    default: Expression | None = None
    computed: Expression | None = None
    options: tuple[Option, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    earliest: Expression | None = None
    latest: Expression | None = None
    places: int | None = None
    unit: str = ""
    autocomplete: str = ""
    kana: bool = True
    single: bool = False
    once: Literal["", "profile", "case"] = ""
    personal: str = ""
    disclosed: bool = False
    purpose: Texts | None = None
    each: Texts | None = None
    rows: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """ページ: the fields that a resident sees at once."""

    id: str
    title: Texts
    fields: tuple[Field, ...]
    help: Texts | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """省略: when a paper need not be attached, and the reason that the resident is told."""

    when: Expression
    because: Texts


@dataclass(frozen=True, slots=True)
class Attachment:
    """添付書類: a paper that goes with the application.

    `obtainable` names the register from which the office can get it itself, in which case it is
    never required of the resident. `any_of` names a set of alternatives of which one suffices.
    `kinds` are the kinds of file that are taken and `max_bytes` the most that one may have; empty
    and None leave it to the house. `template` is a file to fill in, by its path beside the
    procedure.
    """

    id: str
    label: Texts
    help: Texts | None = None
    when: Expression | None = None
    required: bool = True
    any_of: str = ""
    obtainable: str = ""
    omit: Omission | None = None
    max_files: int = 5
    kinds: tuple[str, ...] = ()
    max_bytes: int | None = None
    template: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers, with the words said to the resident when it does not hold."""

    id: str
    require: Expression
    at: str
    message: Texts
    when: Expression | None = None
    source: Source = UNSOURCED


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One line of a fee's decision table; `amount` None means that it is not known yet."""

    when: Expression | None
    amount: Expression | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reduction:
    """減免: when less is asked than the table says: `to` an amount, less `by` one, or per cent off.

    What a percentage leaves is rounded to whole multiples of `unit` yen, down, up or half up.
    """

    id: str
    label: Texts
    when: Expression
    to: Expression | None = None
    by: Expression | None = None
    percent: int | None = None
    rounding: Literal["down", "up", "half"] = "down"
    unit: int = 1
    source: Source = UNSOURCED


@dataclass(frozen=True, slots=True)
class Fee:
    """手数料: one item of money that the office asks, and when it falls due.

    Of `reductions` the first that holds is applied. `refund` says in words whether money comes
    back, `refund_rule` as a rule (empty where only words are known). `reassess` says that a
    correction of the answers changes the amount too.
    """

    id: str
    label: Texts
    rows: tuple[FeeRow, ...]
    due: Literal["on_application", "after_decision", "at_issue"]
    tax: Literal["exempt", "taxable"] = "exempt"
    refund: Texts | None = None
    refund_rule: Literal["", "none", "before_examination", "always", "on_refusal"] = ""
    reductions: tuple[Reduction, ...] = ()
    reassess: bool = False
    source: Source = UNSOURCED


@dataclass(frozen=True, slots=True)
class Renewal:
    """更新: by which procedure a paper is renewed, and how long before its end that is told."""

    procedure: str
    remind: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class PaperRule:
    """帳票: a document that the procedure issues.

    `id` is `granted`, `partial`, `refused`, `acknowledgement`, `payment`, `extension` or one of
    the procedure's own. `number` is a pattern such as `{year}{office}食第{serial}号`; `template` is
    a shared template's name or a path beside the procedure. `show` names the answers that stand
    on the paper; without it a decision shows none, and what is handed back shows them all.
    """

    id: str
    title: Texts
    template: str
    number: str = ""
    body: Texts | None = None
    validity: Period | None = None
    conditions: bool = False
    show: tuple[str, ...] = ()
    renewal: Renewal | None = None
    source: Source = UNSOURCED


@dataclass(frozen=True, slots=True)
class Ground:
    """審査基準: a criterion that a refusal can rest on."""

    id: str
    text: Texts
    source: Source = UNSOURCED


@dataclass(frozen=True, slots=True)
class Law:
    """根拠法令: which procedural law governs, the act and article, and whether it is a 処分.

    `appeal` names the pattern of 教示; `reviewer`, `defendant` and `representative` fill it in.
    """

    under: Literal["行政手続法", "東京都行政手続条例", "要綱", "その他"]
    basis: tuple[Source, ...]
    disposition: bool
    appeal: str = ""
    reviewer: str = "東京都知事"
    defendant: str = "東京都"
    representative: str = "東京都知事"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a resident finds the procedure by."""

    category: str = ""
    life_events: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """Which office is competent: always `unit`, or by an answer.

    Of an address, the longest area of `table` that it begins with decides (`東京都` is all the rest
    of it); for addresses in none of them `elsewhere` says whom to ask. Of a choice, `table` has the
    office of each of its codes.
    """

    unit: str = ""
    by: str = ""
    table: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Texts | None = None
    source: Source = UNSOURCED


@dataclass(frozen=True, slots=True)
class Retention:
    """保存期間 by result, counted from the start of the fiscal year after the case ends."""

    years: Mapping[str, int]
    assumed: bool
    disclosure: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """よくある質問 with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Unit:
    """組織: a bureau, division or office, `id` being its path (`hokeniryo/health-centre/tama`)."""

    id: str
    name: str
    parent: str = ""
    phone: str = ""
    address: str = ""
    letter: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """手続: everything known of one version of one procedure; frozen for life under its digest."""

    id: str
    effective: date
    digest: str
    code: str
    title: Texts
    summary: Texts
    department: Unit
    office: OfficeRule
    offices: Mapping[str, Unit]
    law: Law
    find: Finding
    applicant: tuple[str, ...]
    agent: bool
    identity: str
    national_system: str
    before: tuple[Texts, ...]
    deadline: Texts | None
    pages: tuple[Page, ...]
    attachments: tuple[Attachment, ...]
    checks: tuple[Check, ...]
    fees: tuple[Fee, ...]
    workflow: Workflow
    papers: Mapping[str, PaperRule]
    grounds: tuple[Ground, ...]
    retention: Retention
    privacy: Texts
    faq: tuple[Question, ...]
    notes: tuple[str, ...]
    tables: Mapping[str, Any] = field(default_factory=dict)
    provenance: Source = UNSOURCED

    @property
    def internal(self) -> bool:
        """Say whether only the office itself applies; residents never see such a procedure."""
        return self.applicant == ("staff",)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Give every field of every page, in the resident's order."""
        return tuple(each for page in self.pages for each in page.fields)
