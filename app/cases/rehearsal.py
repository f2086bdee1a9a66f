"""試験: a department's scenarios played through the pure core, from the answers to the end.

No database and no outside: documents are issued and payments arrive because the scenario says so.
Also tells which moves of a workflow its scenarios have taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.cases import acts, answers, applicants, deadlines, fees, lifecycle, permissions
from app.cases import events as ev
from app.cases.answers import Checked, Moment
from app.cases.events import Act, Event
from app.cases.model import Actor, Case, CorrectionItem
from app.definitions import scenarios
from app.definitions.expressions.compiled import Facts
from app.definitions.model import Procedure, say
from app.definitions.scenarios import Scenario, ScenarioAct
from app.kernel import calendar, paths
from app.kernel.calendar import Period
from app.kernel.clock import local_day
from app.kernel.errors import Refusal

_NOON = time(3, 0)
_SYSTEM = Actor("system", "rehearsal")
_RESIDENT = Actor("resident", "applicant", "申請者")


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a scenario: what differs from its expectation, and the moves it took.

    `answers` are those that it files, as they were read, and `on` is the day on which it does.
    """

    scenario: Scenario
    faults: tuple[str, ...]
    on: date
    answers: Mapping[str, Any]
    moves: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class _Stage:
    procedure: Procedure
    scenario: Scenario
    at: datetime
    case: Case
    refused: str = ""
    moves: set[tuple[str, str]] = field(default_factory=set)
    people: dict[str, Actor] = field(default_factory=dict)


def play(procedure: Procedure, scenario: Scenario, today: date | None = None) -> Played:
    """Play a scenario, on its own day or on `today` where it names none."""
    on = scenario.on or today or date(2026, 6, 1)
    checked = check(procedure, scenario, on)
    wanted = scenario.expect.errors
    if wanted is not None or checked.faults:
        faults = _compare_errors(wanted or {}, checked)
        return Played(scenario, tuple(faults), on, checked.answers)
    stage = _file(procedure, scenario, checked, on)
    faults = []
    for n, act in enumerate(scenario.acts):
        last = n == len(scenario.acts) - 1
        try:
            _perform(stage, act)
        except Refusal as refusal:
            stage.refused = refusal.code
            if not (last and scenario.expect.refused):
                faults.append(f"{act.line}行目「{act.kind}」が断られました: {refusal.message}")
                break
    faults += _compare(stage)
    return Played(scenario, tuple(faults), on, checked.answers, frozenset(stage.moves))


def check(procedure: Procedure, scenario: Scenario, on: date) -> Checked:
    """Check a scenario's answers, with every attachment that they need unless it is left out."""
    moment = Moment(on)
    raw = scenarios.answers_on(scenario, on)
    first = answers.check(procedure, raw, moment)
    needed = answers.attachments_for(procedure, first.answers, moment)
    left_out = {each.removeprefix("attachments.") for each in scenario.without}
    files = {each.id: [f"file-{each.id}"] for each, must in needed if must}
    kept = {key: value for key, value in files.items() if key not in left_out}
    given = raw.get("attachments")
    extra = given if isinstance(given, Mapping) else {}
    return answers.check(procedure, {**raw, "attachments": {**kept, **extra}}, moment)


def transitions(procedure: Procedure) -> frozenset[tuple[str, str]]:
    """Give every move that a procedure's workflow has, as step and outcome."""
    steps = procedure.workflow.steps.values()
    return frozenset((step.id, move) for step in steps for move in step.moves)


def _file(procedure: Procedure, scenario: Scenario, checked: Checked, on: date) -> _Stage:
    at = datetime.combine(on, _NOON, UTC)
    by = _applicant(procedure)
    blank = lifecycle.blank("case", f"R-{procedure.code}-00001", procedure, by.id, at)
    stage = _Stage(procedure, scenario, at, blank)
    name = applicants.name(checked.answers) or by.name
    office = answers.office_of(procedure, checked.answers)
    _happen(stage, ev.Submitted(checked.answers, name, office), by)
    return stage


def _applicant(procedure: Procedure) -> Actor:
    return replace(_RESIDENT, kind="clerk") if procedure.internal else _RESIDENT


def _perform(stage: _Stage, act: ScenarioAct) -> None:
    if act.after is not None:
        day = calendar.add(local_day(stage.at), act.after)
        stage.at = datetime.combine(day, _NOON, UTC)
    match act.kind:
        case "pay":
            _pay(stage, str(act.value))
        case "pass":
            _let_pass(stage, str(act.value))
        case "answer":
            _correct(stage, act.value)
        case "withdraw":
            _happen(stage, ev.Withdrawn(), _applicant(stage.procedure))
        case _:
            event, post = _by_clerk(stage, act)
            _happen(stage, event, _person(stage, post))


