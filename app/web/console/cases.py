"""A case on the clerk's desk: everything that there is to know of it, on one page.

From what `services.reading` gives to the view models of the desk and of a conflict. Decides
nothing: what may be done stands in the offers, and `panel` makes forms of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from app.cases.impact import WORDS
from app.cases.model import Actor, Draft, Post, Round, Voice
from app.cases.permissions import post_of
from app.cases.steps.decide import stations as planned
from app.definitions.model import Procedure, say
from app.kernel.errors import Fault
from app.services import papers
from app.services.publishing import Newer
from app.services.reading import Sight
from app.web import case_parts
from app.web.console import acting, panel
from app.web.console.panel import NOTHING, Tried
from app.web.desk_views import (
    ConflictPage,
    DeskPage,
    NewerView,
    ProposalView,
    StationView,
    StuckEffect,
    VoiceView,
)
from app.web.views import AnswerSection, FieldView, Link, Progress, Tone

_STATIONS: Mapping[str, str] = {"approve": "承認", "concur": "協議", "decide": "決定"}
_TONES: Mapping[str, Tone] = {"granted": "good", "partial": "warn", "refused": "bad"}
_ROLES = {"applicant": "申請者", "system": "システム（文書の作成中）"}


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why an act was refused, where no input is at fault."""

    message: str
    hint: str = ""


def home(number: str) -> str:
    """Give the address of a case on the desk."""
    return f"/console/cases/{number}"


def desk(
    sight: Sight, by: Actor, tried: Tried = NOTHING, complaint: Complaint | None = None
) -> DeskPage:
    """Put the page of a case together; `tried` is what was sent in vain."""
    case, procedure = sight.case, sight.procedure
    names = sight.names or {}
    sent = case_parts.sent(sight, f"{home(case.number)}/files")
    correction = panel.correction(sight, tried)
    return DeskPage(
        number=case.number,
        title=say(procedure.title),
        revision=case.revision,
        applicant=case.applicant_name,
        office=papers.office(procedure, case).name,
        status=sight.status.label,
        arrived_at=case.arrived_at,
        back_url="/console",
        sections=_ticked(case_parts.sections(sent), tried),
        waiting=waiting(sight),
        assignee=names.get(case.assignee, ""),
        clock=case_parts.clock(sight),
        acts=panel.acts(sight, by.id, tried),
        correction=correction,
        errors=_errors(tried, complaint),
        route=_route(sight, names),
        proposal=_proposal(sight, names),
        timeline=case_parts.timeline(sight.happenings),
        documents=case_parts.documents(sight.documents, home(case.number)),
        charges=case_parts.charges(case),
        stuck=_stuck(sight),
    )


def newer(found: Newer | None) -> NewerView | None:
    """Say what moving a case to a newer version of its procedure would mean."""
    if found is None:
        return None
    impact = found.impact
    lines = (
        *(f"答えが要る: {words}" for words in impact.asked),
        *(f"失われる答え: {words}" for words in impact.lost),
        *impact.differences,
    )
    return NewerView(
        effective=found.version.effective,
        digest=found.version.digest,
        verdict=WORDS[impact.verdict],
        lines=lines,
        plan=impact.plan,
        possible=impact.verdict != "stuck",
    )


def conflict(sight: Sight, tried: Tried, seen: int) -> ConflictPage:
    """Put together what happened since the revision that was `seen`, and what was tried."""
    case = sight.case
    repeat = panel.repeated(sight, tried)
    since = [each for each in sight.happenings if each.revision > seen]
    return ConflictPage(
        number=case.number,
        title=say(sight.procedure.title),
        case_url=home(case.number),
        act=panel.label(tried.act),
        meanwhile=case_parts.timeline(since),
        status=sight.status.label,
        reason="" if repeat else "いまの状態では、この操作はできなくなりました。",
        tried=tuple(_tried(repeat.fields)) if repeat else _typed(tried),
        repeat=repeat,
        revision=case.revision,
    )


def waiting(sight: Sight) -> str:
    """Say whom the case waits for, with the people who can act."""
    found = []
    for each in sight.waiting:
        people = "・".join(name for _, name in each.people)
        role = _ROLES.get(each.role, each.role)
        found.append(f"{role}（{people}）" if people else role)
    return "、".join(found)


def _ticked(sections: tuple[AnswerSection, ...], tried: Tried) -> tuple[AnswerSection, ...]:
    if tried.act != "request_correction":
        return sections
    chosen = {path for path, _ in acting.items(tried.texts)}
    return tuple(
        AnswerSection(
            each.title,
            tuple(
                replace(
                    row,
                    ticked=row.path in chosen,
                    message=acting.text(tried.texts, f"message.{row.path}"),
                )
                for row in each.rows
            ),
        )
        for each in sections
    )


def _errors(tried: Tried, complaint: Complaint | None) -> tuple[Link, ...]:
    found = tuple(Link(_anchor(tried.act, each), each.message) for each in tried.faults)
    if found or complaint is None:
        return found
    return (Link("", f"{complaint.message}{complaint.hint}"),)


