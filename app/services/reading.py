"""案件の見え方: a case put together for whoever looks at it, in as few queries as it takes.

What a resident and a clerk may see of the same thing differs here and nowhere else: residents are
not told which clerk did what inside the office, nor notes between colleagues.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.cases import acts, deadlines, permissions, progress
from app.cases.model import Actor, Case
from app.cases.progress import Status
from app.definitions.model import Procedure, say
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services import casework, effects, papers
from app.services.context import Context
from app.services.notices import label
from app.store import audit, cases, documents, outbox, people, uploads
from app.store.audit import AuditEntry
from app.store.cases import CaseSummary
from app.store.documents import DocumentRow
from app.store.transaction import Tx, read
from app.store.uploads import Upload

__all__ = [
    "Brief", "CaseSummary", "DocumentRow", "Happening", "Sight", "Stuck", "Upload", "Waited",
    "after", "brief", "document", "own_briefs", "own_cases", "title", "whole",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, in words for whoever looks.

    `entry` and `digest` are those of its audit entry, by which the log proves it.
    """

    at: datetime
    event: str
    title: str
    who: str
    text: str
    revision: int
    entry: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Stuck:
    """An effect that did not succeed yet, and why."""

    key: str
    title: str
    reason: str
    attempts: int
    parked: bool


