"""The walk through a form: page by page and question by question, asking only what is to be asked.

Each condition looks at the answers given before it; what is hidden has no value for those after
it. `read` takes raw answers from outside and says what is wrong with them; `shown` follows answers
that have been checked before. Knows nothing of attachments, of rules between answers, of offices.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.cases import bounds
from app.definitions import fields
from app.definitions.expressions.compiled import Facts
from app.definitions.fields import KINDS, MISSING, Kind, Wrong
from app.definitions.fields.blocks import stored
from app.definitions.model import Field, Page, Procedure, say
from app.kernel import paths
from app.kernel.clock import local_day
from app.kernel.errors import Fault


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by which way somebody is answering; `arrived_on` once it has been filed."""

    today: date
    channel: str = "online"
    arrived_on: date | None = None


def at_arrival(arrived_at: datetime) -> Moment:
    """Give when an application is judged once it has arrived: as of its arrival.

    A correction is judged as of then too, so that a late one turns nothing overdue.
    """
    day = local_day(arrived_at)
    return Moment(day, arrived_on=day)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page with those of its fields that are asked."""

    page: Page
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a walk found: canonical answers, what is wrong, and what was not asked in rows.

    `facts` looks at the answers themselves, hidden ones left out.
    """

    answers: dict[str, Any]
    facts: Facts
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    @property
    def asked(self) -> tuple[Field, ...]:
        """Give every field that is asked, in order."""
        return tuple(each for shown in self.shown for each in shown.fields)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the raw and the canonical mapping, the path before ids, the row."""

    raw: object
    into: dict[str, Any]
    facts: Facts
    at: str = ""
    row: str = ""


def facts_of(
    answers: Mapping[str, Any], moment: Moment, row: Mapping[str, Any] | None = None
) -> Facts:
    """Give what expressions may look at."""
    return Facts(answers, moment.today, moment.arrived_on, moment.channel, row)


def read(procedure: Procedure, raw: object, moment: Moment) -> Reading:
    """Walk through raw answers from outside."""
    answers: dict[str, Any] = {}
    reading = Reading(answers, facts_of(answers, moment))
    place = _Place(raw, answers, reading.facts)
    for page in procedure.pages:
        if page.when is None or page.when.holds(reading.facts):
            visible = _read_fields(reading, page.fields, place)
            if visible:
                reading.shown.append(Shown(page, visible))
    return reading


def shown(procedure: Procedure, answers: Mapping[str, Any], moment: Moment) -> Reading:
    """Walk through answers that have been checked before, leaving out those that are hidden now."""
    clean: dict[str, Any] = {}
    reading = Reading(clean, facts_of(clean, moment))
    for page in procedure.pages:
        if page.when is None or page.when.holds(reading.facts):
            visible = shown_fields(page.fields, answers, clean, reading.facts)
            if visible:
                reading.shown.append(Shown(page, visible))
    return reading


def shown_fields(
    asked: Iterable[Field], answers: Mapping[str, Any], clean: dict[str, Any], facts: Facts
) -> tuple[Field, ...]:
    """Give the fields that are asked, putting their answers into `clean`, which `facts` look at."""
    visible = []
    for each in asked:
        if each.when is None or each.when.holds(facts):
            visible.append(each)
            value = paths.get(answers, each.id)
            if value is not None:
                paths.put(clean, each.id, value)
    return tuple(visible)


def leftovers(raw: object, asked: Sequence[Field], answers: Mapping[str, Any]) -> list[str]:
    """Give the paths in `raw` that no asked field takes, a worked-out value sent back excepted."""
    if not isinstance(raw, Mapping):
        return []
    known = {tuple(each.id.split(".")): each for each in asked if fields.has_answer(each)}
    worked_out = {
        tuple(each.id.split(".")): paths.get(answers, each.id)
        for each in asked
        if each.computed is not None
    }
    leads = {path[:length] for path in known | worked_out for length in range(1, len(path))}
    found: list[str] = []

    def visit(inner: Mapping[Any, Any], lead: tuple[str, ...]) -> None:
        for key, value in inner.items():
            path = (*lead, str(key)[:60])
            if path in known:
                found.extend(_strange_parts(value, known[path]))
            elif path in leads and isinstance(value, Mapping):
                visit(value, path)
            elif path not in worked_out or not _same(value, worked_out[path]):
                found.append(".".join(path))

    visit(raw, ())
    return found


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _strange_parts(value: object, asked: Field) -> list[str]:
    parts = {part.name for part in KINDS[asked.kind].parts(asked)}
    if not isinstance(value, Mapping) or "" in parts:
        return []
    parts |= KINDS[asked.kind].type_of(asked).members.keys()
    return [f"{asked.id}.{str(key)[:60]}" for key in value if key not in parts]


def _read_fields(reading: Reading, asked: Iterable[Field], place: _Place) -> tuple[Field, ...]:
    visible = []
    for each in asked:
        if each.when is not None and not each.when.holds(place.facts):
            continue
        visible.append(each)
        if each.computed is not None:
            value = stored(each.computed.run(place.facts), each.computed.type)
            if value is not None:
                paths.put(place.into, each.id, value)
        elif fields.has_answer(each):
            _read_field(reading, each, place)
    return tuple(visible)


def _read_field(reading: Reading, asked: Field, place: _Place) -> None:
    kind = KINDS[asked.kind]
    try:
        value = kind.read(paths.get(place.raw, asked.id), asked)
    except Wrong as wrong:
        reading.faults.extend(
            _fault(place, asked, slip.part, (slip.code, slip.message)) for slip in wrong.slips
        )
        return
    if asked.kind == "group":
        value = _read_rows(reading, asked, value, place)
    elif value is MISSING and _required(asked, place.facts):
        reading.faults.append(_missing(place, asked, kind))
    elif value is not MISSING and (slip := bounds.broken(asked, value, place.facts)) is not None:
        reading.faults.append(_fault(place, asked, slip.part, (slip.code, slip.message)))
    if value is not MISSING:
        paths.put(place.into, asked.id, value)


def _required(asked: Field, facts: Facts) -> bool:
    if asked.required_when is not None:
        return asked.required_when.holds(facts)
    return asked.required


def _missing(place: _Place, asked: Field, kind: Kind) -> Fault:
    message = kind.ask.format(label=say(asked.label))
    return _fault(place, asked, kind.anchor, ("required", message))


def _fault(place: _Place, asked: Field, part: str, words: tuple[str, str]) -> Fault:
    code, message = words
    path = f"{place.at}{asked.id}" + (f".{part}" if part else "")
    return Fault(path, code, f"{place.row}：{message}" if place.row else message)


def _read_rows(reading: Reading, group: Field, given: Any, place: _Place) -> Any:  # noqa: ANN401 - rows or MISSING
    """Read the rows of a group; a row left blank that need not be there is passed over."""
    rows = [] if given is MISSING else given
    least = 1 if group.minimum is None else int(group.minimum)
    least = least if _required(group, place.facts) else 0
    kept, count = [], 0
    for number, raw in enumerate(rows):
        if number >= least and _is_blank(group, raw):
            continue
        count += 1
        row = _read_row(reading, group, (number, raw), place)
        if any(paths.get(row, each.id) is not None for each in _answered(group)):
            kept.append(row)
    _count(reading, group, (count, least), place)
    return kept or MISSING


def _read_row(
    reading: Reading, group: Field, numbered: tuple[int, object], place: _Place
) -> dict[str, Any]:
    number, raw = numbered
    row: dict[str, Any] = {}
    at = f"{place.at}{group.id}.{number}."
    facts = replace(place.facts, row=row)
    visible = _read_fields(
        reading, group.rows, _Place(raw, row, facts, at, row_label(group, number))
    )
    if isinstance(raw, Mapping):
        reading.ignored.extend(at + path for path in leftovers(raw, visible, row))
    elif raw not in (None, ""):
        reading.ignored.append(at.rstrip("."))
    return row


def row_label(group: Field, number: int) -> str:
    """Name a row of a group, counted from nought here and from one for people: 責任者 1."""
    return f"{say(group.each or group.label)} {number + 1}"


def _answered(group: Field) -> tuple[Field, ...]:
    return tuple(each for each in group.rows if fields.has_answer(each))


def _is_blank(group: Field, raw: object) -> bool:
    for each in _answered(group):
        try:
            if KINDS[each.kind].read(paths.get(raw, each.id), each) is not MISSING:
                return False
        except Wrong:
            return False
    return True


def _count(reading: Reading, group: Field, counted: tuple[int, int], place: _Place) -> None:
    count, least = counted
    label = say(group.label)
    if count == 0 and least:
        reading.faults.append(_missing(place, group, KINDS["group"]))
    elif count < least:
        words = ("too_few", f"{label}を{least}件以上入力してください")
        reading.faults.append(_fault(place, group, "", words))
    elif group.maximum is not None and count > group.maximum:
        words = ("too_many", f"{label}は{int(group.maximum)}件まで入力できます")
        reading.faults.append(_fault(place, group, "", words))
