"""記入内容: checking what was filled in, as a whole and page by page.

`check` decides whether an application can be filed: it gives canonical answers and every fault at
once. `check_page` keeps a draft while it is being written. Neither knows a form's HTML, where a
draft is kept, or who is asking.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.cases import competence, enclosures, walk
from app.cases.competence import office_of
from app.cases.summaries import Row, Section, summary
from app.cases.walk import Moment, Reading, at_arrival
from app.definitions import fields
from app.definitions.fields import KINDS
from app.definitions.fields.blocks import stored
from app.definitions.model import Attachment, Check, Field, Page, Procedure, say
from app.kernel import paths
from app.kernel.errors import Fault, Refusal

__all__ = [
    "Checked",
    "Moment",
    "Row",
    "Section",
    "at_arrival",
    "attachments_for",
    "check",
    "check_page",
    "defaults",
    "field_of",
    "office_of",
    "omitted",
    "summary",
    "visible_fields",
    "visible_pages",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check.

    `answers` are canonical, without what was wrong; `faults` say what is wrong, each at the name
    of the first input concerned; `ignored` are the paths of what was sent but not asked; `raw` is
    what to show in the inputs: as typed where it is wrong, in its canonical form elsewhere.
    """

    answers: dict[str, Any]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]
    raw: Mapping[str, Any]


def check(procedure: Procedure, raw: Mapping[str, Any], moment: Moment) -> Checked:
    """Check a whole application: its answers, attachments, the rules between them, the office.

    Never raises, whatever `raw` holds. Hidden, computed and unknown answers are dropped and listed.
    """
    given = _mapping(raw)
    reading = walk.read(procedure, given, moment)
    asked = {key: value for key, value in given.items() if key != enclosures.KEY}
    ignored = walk.leftovers(asked, reading.asked, reading.answers) + reading.ignored
    files, file_faults, strangers = enclosures.read(
        procedure, given.get(enclosures.KEY), reading.facts
    )
    faults = [*reading.faults, *file_faults]
    faults += _between(procedure.checks, reading, faults)
    faults += _outside(procedure, reading, faults)
    answers = reading.answers | ({enclosures.KEY: files} if files else {})
    return Checked(answers, tuple(faults), (*ignored, *strangers), given)


def check_page(
    procedure: Procedure,
    page_id: str,
    raw_page: Mapping[str, Any],
    answers_so_far: Mapping[str, Any],
    moment: Moment,
) -> Checked:
    """Check one page, and give the draft with that page's answers in place.

    What the change hides on other pages stays in the draft, in case the resident changes back;
    `check` leaves it out. Raises `Refusal("form.page_unknown")`.
    """
    page = _page(procedure, page_id)
    given = _mapping(raw_page)
    reading = walk.read(procedure, _merged(page, given, answers_so_far), moment)
    asked = next((each.fields for each in reading.shown if each.page.id == page_id), ())
    here = [fault for fault in reading.faults if _owner(asked, fault.field)]
    here += _between(_answerable(procedure, page), reading, reading.faults)
    here += _outside(procedure, reading, reading.faults) if _has_office(procedure, asked) else []
    ignored = [
        *walk.leftovers(given, asked, reading.answers),
        *(path for path in reading.ignored if _owner(asked, path)),
    ]
    draft = _replaced(asked, reading.answers, answers_so_far)
    return Checked(draft, tuple(here), tuple(ignored), _raw(page, draft, given, here))


def visible_pages(
    procedure: Procedure, answers: Mapping[str, Any], moment: Moment
) -> tuple[Page, ...]:
    """Give the pages that are asked, given the answers so far."""
    return tuple(each.page for each in walk.shown(procedure, answers, moment).shown)


def visible_fields(
    page: Page | Field,
    answers: Mapping[str, Any],
    moment: Moment,
    row: Mapping[str, Any] | None = None,
) -> tuple[Field, ...]:
    """Give the fields of a page that are asked, or those of a group in one of its rows."""
    if isinstance(page, Field):
        inner: dict[str, Any] = {}
        outer = walk.facts_of(answers, moment, inner)
        return walk.shown_fields(page.rows, row or {}, inner, outer)
    if all(each.when is None for each in page.fields):
        return page.fields
    clean = paths.copy(answers)
    for each in page.fields:
        paths.drop(clean, each.id)
    return walk.shown_fields(page.fields, answers, clean, walk.facts_of(clean, moment))


def attachments_for(
    procedure: Procedure, answers: Mapping[str, Any], moment: Moment
) -> tuple[tuple[Attachment, bool], ...]:
    """Give the attachments that the answers call for, each with whether it must be there.

    Of alternatives (`any_of`) each is needed until one of the others is attached.
    """
    if not procedure.attachments:
        return ()
    facts = walk.shown(procedure, answers, moment).facts
    among, files = enclosures.visible(procedure, facts), answers.get(enclosures.KEY)
    return tuple((each, enclosures.is_required(each, among, files, facts)) for each in among)


