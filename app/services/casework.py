"""The staircase: every event of every case goes up through `handle`, and nothing else moves one.

Load the case and the version of its procedure that it is pinned to, ask the pure core, and write
case, application, audit entry, effects, jobs, deadlines, document numbers and journals in one
transaction. What must never happen here: a rule of law, or a call to the outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import acts, deadlines, lifecycle, permissions, progress, record
from app.cases.events import Act, Assigned, Corrected, Event, Submitted
from app.cases.model import Actor, Case
from app.cases.outcome import Outcome, effect_key
from app.definitions.model import Procedure
from app.kernel import ids, kana
from app.kernel.canonical import digest
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.ledger import audit as books
from app.services import access, charges, numbering
from app.services.context import Context
from app.store import audit, cases, outbox, people
from app.store import deadlines as stored_deadlines
from app.store.transaction import Collision, Tx, read, write

_TRIES = 3


@dataclass(frozen=True, slots=True)
class View:
    """A case as somebody may see it: the case and the version of its procedure."""

    case: Case
    procedure: Procedure


def look(ctx: Context, number: str, by: Actor) -> View:
    """Give a case to somebody who may see it; anybody else hears that there is none."""
    with read(ctx.database) as tx:
        return load(ctx, tx, number, by)


def load(ctx: Context, tx: Tx, number: str, by: Actor) -> View:
    """Give a case within a transaction to somebody who may see it."""
    row = cases.load(tx, number)
    if row is None:
        raise access.not_found()
    return _seen(ctx, tx, row, by)


def view(ctx: Context, tx: Tx, case: Case, by: Actor) -> View:
    """Give a case that has been read, with its procedure, to somebody who may see it."""
    procedure = ctx.catalogue.pinned(tx, case.digest)
    if not permissions.may_see(by, case, procedure):
        raise access.not_found()
    return View(case, procedure)


def handle(ctx: Context, number: str, event: Event, by: Actor, expected: int | None = None) -> Case:
    """Let an event happen to a case: all of it is kept, or nothing.

    `expected` is the revision that the actor saw. Raises `Refusal`, among them
    `case.changed_meanwhile` when somebody else was there first.
    """
    for left in range(_TRIES, 0, -1):
        try:
            with write(ctx.database) as tx:
                return climb(ctx, tx, number, Act(event, by, ctx.clock()), expected)
        except Collision:
            if left == 1:
                raise
    raise AssertionError("unreachable")


def climb(ctx: Context, tx: Tx, number: str, act: Act, expected: int | None = None) -> Case:
    """Let an act happen inside a transaction that somebody else has begun."""
    row = cases.lock(tx, number)
    if row is None:
        raise access.not_found()
    seen = _seen(ctx, tx, row, act.by)
    if expected is not None and expected != seen.case.revision:
        raise Refusal(
            "case.changed_meanwhile",
            "ほかの人が先にこの案件を進めました。",
            "今の状態を確かめてから、必要ならもう一度操作してください。",
        )
    if isinstance(act.event, Assigned) and act.event.person:
        _check_assignee(ctx, tx, seen, act.event.person)
    outcome = lifecycle.advance(seen.procedure, seen.case, act)
    moved = outcome.case.digest != seen.case.digest
    procedure = ctx.catalogue.pinned(tx, outcome.case.digest) if moved else seen.procedure
    keep(tx, procedure, seen.case, outcome, act)
    return outcome.case


@dataclass(frozen=True, slots=True)
class Asked:
    """A named act with its body, and the revision on which it was asked for (None: any)."""

    name: str
    body: Mapping[str, Any]
    revision: int | None = None


def act(ctx: Context, number: str, asked: Asked, by: Actor) -> Case:
    """Do a named act, as pages and programs send it."""
    return handle(ctx, number, acts.read(asked.name, asked.body, by), by, asked.revision)


def keep(tx: Tx, procedure: Procedure, before: Case, outcome: Outcome, act: Act) -> None:
    """Write what came of an act: all that belongs to it, in the transaction that is open."""
    case = outcome.case
    current = _state(procedure, case, act.at)
    if before.revision == 0:
        cases.insert(
            tx,
            cases.NewCase(
                id=case.id,
                number=case.number,
                procedure=case.procedure,
                department=procedure.department.id,
                applicant_id=case.applicant,
                arrived_at=case.arrived_at,
                current=current,
            ),
        )
    else:
        cases.save(tx, case.number, before.revision, current)
    if isinstance(act.event, Submitted | Corrected):
        cases.add_application(
            tx,
            cases.ApplicationRow(
                case_id=case.id,
                n=case.application,
                answers=dict(case.answers),
                digest=digest(case.answers),
                submitted_at=act.at,
                by=act.by.id,
            ),
        )
    _record(tx, before, case, act)
    charges.book(tx, before, case, act.at)
    numbering.allot(tx, procedure, outcome, act.at)
    _send_out(tx, outcome)
    if before.deadlines != case.deadlines:
        stored_deadlines.replace(tx, case.id, case.number, case.deadlines)


def _seen(ctx: Context, tx: Tx, row: cases.CaseRow, by: Actor) -> View:
    return view(ctx, tx, record.from_json(row.current.state, row.answers), by)


def _check_assignee(ctx: Context, tx: Tx, seen: View, person: str) -> None:
    known = people.load(tx, person)
    chosen = access.actor(ctx, tx, person) if known else None
    if chosen is None or not permissions.may_see(chosen, seen.case, seen.procedure):
        raise Refusal(
            "assign.not_a_colleague",
            "その人は、この案件の担当になれません。",
            "この案件を扱う職にある職員を選んでください。",
        )


def _state(procedure: Procedure, case: Case, at: datetime) -> cases.CaseState:
    waiting = progress.waiting_for(procedure, case)
    posts = tuple(post for each in waiting for post in each.posts)
    applicant = any(each.role == "applicant" for each in waiting)
    today = local_day(at)
    return cases.CaseState(
        revision=case.revision,
        digest=case.digest,
        step=case.step,
        status=progress.status(procedure, case).code,
        office=case.office,
        applicant_name=case.applicant_name,
        search_key=kana.fold(case.applicant_name),
        application=case.application,
        state=record.to_json(case),
        end=case.end,
        assignee=case.assignee,
        due_on=None
        if case.closed
        else deadlines.due_day(procedure.workflow.clock, case.clock, today),
        closed_at=case.ended_at,
        waiting=access.waiting_keys(case, applicant, posts),
    )


def _record(tx: Tx, before: Case, case: Case, act: Act) -> None:
    previous = audit.last_digest(tx, case.id) if before.revision else books.START
    said = record.event_json(act.event) | {"step": case.step or case.end}
    salt = ids.new_secret()
    entry = books.Entry(
        case=case.id,
        revision=case.revision,
        at=act.at,
        actor=act.by.id,
        actor_kind=act.by.kind,
        event=record.name_of(act.event),
        commitment=books.commit(said, salt),
    )
    audit.append(
        tx,
        audit.AuditEntry(
            case_id=case.id,
            case_number=case.number,
            revision=case.revision,
            at=act.at,
            actor_kind=act.by.kind,
            actor_id=act.by.id,
            actor_name=act.by.name,
            act=entry.event,
            details={"said": said, "salt": salt},
            previous=previous,
            digest=books.link(previous, entry),
        ),
    )


def _send_out(tx: Tx, outcome: Outcome) -> None:
    rows = [
        outbox.NewEffect(
            key=effect_key(outcome.case, n),
            kind=record.name_of(effect),
            payload={**record.effect_json(effect), "case": outcome.case.number},
            case_id=outcome.case.id,
            revision=outcome.case.revision,
            n=n,
        )
        for n, effect in enumerate(outcome.effects)
    ]
    if rows:
        outbox.enqueue(tx, rows)
