"""行為の一覧: the names, shapes and examples of acts, as programs and pages offer them.

One table ties a name to its body, its event and an example. What is offered to someone is found by
trying: an act is offered when its example would be accepted, so an offer is never a false promise.
What someone may not do in any case is not tried.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.cases import deadlines, events, lifecycle, permissions
from app.cases.events import Act, Event
from app.cases.model import Actor, Case, CorrectionItem, Reason
from app.definitions.model import Procedure, say
from app.kernel import calendar
from app.kernel.calendar import Period
from app.kernel.clock import local_day
from app.kernel.errors import Fault, Refusal


class Body(BaseModel):
    """The body of an act; unknown members are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Nothing(Body):
    pass


class _Note(Body):
    note: str = Field("", max_length=4000)


class _Examine(Body):
    result: Literal["ok", "refuse"]
    note: str = Field("", max_length=4000)


class _Item(Body):
    field: str
    message: str = Field("", max_length=1000)


class _RequestCorrection(Body):
    items: tuple[_Item, ...] = ()
    note: str = Field("", max_length=4000)
    due: date | None = None


class _Schedule(Body):
    on: date
    note: str = Field("", max_length=4000)


class _Inspect(Body):
    result: Literal["passed", "failed"]
    note: str = Field("", max_length=4000)


class _Reason(Body):
    ground: str
    facts: str = Field(max_length=4000)
    application: str = Field(max_length=4000)


class _Draft(Body):
    disposition: Literal["granted", "partial", "refused"]
    subject: str = Field("", max_length=200)
    proposal: str = Field("", max_length=4000)
    reasons: tuple[_Reason, ...] = ()
    conditions: str = Field("", max_length=4000)
    remarks: str = Field("", max_length=4000)


class _Concur(Body):
    opinion: Literal["agree", "oppose"]
    note: str = Field("", max_length=4000)


class _SendBack(Body):
    to: Literal["drafter", "examiner"]
    reason: str = Field(max_length=4000)


class _Extend(Body):
    until: date
    reason: str = Field(max_length=4000)


class _Ask(Body):
    whom: str = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=4000)


class _Answer(Body):
    summary: str = Field("", max_length=4000)


class _Assess(Body):
    fee: str
    amount: int
    note: str = Field("", max_length=4000)


class _Assign(Body):
    person: str = ""


class _Text(Body):
    text: str = Field(max_length=4000)


class _Withdraw(Body):
    reason: str = Field("", max_length=4000)