def omitted(procedure: Procedure, answers: Mapping[str, Any], moment: Moment) -> Mapping[str, str]:
    """Give the attachments that the answers spare the resident, each with the reason in words."""
    if all(each.omit is None for each in procedure.attachments):
        return {}
    facts = walk.shown(procedure, answers, moment).facts
    spared = ((each.id, enclosures.omitted(each, facts)) for each in procedure.attachments)
    return {name: reason for name, reason in spared if reason}


def defaults(page: Page, answers: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
    """Give what to write into the inputs of a page where there is no answer yet."""
    raw: dict[str, Any] = {}
    if all(each.default is None for each in page.fields):
        return raw
    facts = walk.facts_of(answers, moment)
    for each in visible_fields(page, answers, moment):
        if each.default is None or paths.get(answers, each.id) is not None:
            continue
        value = stored(each.default.run(facts), each.default.type)
        if value is not None:
            paths.put(raw, each.id, KINDS[each.kind].raw_of(value, each))
    return raw


def field_of(procedure: Procedure, path: str) -> Field | None:
    """Give the field on whose answer or input a fault's path points; rows belong to their group."""
    return _owner(procedure.fields, path)


def _page(procedure: Procedure, page_id: str) -> Page:
    found = next((page for page in procedure.pages if page.id == page_id), None)
    if found is None:
        raise Refusal(
            "form.page_unknown",
            "この手続に、そのページはありません。",
            "手続の最初のページから始めてください。",
        )
    return found


def _merged(page: Page, given: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = paths.copy(answers)
    for each in page.fields:
        paths.drop(merged, each.id)
        value = paths.get(given, each.id)
        if value is not None:
            paths.put(merged, each.id, value)
    return merged


def _replaced(
    asked: Iterable[Field], found: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    draft: dict[str, Any] = paths.copy(answers)
    for each in asked:
        paths.drop(draft, each.id)
        value = paths.get(found, each.id)
        if value is not None:
            paths.put(draft, each.id, value)
    return draft


def _mapping(raw: object) -> Mapping[str, Any]:
    return raw if isinstance(raw, Mapping) else {}


def _raw(
    page: Page,
    draft: Mapping[str, Any],
    given: Mapping[str, Any],
    faults: Iterable[Fault],
) -> dict[str, Any]:
    """Give what to show in the inputs; rows stay as typed, a blank one that was added too."""
    raw: dict[str, Any] = {}
    wrong = {fault.field for fault in faults}
    for each in page.fields:
        typed = paths.get(given, each.id)
        if each.kind != "group" and not any(_concerns(path, each.id) for path in wrong):
            typed = paths.get(fields.refill((each,), draft), each.id) or typed
        if typed is not None:
            paths.put(raw, each.id, typed)
    return raw


def _between(checks: Iterable[Check], reading: Reading, faults: Iterable[Fault]) -> list[Fault]:
    """Apply the rules between answers where all that they look at could be read."""
    wrong = [fault.field for fault in faults]
    found: list[Fault] = []
    for rule in checks:
        at = _owner(reading.asked, rule.at)
        if at is None or any(_concerns(path, at.id) for path in (*wrong, *_fields_of(found))):
            continue
        if any(_unread(name, reading, wrong) for name in rule.require.names):
            continue
        held = rule.when is None or rule.when.holds(reading.facts)
        if held and rule.require.run(reading.facts) is False:
            anchor = KINDS[at.kind].anchor
            path = f"{at.id}.{anchor}" if anchor else at.id
            found.append(Fault(path, f"check.{rule.id}", say(rule.message)))
    return found


def _fields_of(faults: Iterable[Fault]) -> list[str]:
    return [fault.field for fault in faults]


def _unread(name: str, reading: Reading, wrong: Iterable[str]) -> bool:
    owner = _owner(reading.asked, name)
    return owner is not None and any(_concerns(path, owner.id) for path in wrong)


def _answerable(procedure: Procedure, page: Page) -> list[Check]:
    """Give the rules of a page that look at nothing asked after it."""
    index = procedure.pages.index(page)
    later = [each for after in procedure.pages[index + 1 :] for each in after.fields]
    return [
        rule
        for rule in procedure.checks
        if _owner(page.fields, rule.at)
        and not any(_owner(later, name) for name in rule.require.names)
    ]


def _outside(procedure: Procedure, reading: Reading, faults: Iterable[Fault]) -> list[Fault]:
    """Say that an address belongs to no office of ours."""
    rule = procedure.office
    address = paths.get(reading.answers, rule.by) if rule.by and not rule.unit else None
    if not isinstance(address, Mapping) or competence.unit_of(rule, address) is not None:
        return []
    if any(_concerns(fault.field, rule.by) for fault in faults):
        return []
    return [Fault(f"{rule.by}.city", "office.elsewhere", competence.elsewhere(rule))]


def _has_office(procedure: Procedure, asked: Iterable[Field]) -> bool:
    return any(each.id == procedure.office.by for each in asked)


def _owner(asked: Iterable[Field], path: str) -> Field | None:
    return next((each for each in asked if _concerns(path, each.id)), None)


def _concerns(path: str, id_: str) -> bool:
    return path == id_ or path.startswith(f"{id_}.")
