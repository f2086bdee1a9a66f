"""What the pages of the studio need in order to be shown; see `app.web.views`."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.web.resident_views import PrintedView
from app.web.views import FieldView, Link, Tone


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A procedure among those of the studio."""

    title: str
    id: str
    url: str
    department: str
    effective: date
    next: date | None
    open_cases: int
    changed: bool
    mine: bool
    health: str
    tone: Tone
    tried: str
    unconfirmed: str


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """`studio/shelf.html`: every procedure with its health; `query` narrows by title or id."""

    rows: tuple[ShelfRow, ...]
    query: str
    complete: bool
    may_begin: bool


@dataclass(frozen=True, slots=True)
class FileTab:
    """A file of a procedure: its name, what it is, and whether it is being changed."""

    name: str
    label: str
    url: str
    current: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic beside the text: where, how bad, what, what to do, and where it is explained."""

    file: str
    line: int
    column: int
    width: int
    severity: str
    code: str
    message: str
    hint: str
    url: str


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario of the procedure and how it went."""

    n: int
    name: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """`studio/editor.html`: posts `file`, `text`, `revision` to its own address.

    `area` is what stands beside the text: `findings`, `stage`, `flow`, `scenarios`.
    """

    id: str
    title: str
    url: str
    tabs: tuple[FileTab, ...]
    file: str
    text: str
    revision: int
    may_write: bool
    saved_by: str
    findings: tuple[Finding, ...]
    scenarios: tuple[ScenarioLine, ...]
    covered: tuple[str, ...]
    changes: int
    languages: tuple[Link, ...]
    picture: str
    ready: bool
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class StagePage:
    """`studio/stage.html`: one page of the form as residents would see it."""

    procedure: str
    title: str
    help: str
    fields: tuple[FieldView | PrintedView, ...]
    pages: tuple[Link, ...]
    current: str
    language: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """What differs for one group of people, in sentences."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """A running case and what would become of it."""

    number: str
    verdict: str
    tone: Tone
    lines: tuple[str, ...]
    plan: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """`studio/changes.html`: what a version would change, for whom, and in which cases."""

    id: str
    title: str
    url: str
    groups: tuple[ChangeGroup, ...]
    counts: tuple[tuple[str, int], ...]
    touched: tuple[TouchedLine, ...]
    more: int
    replayed: int
    differing: tuple[TouchedLine, ...]


@dataclass(frozen=True, slots=True)
class ProposePage:
    """`studio/propose.html`: posts `reason` and `waiver`."""

    id: str
    title: str
    url: str
    effective: date | None
    groups: tuple[ChangeGroup, ...]
    unconfirmed: tuple[str, ...]
    obstacles: tuple[str, ...]
    errors: tuple[Link, ...] = ()
    reason: str = ""
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a procedure: when it holds, and what became of its proposal."""

    effective: date
    label: str
    state: str
    tone: Tone
    url: str
    case_number: str = ""
    proposed_by: str = ""
    proposed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """`studio/versions.html`."""

    id: str
    title: str
    url: str
    lines: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """`studio/version.html`: one proposed version, as whoever has to agree to it reads it."""

    id: str
    title: str
    url: str
    line: VersionLine
    groups: tuple[ChangeGroup, ...]
    text: str


@dataclass(frozen=True, slots=True)
class BeginPage:
    """`studio/begin.html`: posts `id`, `title`, `department`, `workflow`."""

    departments: tuple[Link, ...]
    workflows: tuple[Link, ...]
    values: dict[str, str] = field(default_factory=dict)
    errors: tuple[Link, ...] = ()
