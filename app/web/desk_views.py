"""What the clerks' console, the public pages and the demo need in order to be shown.

The second half of the templates' contract; `app.web.views` has the first half and the rules.
Acts post to `/console/cases/{number}/acts` with `act`, `revision` and the act's own fields, named
by their paths.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.web.views import (
    AnswerSection,
    ChargeView,
    ClockView,
    DocumentView,
    Facet,
    FieldView,
    Link,
    Progress,
    TimelineEntry,
    Tone,
)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case in a worklist. `due` is in words (`あと1日`); `claimable` shows 担当になる."""

    number: str
    url: str
    procedure: str
    applicant: str
    step: str
    due: str = ""
    tone: Tone = "plain"
    assignee: str = ""
    arrived_on: date | None = None
    revision: int = 0
    claimable: bool = False


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """`console/worklist.html`: one box. Filter words are `q`; claiming posts `act=assign`,
    `person=self` and `revision`.
    """

    title: str
    count: str
    boxes: tuple[Facet, ...]
    rows: tuple[WorkRow, ...]
    query: str = ""
    filters: tuple[Facet, ...] = ()
    problem: str = ""
    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class ActView:
    """Something that this clerk may do now: a small form of its own.

    On the page the ids of its fields begin with the act (`#approve-note`), their names do not.
    """

    act: str
    label: str
    button: str
    help: str = ""
    fields: tuple[FieldView, ...] = ()
    primary: bool = False
    danger: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One post at a station, and what it said (`承認`, `賛成`), if it has."""

    post: str
    state: Progress
    person: str = ""
    said: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StationView:
    """A stop on the route (`起案`, `承認`, `協議`, `決定`); several voices speak side by side."""

    label: str
    state: Progress
    voices: tuple[VoiceView, ...]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """起案 as it goes round: what will be issued when it is decided. `reasons` are paragraphs.

    `returned` is why it was sent back, where it was.
    """

    subject: str
    text: str
    disposition: str
    drafter: str
    at: datetime
    tone: Tone = "info"
    reasons: tuple[str, ...] = ()
    conditions: str = ""
    remarks: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class StuckEffect:
    """Something that should have followed and did not.

    `retry_url` takes a POST; it is "" while we go on trying by ourselves.
    """

    label: str
    reason: str
    attempts: int
    retry_url: str
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewerView:
    """A newer version of the procedure: when it took effect, and what moving would mean.

    The form posts `digest` and `reason` to `<case>/version`; there is none where the case is stuck.
    """

    effective: date
    digest: str
    verdict: str
    lines: tuple[str, ...]
    plan: str
    possible: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`console/case.html`. `correction` set: answers can be ticked for a correction request.

    That act then posts `items` (the ticked paths) and `message.<path>` for each, besides its own
    fields (`note`, `due`). `waiting` says whom the case waits for.
    """

    number: str
    title: str
    revision: int
    applicant: str
    office: str
    status: str
    arrived_at: datetime
    back_url: str
    sections: tuple[AnswerSection, ...]
    waiting: str = ""
    assignee: str = ""
    clock: ClockView | None = None
    acts: tuple[ActView, ...] = ()
    correction: ActView | None = None
    errors: tuple[Link, ...] = ()
    route: tuple[StationView, ...] = ()
    proposal: ProposalView | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    charges: tuple[ChargeView, ...] = ()
    stuck: tuple[StuckEffect, ...] = ()
    newer: NewerView | None = None


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """`console/conflict.html`: somebody acted in between; what they did, and what was tried.

    `tried` are label and value of what the clerk had filled in. `repeat` is the same act as a form
    on the new revision, where it may still be done.
    """

    number: str
    title: str
    case_url: str
    act: str
    meanwhile: tuple[TimelineEntry, ...]
    status: str
    reason: str = ""
    tried: tuple[tuple[str, str], ...] = ()
    repeat: ActView | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class StaffSignInPage:
    """`console/sign_in.html`: the organisation's sign-in, one button (a POST) per provider.

    Without providers the page says that it has to be configured. `back` is where to go then.
    """

    providers: tuple[Link, ...]
    errors: tuple[Link, ...] = ()
    back: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """`public/message.html`: a refusal or a failure. What happened, why, and what to do next.

    `incident` is the number by which we find a failure of ours again.
    """

    status: int
    title: str
    what: str
    why: str = ""
    next_steps: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    incident: str = ""


@dataclass(frozen=True, slots=True)
class StaticPage:
    """`public/help.html`, `public/privacy.html`, `public/accessibility.html`."""

    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody one can be in the demo: posts `person` to sign in, then goes to their start page."""

    id: str
    name: str
    post: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`demo/people.html`: residents and clerks, the latter by office."""

    residents: tuple[DemoPerson, ...]
    offices: tuple[tuple[str, tuple[DemoPerson, ...]], ...] = ()
    back: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that would have been sent; `body` is plain text, `code` a one-time code in it."""

    at: datetime
    to: str
    subject: str
    body: str
    links: tuple[Link, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """`demo/mailbox.html`: newest first; `to` filters by address."""

    mails: tuple[Mail, ...]
    to: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class DemoPayPage:
    """`demo/pay.html`: the demo provider's own page.

    Posts `outcome` (`paid`, `declined`, `number` or `cancelled`) and `delivery`, which says how
    the report reaches us: `now`, `late`, `duplicate`, `disordered` or `lost`. Once there is a
    `number` to pay with, `outcome=till` pays it; `state` other than open or awaiting is the end.
    """

    order: str
    label: str
    amount: int
    payee: str
    method: str = ""
    numbers: bool = True
    number: str = ""
    until: date | None = None
    state: str = "open"
    back_url: str = ""


@dataclass(frozen=True, slots=True)
class ClockPage:
    """`demo/clock.html`: posts `advance`, an ISO 8601 period (`P1D`, `P14D`, `P1M`)."""

    now: datetime
    moved: str = ""
    upcoming: tuple[tuple[date, str], ...] = ()
    fired: tuple[str, ...] = ()
