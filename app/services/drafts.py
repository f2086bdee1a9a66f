"""下書き: an application while it is being filled in, or a correction while it is being made.

A draft is its person's alone. It is pinned to the version of the procedure on which it was begun;
when another version has come into force, the answers are carried over and checked again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.cases.answers import Moment
from app.cases.model import Actor, Case
from app.cases.once import Known
from app.definitions.model import Procedure
from app.kernel import ids
from app.kernel.clock import local_day
from app.kernel.errors import Refusal
from app.services import casework
from app.services.context import Context
from app.store import caseload, drafts, people
from app.store.drafts import SavedDraft
from app.store.transaction import read, write

__all__ = [
    "SavedDraft", "begin", "begin_correction", "discard", "find", "known", "moment", "of_person",
    "save",
]  # fmt: skip


def begin(ctx: Context, procedure_id: str, by: Actor) -> SavedDraft:
    """Give the person's draft for a procedure, beginning one if there is none."""
    procedure = ctx.catalogue.current(procedure_id, local_day(ctx.clock()))
    with write(ctx.database) as tx:
        for known in drafts.of_person(tx, by.id):
            if known.procedure == procedure_id and known.case_number is None:
                return _moved(known, procedure)
        draft = _blank(ctx, procedure, by)
        drafts.add(tx, draft)
        return draft


def find(ctx: Context, procedure_id: str, by: Actor) -> SavedDraft:
    """Give the person's draft for a procedure.

    Raises `Refusal("draft.not_found")`.
    """
    procedure = ctx.catalogue.current(procedure_id, local_day(ctx.clock()))
    for known in of_person(ctx, by):
        if known.procedure == procedure_id and known.case_number is None:
            return _moved(known, procedure)
    raise _gone()


def begin_correction(ctx: Context, number: str, by: Actor) -> tuple[SavedDraft, Case, Procedure]:
    """Give the draft of an answer to a correction request, from what was last submitted.

    Raises `Refusal("correction.none_asked")`.
    """
    with write(ctx.database) as tx:
        seen = casework.load(ctx, tx, number, by)
        if seen.case.correction is None or by.id != seen.case.applicant:
            raise Refusal(
                "correction.none_asked",
                "いま補正を求められている案件ではありません。",
                "手続の進み具合を確かめてください。",
            )
        draft = drafts.of_case(tx, number, by.id)
        if draft is None:
            draft = replace(
                _blank(ctx, seen.procedure, by), answers=seen.case.answers, case_number=number
            )
            drafts.add(tx, draft)
    return draft, seen.case, seen.procedure


def save(
    ctx: Context, draft: SavedDraft, answers: Mapping[str, Any], raw: Mapping[str, Any], page: str
) -> SavedDraft:
    """Keep a page of a draft as it was filled in, right or not yet."""
    visited = draft.visited if page in draft.visited else (*draft.visited, page)
    changed = replace(draft, answers=answers, raw=raw, visited=visited, updated_at=ctx.clock())
    with write(ctx.database) as tx:
        if not drafts.save(tx, changed):
            raise _gone()
    return changed


def of_person(ctx: Context, by: Actor) -> tuple[SavedDraft, ...]:
    """Give a person's drafts, the latest first."""
    with read(ctx.database) as tx:
        return drafts.of_person(tx, by.id)


def discard(ctx: Context, draft_id: str, by: Actor) -> None:
    """Throw a draft away, as its person asks; one that is gone already is no matter."""
    with write(ctx.database) as tx:
        drafts.remove(tx, draft_id, by.id)


def known(ctx: Context, by: Actor) -> tuple[Known, ...]:
    """Give what the office knows of somebody: their account, and what they answered before."""
    with read(ctx.database) as tx:
        person = people.load(tx, by.id)
        earlier = caseload.answers_of(tx, by.id)
    found = [
        Known("case", answers, local_day(arrived_at), number)
        for number, arrived_at, answers in earlier
    ]
    if person is not None and person.email:
        account = {"email": person.email, "applicant": {"email": person.email}}
        found.append(Known("profile", account, local_day(ctx.clock())))
    return tuple(found)


def moment(ctx: Context) -> Moment:
    """Give when a form is being filled in."""
    return Moment(local_day(ctx.clock()))


def _moved(draft: SavedDraft, procedure: Procedure) -> SavedDraft:
    if draft.digest == procedure.digest:
        return draft
    return replace(draft, digest=procedure.digest)


def _blank(ctx: Context, procedure: Procedure, by: Actor) -> SavedDraft:
    now = ctx.clock()
    return SavedDraft(
        id=ids.new_id(),
        person_id=by.id,
        procedure=procedure.id,
        digest=procedure.digest,
        key=ids.new_secret(),
        created_at=now,
        updated_at=now,
    )


def _gone() -> Refusal:
    return Refusal(
        "draft.not_found",
        "この下書きは、もうありません。",
        "すでに送信したか、削除されています。マイページで確かめてください。",
    )
