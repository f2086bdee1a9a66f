"""業務フロー: a workflow called with a procedure's values, and what remains of it.

Steps that this procedure can never enter (no fee at that time, no inspection, no paper) are left
out, and those before them lead on to what follows, so that nobody is shown a step that never comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.definitions.desk import Desk, Place
from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.expressions.scope import Scope
from app.definitions.expressions.types import Type
from app.definitions.linker.calls import Call
from app.definitions.linker.nouns import source
from app.definitions.model import ClockRule, End, Station, Step, Via, Withdrawal, Workflow
from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.workflow import StepShape, WorkflowShape

HERE = Place("workflow")

FIRST_MOVE: Mapping[str, str] = {
    "examine": "ok",
    "inspect": "passed",
    "decide": "granted",
    "await-applicant": "answered",
    "await-payment": "done",
    "await-outside": "answered",
    "issue": "done",
    "publish": "done",
}
"""By which outcome a step is passed through."""

FEES = Type("money")
_ASIDE = frozenset({"ask", "correct"})
_NO_DAY = date(2000, 1, 1)


@dataclass(slots=True)
class Flow:
    """A workflow while it is being linked."""

    desk: Desk
    shape: WorkflowShape
    call: Call
    scope: Scope
    dues: frozenset[str]


def step_scope(call: Call, form: Scope) -> Scope:
    """Give the scope of a step's condition: parameters, answers, and the fees by time of payment.

    The engine gives the totals as `answers["fee"]["on_application"]` and so on.
    """
    fees = {f"fee.{due}": FEES for due in ("on_application", "after_decision", "at_issue")}
    names = {**form.names, **fees, **call.types}
    return Scope(names, form.tables, call.constants)


def link_workflow(flow: Flow, procedure: ProcedureShape) -> Workflow:
    """Make the workflow as this procedure has it."""
    shape = flow.shape
    steps = {name: _step(flow, name, each) for name, each in shape.steps.items()}
    gone = {name for name, step in steps.items() if _never(flow, step, shape.steps[name])}
    start = _past(steps, gone, shape.start or next(iter(shape.steps)))
    steps = _reached(_without(flow, steps, gone), start)
    ends = {name: _end(flow, name) for name in shape.ends if _is_reached(steps, shape, name)}
    withdrawal = None
    if shape.withdraw is not None:
        until = _before(flow.shape, steps, shape.withdraw.until)
        withdrawal = Withdrawal(shape.withdraw.to, until)
    return Workflow(
        id=shape.workflow,
        title=shape.title,
        steps=steps,
        ends=ends,
        start=start,
        clock=_clock(shape, procedure, steps),
        withdrawal=withdrawal,
    )


def _step(flow: Flow, name: str, shape: StepShape) -> Step:
    place = HERE.down("steps", name)
    call = flow.call
    when, when_place = call.formula(shape.when, place.down("when"))
    return Step(
        id=name,
        kind=shape.kind,
        label=call.texts(shape.label, place.down("label")) or shape.label,
        moves=shape.moves,
        when=flow.desk.compile(when, flow.scope, when_place),
        by=call.post(shape.by, place.down("by")),
        route=_route(flow, shape, place.down("route")),
        decider=call.post(shape.decider, place.down("decider")),
        within=call.span(shape.within, place.down("within")),
        remind=tuple(
            span
            for n, each in enumerate(shape.remind)
            if (span := call.span(each, place.down("remind", n))) is not None
        ),
        paper=call.text(shape.paper, place.down("paper")),
        due=shape.due or "",
        who=call.texts(shape.who, place.down("who")),
        dispositions=tuple(
            each for each in ("granted", "partial", "refused") if each in shape.moves
        ),
    )


def _route(flow: Flow, shape: StepShape, place: Place) -> tuple[Station, ...]:
    value, where = flow.call.value(shape.route, place)
    stations = [value] if isinstance(value, (str, dict)) else value
    if not isinstance(stations, list):
        return ()
    return tuple(_station(flow, each, where.down(n)) for n, each in enumerate(stations))


def _station(flow: Flow, value: Any, place: Place) -> Station:  # noqa: ANN401 - as in the file
    kind = "approve"
    if isinstance(value, dict) and set(value) == {"concur"}:
        kind, value, place = "concur", value["concur"], place.down("concur")
    posts = value if isinstance(value, list) else [value]
    if not posts or not all(isinstance(each, str) for each in posts):
        hint = "[係長, 課長]、並べて [[甲, 乙], 課長]、協議は {concur: [職]} と書きます。"
        flow.desk.complain(place, "P510", "決定までに回す職として読めません。", hint)
        return Station("approve", ())
    checked = tuple(flow.call.checked_post(each, place) for each in posts)
    return Station("concur" if kind == "concur" else "approve", checked)


def _end(flow: Flow, name: str) -> End:
    shape = flow.shape.ends[name]
    result = flow.call.texts(shape.result, HERE.down("ends", name, "result"))
    return End(name, result or shape.result, shape.disposition)


def _never(flow: Flow, step: Step, shape: StepShape) -> bool:
    """Say whether the procedure can never enter a step."""
    match step.kind:
        case "await-payment" if step.due not in flow.dues:
            return True
        case "issue" if shape.paper is not None and not step.paper:
            return True
        case _:
            return constant(step.when, flow.call.constants) is False


def constant(expression: Expression | None, fixed: Mapping[str, Any]) -> bool | None:
    """Give the value of a condition that looks at nothing but constants, else None."""
    if expression is None or not expression.names <= fixed.keys():
        return None
    return expression.holds(Facts({}, _NO_DAY))


def _past(steps: Mapping[str, Step], gone: set[str], target: str) -> str:
    """Follow a target through steps that are left out."""
    seen: set[str] = set()
    while target in gone and target not in seen:
        seen.add(target)
        step = steps[target]
        target = step.moves.get(FIRST_MOVE[step.kind], target)
    return target


def _without(flow: Flow, steps: Mapping[str, Step], gone: set[str]) -> dict[str, Step]:
    """Leave steps out; those that are always entered lose their condition."""
    kept = {}
    for name, step in steps.items():
        if name not in gone:
            moves = {
                move: _past(steps, gone, target)
                for move, target in step.moves.items()
                if not (move in _ASIDE and target in gone)
            }
            always = constant(step.when, flow.call.constants) is True
            kept[name] = replace(step, moves=moves, when=None if always else step.when)
    return kept


def _reached(steps: Mapping[str, Step], start: str) -> dict[str, Step]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in steps and name not in found:
            found.add(name)
            waiting += steps[name].moves.values()
    return {name: step for name, step in steps.items() if name in found}


def _before(shape: WorkflowShape, steps: Mapping[str, Step], name: str) -> str:
    """Give a step, or the last that leads to it where the procedure never enters it itself."""
    seen: set[str] = set()
    while name not in steps and name not in seen:
        seen.add(name)
        leading = [id_ for id_, each in shape.steps.items() if name in each.moves.values()]
        name = next((id_ for id_ in reversed(leading) if id_ not in seen), name)
    return name


def _is_reached(steps: Mapping[str, Step], shape: WorkflowShape, end: str) -> bool:
    withdrawn = shape.withdraw is not None and shape.withdraw.to == end
    return withdrawn or any(end in step.moves.values() for step in steps.values())


def _clock(shape: WorkflowShape, procedure: ProcedureShape, steps: Mapping[str, Step]) -> ClockRule:
    clock = procedure.clock
    rule = ClockRule(
        period=None if clock is None else clock.period,
        kind=shape.clock.kind,
        stops_in=tuple(shape.clock.stops_in),
        ends_at=tuple(each for each in shape.clock.ends_at if each in steps),
    )
    if clock is None:
        return rule
    return replace(
        rule,
        kind=clock.kind or rule.kind,
        extension=clock.extension,
        via=None if clock.via is None else Via(clock.via.name, clock.via.period, clock.via.note),
        source=source(clock.basis),
        note=clock.note,
    )
