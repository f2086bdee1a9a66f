"""The first scenarios of a procedure as text: one to each end, a correction, an answer left out.

The acts are read off the flow of the linked procedure, so that they fit whatever workflow it calls.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from app.definitions.model import Procedure, Step, say
from app.definitions.skeleton.procedure_text import scalar

Taken: TypeAlias = tuple[str, str]

_FIELD = "content"
_BASE = """\
# yaml-language-server: $schema=../../../../docs/reference/schema/scenario.json
# はじめの試験シナリオ。madoguchi test {id} で動かす。手続を書き足したら、ここも書き足す。
base:
  applicant:
    kind: individual
    name: {{family: 東京, given: 花子, family_kana: トウキョウ, given_kana: ハナコ}}
    birth_date: 1985-04-01
    address:
      {{postal_code: "1638001", prefecture: 東京都, city: 新宿区, town: 西新宿2-8-1, building: ""}}
    phone: 03-5321-1111
    email: hanako@example.jp
    by_agent: false
  content: ここに記入例を書きます。
scenarios:
"""


_ACTS: Mapping[Taken, str] = {
    ("examine", "ok"): "examine: ok",
    ("examine", "refuse"): "examine: refuse",
    ("examine", "correct"): f"correct: [{_FIELD}]",
    ("examine", "ask"): "ask_outside: 関係機関",
    ("inspect", "passed"): "inspect: passed",
    ("inspect", "failed"): "inspect: failed",
    ("inspect", "correct"): f"correct: [{_FIELD}]",
    ("await-applicant", "answered"): f"answer: {{{_FIELD}: 書き直した内容}}",
    ("await-applicant", "expired"): "pass: correction",
    ("await-outside", "answered"): "outside: answered",
    ("await-outside", "expired"): "pass: outside",
}


def scenario_text(procedure: Procedure) -> str:
    """Write the first scenarios of a procedure made by `procedure_text`."""
    flow = procedure.workflow
    blocks = [_to_end(procedure, end) for end in _ends(procedure)]
    blocks.append(_corrected(procedure))
    if flow.withdrawal is not None:
        acts = ["withdraw: true"]
        blocks.append(_block("審査の途中で取り下げられる", acts, f"{{end: {flow.withdrawal.end}}}"))
    blocks.append(
        f"  - scenario: 内容を書かないと申請できない\n"
        f"    without: [{_FIELD}]\n"
        f"    expect: {{errors: {{{_FIELD}: required}}}}\n"
    )
    return _BASE.format(id=procedure.id) + "\n".join(each for each in blocks if each)


def _ends(procedure: Procedure) -> list[str]:
    """Give the ends that ways lead to, the one where all goes well first."""
    flow = procedure.workflow
    targets = {target for step in flow.steps.values() for target in step.moves.values()}
    rank = {"granted": 0, "none": 1, "partial": 2, "refused": 3}
    reached = [each for each in flow.ends.values() if each.id in targets]
    well = [each.id for each in sorted(reached, key=lambda each: rank[each.disposition])]
    return list(dict.fromkeys([_final(procedure), *well]))


def _final(procedure: Procedure) -> str:
    """Give where the way ends on which every step goes well."""
    flow, at = procedure.workflow, procedure.workflow.start
    for _ in flow.steps:
        if at in flow.steps:
            at = next(iter(flow.steps[at].moves.values()))
    return at


def _to_end(procedure: Procedure, end: str) -> str:
    way = _way(procedure, procedure.workflow.start, end)
    if way is None:
        return ""
    acts = [act for taken in way for act in _acts(procedure, taken)]
    told = f"「{say(procedure.workflow.ends[end].result)}」で終わる"
    return _block(told, acts, f"{{end: {end}}}")


def _corrected(procedure: Procedure) -> str:
    flow = procedure.workflow
    asking = next((each for each in flow.steps.values() if "correct" in each.moves), None)
    if asking is None:
        return ""
    waiting = asking.moves["correct"]
    back = flow.steps[waiting].moves["answered"]
    before = _way(procedure, flow.start, asking.id)
    after = _way(procedure, back, _final(procedure))
    if before is None or after is None:
        return ""
    way = [*before, (asking.id, "correct"), (waiting, "answered"), *after]
    acts = [act for taken in way for act in _acts(procedure, taken)]
    return _block("補正に応じれば審査が続く", acts, f"{{end: {_final(procedure)}}}")


def _way(procedure: Procedure, start: str, aim: str) -> list[Taken] | None:
    """Give the shortest way to a step or an end, not counting detours that lead back."""
    steps = procedure.workflow.steps
    known: dict[str, list[Taken]] = {start: []}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        if at == aim:
            return known[at]
        for move, target in steps[at].moves.items() if at in steps else ():
            if target not in known:
                known[target] = [*known[at], (at, move)]
                waiting.append(target)
    return None


def _acts(procedure: Procedure, taken: Taken) -> Iterator[str]:
    """Give what is done so that a step is left by an outcome; nothing where it goes by itself."""
    step, move = procedure.workflow.steps[taken[0]], taken[1]
    if step.kind == "await-payment":
        yield from _paid(procedure, step, move)
    elif step.kind == "decide":
        yield from _decided(procedure, step, move)
    elif (step.kind, move) in _ACTS:
        yield _ACTS[step.kind, move]


def _paid(procedure: Procedure, step: Step, move: str) -> Iterator[str]:
    due = [fee for fee in procedure.fees if fee.due == step.due]
    for fee in due:
        if any(row.amount is None for row in fee.rows):
            yield f"assess: {{{fee.id}: 1000}}"
    if move == "expired":
        yield "pass: payment"
        return
    for fee in due:
        yield f"pay: {fee.id}"


def _decided(procedure: Procedure, step: Step, move: str) -> Iterator[str]:
    ground = procedure.grounds[0].id if procedure.grounds and move != "granted" else ""
    yield f"draft: {move}" + (f", ground: {ground}" if ground else "")
    for station in step.route:
        for post in station.posts:
            yield f"{station.kind}: {scalar(post)}"
    yield f"decide: {scalar(step.decider)}"


def _block(name: str, acts: list[str], expect: str) -> str:
    lines = [f"  - scenario: {name}"]
    if acts:
        lines += ["    acts:", *(f"      - {{{act}}}" for act in acts)]
    return "\n".join([*lines, f"    expect: {expect}", ""])