@dataclass(frozen=True, slots=True)
class Waited:
    """Who is waited for, and, for staff, which people that is."""

    role: str
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """A case with all that belongs to it, for one person.

    `names` and `colleagues` are for staff: the names of who has to do with the case, and who
    could be given it, by id.
    """

    case: Case
    procedure: Procedure
    status: Status
    clock: deadlines.Reading
    waiting: tuple[Waited, ...]
    offers: tuple[acts.Offer, ...]
    happenings: tuple[Happening, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    uploads: Mapping[str, Upload] | None = None
    previous: Mapping[str, Any] | None = None
    names: Mapping[str, str] | None = None
    colleagues: tuple[tuple[str, str], ...] = ()
    stuck: tuple[Stuck, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A case of a list: itself, its procedure, and where it stands."""

    case: Case
    procedure: Procedure
    status: Status


_TITLES = {
    "submitted": "申請が届きました",
    "corrected": "補正された申請が届きました",
    "withdrawn": "申請が取り下げられました",
    "assigned": "担当が決まりました",
    "noted": "メモ",
    "examined": "審査を終えました",
    "correction_requested": "補正をお願いしました",
    "inspection_scheduled": "検査日が決まりました",
    "inspected": "検査をしました",
    "drafted": "起案しました",
    "approved": "承認しました",
    "concurred": "協議に答えました",
    "sent_back": "差し戻しました",
    "decided": "決定しました",
    "extended": "期間を延長しました",
    "outside_asked": "意見を照会しました",
    "outside_answered": "照会への回答を受けました",
    "assessed": "手数料の額を決めました",
    "payment_settled": "納付を確認しました",
    "deadline_passed": "期限が過ぎました",
    "document_issued": "文書を発行しました",
}
_FOR_RESIDENTS = frozenset(
    {"submitted", "corrected", "withdrawn", "correction_requested", "inspection_scheduled",
     "inspected", "decided", "extended", "outside_asked", "outside_answered", "assessed",
     "payment_settled", "document_issued"}
)  # fmt: skip
_SAID = ("note", "reason", "text", "summary", "whom")
_WORDS = {"ok": "次へ進める", "refuse": "拒否の方向", "passed": "合格", "failed": "不合格",
          "agree": "賛成", "oppose": "反対", "granted": "認める", "partial": "一部認める",
          "refused": "認めない", "drafter": "起案者へ", "examiner": "審査担当へ"}  # fmt: skip


def brief(ctx: Context, number: str, by: Actor) -> Sight:
    """Give a case as it stands, without its history."""
    with read(ctx.database) as tx:
        return _sight(ctx, tx, casework.load(ctx, tx, number, by), by)


def after(ctx: Context, case: Case, by: Actor) -> Sight:
    """Give a case as somebody has just left it, without its history.

    Raises `Refusal("case.not_found")` if they may not see it any more.
    """
    with read(ctx.database, once=True) as tx:
        return _sight(ctx, tx, casework.view(ctx, tx, case, by), by)


def whole(ctx: Context, number: str, by: Actor) -> Sight:
    """Give a case with its history, documents and files."""
    with read(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        sight = _sight(ctx, tx, seen, by)
        staff = by.kind == "clerk"
        entries = audit.of_case(tx, seen.case.id)
        rows = outbox.of_case(tx, seen.case.id) if staff else ()
        versions = cases.applications(tx, seen.case.id) if seen.case.application > 1 else ()
        colleagues = _colleagues(ctx, tx, seen) if staff else ()
        return replace(
            sight,
            happenings=tuple(_happenings(seen.procedure, seen.case, entries, staff)),
            documents=documents.of_case(tx, seen.case.id),
            uploads={row.id: row for row in uploads.of_case(tx, number)},
            previous=versions[-2].answers if len(versions) > 1 else None,
            names=_names(tx, seen.case, entries, colleagues),
            colleagues=colleagues,
            stuck=tuple(
                effects_stuck(seen.procedure, each)
                for each in rows
                if each.state == "parked" or (each.state == "due" and each.error_code)
            ),
        )


def document(ctx: Context, number: str, document_id: str, by: Actor) -> tuple[DocumentRow, bytes]:
    """Give an issued document of a case to somebody who may see the case.

    Raises `Refusal("document.not_found")`.
    """
    with read(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        if document_id == "acknowledgement":
            document_id = next(
                (p.document for p in seen.case.papers if p.rule == "acknowledgement"), ""
            )
        row = documents.load(tx, document_id)
    if row is None or row.case_id != seen.case.id or row.state != "issued":
        raise Refusal(
            "document.not_found",
            "その文書は見つかりません。",
            "発行の準備中かもしれません。少し待ってから、案件のページを見てください。",
        )
    return row, ctx.storage.read(row.path, row.sha256)


def own_cases(ctx: Context, by: Actor) -> tuple[CaseSummary, ...]:
    """Give the cases that somebody has filed, newest first."""
    with read(ctx.database) as tx:
        return cases.of_applicant(tx, by.id)


def own_briefs(ctx: Context, chosen: Sequence[CaseSummary], by: Actor) -> tuple[Brief, ...]:
    """Give some of somebody's own cases with where they stand."""
    found = []
    with read(ctx.database) as tx:
        for each in chosen:
            seen = casework.load(ctx, tx, each.number, by)
            status = progress.status(seen.procedure, seen.case)
            found.append(Brief(seen.case, seen.procedure, status))
    return tuple(found)


def effects_stuck(procedure: Procedure, row: outbox.EffectRow) -> Stuck:
    """Say in words what did not succeed."""
    return Stuck(
        row.key, effects.described(procedure, row), row.error, row.attempts, row.state == "parked"
    )


def _sight(ctx: Context, tx: Tx, seen: casework.View, by: Actor) -> Sight:
    now = ctx.clock()
    case, procedure = seen.case, seen.procedure
    return Sight(
        case=case,
        procedure=procedure,
        status=progress.status(procedure, case),
        clock=deadlines.read(procedure.workflow.clock, case.clock, local_day(now)),
        waiting=_waiting(ctx, tx, procedure, case, by),
        offers=acts.offers(procedure, case, by, now),
    )


def _waiting(
    ctx: Context, tx: Tx, procedure: Procedure, case: Case, by: Actor
) -> tuple[Waited, ...]:
    waiting = progress.waiting_for(procedure, case)
    if by.kind != "clerk":
        return tuple(Waited(each.role) for each in waiting)
    posts = tuple(dict.fromkeys(post for each in waiting for post in each.posts))
    found = people.holders_of_each(tx, posts, local_day(ctx.clock()))
    holders = dict(zip(posts, found, strict=True))
    return tuple(
        Waited(each.role, tuple((p.id, p.name) for post in each.posts for p in holders[post]))
        for each in waiting
    )


def _colleagues(ctx: Context, tx: Tx, seen: casework.View) -> tuple[tuple[str, str], ...]:
    today = local_day(ctx.clock())
    posts = [
        permissions.post_of(each, seen.case) for each in permissions.examining_posts(seen.procedure)
    ]
    holders = people.holders_of_each(tx, posts, today)
    found = {each.id: each.name for held in holders for each in held}
    found.pop(seen.case.applicant, None)
    return tuple(found.items())


def _names(
    tx: Tx,
    case: Case,
    entries: tuple[AuditEntry, ...],
    colleagues: tuple[tuple[str, str], ...],
) -> Mapping[str, str]:
    known = dict(colleagues)
    known |= {each.actor_id: each.actor_name for each in entries if each.actor_name}
    if case.assignee and case.assignee not in known:
        known |= {each.id: each.name for each in people.by_ids(tx, [case.assignee]).values()}
    return known


def _happenings(
    procedure: Procedure, case: Case, entries: tuple[AuditEntry, ...], staff: bool
) -> list[Happening]:
    return [
        Happening(
            at=entry.at,
            event=entry.act,
            title=_TITLES.get(entry.act, entry.act),
            who=_who(procedure, case, entry, staff),
            text=_paper(procedure, case, entry) or _text(procedure, entry, staff),
            revision=entry.revision,
            entry=entry.id,
            digest=entry.digest,
        )
        for entry in entries
        if staff or entry.act in _FOR_RESIDENTS
    ]


def _who(procedure: Procedure, case: Case, entry: AuditEntry, staff: bool) -> str:
    match entry.actor_kind:
        case "resident":
            return "あなた" if not staff else case.applicant_name
        case "clerk":
            return entry.actor_name if staff else papers.office(procedure, case).name
        case _:
            return "システム" if staff else ""


def _paper(procedure: Procedure, case: Case, entry: AuditEntry) -> str:
    """Say which document was issued."""
    issued = entry.details.get("said", {}).get("document")
    rule = next((each.rule for each in case.papers if issued and each.document == issued), "")
    paper = procedure.papers.get(rule)
    return say(paper.title) if paper else ""


def _text(procedure: Procedure, entry: AuditEntry, staff: bool) -> str:
    said: Mapping[str, Any] = entry.details.get("said", {})
    parts = []
    if staff:
        keys = ("result", "opinion", "disposition", "to")
        parts += [_WORDS[said[key]] for key in keys if said.get(key) in _WORDS]
        parts += [str(said[key]) for key in _SAID if said.get(key)]
    elif entry.act in ("correction_requested", "extended", "inspection_scheduled"):
        parts += [str(said[key]) for key in ("note", "reason") if said.get(key)]
    for item in said.get("items", ()):
        parts.append(f"{label(procedure, item['field'])}：{item['message']}")
    for key in ("on", "until", "amount"):
        if said.get(key):
            parts.append(f"{said[key]:,}円" if key == "amount" else str(said[key]))
    return "　".join(part for part in parts if part)


def title(procedure: Procedure) -> str:
    """Give a procedure's everyday name, or its official one where it has none."""
    return procedure.title.get("plain") or say(procedure.title)
