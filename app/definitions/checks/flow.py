"""The flow as a workflow declares it: outcomes, targets, ways to an end, and who decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.definitions import reader
from app.definitions.desk import Desk, Place
from app.definitions.shape.workflow import StepShape, WorkflowShape

HERE = Place("workflow")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of step must have and may have."""

    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "examine": Kind(("ok",), ("refuse", "correct", "ask"), ("by",)),
    "inspect": Kind(("passed",), ("failed", "correct"), ("by",)),
    "decide": Kind(("granted", "sent_back"), ("partial", "refused"), ("by", "decider"), ("route",)),
    "await-applicant": Kind(("answered", "expired"), (), ("within",), ("remind",)),
    "await-payment": Kind(("done",), ("expired",), ("due",), ("within", "remind")),
    "await-outside": Kind(("answered",), ("expired",), ("who",), ("within",)),
    "issue": Kind(("done",), (), ("paper",)),
    "publish": Kind(("done",)),
}
"""Outcomes and parts of each kind of step; the first of `must` is the way of one passed through."""

_BROKEN_WAYS = frozenset({"P501", "P504", "P507"})
"""Faults from which it follows that steps are not reached; to say so too would only confuse."""

_PARTS = ("by", "route", "decider", "within", "remind", "paper", "due", "who")


def check_workflow(desk: Desk, shape: WorkflowShape) -> None:
    """Check a workflow as it stands, whatever values procedures will give it."""
    for name, step in shape.steps.items():
        _check_step(desk, shape, name, step)
    _check_names(desk, shape)
    if not _BROKEN_WAYS & {each.code for each in desk.found}:
        _check_reach(desk, shape)
        _check_ways_out(desk, shape)


def _check_step(desk: Desk, shape: WorkflowShape, name: str, step: StepShape) -> None:
    kind, place = KINDS[step.kind], HERE.down("steps", name)
    told = f"工程「{name}」（{step.kind}）"
    for move, target in step.moves.items():
        if move not in (*kind.must, *kind.may):
            hint = f"書けるもの: {'、'.join((*kind.must, *kind.may))}"
            desk.complain(place.down(move), "P505", f"{told}に進み方「{move}」はありません。", hint)
        if target not in shape.steps and target not in shape.ends:
            hint = desk.suggest(target, (*shape.steps, *shape.ends))
            desk.complain(place.down(move), "P501", f"行き先「{target}」はありません。", hint)
    for move in kind.must:
        if move not in step.moves:
            words = f"{told}に進み方「{move}」がありません。"
            desk.complain(place, "P504", words, f"{move}: に次の工程を書いてください。")
    _check_parts(desk, step, kind, place, told)


def _check_parts(desk: Desk, step: StepShape, kind: Kind, place: Place, told: str) -> None:
    for part in _PARTS:
        written = getattr(step, part) not in (None, [])
        if part in kind.needs and not written:
            code = "P506" if part == "decider" else "P511"
            hint = f"{part}: を書いてください。"
            desk.complain(place, code, f"{told}に「{part}」がありません。", hint)
        elif written and part not in (*kind.needs, *kind.takes):
            words = f"{told}に「{part}」は書けません。"
            desk.complain(place.down(part), "P512", words)
    if step.kind in ("await-payment", "await-outside") and (
        (step.within is None) != (step.expired is None)
    ):
        words = f"{told}の期間（within）と期限を過ぎたとき（expired）が組になっていません。"
        desk.complain(place, "P511", words, "両方を書くか、両方とも書かないでください。")


def _check_names(desk: Desk, shape: WorkflowShape) -> None:
    for name in sorted(shape.steps.keys() & shape.ends.keys()):
        words = f"「{name}」が工程にも終わりにもあります。"
        desk.complain(HERE.down("ends", name), "P303", words)
    named: list[tuple[str, reader.Path]] = [
        (name, ("clock", "ends_at", n)) for n, name in enumerate(shape.clock.ends_at)
    ]
    named += [] if shape.start is None else [(shape.start, ("start",))]
    named += [] if shape.withdraw is None else [(shape.withdraw.until, ("withdraw", "until"))]
    for name, path in named:
        if name not in shape.steps:
            hint = desk.suggest(name, shape.steps)
            desk.complain(HERE.down(*path), "P507", f"工程「{name}」はありません。", hint)
    for n, kind in enumerate(shape.clock.stops_in):
        if kind not in KINDS:
            hint = desk.suggest(kind, KINDS)
            place = HERE.down("clock", "stops_in", n)
            desk.complain(place, "P507", f"工程の種類「{kind}」はありません。", hint)
    _check_withdrawal(desk, shape)


def _check_withdrawal(desk: Desk, shape: WorkflowShape) -> None:
    if shape.withdraw is not None and shape.withdraw.to not in shape.ends:
        hint = desk.suggest(shape.withdraw.to, shape.ends)
        words = f"終わり「{shape.withdraw.to}」はありません。"
        desk.complain(HERE.down("withdraw", "to"), "P501", words, hint)


def _check_reach(desk: Desk, shape: WorkflowShape) -> None:
    start = shape.start or next(iter(shape.steps))
    reached = _closure({name: step.moves.values() for name, step in shape.steps.items()}, {start})
    for name in shape.steps:
        if name not in reached:
            words = f"工程「{name}」には、どこからも来られません。"
            hint = "この工程に進む工程を書くか、この工程を消してください。"
            desk.complain(HERE.down("steps", name), "P502", words, hint)
    withdrawn = {shape.withdraw.to} if shape.withdraw is not None else set()
    for name in shape.ends.keys() - reached - withdrawn:
        words = f"終わり「{name}」には、どこからも来られません。"
        hint = "この終わりに進む工程を書くか、この終わりを消してください。"
        desk.complain(HERE.down("ends", name), "P502", words, hint)


def _check_ways_out(desk: Desk, shape: WorkflowShape) -> None:
    before: dict[str, set[str]] = {}
    for name, step in shape.steps.items():
        for target in step.moves.values():
            before.setdefault(target, set()).add(name)
    leading = _closure(before, set(shape.ends))
    for name in shape.steps:
        if name not in leading:
            words = f"工程「{name}」からは、どの終わりにも着きません。"
            hint = "いずれかの進み方を、終わりに着く工程につないでください。"
            desk.complain(HERE.down("steps", name), "P503", words, hint)


def _closure(ways: Mapping[str, Iterable[str]], start: set[str]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for target in ways.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
