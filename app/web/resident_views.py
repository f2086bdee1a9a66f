"""What the residents' pages need in order to be shown, one frozen dataclass per template.

`app.web.views` has the rules and the parts that these share with the console.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from markupsafe import Markup

from app.web.views import (
    AnswerSection,
    ChargeView,
    ClockView,
    DocumentView,
    Facet,
    FeeLine,
    FieldView,
    Link,
    OfficeView,
    OptionView,
    ProgressStep,
    StepView,
    TimelineEntry,
    Tone,
)


@dataclass(frozen=True, slots=True)
class PrintedView:
    """A question whose markup is ready: only what was typed had to be put into it."""

    path: str
    html: Markup
    kind: Literal["printed"] = "printed"


@dataclass(frozen=True, slots=True)
class FormPage:
    """`resident/form_page.html`: one page of questions. `_action` says which button was pressed.

    `notice` is said at the top (`質問が増えました`). `saved_at` is when the draft was last kept.
    `correction` is the office's note when this answers a correction request. Where `autosave` is
    set and JavaScript runs, the form is also posted in the background with `_action=autosave`
    (answer 204). `action` is where it posts to: the page's own address without a fragment, which
    would keep the error summary from getting the focus.
    """

    procedure: str
    title: str
    fields: tuple[FieldView | PrintedView, ...]
    steps: tuple[StepView, ...] = ()
    help: str = ""
    errors: tuple[Link, ...] = ()
    notice: str = ""
    correction: str = ""
    back_url: str = ""
    saved_at: datetime | None = None
    autosave: bool = False
    can_save: bool = True
    action: str = ""

    @property
    def shown(self) -> str:
        """Give the paths of the questions: tells those left open from those brought up since."""
        return " ".join(each.path for each in self.fields)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """`resident/check.html`: the answers before they are sent; posts `_key` and `declared=yes`.

    `total` None with fees means that the office tells the amount later.
    """

    procedure: str
    sections: tuple[AnswerSection, ...]
    key: str
    office: str
    privacy: str
    steps: tuple[StepView, ...] = ()
    fees: tuple[FeeLine, ...] = ()
    total: int | None = None
    errors: tuple[Link, ...] = ()
    declaration_error: str = ""
    back_url: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, and by or around which day."""

    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DonePage:
    """`resident/done.html`: it arrived. `pay_url` set means that a fee is due now."""

    procedure: str
    number: str
    arrived_at: datetime
    email: str
    next_steps: tuple[NextStep, ...]
    case_url: str
    acknowledgement_url: str = ""
    pay_url: str = ""
    correction: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """One procedure in a list."""

    title: str
    url: str
    summary: str
    department: str
    plain: str = ""
    online: bool = True


@dataclass(frozen=True, slots=True)
class HomePage:
    """`resident/home.html`: search by words (`q`), categories, life events and the list."""

    results: tuple[ProcedureCard, ...]
    heading: str
    total: int
    query: str = ""
    categories: tuple[Facet, ...] = ()
    life_events: tuple[Facet, ...] = ()
    next_url: str = ""
    searching: bool = False


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper to bring along: when it is needed, and whether the office gets it by itself."""

    label: str
    condition: str = ""
    help: str = ""
    obtainable: bool = False
    template_url: str = ""


@dataclass(frozen=True, slots=True)
class LawLine:
    """A provision, and what is not yet certain about it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """`resident/procedure.html`: all that one wants to know before starting.

    `days` and `deadline` are sentences. `elsewhere` tells of a national system that takes the
    filing too. `start_url` "" means it cannot be filed here, and `resume_url` a draft is waiting.
    `form_url` is the paper form.
    """

    title: str
    summary: str
    who: tuple[str, ...]
    days: str
    office: OfficeView
    start_url: str
    plain: str = ""
    category: str = ""
    effective: date | None = None
    before: tuple[str, ...] = ()
    deadline: str = ""
    fees: tuple[FeeLine, ...] = ()
    fee_note: str = ""
    papers: tuple[PaperView, ...] = ()
    result: str = ""
    law: tuple[LawLine, ...] = ()
    how: tuple[str, ...] = ()
    faq: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    elsewhere: str = ""
    resume_url: str = ""
    form_url: str = ""


@dataclass(frozen=True, slots=True)
class DraftCard:
    """An application begun and not sent; posting to `discard_url` throws it away."""

    title: str
    url: str
    saved_at: datetime
    kept_until: date | None = None
    discard_url: str = ""


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One of the resident's cases; `todo` is what is waited for from them."""

    number: str
    title: str
    url: str
    status: str
    arrived_at: datetime
    tone: Tone = "plain"
    todo: str = ""


@dataclass(frozen=True, slots=True)
class MyPage:
    """`resident/my.html`."""

    drafts: tuple[DraftCard, ...] = ()
    cases: tuple[CaseCard, ...] = ()
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class TodoBox:
    """Something that the resident has to do, until when, and the button to it."""

    title: str
    text: str
    url: str
    button: str
    due: date | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CasePage:
    """`resident/case.html`: where a case stands; `result` is the end's words once there is one."""

    number: str
    title: str
    status: str
    explanation: str
    arrived_at: datetime
    office: OfficeView
    progress: tuple[ProgressStep, ...]
    tone: Tone = "info"
    clock: ClockView | None = None
    todo: tuple[TodoBox, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    charges: tuple[ChargeView, ...] = ()
    sections: tuple[AnswerSection, ...] = ()
    withdraw_url: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """`resident/withdraw.html`: posts `reason` and `sure=yes`."""

    number: str
    title: str
    case_url: str
    consequences: tuple[str, ...] = ()
    reason: str = ""
    errors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PayPage:
    """`resident/pay.html`: posts `method`, the code of one of `methods`, and `_key`."""

    number: str
    label: str
    amount: int
    methods: tuple[OptionView, ...]
    case_url: str
    key: str = ""
    due: date | None = None
    refund: str = ""
    errors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentStatusPage:
    """`resident/payment_status.html`: how a payment stands.

    `refresh` > 0 asks again every so many seconds, unless `?watch=off`. `instructions` are label
    and value, such as the number to pay with.
    """

    number: str
    label: str
    amount: int
    state: Literal["checking", "waiting", "paid", "failed", "cancelled"]
    case_url: str
    message: str = ""
    instructions: tuple[tuple[str, str], ...] = ()
    until: date | None = None
    retry_url: str = ""
    refresh: int = 0


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`resident/sign_in.html`: posts `email`; `purpose` says why (`申請をはじめるため`).

    `back` is where to go afterwards, for the demo's list of people.
    """

    email: str = ""
    purpose: str = ""
    back: str = ""
    errors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SignInCodePage:
    """`resident/sign_in_code.html`: posts `code`; `again_url` goes back to ask for a new one."""

    email: str
    minutes: int
    again_url: str
    errors: tuple[Link, ...] = ()