def _by_clerk(stage: _Stage, act: ScenarioAct) -> tuple[Event, str]:
    make = _BY_EXAMINER.get(act.kind)
    return _on_route(stage, act) if make is None else (make(stage, act), _examiner(stage))


def _on_route(stage: _Stage, act: ScenarioAct) -> tuple[Event, str]:
    match act.kind:
        case "approve":
            return ev.Approved(), str(act.value)
        case "concur":
            opposed = act.details.get("opinion") == "oppose"
            return ev.Concurred("oppose" if opposed else "agree", "意見"), str(act.value)
        case "decide":
            return ev.Decided(), str(act.value)
        case "send_back":
            far = act.value == "examiner"
            back = ev.SentBack("examiner" if far else "drafter", "確かめてください")
            return back, _speaker(stage)
        case _:
            raise Refusal("act.unknown", f"「{act.kind}」という操作はありません。")


def _draft(stage: _Stage, act: ScenarioAct) -> Event:
    turn = acts.Turn(stage.procedure, stage.case, _RESIDENT, local_day(stage.at))
    wanted = replace(stage.case, flags={**stage.case.flags, "proposal": str(act.value)})
    example = acts.KINDS["draft"].example(replace(turn, case=wanted))
    example["disposition"] = act.value
    if act.value == "granted":
        example.pop("reasons", None)
    ground = act.details.get("ground")
    if ground and example.get("reasons"):
        example["reasons"][0]["ground"] = ground
    return acts.read("draft", example, _RESIDENT)


def _assess(value: object) -> Event:
    fee, amount = next(iter(value.items())) if isinstance(value, Mapping) else (str(value), 100)
    return ev.Assessed(str(fee), int(amount))


def _request(act: ScenarioAct) -> Event:
    items = tuple(CorrectionItem(str(path), "直してください") for path in act.value)
    return ev.CorrectionRequested(items, "補正をお願いします")


_BY_EXAMINER: Mapping[str, Callable[[_Stage, ScenarioAct], Event]] = {
    "examine": lambda stage, act: ev.Examined(act.value),
    "correct": lambda stage, act: _request(act),
    "schedule": lambda stage, act: ev.InspectionScheduled(_day_after(stage, act.value)),
    "inspect": lambda stage, act: ev.Inspected(act.value),
    "ask_outside": lambda stage, act: ev.OutsideAsked(str(act.value)),
    "outside": lambda stage, act: ev.OutsideAnswered("回答"),
    "extend": lambda stage, act: ev.Extended(_extended(stage, act.value), "文書が多量のため"),
    "assess": lambda stage, act: _assess(act.value),
    "draft": _draft,
}


def _pay(stage: _Stage, fee: str) -> None:
    charge = next(
        (each for each in stage.case.charges if each.fee == fee and each.state == "open"), None
    )
    if charge is None:
        raise Refusal("payment.nothing_open", f"手数料「{fee}」は、いま納付できません。")
    _happen(stage, ev.PaymentSettled(charge.id, charge.amount, stage.at), _SYSTEM)


def _let_pass(stage: _Stage, name: str) -> None:
    due = deadlines.of_case(stage.case, name)
    if due is None:
        raise Refusal("deadline.not_due", f"期限「{name}」はありません。")
    stage.at = max(stage.at, due.at + timedelta(hours=3))
    _happen(stage, ev.DeadlinePassed(name), _SYSTEM)


def _correct(stage: _Stage, value: Mapping[str, Any]) -> None:
    raw = paths.copy(stage.case.answers)
    for path, each in scenarios.values_on(value, local_day(stage.at)).items():
        paths.put(raw, path, each)
    checked = answers.check(stage.procedure, raw, answers.at_arrival(stage.case.arrived_at))
    if checked.faults:
        fault = checked.faults[0]
        raise Refusal("answers.invalid", f"{fault.field}: {fault.message}")
    _happen(stage, ev.Corrected(checked.answers), _applicant(stage.procedure))


def _happen(stage: _Stage, event: Event, by: Actor) -> None:
    before = stage.case.step
    outcome = lifecycle.advance(stage.procedure, stage.case, Act(event, by, stage.at))
    stage.case = outcome.case
    _note_moves(stage, before, event)
    waiting = next((paper for paper in stage.case.papers if not paper.document), None)
    if waiting is not None:
        _happen(stage, ev.DocumentIssued(waiting.effect, f"doc-{waiting.rule}"), _SYSTEM)
    step = stage.procedure.workflow.steps.get(stage.case.step)
    if step is not None and step.kind == "publish":
        _happen(stage, ev.VersionPublished("version"), _SYSTEM)


