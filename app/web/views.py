"""What each page needs in order to be shown, as plain frozen values: the contract of the templates.

A route fills the dataclass named after its template and gives it to `pages.render(template,
chrome, page)`; the template sees `chrome` and `page` and nothing else. Values are real ones
(`date`, `datetime` in Japan's time, yen as `int`), and templates format them; texts are ready
Japanese. Nothing here knows a service, a request or a rule. Here are the parts that pages share;
the pages are in `resident_views` (form, check, case …) and `desk_views` (console, public, demo).

Forms post to the address that they are shown on, unless the docstring says otherwise, and carry
the hidden field `_token` when `Chrome.token` is set. An input's name and id are its dotted path,
so an error links to `#path` or `#path.part`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["plain", "info", "good", "warn", "bad"]
Progress: TypeAlias = Literal["done", "now", "todo"]


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go. For an error summary `url` is `#path` of the field."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds every page. `demo_now` set means the demo banner with its clock is shown.

    `person` is who is signed in ("" nobody), `post` their post for clerks, `path` the address of
    this page (marks the current item of the navigation), `token` guards forms against forgery,
    `flash` is said once after something was done. Signing out posts to `/sign-out`. `preview` is
    how often the files on the stage of `madoguchi preview` were read, 0 everywhere else. `author`
    is for those who may enter the studio.
    """

    area: Literal["resident", "console"] = "resident"
    person: str = ""
    post: str = ""
    path: str = ""
    token: str = ""
    flash: str = ""
    demo_now: datetime | None = None
    preview: int = 0
    author: bool = False


@dataclass(frozen=True, slots=True)
class OptionView:
    """One thing to choose."""

    code: str
    label: str
    chosen: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was sent for an attachment, and what is known of it (`検査済み`, `検査中`)."""

    id: str
    name: str
    size: str
    state: str = ""
    tone: Tone = "plain"
    url: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """One box of a question that has several; `width` is one of the widths of inputs.

    Few options are shown as a row of choices, more as a list.
    """

    key: str
    label: str
    inputmode: str = ""
    width: str = "full"
    options: tuple[OptionView, ...] = ()
    free: bool = False


@dataclass(frozen=True, slots=True)
class PartsView:
    """Boxes that stand together under a heading of their own, empty where they have none."""

    label: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question, whatever its kind. `kind` is one of the definition's, or `attachment`.

    `values` and `errors` are by part: `""` for the whole field, else `family`, `era`,
    `postal_code` and so on; values are what the person typed, so that nothing has to be typed
    again; an era is its name (`昭和`, `西暦`). Choices say what is chosen on their `options`.
    `autocomplete` is `name`, `address`, `bday`, `tel`, `email` or any HTML token. `echo` repeats
    a date or a converted reading in words. For an address, `candidates` are the towns of a postal
    code that has several (radio `<path>.candidate`, then the button `postal:<path>` again) and
    `note` says what was filled in.
    A group has one tuple of fields per entry in `rows`, their paths being `group.0.name`; `each`
    names an entry. An attachment has `files`, and `template_url` where there is a form to fill in;
    `taken` says which files it takes, if it says so itself, and `accept` says it to the browser.
    A question of the kind `search` has too many options to list: they are offered while typing,
    and its `candidates` are those that may be meant (radio `<path>`, which counts before the text).
    `parts` are the boxes of kinds that have no look of their own.
    """

    path: str
    kind: str
    label: str = ""
    required: bool = True
    help: str = ""
    example: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    options: tuple[OptionView, ...] = ()
    unit: str = ""
    max_length: int | None = None
    autocomplete: str = ""
    inputmode: str = ""
    width: Literal["", "xs", "s", "m", "l", "full"] = ""
    kana: bool = True
    echo: str = ""
    note: str = ""
    candidates: tuple[OptionView, ...] = ()
    rows: tuple[tuple["FieldView", ...], ...] = ()
    each: str = ""
    can_add: bool = True
    can_remove: bool = True
    files: tuple[FileView, ...] = ()
    template_url: str = ""
    taken: str = ""
    accept: str = "image/*,.pdf,.heic"
    parts: tuple[PartsView, ...] = ()
    single: bool = False
    scope: str = ""

    @property
    def id(self) -> str:
        """Give the id of its element: the path, after the scope where a page has several forms."""
        return f"{self.scope}{self.path}"


@dataclass(frozen=True, slots=True)
class StepView:
    """One page of a form in the line of steps; `url` only where one may go back to it."""

    label: str
    state: Progress
    url: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in words. `before` is the answer of the revision before, where it changed.

    `files` instead of `value` for an attachment. `ticked` and `message` are what a clerk has
    written on a correction request that was not sent yet.
    """

    label: str
    value: str = ""
    path: str = ""
    change_url: str = ""
    before: str = ""
    files: tuple[FileView, ...] = ()
    ticked: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """The answers of one page, or of one entry of a group (`食品衛生責任者 1`)."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee; `amount` None means it is not known yet, which `note` explains.

    `words` stand in the place of an amount that is known but not the same for everyone.
    """

    label: str
    amount: int | None
    note: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A category, a life event or a box to look into, and how many are in it (`1000+` is fine)."""

    label: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class OfficeView:
    """Whom to ask."""

    name: str
    phone: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """A stage as the resident sees it."""

    label: str
    state: Progress
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """The processing clock in days. `total` None: no period is fixed. `due` counts the stops."""

    used: int
    state: Literal["running", "stopped", "ended", "late"]
    total: int | None = None
    stopped: int = 0
    due: date | None = None
    extended: bool = False
    note: str = ""
    unit: str = "日"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. `before` and `after` where it changed a value."""

    at: datetime
    title: str
    who: str = ""
    text: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An issued document; `url` "" while it is being made."""

    title: str
    url: str
    issued_at: datetime | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class ChargeView:
    """An amount asked for, None while it is not settled; `url` leads to paying it, if one can."""

    label: str
    amount: int | None
    state: str
    tone: Tone = "plain"
    due: date | None = None
    paid_at: datetime | None = None
    url: str = ""
