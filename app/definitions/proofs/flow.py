"""流れ: that every case comes to an end, whatever the applicant does and whatever is passed by.

A workflow is checked as it stands when it is linked; here it is looked at as this procedure has
it, without the steps that are left out. Knows nothing of law or money.
"""

from app.definitions.desk import Place
from app.definitions.linker.flow import FIRST_MOVE
from app.definitions.model import Step, Workflow
from app.definitions.proofs import ways
from app.definitions.proofs.subject import Subject

CALL = Place("procedure", ("workflow", "use"))
"""Where a procedure calls its workflow: the place of what comes of the two together."""

_PASSED_BY = frozenset({"await-applicant", "await-payment"})
"""Kinds that a case leaves at once where nothing is asked of the applicant, or no longer."""


def prove_flow(about: Subject) -> None:
    """Prove that no case can go round for ever."""
    flow = about.procedure.workflow
    stuck = _stuck(flow)
    if stuck is not None:
        words = f"「{_round(flow, stuck)}」と進むと、どの終わりにも着きません。"
        hint = "いずれかの工程に、終わりに着く進み方を書いてください。"
        about.complain(CALL, "P514", words, hint)
        return
    _prove_rest(about)
    for step in flow.steps.values():
        _prove_without_applicant(about, step)


def _stuck(flow: Workflow) -> str | None:
    """Give the first place from which no end is reached."""
    for name in (flow.start, *flow.steps):
        if ways.way(flow, [name], flow.ends.__contains__) is None:
            return name
    return None


def _round(flow: Workflow, start: str) -> str:
    """Say the way that a case takes from a place until it comes back to where it has been."""
    seen = [start]
    while (step := flow.steps.get(seen[-1])) is not None and seen[-1] not in seen[:-1]:
        seen.append(step.moves[FIRST_MOVE[step.kind]])
    return ways.told(flow, seen)


def _prove_rest(about: Subject) -> None:
    """Prove that a case comes to rest somewhere, even if nothing holds it up on its way."""
    flow = about.procedure.workflow
    found: set[str] = set()
    for name in flow.steps:
        seen = [name]
        while (target := _passed(flow, seen[-1])) and target not in seen:
            seen.append(target)
        if not target or target in found:
            continue
        turn = seen[seen.index(target) :]
        found.update(turn)
        words = (
            f"「{ways.told(flow, [*turn, target])}」は、どの工程も素通りすることがあり、"
            "だれも止めずに回り続けます。"
        )
        hint = "人が進める工程（審査など）を、条件なしで間に入れてください。"
        about.complain(about.at(f"step/{target}"), "P515", words, hint)


def _passed(flow: Workflow, place: str) -> str:
    """Give where a case goes on at once from a step that can be passed by; empty from others."""
    step = flow.steps.get(place)
    if step is None or (step.when is None and step.kind not in _PASSED_BY):
        return ""
    return step.moves.get(FIRST_MOVE[step.kind], "")


def _prove_without_applicant(about: Subject, step: Step) -> None:
    """Prove that a case ends even if the applicant never answers."""
    flow = about.procedure.workflow
    late = step.moves.get("expired")
    if step.kind not in _PASSED_BY or late is None:
        return
    if ways.way(flow, [late], flow.ends.__contains__, _by_applicant) is None:
        words = (
            f"「{ways.told(flow, [step.id, late])}」と進んだ後、"
            "申請者が応じない限り、どの終わりにも着きません。"
        )
        hint = "期限を過ぎたとき（expired）に、職員が進められる工程か、終わりに進めてください。"
        about.complain(about.at(f"step/{step.id}", "expired"), "P516", words, hint)


def _by_applicant(step: Step, move: str) -> bool:
    return step.kind in _PASSED_BY and move != "expired"
