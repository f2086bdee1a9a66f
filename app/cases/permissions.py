"""権限: who may do what to a case. Asked inside `lifecycle.advance`, so no door can forget it.

A clerk acts by a post: in the case's own office, or in the unit that the route names. Nobody acts
for the office in a matter of their own.
"""

from app.cases.events import (
    Act,
    Approved,
    Assessed,
    Assigned,
    Concurred,
    Corrected,
    CorrectionRequested,
    DeadlinePassed,
    Decided,
    DocumentIssued,
    Drafted,
    Event,
    Examined,
    Extended,
    Inspected,
    InspectionScheduled,
    Moved,
    Noted,
    OutsideAnswered,
    OutsideAsked,
    PaymentSettled,
    SentBack,
    Submitted,
    VersionPublished,
    Withdrawn,
)
from app.cases.model import Actor, Case, Post
from app.definitions.model import Procedure, Step
from app.kernel.errors import Refusal

_BY_RESIDENT = (Submitted, Corrected, Withdrawn)
_BY_SYSTEM = (PaymentSettled, DeadlinePassed, DocumentIssued, VersionPublished)
_BY_VOICE = (Approved, Concurred, Decided, SentBack)
_BY_EXAMINER = (
    Examined, CorrectionRequested, InspectionScheduled, Inspected, Drafted, Extended,
    OutsideAsked, OutsideAnswered, Assessed, Moved,
)  # fmt: skip
_BY_COLLEAGUE = (Assigned, Noted)


def post_of(reference: str, case: Case) -> Post:
    """Give the post that a reference means for this case: `課長`, or `unit:課長`."""
    unit, _, name = reference.rpartition(":")
    return Post(unit or case.office, name)


def holds(actor: Actor, reference: str, case: Case) -> bool:
    """Say whether someone holds the post that a reference means for this case."""
    return post_of(reference, case) in actor.posts


def examining_posts(procedure: Procedure) -> tuple[str, ...]:
    """Give the posts that handle cases of the procedure, in the order of its steps."""
    steps = procedure.workflow.steps.values()
    return tuple(dict.fromkeys(step.by for step in steps if step.by))


def all_posts(procedure: Procedure) -> tuple[str, ...]:
    """Give every post that takes part in the procedure: examiners, the route, the decider."""
    found: dict[str, None] = dict.fromkeys(examining_posts(procedure))
    for step in procedure.workflow.steps.values():
        for station in step.route:
            found.update(dict.fromkeys(station.posts))
        if step.decider:
            found[step.decider] = None
    return tuple(found)


def may_see(actor: Actor, case: Case, procedure: Procedure) -> bool:
    """Say whether someone may look at the case at all."""
    if actor.kind == "system":
        return True
    if actor.kind == "resident" or is_own(actor, case, procedure):
        return actor.id == case.applicant
    return any(holds(actor, post, case) for post in all_posts(procedure))


def is_own(actor: Actor, case: Case, procedure: Procedure) -> bool:
    """Say whether a clerk is the applicant, in a procedure that is of the office itself."""
    return procedure.internal and actor.kind == "clerk" and actor.id == case.applicant


def check(procedure: Procedure, case: Case, act: Act) -> None:
    """Refuse an act by someone who may not do it.

    Raises `Refusal`: `act.not_permitted`, `act.own_matter`, `act.other_assignee`.
    """
    allowed = isinstance(act.event, permitted(procedure, case, act.by))
    own = act.by.kind == "clerk" and act.by.id == case.applicant
    if own and not (procedure.internal and isinstance(act.event, _BY_RESIDENT)):
        raise Refusal(
            "act.own_matter",
            "ご自身が申請した案件の事務はできません。",
            "ほかの職員に担当を替わってもらってください。",
        )
    if not allowed:
        raise Refusal(
            "act.not_permitted",
            "この操作をする権限がありません。",
            "担当の職にある職員に依頼してください。",
        )


def permitted(procedure: Procedure, case: Case, actor: Actor) -> tuple[type[Event], ...]:
    """Give what someone's kind and posts let them bring about, possible now or not."""
    if actor.kind == "system":
        return _BY_SYSTEM
    applies = "clerk" if procedure.internal else "resident"
    own = _BY_RESIDENT if (actor.kind, actor.id) == (applies, case.applicant) else ()
    return own + _by_post(procedure, case, actor) if actor.kind == "clerk" else own


def _by_post(procedure: Procedure, case: Case, actor: Actor) -> tuple[type[Event], ...]:
    found: tuple[type[Event], ...] = ()
    for events, posts in (
        (_BY_COLLEAGUE, all_posts(procedure)),
        (_BY_EXAMINER, _handlers(procedure, case)),
        (_BY_VOICE, _waiting(case)),
    ):
        if any(holds(actor, post, case) for post in posts):
            found += events
    return found


def _handlers(procedure: Procedure, case: Case) -> tuple[str, ...]:
    step: Step | None = procedure.workflow.steps.get(case.step)
    if step is not None and step.by:
        return (step.by,)
    return examining_posts(procedure)


def _waiting(case: Case) -> tuple[str, ...]:
    if case.round is None or case.round.draft is None:
        return ()
    station = case.round.stations[case.round.station]
    return tuple(voice.post for voice in station if voice.at is None)
