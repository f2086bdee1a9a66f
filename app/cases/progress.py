"""進捗状況: where a case stands, in the words of the resident, and who is waited for."""

from dataclasses import dataclass

from app.cases.model import Case, Post
from app.cases.permissions import post_of
from app.definitions.model import Procedure, say

_STATUS = {
    "examine": ("examining", "審査中"),
    "inspect": ("inspecting", "検査"),
    "decide": ("deciding", "決定の手続中"),
    "await-applicant": ("correction", "補正のお願い"),
    "await-payment": ("payment", "納付待ち"),
    "await-outside": ("outside", "照会中"),
    "issue": ("issuing", "交付の準備中"),
    "publish": ("publishing", "公開の準備中"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """What the resident sees: a stable code and the words for it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is waited for: a role in words, and the posts that can act (none for the applicant)."""

    role: str
    posts: tuple[Post, ...] = ()


def status(procedure: Procedure, case: Case) -> Status:
    """Say where the case stands."""
    if case.closed:
        return Status("done", say(procedure.workflow.ends[case.end].result))
    step = procedure.workflow.steps[case.step]
    code, label = _STATUS[step.kind]
    if step.kind == "await-payment" and any(c.state == "unknown" for c in case.charges):
        return Status("assessing", "手数料の額を決めています")
    return Status(code, label)


def waiting_for(procedure: Procedure, case: Case) -> tuple[Waiting, ...]:
    """Say whose turn it is; empty when the case has ended or the system is at work."""
    if case.closed:
        return ()
    step = procedure.workflow.steps[case.step]
    handler = step.by or _first_examiner(procedure)
    found: tuple[Waiting, ...]
    match step.kind:
        case "await-payment" if any(c.state == "unknown" for c in case.charges):
            found = (_post(case, handler),)
        case "await-applicant" | "await-payment":
            found = (Waiting("applicant"),)
        case "await-outside":
            who = say(step.who) if step.who else "外部の機関"
            found = (Waiting(who, (post_of(handler, case),)),)
        case "decide":
            found = _on_route(case, handler)
        case "issue" | "publish":
            found = (Waiting("system"),)
        case _:
            found = (_post(case, handler),)
    return found


def _on_route(case: Case, drafter: str) -> tuple[Waiting, ...]:
    if case.round is None or case.round.draft is None:
        return (_post(case, drafter),)
    station = case.round.stations[case.round.station]
    return tuple(_post(case, voice.post) for voice in station if voice.at is None)


def _post(case: Case, reference: str) -> Waiting:
    post = post_of(reference, case)
    return Waiting(post.name, (post,))


def _first_examiner(procedure: Procedure) -> str:
    return next(step.by for step in procedure.workflow.steps.values() if step.by)
