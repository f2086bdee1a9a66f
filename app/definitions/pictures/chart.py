"""What a picture of a flow shows: the steps and ends with their words, and the ways between them.

All words are those of the office: what an outcome is called, who acts, how long is waited. Two
outcomes that lead to the same place are one way with two words. Knows no geometry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.definitions import periods
from app.definitions.model import End, Procedure, Station, Step, Texts, Withdrawal, say
from app.definitions.shape.workflow import WorkflowShape

START = "="

KINDS: Mapping[str, str] = {
    "examine": "審査",
    "inspect": "検査",
    "decide": "決定",
    "await-applicant": "申請者を待つ",
    "await-payment": "納付を待つ",
    "await-outside": "外部を待つ",
    "issue": "文書を出す",
    "publish": "公開する",
}
"""What happens in a kind of step, in a few characters."""

_MOVES: Mapping[str, Mapping[str, str]] = {
    "examine": {"ok": "適", "refuse": "不適", "correct": "補正依頼", "ask": "照会"},
    "inspect": {"passed": "適合", "failed": "不適合", "correct": "改善の求め"},
    "await-payment": {"done": "納付"},
    "await-outside": {"answered": "回答"},
}
_ANYWHERE: Mapping[str, str] = {
    "answered": "応答",
    "expired": "期限経過",
    "sent_back": "差戻し",
    "done": "",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the flow. `kind` is a kind of step, `start` or `end`; `notes` are said small."""

    id: str
    kind: str
    label: str
    notes: tuple[str, ...] = ()
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The way from one place to another: the outcomes that take it, and what they are called."""

    source: str
    target: str
    moves: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A flow as it is to be seen, places in the order of the workflow."""

    id: str
    title: str
    shape: str
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]

    def node(self, id_: str) -> Node:
        """Give a place by its id."""
        return next(each for each in self.nodes if each.id == id_)


def of_procedure(procedure: Procedure) -> Chart:
    """Give the flow of a procedure, with the posts and spans that it has filled in."""
    flow = procedure.workflow
    filing = next((each for each in flow.ends.values() if each.id == "filed"), None)
    start = Node(START, "start", "届出の到達" if filing else "申請の到達")
    steps = [_step(each) for each in flow.steps.values()]
    ends = [_end(each, flow.withdrawal, flow.steps) for each in flow.ends.values()]
    ways = _ways(flow.start, flow.steps, flow.ends)
    title = f"{say(procedure.title)}の流れ"
    return Chart(procedure.id, title, say(flow.title), (start, *steps, *ends), tuple(ways))


def of_shape(shape: WorkflowShape) -> Chart:
    """Give the flow of a shape, with its parameters said by their labels."""
    words = _Parameters(shape)
    steps = {
        name: Step(
            id=name,
            kind=each.kind,
            label=each.label,
            moves=each.moves,
            by=words.text(each.by[-1] if isinstance(each.by, list) else each.by),
            route=(Station("approve", (words.text(each.route),)),) if each.route else (),
            decider=words.text(each.decider),
            within=words.span(each.within),
            who=words.texts(each.who),
        )
        for name, each in shape.steps.items()
    }
    gone = shape.withdraw
    withdrawal = None if gone is None else Withdrawal(gone.to, gone.until)
    ends = {
        name: End(name, words.texts(each.result) or each.result, each.disposition)
        for name, each in shape.ends.items()
    }
    ways = _ways(shape.start or next(iter(steps)), steps, ends)
    last = [_end(each, withdrawal, steps) for each in ends.values()]
    nodes = (Node(START, "start", "到達"), *(_step(each) for each in steps.values()), *last)
    title = f"業務フロー「{say(shape.title)}」"
    return Chart(shape.workflow, title, shape.workflow, nodes, tuple(ways))


@dataclass(frozen=True, slots=True)
class _Parameters:
    """The parameters of a shape, said by their labels or by what holds if nothing is given."""

    shape: WorkflowShape

    def text(self, raw: Any) -> str:  # noqa: ANN401 - as in the file
        """Give the words for a value of a step."""
        if not isinstance(raw, str) or not raw.startswith("$"):
            return raw if isinstance(raw, str) else ""
        parameter = self.shape.parameters.get(raw[1:])
        if parameter is None:
            return ""
        label = say(parameter.label) if parameter.label else ""
        return label or str(parameter.default or "")

    def texts(self, raw: Texts | None) -> Texts | None:
        """Give a text, where it is a parameter the one that holds if nothing is given."""
        said = say(raw) if raw else ""
        if not said.startswith("$"):
            return raw
        parameter = self.shape.parameters.get(said[1:])
        return {"ja": str(parameter.default or self.text(said))} if parameter else raw

    def span(self, raw: str | None) -> Any:  # noqa: ANN401 - a period, or none
        """Give the span that holds if nothing is given."""
        if raw and raw.startswith("$") and (parameter := self.shape.parameters.get(raw[1:])):
            raw = str(parameter.default or "")
        return periods.parse(raw) if raw else None


def _step(step: Step) -> Node:
    return Node(step.id, step.kind, say(step.label), tuple(_notes(step)))


def _notes(step: Step) -> Iterable[str]:
    match step.kind:
        case "decide":
            posts = [_station(each) for each in step.route]
            yield " → ".join(filter(None, [*posts, _post(step.decider)]))
        case "await-outside" if step.who:
            yield say(step.who)
        case _ if step.by:
            yield _post(step.by)
        case _:
            pass
    if step.within:
        yield f"{step.within}以内"
    if step.when is not None:
        yield "当たるときだけ"


def _station(station: Station) -> str:
    posts = "・".join(_post(each) for each in station.posts)
    return f"{posts}（協議）" if station.kind == "concur" else posts


def _post(post: str) -> str:
    return post.rpartition(":")[2]


def _end(end: End, withdrawal: Withdrawal | None, steps: Mapping[str, Step]) -> Node:
    notes: tuple[str, ...] = ()
    if withdrawal is not None and withdrawal.end == end.id:
        until = steps.get(withdrawal.until)
        notes = (f"「{say(until.label)}」が済むまで、いつでも" if until else "いつでも",)
    return Node(end.id, "end", say(end.result), notes, end.disposition)


def _ways(start: str, steps: Mapping[str, Step], ends: Mapping[str, End]) -> Iterable[Way]:
    results: dict[str, str] = {each.disposition: say(each.result) for each in ends.values()}
    yield Way(START, start)
    for name, step in steps.items():
        targets: dict[str, list[str]] = {}
        for move, target in step.moves.items():
            targets.setdefault(target, []).append(move)
        for target, taken in targets.items():
            words = dict.fromkeys(_move_words(step.kind, each, results) for each in taken)
            yield Way(name, target, tuple(taken), tuple(filter(None, words)))


def _move_words(kind: str, move: str, results: Mapping[str, str]) -> str:
    """Say what an outcome is called: a decision by its result, others by the kind of step."""
    if kind == "decide" and move in results:
        return results[move]
    return _MOVES.get(kind, {}).get(move, _ANYWHERE.get(move, move))
