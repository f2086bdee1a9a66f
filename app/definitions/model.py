"""What a procedure is once it has been read, resolved and linked: closed, frozen values.

`app.definitions.linker` is the only maker of these. Everything above reads them; nothing changes
them. Texts are per language with `ja` always present (`say` picks one).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from app.definitions.expressions.compiled import Expression
from app.kernel.calendar import Period

Texts: TypeAlias = Mapping[str, str]
Confidence: TypeAlias = Literal["high", "medium", "low", "unconfirmed"]


def say(texts: Texts, language: str = "ja") -> str:
    """Give a text in `language`, else in Japanese."""
    return texts.get(language) or texts["ja"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of law, fee or period comes from, and how sure we are of it."""

    act: str = ""
    article: str = ""
    confidence: Confidence = "unconfirmed"
    note: str = ""


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
    unit: str = ""
    autocomplete: str = ""
    kana: bool = True
    personal: str = ""
    disclosed: bool = False
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
class Attachment:
    """添付書類: a paper that goes with the application.

    `obtainable` names the register from which the office can get it itself, in which case it is
    never required of the resident. `any_of` names a set of alternatives of which one suffices.
    """

    id: str
    label: Texts
    help: Texts | None = None
    when: Expression | None = None
    required: bool = True
    any_of: str = ""
    obtainable: str = ""
    max_files: int = 5
    template: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers, with the words said to the resident when it does not hold."""

    id: str
    require: Expression
    at: str
    message: Texts
    when: Expression | None = None
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One line of a fee's decision table; `amount` None means that it is not known yet."""

    when: Expression | None
    amount: Expression | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """手数料: one item of money that the office asks, and when it falls due."""

    id: str
    label: Texts
    rows: tuple[FeeRow, ...]
    due: Literal["on_application", "after_decision", "at_issue"]
    tax: Literal["exempt", "taxable"] = "exempt"
    refund: Texts | None = None
    source: Source = Source()


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
    source: Source = Source()
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


@dataclass(frozen=True, slots=True)
class Ground:
    """審査基準: a criterion that a refusal can rest on."""

    id: str
    text: Texts
    source: Source = Source()


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
    """Which office is competent: always `unit`, or by the municipality of an address answer.

    The longest area of `table` that the address begins with decides (`東京都` is all the rest of
    it); for addresses in none of them `elsewhere` says whom to ask.
    """

    unit: str = ""
    by: str = ""
    table: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Texts | None = None


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
    provenance: Source = Source()

    @property
    def internal(self) -> bool:
        """Say whether only the office itself applies; residents never see such a procedure."""
        return self.applicant == ("staff",)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Give every field of every page, in the resident's order."""
        return tuple(each for page in self.pages for each in page.fields)
