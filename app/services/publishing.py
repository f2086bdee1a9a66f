"""公開: a department's new version of a procedure, from the manuscript to the day it is in force.

A proposal is an application of the office to itself, in the procedure `definition-publication`:
another person of the department agrees to it, and the engine keeps the record. Knows the studio's
manuscripts, and no page of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.cases import impact, lifecycle, rehearsal
from app.cases.answers import Moment
from app.cases.events import Act, Moved, Submitted
from app.cases.impact import Impact
from app.cases.model import Actor, Case, Post
from app.definitions import manuscripts as texts
from app.definitions.manuscripts import Examined, Written
from app.definitions.model import Procedure, say
from app.kernel import ids
from app.kernel.clock import local_day
from app.kernel.errors import Fault, Refusal
from app.kernel.logs import log
from app.services import casework, filing, numbering
from app.services.context import Context
from app.store import definitions, versions
from app.store.transaction import Tx, read, write
from app.store.versions import Proposed, VersionRow

__all__ = [
    "AUTHOR", "PUBLICATION", "PUBLISHER", "Newer", "Proposal", "Proposed", "Trial", "attempt",
    "history", "may_enter", "may_write", "move", "newer", "not_author", "propose", "put_in_force",
]  # fmt: skip

PUBLICATION = "definition-publication"
"""The procedure in which the office proposes versions to itself."""
AUTHOR, PUBLISHER = "手続担当", "手続公開責任者"
"""The posts of a department that may propose a version, and agree to one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: the files as written, what they change in words, and why.

    `unconfirmed` counts the facts that await confirmation; there must be a `waiver` if any do.
    """

    procedure: str
    written: Written
    reason: str
    changes: str
    unconfirmed: int = 0
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What there is to say of a manuscript before it is proposed, and how its scenarios went."""

    examined: Examined
    failed: tuple[str, ...] = ()
    played: int = field(default=0)

    @property
    def ready(self) -> bool:
        """Say whether nothing stands in the way of a proposal."""
        return self.examined.sound and not self.failed and self.played > 0


def may_write(by: Actor, department: str) -> bool:
    """Say whether somebody may change and propose the procedures of a department."""
    return Post(department, AUTHOR) in by.posts


def may_enter(by: Actor) -> bool:
    """Say whether somebody has anything to do in the studio."""
    return by.kind == "clerk" and any(each.name in (AUTHOR, PUBLISHER) for each in by.posts)


def not_author(department: str) -> Refusal:
    """Refuse somebody who may not write or propose for a department."""
    return Refusal(
        "publish.not_author",
        "この手続を書き直したり、公開を提案したりできるのは、所管課の手続担当です。",
        f"{department or '所管課'}の手続担当に依頼してください。",
    )


def attempt(ctx: Context, procedure_id: str, written: Written) -> Trial:
    """Read, link and prove a manuscript, and play its scenarios."""
    examined = texts.examine(ctx.catalogue.library, procedure_id, written)
    if examined.procedure is None:
        return Trial(examined)
    today = local_day(ctx.clock())
    played = [rehearsal.play(examined.procedure, each, today) for each in examined.scenarios]
    failed = tuple(f"{each.scenario.name}: {fault}" for each in played for fault in each.faults)
    return Trial(examined, failed, len(played))


def propose(ctx: Context, proposal: Proposal, by: Actor) -> str:
    """Propose a version for publication, and give the number of the case that decides on it.

    Raises `Refusal`: `publish.not_author`, `publish.unsound`, `publish.day_past`,
    `answers.invalid`.
    """
    trial = attempt(ctx, proposal.procedure, proposal.written)
    procedure = _ready(trial)
    if not may_write(by, procedure.department.id):
        raise not_author(procedure.department.name)
    today = local_day(ctx.clock())
    if procedure.effective < today:
        raise Refusal(
            "publish.day_past",
            "施行日が過ぎています。",
            "effective: を今日か、それより後の日にしてください。",
        )
    form = ctx.catalogue.internal(PUBLICATION, today)
    version = ids.new_id()
    checked = filing.check(form, _answers(proposal, procedure, version), Moment(today))
    with write(ctx.database) as tx:
        at = ctx.clock()
        number = numbering.case_number(tx, form, at)
        _keep(tx, trial, VersionRow(
            id=version,
            procedure=procedure.id,
            effective=procedure.effective,
            digest=procedure.digest,
            source=proposal.written.source,
            tests=dict(proposal.written.tests),
            case_number=number,
            proposed_by=by.id,
            proposed_at=at,
        ))  # fmt: skip
        blank = lifecycle.blank(ids.new_id(), number, form, by.id, at)
        # The posts of the department whose procedure it is are asked, not those of the form's.
        event = Submitted(checked.answers, by.name, procedure.department.id)
        act = Act(event, by, at)
        casework.keep(tx, form, blank, lifecycle.advance(form, blank, act), act)
    log("version.proposed", case=number, procedure=procedure.id, digest=procedure.digest)
    return number