def _note_moves(stage: _Stage, before: str, event: Event) -> None:
    """Note the move out of a step, and those through steps that were only passed by."""
    steps, now = stage.procedure.workflow.steps, stage.case.step or stage.case.end
    move = _move_of(event, stage.case)
    while before in steps and before != now and move in steps[before].moves:
        stage.moves.add((before, move))
        before = steps[before].moves[move]
        move = next(iter(steps[before].moves)) if before in steps else ""


def _move_of(event: Event, case: Case) -> str:
    """Give the outcome by which an event leaves a step."""
    match event:
        case ev.Examined(result=result) | ev.Inspected(result=result):
            return result
        case ev.Decided():
            return case.disposition or ""
        case ev.SentBack():
            return "sent_back"
        case _:
            return _MOVES.get(type(event), "done")


_MOVES: Mapping[type[Event], str] = {
    ev.CorrectionRequested: "correct",
    ev.OutsideAsked: "ask",
    ev.Corrected: "answered",
    ev.OutsideAnswered: "answered",
    ev.DeadlinePassed: "expired",
}


def _person(stage: _Stage, post: str) -> Actor:
    """Give somebody who holds just this post, so that nobody ever has two roles by accident."""
    if post not in stage.people:
        held = permissions.post_of(post, stage.case)
        name = f"{held.name}（{len(stage.people) + 1}）"
        stage.people[post] = Actor("clerk", f"clerk-{len(stage.people)}", name, frozenset({held}))
    return stage.people[post]


def _examiner(stage: _Stage) -> str:
    step = stage.procedure.workflow.steps.get(stage.case.step)
    return step.by if step and step.by else permissions.examining_posts(stage.procedure)[0]


def _speaker(stage: _Stage) -> str:
    route = stage.case.round
    if route is None or route.draft is None:
        return _examiner(stage)
    return next(v.post for v in route.stations[route.station] if v.at is None)


def _day_after(stage: _Stage, span: Period) -> date:
    return calendar.add(local_day(stage.at), span)


def _extended(stage: _Stage, span: Period) -> date:
    return calendar.add(stage.case.clock.started, span)


def _compare_errors(wanted: Mapping[str, str], checked: Checked) -> list[str]:
    """Match faults with what was expected; a path stands for the inputs that it is made of."""
    left = list(checked.faults)
    missing = []
    for path, code in wanted.items():
        hit = next((f for f in left if _is_at(f.field, path) and _is_code(f.code, code)), None)
        if hit is None:
            missing.append(f"{path}: 誤り「{code}」になるはずが、なりません")
        else:
            left.remove(hit)
    strangers = [f"{f.field}: 思わぬ誤り「{f.code}」（{f.message}）" for f in left]
    return missing + strangers


def _is_at(field: str, path: str) -> bool:
    return field == path or field.startswith(f"{path}.")


def _is_code(code: str, wanted: str) -> bool:
    return code in (wanted, f"check.{wanted}")


def _compare(stage: _Stage) -> list[str]:
    expect, case = stage.scenario.expect, stage.case
    papers = tuple(dict.fromkeys(each.rule for each in case.papers))
    seen: list[tuple[str, object, object]] = []
    if expect.refused is not None or stage.refused:
        seen.append(("断られた理由", expect.refused or "", stage.refused))
    if expect.step is not None:
        seen.append(("工程", expect.step, case.step))
    if expect.end is not None:
        seen.append(("終わり", expect.end, case.end))
    if expect.papers is not None:
        seen.append(("帳票", sorted(expect.papers), sorted(papers)))
    lines = _fees(stage)
    if expect.fees is not None:
        seen.append(("手数料", dict(expect.fees), {line.fee.id: line.amount for line in lines}))
    if expect.reduced is not None:
        reduced = {line.fee.id: line.reduction.id for line in lines if line.reduction}
        seen.append(("減免", dict(expect.reduced), reduced))
    if expect.used is not None:
        rule = stage.procedure.workflow.clock
        used = deadlines.read(rule, case.clock, local_day(stage.at)).used
        seen.append(("使った日数", expect.used, used))
    return [f"{what}: {want} のはずが {got}" for what, want, got in seen if want != got]


def _fees(stage: _Stage) -> tuple[fees.Assessed, ...]:
    day = local_day(stage.case.arrived_at)
    return fees.assess(stage.procedure, Facts(stage.case.answers, day, day))


def describe(played: Played, procedure: Procedure) -> str:
    """Say in one line how a scenario went."""
    mark = "✗" if played.faults else "✓"
    return f"{mark} {say(procedure.title)}: {played.scenario.name}"
