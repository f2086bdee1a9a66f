"""起案・承認・協議・決定: a draft goes round the route, and one competent person decides.

The drafter does not decide, nobody speaks twice on one draft, and every voice is bound to the
digest of exactly what it agreed to: when the content changes, the voices are stale and no decision
is possible.
"""

from dataclasses import replace
from datetime import datetime
from typing import Literal, TypeVar

from app.cases import deadlines, flow
from app.cases.events import Act, Approved, Concurred, Decided, Drafted, SentBack
from app.cases.model import Actor, Case, Draft, Reason, Round, Voice
from app.cases.outcome import Outcome, change
from app.cases.permissions import holds
from app.cases.steps import decide
from app.definitions.model import Procedure
from app.kernel.canonical import digest
from app.kernel.errors import Fault, Refusal

T = TypeVar("T")


def content(case: Case, draft: Draft) -> str:
    """Give the digest of what is decided: the answers, and every word of the draft."""
    return digest(
        {
            "case": case.number,
            "procedure": case.digest,
            "application": case.application,
            "answers": case.answers,
            "subject": draft.subject,
            "proposal": draft.proposal,
            "disposition": draft.disposition,
            "reasons": [[r.ground, r.facts, r.application] for r in draft.reasons],
            "conditions": draft.conditions,
            "remarks": draft.remarks,
        }
    )


def drafted(procedure: Procedure, outcome: Outcome, event: Drafted, act: Act) -> Outcome:
    """起案: send a proposed decision round.

    Raises `Refusal`: `draft.none_due`, `draft.disposition`, `draft.reasons_required`.
    """
    case = outcome.case
    if case.round is None or case.round.draft is not None:
        raise Refusal(
            "draft.none_due",
            "いまは起案できる段階ではありません。",
            "案件の段階を確かめてください。",
        )
    step = procedure.workflow.steps[case.step]
    if event.disposition not in step.dispositions or event.disposition not in step.moves:
        raise Refusal(
            "draft.disposition",
            "この手続では、その内容の決定はできません。",
            "決定の内容を選び直してください。",
        )
    _check_reasons(procedure, event)
    draft = Draft(
        drafter=act.by.id,
        at=act.at,
        subject=event.subject,
        proposal=event.proposal,
        disposition=event.disposition,
        reasons=event.reasons,
        conditions=event.conditions,
        remarks=event.remarks,
    )
    draft = replace(draft, content=content(case, draft))
    return change(outcome, round=Round(draft, decide.stations(step)))


def approved(procedure: Procedure, outcome: Outcome, event: Approved, act: Act) -> Outcome:
    """承認: a post in the line agrees, and the draft goes on when its station is complete."""
    return _speak(outcome, "approve", act, event.note)


def concurred(procedure: Procedure, outcome: Outcome, event: Concurred, act: Act) -> Outcome:
    """協議: a post outside the line agrees; opposition takes the draft back to its drafter."""
    if event.opinion == "oppose":
        if not event.note.strip():
            raise _reason_required("note")
        _my_voice(outcome.case, "concur", act.by)
        return _to_drafter(procedure, outcome, event.note)
    return _speak(outcome, "concur", act, event.note)


def sent_back(procedure: Procedure, outcome: Outcome, event: SentBack, act: Act) -> Outcome:
    """差戻し: take the draft back to its drafter, or the case to its examiner."""
    if not event.reason.strip():
        raise _reason_required("reason")
    _draft_of(outcome.case)
    if event.to == "examiner":
        return flow.leave(procedure, outcome, "sent_back", act.at)
    return _to_drafter(procedure, outcome, event.reason)


def decided(procedure: Procedure, outcome: Outcome, event: Decided, act: Act) -> Outcome:
    """決定: the competent person decides as drafted.

    Raises `Refusal`: `decide.not_yet`, `decide.drafter`, `decide.spoke_already`, `decide.stale`.
    """
    case = outcome.case
    draft = _draft_of(case)
    _my_voice(case, "decide", act.by)
    voices = [voice for station in _round(case).stations[:-1] for voice in station]
    now = content(case, draft)
    if draft.content != now or any(voice.content != now for voice in voices):
        raise Refusal(
            "decide.stale",
            "承認のあとに内容が変わっているため、決定できません。",
            "起案者に差し戻して、もう一度回付してください。",
        )
    outcome = change(
        outcome,
        disposition=draft.disposition,
        decided_at=act.at,
        decision=draft,
        clock=deadlines.finish(case.clock, act.at),
    )
    return flow.leave(procedure, outcome, draft.disposition, act.at)