def put_in_force(ctx: Context, tx: Tx, version_id: str, case: str, at: datetime) -> str:
    """Put a version that was agreed to in force, and give its digest; done twice, done once.

    Raises `Refusal("publish.not_proposed")` where the case is about no version.
    """
    row = versions.load(tx, version_id)
    if row is None or row.case_number != case:
        raise Refusal(
            "publish.not_proposed",
            "公開する版が見つかりません。",
            "スタジオで、もう一度提案してください。",
        )
    of_files = ctx.catalogue.library.versions.get(row.procedure, ())
    taken = [each.number for each in of_files if each.effective == row.effective]
    last = max([versions.last_number(tx, row.procedure, row.effective), *taken], default=0)
    versions.publish(tx, row.id, last + 1, at)
    return row.digest


def history(ctx: Context, procedure_id: str) -> tuple[Proposed, ...]:
    """Give every version of a procedure that was ever proposed here, the latest first."""
    with read(ctx.database) as tx:
        return versions.of_procedure(tx, procedure_id)


def move(ctx: Context, number: str, digest: str, reason: str, by: Actor) -> Impact:
    """Let a running case go on under another version of its procedure, as an audited act.

    Raises `Refusal`: `case.not_found`, `move.not_possible`, `move.other_procedure`,
    `move.no_reason`, and what the engine refuses.
    """
    if not reason.strip():
        raise Refusal(
            "move.no_reason", "版を移す理由がありません。", "なぜ移すのかを書いてください。"
        )
    with write(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        new = ctx.catalogue.pinned(tx, digest)
        if new.id != seen.procedure.id:
            raise Refusal(
                "move.other_procedure",
                "ほかの手続の版には移せません。",
                "同じ手続の版を選んでください。",
            )
        found = impact.of_open(seen.procedure, new, seen.case)
        if found.verdict == "stuck":
            raise Refusal("move.not_possible", "この案件は、その版に移せません。", found.plan)
        casework.climb(ctx, tx, number, Act(Moved(digest, reason), by, ctx.clock()))
    log("case.moved", case=number, digest=digest, by=by.id)
    return found


@dataclass(frozen=True, slots=True)
class Newer:
    """A version in force that is newer than the one a running case is pinned to."""

    version: Procedure
    impact: Impact


def newer(ctx: Context, case: Case, procedure: Procedure) -> Newer | None:
    """Give the version that a case could be moved to, with what would become of it; None if none.

    A correction of a published version counts as newer too.
    """
    if case.closed:
        return None
    current = ctx.catalogue.library.current(procedure.id, local_day(ctx.clock()))
    if current is None or current.digest == case.digest:
        return None
    return Newer(current, impact.of_open(procedure, current, case))


def _ready(trial: Trial) -> Procedure:
    procedure = trial.examined.procedure
    if procedure is not None and trial.ready:
        return procedure
    wrong = [each for each in trial.examined.diagnostics if each.severity == "error"]
    faults = [Fault(each.place, each.code, each.message) for each in wrong]
    faults += [Fault("tests", "scenario.fails", each) for each in trial.failed]
    if not faults:
        faults = [Fault("tests", "scenario.none", "試験シナリオがありません。")]
    raise Refusal(
        "publish.unsound",
        f"直すところが{len(faults)}か所あるため、公開を提案できません。",
        "示されたところを直して、もう一度提案してください。書いた内容は残っています。",
        tuple(faults),
    )


def _answers(proposal: Proposal, procedure: Procedure, version: str) -> Mapping[str, Any]:
    return {
        "procedure_id": procedure.id,
        "procedure_title": say(procedure.title),
        "version": version,
        "digest": procedure.digest,
        "effective_on": procedure.effective.isoformat(),
        "changes": proposal.changes or "はじめての版です。",
        "unconfirmed": proposal.unconfirmed,
        "waiver": proposal.waiver,
        "reason": proposal.reason,
    }


def _keep(tx: Tx, trial: Trial, row: VersionRow) -> None:
    bundle = trial.examined.bundle
    assert bundle is not None  # noqa: S101 - a procedure was linked from it
    kept = definitions.DefinitionRow(
        row.digest, row.procedure, row.effective, bundle, row.proposed_at
    )
    definitions.put(tx, kept)
    versions.add(tx, row)
