"""添付書類のページ: files that go with an application, taken in and taken out again.

Each file is checked when it comes; one that is refused says why, and the others stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from starlette.datastructures import UploadFile

from app.cases import answers
from app.definitions.model import Attachment, say
from app.kernel import paths
from app.kernel.errors import Outage, Refusal
from app.services import drafts, uploads
from app.services.uploads import Sent
from app.web.resident.brochure import template_url
from app.web.resident.journey import ATTACHMENTS, Journey
from app.web.views import FieldView, FileView

_SAID = {"docx": "Word", "xlsx": "Excel"}
_ACCEPTED = "image/*,.pdf,.heic"

Wrong = Mapping[str, Sequence[str]]
"""What is wrong, by the path of the attachment."""


def files(way: Journey, wrong: Wrong) -> tuple[FieldView, ...]:
    """Give what there is to attach, with what was attached already."""
    given = way.draft.answers
    wanted = answers.attachments_for(way.procedure, given, way.moment)
    spared = answers.omitted(way.procedure, given, way.moment)
    return tuple(
        _spared(each, spared[each.id])
        if each.id in spared
        else _question(way, each, required, wrong)
        for each, required in wanted
    )


def views(way: Journey, attachment: str) -> tuple[FileView, ...]:
    """Give the files of an attachment."""
    kept = _kept(way).get(attachment, [])
    known = uploads.of_person(way.ctx, kept, way.by)
    return tuple(
        FileView(each.id, each.name, size(each.size), "検査済み", "good", f"/uploads/{each.id}")
        for each in (known[name] for name in kept if name in known)
    )


def size(count: int) -> str:
    """Write the size of a file."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024)):,}KB"
    return f"{count / (1024 * 1024):.1f}MB"


def take(
    way: Journey, chosen: Mapping[str, Sequence[UploadFile]]
) -> tuple[Journey, dict[str, list[str]]]:
    """Take in the files chosen for each attachment; also say what was wrong with which."""
    kept, wrong = _kept(way), dict[str, list[str]]()
    for attachment, _ in answers.attachments_for(way.procedure, way.draft.answers, way.moment):
        path = f"{ATTACHMENTS}.{attachment.id}"
        if path not in chosen:
            continue
        told = _take_each(way, attachment, chosen[path], kept)
        if told:
            wrong[path] = told
    return _saved(way, kept), wrong


def remove(way: Journey, about: str) -> Journey:
    """Take a file out again: `plan:<id of the upload>`."""
    attachment, _, upload = about.partition(":")
    kept = _kept(way)
    if upload in kept.get(attachment, []):
        kept[attachment].remove(upload)
        way = _saved(way, kept)
        uploads.discard(way.ctx, upload, way.by)
    return way


def _take_each(
    way: Journey,
    attachment: Attachment,
    given: Sequence[UploadFile],
    kept: dict[str, list[str]],
) -> list[str]:
    told = [] if given else ["ファイルを選んでから、送ってください。"]
    mine = kept.setdefault(attachment.id, [])
    for each in given:
        name = (each.filename or "ファイル")[:100]
        if len(mine) >= attachment.max_files:
            most = f"ファイルは{attachment.max_files}個までです。"
            told.append(f"{name}：{most}いらないファイルを削除してください。")
            continue
        try:
            sent = Sent(each.filename or "", attachment.id, each.file.read(), attachment)
            mine.append(uploads.receive(way.ctx, sent, way.by).id)
        except Refusal as refusal:
            told.append(f"{name}：{refusal.message}{refusal.hint}")
        except Outage as outage:
            told.append(f"{name}：{outage.message}しばらくしてから送り直してください。")
    return told


def _kept(way: Journey) -> dict[str, list[str]]:
    given = way.draft.answers.get(ATTACHMENTS)
    found = given.items() if isinstance(given, Mapping) else ()
    return {str(key): [str(each) for each in value] for key, value in found}


def _saved(way: Journey, kept: Mapping[str, list[str]]) -> Journey:
    given = paths.copy(way.draft.answers)
    given[ATTACHMENTS] = {key: value for key, value in kept.items() if value}
    draft = drafts.save(way.ctx, way.draft, given, way.draft.raw, ATTACHMENTS)
    return replace(way, draft=draft)


def _spared(attachment: Attachment, reason: str) -> FieldView:
    """Give the words for what need not be attached."""
    path, words = f"{ATTACHMENTS}.{attachment.id}", f"付けなくてかまいません。{reason}"
    return FieldView(path, "notice", say(attachment.label), False, words)


def _taken(attachment: Attachment) -> str:
    """Say which files an attachment takes; empty where it takes what the house does."""
    kinds = "・".join(_SAID.get(each, each.upper()) for each in attachment.kinds)
    most = f"1つ{size(attachment.max_bytes)}まで" if attachment.max_bytes else ""
    return "、".join(filter(None, (kinds, most))) + ("。" if kinds or most else "")


def _question(way: Journey, attachment: Attachment, required: bool, wrong: Wrong) -> FieldView:
    path = f"{ATTACHMENTS}.{attachment.id}"
    label = say(attachment.label)
    if attachment.obtainable:
        words = "都が登記などの情報から確認します。付けなくてもかまいません。"
        return FieldView(path, "notice", label, False, words)
    sent = views(way, attachment.id)
    told = wrong.get(path, ())
    asked = way.asks.get(path, "")
    words = say(attachment.help) if attachment.help else ""
    return FieldView(
        path=path,
        kind="attachment",
        label=label,
        required=required,
        help=f"【直していただきたいこと】{asked}\n{words}".strip() if asked else words,
        errors={"": " ／ ".join(told)} if told else {},
        files=sent,
        can_add=len(sent) < attachment.max_files,
        taken=_taken(attachment),
        accept=",".join(f".{each}" for each in attachment.kinds) or _ACCEPTED,
        template_url=template_url(way.procedure, attachment),
    )