class Corrected(Body):
    """The applicant's answer to a correction request: the answers, whole."""

    answers: dict[str, Any]
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What an example is made for: the case, who would act, and the day."""

    procedure: Procedure
    case: Case
    actor: Actor
    today: date


@dataclass(frozen=True, slots=True)
class Kind:
    """An act: its words, what it brings about, its body's shape, and an example for a turn."""

    label: str
    happens: type[Event]
    body: type[Body]
    event: Callable[[Any, Actor], Event]
    example: Callable[[Turn], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that someone may do now."""

    act: str
    label: str
    schema: dict[str, Any]
    example: dict[str, Any]


def _fixed(**values: Any) -> Callable[[Turn], dict[str, Any]]:  # noqa: ANN401
    return lambda turn: dict(values)


def _draft_example(turn: Turn) -> dict[str, Any]:
    step = turn.procedure.workflow.steps.get(turn.case.step)
    wanted = turn.case.flags.get("proposal", "granted")
    possible = (step.dispositions if step else ()) or ("granted",)
    disposition = wanted if wanted in possible else possible[0]
    title = say(turn.procedure.title)
    example: dict[str, Any] = {
        "disposition": disposition,
        "subject": f"{title}について",
        "proposal": "下記のとおり決定してよろしいか伺います。",
    }
    if disposition != "granted" and turn.procedure.grounds:
        ground = turn.procedure.grounds[0]
        example["reasons"] = [
            {
                "ground": ground.id,
                "facts": "提出された書類により確認した事実",
                "application": f"上の事実は、基準「{say(ground.text)}」に当たります。",
            }
        ]
    return example


def _extend_example(turn: Turn) -> dict[str, Any]:
    rule = turn.procedure.workflow.clock
    present = deadlines.due_day(rule, turn.case.clock, turn.today) or turn.today
    until = present + timedelta(days=1)
    if rule.extension is not None:
        until = calendar.add(turn.case.clock.started, rule.extension)
    return {"until": until.isoformat(), "reason": "対象となる文書が多く、確認に時間を要するため"}


def _correction_example(turn: Turn) -> dict[str, Any]:
    first = next((f.id for f in turn.procedure.fields if f.kind not in ("heading", "notice")), "")
    return {
        "items": [{"field": first, "message": "内容を確かめて、直してください。"}],
        "due": calendar.add(turn.today, Period(days=14)).isoformat(),
    }


def _assess_example(turn: Turn) -> dict[str, Any]:
    fee = next((c.fee for c in turn.case.charges if c.state == "unknown"), "")
    return {"fee": fee, "amount": 100}


KINDS: Mapping[str, Kind] = {
    "examine": Kind("審査を終える", events.Examined, _Examine,
                    lambda b, a: events.Examined(b.result, b.note), _fixed(result="ok")),
    "inspect": Kind("検査の結果を記録する", events.Inspected, _Inspect,
                    lambda b, a: events.Inspected(b.result, b.note), _fixed(result="passed")),
    "draft": Kind("起案する", events.Drafted, _Draft, lambda b, a: events.Drafted(
        b.disposition, b.subject, b.proposal,
        tuple(Reason(r.ground, r.facts, r.application) for r in b.reasons),
        b.conditions, b.remarks), _draft_example),
    "approve": Kind("承認する", events.Approved, _Note, lambda b, a: events.Approved(b.note),
                    _fixed()),
    "concur": Kind("協議に答える", events.Concurred, _Concur,
                   lambda b, a: events.Concurred(b.opinion, b.note), _fixed(opinion="agree")),
    "decide": Kind("決定する", events.Decided, _Note, lambda b, a: events.Decided(b.note),
                   _fixed()),
    "assess": Kind("手数料の額を決める", events.Assessed, _Assess,
                   lambda b, a: events.Assessed(b.fee, b.amount, b.note), _assess_example),
    "answer_outside": Kind("照会への回答を記録する", events.OutsideAnswered, _Answer,
                           lambda b, a: events.OutsideAnswered(b.summary),
                           _fixed(summary="回答を受領しました。")),
    "request_correction": Kind("補正を求める", events.CorrectionRequested, _RequestCorrection,
                               lambda b, a: events.CorrectionRequested(
                                   tuple(CorrectionItem(i.field, i.message) for i in b.items),
                                   b.note, b.due), _correction_example),
    "schedule_inspection": Kind("検査日を決める", events.InspectionScheduled, _Schedule,
                                lambda b, a: events.InspectionScheduled(b.on, b.note),
                                lambda t: {"on": (t.today + timedelta(days=7)).isoformat()}),
    "ask_outside": Kind("意見を照会する", events.OutsideAsked, _Ask,
                        lambda b, a: events.OutsideAsked(b.whom, b.note), _fixed(whom="第三者")),
    "extend": Kind("期間を延長する", events.Extended, _Extend,
                   lambda b, a: events.Extended(b.until, b.reason), _extend_example),
    "send_back": Kind("差し戻す", events.SentBack, _SendBack,
                      lambda b, a: events.SentBack(b.to, b.reason),
                      _fixed(to="drafter", reason="内容を確かめて、起案し直してください。")),
    "claim": Kind("担当になる", events.Assigned, _Nothing, lambda b, a: events.Assigned(a.id),
                  _fixed()),
    "assign": Kind("担当を割り当てる", events.Assigned, _Assign,
                   lambda b, a: events.Assigned(b.person),
                   lambda t: {"person": t.actor.id}),
    "note": Kind("メモを残す", events.Noted, _Text, lambda b, a: events.Noted(b.text),
                 _fixed(text="確認しました。")),
    "withdraw": Kind("取り下げる", events.Withdrawn, _Withdraw,
                     lambda b, a: events.Withdrawn(b.reason), _fixed()),
}  # fmt: skip


def offers(procedure: Procedure, case: Case, actor: Actor, at: datetime) -> tuple[Offer, ...]:
    """Give the acts that `actor` may do now, the ones that move the case first."""
    turn = Turn(procedure, case, actor, local_day(at))
    permitted = permissions.permitted(procedure, case, actor)
    found = [
        Offer(name, kind.label, _schema(kind.body), example)
        for name, kind in KINDS.items()
        if issubclass(kind.happens, permitted)
        if (example := _accepted(turn, kind, at)) is not None
    ]
    if actor.kind == "resident" and actor.id == case.applicant and case.correction is not None:
        example = {"answers": dict(case.answers)}
        found.insert(0, Offer("correct", "補正する", _schema(Corrected), example))
    return tuple(found)


def read(name: str, body: Mapping[str, Any], actor: Actor) -> Event:
    """Make the event of a named act from its body.

    Raises `Refusal`: `act.unknown`, `act.body_invalid` with a fault for each wrong member.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise Refusal(
            "act.unknown",
            f"「{name}」という操作はありません。",
            "案件の acts にある名前を使ってください。",
        )
    return kind.event(read_body(kind.body, body), actor)


def read_body(shape: type[Body], body: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Read the body of an act into its shape, or refuse it with a fault for each wrong member."""
    try:
        return shape.model_validate_json(_json(body))
    except ValidationError as wrong:
        faults = tuple(
            Fault(".".join(str(part) for part in each["loc"]), each["type"], _words(each["type"]))
            for each in wrong.errors()
        )
        raise Refusal(
            "act.body_invalid",
            "操作の内容に、足りないところか正しくないところがあります。",
            "示された項目を直して、もう一度送ってください。",
            faults,
        ) from wrong


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(body), ensure_ascii=False, default=str).encode()


def _words(kind: str) -> str:
    match kind:
        case "missing":
            return "入力してください。"
        case "extra_forbidden":
            return "この項目は受け付けていません。"
        case "string_too_long":
            return "長すぎます。短くしてください。"
        case "literal_error":
            return "選べる値の中から選んでください。"
        case _:
            return "正しい形で入力してください。"


@cache
def _schema(shape: type[Body]) -> dict[str, Any]:
    return shape.model_json_schema()


def _accepted(turn: Turn, kind: Kind, at: datetime) -> dict[str, Any] | None:
    example = kind.example(turn)
    try:
        event = kind.event(kind.body.model_validate(example), turn.actor)
        lifecycle.advance(turn.procedure, turn.case, Act(event, turn.actor, at))
    except Refusal:
        return None
    return example
