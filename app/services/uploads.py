"""添付: files are taken in, looked at, and tied to the person who sent them.

Names are kept for people and never used as paths. What is not found clean is never handed on. An
upload belongs to its sender; another's id is answered as one that does not exist.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.cases.model import Actor
from app.definitions.model import Attachment, Procedure
from app.gateways.scanning import content
from app.kernel import ids
from app.kernel.errors import Fault, Refusal
from app.services import access, casework
from app.services.catalogue import SAMPLE
from app.services.context import Context
from app.store import cases, uploads
from app.store.transaction import Tx, read, write
from app.store.uploads import Upload

_HOURLY = 200
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sends: its name as given, what it is for, and the bytes.

    With `attachment`, where it is known, only what that one takes is taken.
    """

    name: str
    purpose: str
    data: bytes
    attachment: Attachment | None = None


def receive(ctx: Context, sent: Sent, by: Actor) -> Upload:
    """Take in a file: check what it is, have it scanned, and keep it.

    Raises `Refusal`: `upload.kind_refused`, `upload.too_large`, `upload.infected`,
    `limit.reached`; and `Outage` when it cannot be scanned, since an unscanned file is not taken.
    """
    with write(ctx.database) as tx:
        access.limit(tx, f"upload:{by.id}", _HOURLY, _HOUR, ctx.clock())
    found = content.inspect(sent.name, sent.data, *_taken(sent.attachment))
    verdict = ctx.scanner.scan(sent.data)
    if not verdict.clean:
        raise Refusal(
            "upload.infected",
            "このファイルから危険なプログラムが見つかったため、受け取れません。",
            "安全なファイルを用意して、もう一度送ってください。",
        )
    upload_id = ids.new_id()
    stored = ctx.storage.put(f"uploads/{upload_id}", sent.data)
    row = Upload(
        id=upload_id,
        person_id=by.id,
        purpose=sent.purpose,
        name=found.name,
        media_type=found.media_type,
        size=stored.size,
        sha256=stored.sha256,
        state="clean",
        created_at=ctx.clock(),
        case_number=None,
    )
    with write(ctx.database) as tx:
        uploads.add(tx, row)
    return row


def _taken(attachment: Attachment | None) -> tuple[tuple[content.Kind, ...], int]:
    """Give the kinds of file that an attachment takes, and the most that one may have."""
    kinds = None if attachment is None else attachment.kinds
    most = None if attachment is None else attachment.max_bytes
    chosen = tuple(each for each in content.KINDS if not kinds or each in kinds)
    return chosen, min(most or content.LARGEST, content.LARGEST)


def of_person(ctx: Context, wanted: Sequence[str], by: Actor) -> Mapping[str, Upload]:
    """Give those of the uploads that are this person's own, by id."""
    with read(ctx.database) as tx:
        return _usable(tx, wanted, by)


def discard(ctx: Context, upload_id: str, by: Actor) -> None:
    """Forget a file that its sender took out again; one that belongs to a case stays."""
    with write(ctx.database) as tx:
        gone = upload_id != SAMPLE and uploads.remove(tx, upload_id, by.id)
    if gone:
        ctx.storage.delete(f"uploads/{upload_id}")


def open_for(
    ctx: Context, upload_id: str, by: Actor, number: str = ""
) -> tuple[Upload, Iterator[bytes]]:
    """Give a file to its sender, or to a clerk who may see the case that it belongs to.

    With `number` it is given only as a file of that case.
    """
    with read(ctx.database) as tx:
        row = uploads.load(tx, upload_id)
        if row is None or row.state != "clean":
            raise _unknown()
        if upload_id != SAMPLE and number not in ("", row.case_number):
            raise _unknown()
        if upload_id != SAMPLE and row.person_id != by.id:
            _check_case(ctx, tx, row, by)
    return row, ctx.storage.stream(f"uploads/{row.id}", row.sha256)


