"""The parts of a case that residents and clerks see alike: clock, charges, papers, answers, files.

From what services give to view models. Knows no request; who may see what is decided before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import answers as filled_in
from app.cases.answers import Moment
from app.cases.deadlines import Reading
from app.cases.model import Case, Charge
from app.definitions.model import Procedure, say
from app.services.catalogue import SAMPLE
from app.services.reading import DocumentRow, Happening, Sight, Upload
from app.web.views import (
    AnswerRow,
    AnswerSection,
    ChargeView,
    ClockView,
    DocumentView,
    FileView,
    TimelineEntry,
    Tone,
)

_UNITS = {"day": "日", "business_day": "開庁日"}
_STOPPED = {
    "await-applicant": "補正を待つあいだは数えません。",
    "await-payment": "手数料の納付を待つあいだは数えません。",
    "await-outside": "照会の回答を待つあいだは数えません。",
}
_CHARGES: Mapping[str, tuple[str, Tone]] = {
    "unknown": ("額を決めています", "info"),
    "open": ("未納", "warn"),
    "paid": ("納付済み", "good"),
    "cancelled": ("取消し", "plain"),
    "waived": ("免除", "good"),
}
_TONES: Mapping[str, Tone] = {
    "submitted": "good",
    "corrected": "good",
    "decided": "good",
    "payment_settled": "good",
    "document_issued": "good",
    "correction_requested": "warn",
    "sent_back": "warn",
    "extended": "warn",
    "deadline_passed": "bad",
    "withdrawn": "bad",
}


def clock(sight: Sight) -> ClockView:
    """Give the processing clock of a case."""
    reading, rule = sight.clock, sight.procedure.workflow.clock
    total = reading.allowed
    if reading.extended and reading.left is not None:
        total = reading.used + reading.left
    stops = sight.case.clock.stops
    stopped = bool(stops) and stops[-1].until is None
    note = _STOPPED.get(stops[-1].reason, "") if stopped else rule.note
    return ClockView(
        used=reading.used,
        state=_clock_state(sight.case, reading, total),
        total=total,
        stopped=reading.stopped,
        due=reading.due,
        extended=reading.extended,
        note=note,
        unit=_UNITS[reading.unit],
    )


def charges(case: Case, pay: str = "") -> tuple[ChargeView, ...]:
    """Give what is asked for; `pay` is the address of paying, for whoever may."""
    return tuple(_charge(each, pay) for each in case.charges)


def documents(rows: Iterable[DocumentRow], home: str) -> tuple[DocumentView, ...]:
    """Give the documents of a case, each under `home` once it is issued."""
    return tuple(
        DocumentView(
            title=each.title,
            url=f"{home}/documents/{each.id}" if each.state == "issued" else "",
            issued_at=each.issued_at,
            number=each.number,
        )
        for each in rows
    )


def timeline(happenings: Iterable[Happening]) -> tuple[TimelineEntry, ...]:
    """Give what happened, the latest first."""
    found = [
        TimelineEntry(each.at, each.title, each.who, each.text, _TONES.get(each.event, "plain"))
        for each in happenings
    ]
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Sent:
    """An application as it was sent, and the one before; `files` is where its files are shown."""

    procedure: Procedure
    arrived_at: datetime
    answers: Mapping[str, Any]
    previous: Mapping[str, Any] | None = None
    uploads: Mapping[str, Upload] | None = None
    files: str = ""


def sent(sight: Sight, files: str = "") -> Sent:
    """Give the application of a case, files and all."""
    case = sight.case
    return Sent(
        sight.procedure, case.arrived_at, case.answers, sight.previous, sight.uploads, files
    )


def sections(sent: Sent) -> tuple[AnswerSection, ...]:
    """Give the answers page by page and the files, with what was changed by a correction."""
    moment = filled_in.at_arrival(sent.arrived_at)
    before = _texts(sent, moment)
    found = [
        AnswerSection(
            each.title,
            tuple(_row(row.label, row.text, row.path, before) for row in each.rows),
        )
        for each in filled_in.summary(sent.procedure, sent.answers, moment)
    ]
    files = _file_rows(sent)
    return (*found, AnswerSection("添付書類", files)) if files else tuple(found)


def size(count: int) -> str:
    """Write how large a file is."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))}KB"
    return f"{count / 1024 / 1024:.1f}MB"


def _clock_state(case: Case, reading: Reading, total: int | None) -> Any:  # noqa: ANN401
    if case.clock.ended is not None:
        return "ended"
    if total is not None and reading.used > total:
        return "late"
    return "running" if reading.running else "stopped"


def _charge(charge: Charge, pay: str) -> ChargeView:
    words, tone = _CHARGES[charge.state]
    return ChargeView(
        label=charge.label,
        amount=None if charge.state == "unknown" else charge.amount,
        state=words,
        tone=tone,
        due=charge.due,
        paid_at=charge.paid_at,
        url=f"{pay}/{charge.id}" if pay and charge.state == "open" else "",
    )


def _texts(sent: Sent, moment: Moment) -> Mapping[str, str] | None:
    if sent.previous is None:
        return None
    found = filled_in.summary(sent.procedure, sent.previous, moment)
    return {row.path: row.text for each in found for row in each.rows}


def _row(label: str, value: str, path: str, before: Mapping[str, str] | None) -> AnswerRow:
    was = value if before is None else before.get(path, "（項目なし）")
    return AnswerRow(label, value, path, before="" if was == value else was)


def _file_rows(sent: Sent) -> tuple[AnswerRow, ...]:
    now, before = _groups(sent.answers), _groups(sent.previous or {})
    rows = []
    for each in sent.procedure.attachments:
        here, was = now.get(each.id, []), before.get(each.id, [])
        if not here and not was:
            continue
        files = tuple(_file(file, sent) for file in here)
        changed = sent.previous is not None and here != was
        names = "、".join(_file(file, sent).name for file in was) or "添付なし"
        rows.append(
            AnswerRow(
                say(each.label),
                path=f"attachments.{each.id}",
                before=names if changed else "",
                files=files,
            )
        )
    return tuple(rows)


def _file(upload_id: str, sent: Sent) -> FileView:
    row = (sent.uploads or {}).get(upload_id)
    url = f"{sent.files}/{upload_id}" if sent.files else ""
    if row is None:
        name = "見本.pdf" if upload_id == SAMPLE else "（見つからないファイル）"
        return FileView(upload_id, name, "", url=url if upload_id == SAMPLE else "")
    return FileView(upload_id, row.name, size(row.size), url=url)


def _groups(answers: Mapping[str, Any]) -> Mapping[str, list[str]]:
    found = answers.get("attachments")
    return found if isinstance(found, Mapping) else {}