def _check_reasons(procedure: Procedure, event: Drafted) -> None:
    if event.disposition == "granted":
        return
    faults = []
    if not event.reasons:
        faults.append(Fault("reasons", "required", "理由を1つ以上書いてください。"))
    known = {ground.id for ground in procedure.grounds}
    for n, reason in enumerate(event.reasons):
        faults += _reason_faults(n, reason, known)
    if faults:
        raise Refusal(
            "draft.reasons_required",
            "拒否や一部の決定には、理由（基準・認定した事実・当てはめ）が必要です。",
            "理由をすべて書いてから、もう一度起案してください。",
            tuple(faults),
        )


def _reason_faults(n: int, reason: Reason, known: set[str]) -> list[Fault]:
    faults = []
    if reason.ground not in known:
        message = "審査基準の一覧から選んでください。"
        faults.append(Fault(f"reasons.{n}.ground", "unknown", message))
    if not reason.facts.strip():
        message = "どのような事実を認めたかを書いてください。"
        faults.append(Fault(f"reasons.{n}.facts", "required", message))
    if not reason.application.strip():
        message = "その事実がなぜ基準に当たるのかを書いてください。"
        faults.append(Fault(f"reasons.{n}.application", "required", message))
    return faults


def _round(case: Case) -> Round:
    if case.round is None:
        raise _not_yet()
    return case.round


def _draft_of(case: Case) -> Draft:
    draft = _round(case).draft
    if draft is None:
        raise _not_yet()
    return draft


def _my_voice(case: Case, kind: Literal["approve", "concur", "decide"], actor: Actor) -> int:
    draft, route = _draft_of(case), _round(case)
    station = route.stations[route.station]
    mine = [
        n
        for n, voice in enumerate(station)
        if voice.kind == kind and voice.at is None and holds(actor, voice.post, case)
    ]
    if not mine:
        raise _not_yet()
    if draft.drafter == actor.id:
        raise Refusal(
            "decide.drafter",
            "起案した人は、同じ案件の承認や決定ができません。",
            "ほかの職員が承認・決定してください。",
        )
    spoken = {voice.by for each in route.stations for voice in each if voice.at}
    if actor.id in spoken:
        raise Refusal(
            "decide.spoke_already",
            "この起案には、すでに別の職で意見を述べています。",
            "一人が二つの役割を兼ねることはできません。ほかの職員に依頼してください。",
        )
    return mine[0]


def _speak(outcome: Outcome, kind: Literal["approve", "concur"], act: Act, note: str) -> Outcome:
    case = outcome.case
    place, draft, route = _my_voice(case, kind, act.by), _draft_of(case), _round(case)
    voice = _said(route.stations[route.station][place], act.by.id, act.at, note)
    voice = replace(voice, content=draft.content)
    station = _put(route.stations[route.station], place, voice)
    stations = _put(route.stations, route.station, station)
    onward = route.station + all(each.at for each in station)
    return change(outcome, round=replace(route, stations=stations, station=onward))


def _said(voice: Voice, by: str, at: datetime, note: str) -> Voice:
    return replace(voice, by=by, at=at, opinion="agree", note=note)


def _put(items: tuple[T, ...], place: int, item: T) -> tuple[T, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _to_drafter(procedure: Procedure, outcome: Outcome, reason: str) -> Outcome:
    step = procedure.workflow.steps[outcome.case.step]
    again = Round(None, decide.stations(step), previous=_draft_of(outcome.case), returned=reason)
    return change(outcome, round=again)


def _not_yet() -> Refusal:
    return Refusal(
        "decide.not_yet",
        "いまは、あなたの承認・協議・決定の番ではありません。",
        "決定のルートで、だれの番かを確かめてください。",
    )


def _reason_required(field: str) -> Refusal:
    message = "理由を書いてください。"
    return Refusal(
        "act.reason_required",
        "理由がないため、進められません。",
        message,
        (Fault(field, "required", message),),
    )