def placed(
    tx: Tx, procedure: Procedure, raw: Mapping[str, Any], loose: Sequence[str], by: Actor
) -> dict[str, Any]:
    """Give the answers with loose uploads put where they belong, and every upload checked.

    An upload goes where its sender said at the time of sending, else to the first attachment that
    has none yet. Raises `Refusal("answers.invalid")` for an upload that is not this person's.
    """
    given = {
        str(key): [str(each) for each in value] if isinstance(value, list | tuple) else []
        for key, value in _mapping(raw.get("attachments")).items()
    }
    wanted = [each for group in given.values() for each in group] + list(loose)
    rows = _usable(tx, wanted, by)
    faults = [
        Fault(f"attachments.{key}", "upload.unknown", "この添付ファイルは見つかりません。")
        for key, group in given.items()
        for each in group
        if each not in rows or rows[each].state != "clean"
    ]
    faults += [
        fault
        for attachment in procedure.attachments
        for each in given.get(attachment.id, ())
        if each in rows and each != SAMPLE and (fault := _unfit(attachment, rows[each])) is not None
    ]
    faults += [
        Fault("attachments", "upload.unknown", "この添付ファイルは見つかりません。")
        for each in loose
        if each not in rows
    ]
    if faults:
        raise Refusal(
            "answers.invalid",
            "添付ファイルに、受け付けられないものがあります。",
            "ファイルを送り直してください。",
            tuple(faults),
        )
    known = [attachment.id for attachment in procedure.attachments]
    for each in loose:
        place = rows[each].purpose if rows[each].purpose in known else ""
        place = place or next((key for key in known if not given.get(key)), "")
        if place:
            given.setdefault(place, []).append(each)
    return {**raw, "attachments": given} if given else dict(raw)


def _unfit(attachment: Attachment, row: Upload) -> Fault | None:
    """Say what keeps a file that was sent before from standing for an attachment."""
    kinds, most = _taken(attachment)
    path = f"attachments.{attachment.id}"
    if row.media_type not in {content.MEDIA_TYPES[each] for each in kinds}:
        words = f"「{row.name}」の種類は受け付けていません。"
        return Fault(path, "upload.kind_refused", words)
    if row.size > most:
        return Fault(path, "upload.too_large", f"「{row.name}」が大きすぎます。")
    return None


def bind(tx: Tx, answers: Mapping[str, Any], number: str, by: Actor) -> None:
    """Tie the files of an application to its case."""
    wanted = _in_answers(answers)
    if wanted:
        uploads.attach(tx, wanted, by.id, number)


def names(tx: Tx, answers: Mapping[str, Any], number: str) -> Mapping[str, tuple[str, ...]]:
    """Give the names of the files of an application, by attachment."""
    groups = _mapping(answers.get("attachments"))
    if not groups:
        return {}
    known = {row.id: row.name for row in uploads.of_case(tx, number)}
    known.setdefault(SAMPLE, SAMPLE)
    return {
        key: tuple(known[each] for each in group if each in known) for key, group in groups.items()
    }


def _usable(tx: Tx, wanted: Sequence[str], by: Actor) -> dict[str, Upload]:
    if not wanted:
        return {}
    rows = uploads.own(tx, wanted, by.id)
    sample = uploads.load(tx, SAMPLE) if SAMPLE in wanted else None
    return rows if sample is None else {**rows, SAMPLE: sample}


def _check_case(ctx: Context, tx: Tx, row: Upload, by: Actor) -> None:
    """Let a clerk see a file that stands in an application of a case they may see."""
    if row.case_number is None or by.kind != "clerk":
        raise _unknown()
    seen = casework.load(ctx, tx, row.case_number, by)
    handed_in = [version.answers for version in cases.applications(tx, seen.case.id)]
    if not any(row.id in _in_answers(answers) for answers in handed_in):
        raise _unknown()


def _in_answers(answers: Mapping[str, Any]) -> tuple[str, ...]:
    groups = _mapping(answers.get("attachments")).values()
    return tuple(str(each) for group in groups for each in group)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _unknown() -> Refusal:
    answer = access.not_found()
    return Refusal("upload.not_found", "そのファイルは見つかりません。", answer.hint)