def _anchor(act: str, fault: Fault) -> str:
    top = fault.field.split(".")[0]
    if top == "items":
        return "#answers"
    known = {each.path for each in acting.INPUTS.get(act, ())} | {acting.SURE}
    return f"#{act}-{fault.field}" if top in known else ""


def _route(sight: Sight, names: Mapping[str, str]) -> tuple[StationView, ...]:
    case, procedure = sight.case, sight.procedure
    step = next((s for s in procedure.workflow.steps.values() if s.kind == "decide"), None)
    if step is None or case.closed or case.decided_at is not None:
        return ()
    here = case.round is not None
    round_ = case.round or Round(None, planned(step))
    draft = round_.draft
    drafting: Progress = "done" if draft else "now" if here else "todo"
    first = VoiceView(
        _post(sight, step.by),
        drafting,
        person=names.get(draft.drafter, "") if draft else _people(sight, step.by, drafting),
        said="起案" if draft else "",
        at=draft.at if draft else None,
    )
    found = [StationView("起案", drafting, (first,))]
    for n, voices in enumerate(round_.stations):
        state = _state(n, round_.station) if draft else "todo"
        label = _STATIONS[voices[0].kind]
        spoken = tuple(_voice(sight, each, state, names) for each in voices)
        found.append(StationView(label, state, spoken))
    return tuple(found)


def _state(place: int, now: int) -> Progress:
    if place == now:
        return "now"
    return "done" if place < now else "todo"


def _voice(sight: Sight, voice: Voice, station: Progress, names: Mapping[str, str]) -> VoiceView:
    post = _post(sight, voice.post)
    if voice.at is None:
        return VoiceView(post, station, person=_people(sight, voice.post, station))
    said = "賛成" if voice.kind == "concur" else _STATIONS[voice.kind]
    return VoiceView(post, "done", names.get(voice.by, ""), said, voice.at, voice.note)


def _people(sight: Sight, reference: str, state: Progress) -> str:
    if state != "now":
        return ""
    role = post_of(reference, sight.case).name
    found = next((each.people for each in sight.waiting if each.role == role), ())
    return "・".join(name for _, name in found)


def _post(sight: Sight, reference: str) -> str:
    post: Post = post_of(reference, sight.case)
    unit = sight.procedure.offices.get(post.unit)
    return post.name if post.unit == sight.case.office or not unit else f"{unit.name} {post.name}"


def _proposal(sight: Sight, names: Mapping[str, str]) -> ProposalView | None:
    case, procedure = sight.case, sight.procedure
    round_ = case.round
    draft = (round_.draft or round_.previous) if round_ else case.decision
    if draft is None:
        return None
    return ProposalView(
        subject=draft.subject,
        text=draft.proposal,
        disposition=panel.disposition(procedure, draft.disposition),
        drafter=names.get(draft.drafter, ""),
        at=draft.at,
        tone=_TONES[draft.disposition],
        reasons=_reasons(procedure, draft),
        conditions=draft.conditions,
        remarks=draft.remarks,
        returned=round_.returned if round_ and round_.draft is None else "",
    )


def _reasons(procedure: Procedure, draft: Draft) -> tuple[str, ...]:
    grounds = {each.id: each for each in procedure.grounds}
    found = []
    for reason in draft.reasons:
        ground = grounds.get(reason.ground)
        text = say(ground.text) if ground else reason.ground
        source = papers.cite(ground.source) if ground else ""
        criterion = f"{text}（{source}）" if source else text
        found.append(
            f"審査基準：{criterion}\n認定した事実：{reason.facts}\n当てはめ：{reason.application}"
        )
    return tuple(found)


def _stuck(sight: Sight) -> tuple[StuckEffect, ...]:
    place = home(sight.case.number)
    return tuple(
        StuckEffect(
            label=each.title,
            reason=each.reason or "理由は記録されていません。",
            attempts=each.attempts,
            retry_url=f"{place}/effects/{quote(each.key, safe=':')}/retry" if each.parked else "",
        )
        for each in sight.stuck
    )


def _tried(fields: tuple[FieldView, ...]) -> list[tuple[str, str]]:
    found = []
    for each in fields:
        for row in each.rows:
            found += _tried(row)
        chosen = "、".join(option.label for option in each.options if option.chosen)
        typed = each.echo or "".join(each.values.values())
        said = chosen if each.options else typed
        if said and each.kind != "declaration":
            found.append((each.label, said))
    return found


def _typed(tried: Tried) -> tuple[tuple[str, str], ...]:
    """Give what was typed where the act has no form any more."""
    labels = {each.path: each for each in acting.INPUTS.get(tried.act, ())}
    return tuple(
        (labels[path].label, acting.text(tried.texts, path))
        for path in tried.texts
        if path in labels
        and labels[path].kind in ("text", "long-text", "money")
        and acting.text(tried.texts, path)
    )
