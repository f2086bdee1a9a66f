"""お金: that each fee is asked once, at the right time, on a basis, and with a word on its return.

Looks at the flow and the fees; knows no amounts.
"""

import re
from collections.abc import Iterator

from app.definitions.model import Fee, Procedure, Step, Workflow, say
from app.definitions.proofs import ways
from app.definitions.proofs.subject import Subject

_GRANTING = ("granted", "partial")
_DECIDED = ("granted", "partial", "refused")
_LESS = re.compile("減額|免除|減免|割引|無料")
_CITED = re.compile("条例|規則|法|第[0-9]+条|要綱|確認中")


def prove_money(about: Subject) -> None:
    """Prove what has to be so of fees and of the steps in which they are paid."""
    for step in _paying(about.procedure.workflow):
        _prove_once(about, step)
        _prove_order(about, step)
        _prove_deadline(about, step)
    for fee in about.procedure.fees:
        _prove_asked(about, fee)
        _prove_refund(about, fee)
        _prove_basis(about, fee)


def _paying(flow: Workflow) -> Iterator[Step]:
    return (step for step in flow.steps.values() if step.kind == "await-payment")


def _prove_once(about: Subject, step: Step) -> None:
    """Prove that what has been paid is not asked again, unless its amount may have changed."""
    flow = about.procedure.workflow
    if all(fee.reassess for fee in about.procedure.fees if fee.due == step.due):
        return
    others = {each.id for each in _paying(flow) if each.due == step.due and each.id != step.id}
    again = ways.way(flow, [step.moves["done"]], others.__contains__)
    if again is not None:
        told = ways.told(flow, (*ways.joined(flow, step.id, ()), *again))
        words = f"「{told}」と進むと、同じ手数料を二度求めます。"
        hint = "同じ時（due）の納付の工程は、一つの道に一つだけにしてください。"
        about.complain(about.at(f"step/{again[-1]}"), "P523", words, hint)


def _prove_order(about: Subject, step: Step) -> None:
    """Prove that money is asked neither before it is due nor when all is over."""
    flow = about.procedure.workflow
    found = _out_of_order(flow, step)
    if found is not None:
        way, why = found
        words = f"「{ways.told(flow, way)}」と進むと、{why}手数料を求めます。"
        hint = "納付の工程の場所か、納める時（due）を替えてください。"
        about.complain(about.at(f"step/{step.id}"), "P525", words, hint)


def _out_of_order(flow: Workflow, step: Step) -> tuple[ways.Way, str] | None:
    deciding = [each for each in flow.steps.values() if each.kind == "decide"]
    here = step.id.__eq__
    for each in deciding:
        refused = each.moves.get("refused")
        if refused and (way := ways.way(flow, [refused], here, _backward)):
            return ways.joined(flow, each.id, way), "認めない決定の後に"
        granted = [each.moves[move] for move in _GRANTING if move in each.moves]
        late = ways.way(flow, granted, here, _backward)
        if step.due == "on_application" and late:
            return ways.joined(flow, each.id, late), "決定の後になってから、申請の時の"
    if step.due != "on_application" and deciding:
        early = ways.way(flow, [flow.start], here, _deciding)
        if early:
            return early, "決定の前に、決定の後の"
    return _too_late(flow, step)


def _too_late(flow: Workflow, step: Step) -> tuple[ways.Way, str] | None:
    """Give the way on which a fee for handing over is asked when nothing is left to hand over."""
    rest = ways.reached(flow, [step.moves["done"]])
    if step.due != "at_issue" or any(_kind(flow, each) == "issue" for each in rest):
        return None
    return ways.joined(flow, step.id, ()), "文書を渡し終えた後に、交付の時の"


def _kind(flow: Workflow, place: str) -> str:
    return flow.steps[place].kind if place in flow.steps else ""


def _backward(step: Step, move: str) -> bool:
    return move in ("sent_back", "correct", "ask")


def _deciding(step: Step, move: str) -> bool:
    return step.kind == "decide" and move in _DECIDED


def _prove_deadline(about: Subject, step: Step) -> None:
    if step.within is None or "expired" not in step.moves:
        words = f"工程「{say(step.label)}」に期限がなく、納められないまま、いつまでも待ち続けます。"
        hint = "within: に期間を、expired: に期限を過ぎたときの進み方を書いてください。"
        about.complain(about.at(f"step/{step.id}"), "P527", words, hint, "warning")


def _prove_asked(about: Subject, fee: Fee) -> None:
    """Prove that nothing is granted without the fee having been asked."""
    flow = about.procedure.workflow
    asked = {step.id for step in _paying(flow) if step.due == fee.due}
    if not asked:
        return
    granting = _granting(flow)
    free = ways.way(flow, [flow.start], granting.__contains__, lambda step, _: step.id in asked)
    if free is not None:
        told = ways.told(flow, free)
        words = f"「{told}」と進むと、手数料「{say(fee.label)}」を求めないまま終わります。"
        hint = "この道にも納付の工程を置くか、納める時（due）を替えてください。"
        about.complain(about.at(f"fee/{fee.id}", "due"), "P524", words, hint)


def _granting(flow: Workflow) -> frozenset[str]:
    """Give the ends at which the applicant has what was asked for."""
    granted = {each.id for each in flow.ends.values() if each.disposition in _GRANTING}
    issued = {step.moves["done"] for step in flow.steps.values() if step.kind == "issue"}
    return frozenset(granted or issued & flow.ends.keys())


def _prove_refund(about: Subject, fee: Fee) -> None:
    if fee.refund is not None:
        return
    words = f"手数料「{say(fee.label)}」を返すか返さないか（refund）がありません。"
    lost = _paid_for_nothing(about.procedure, fee)
    if lost:
        words += f"納めた後に「{lost}」と終わることがあります。"
    hint = "refund: 納めた手数料は、許可にならない場合も返しません。のように書いてください。"
    about.complain(about.at(f"fee/{fee.id}"), "P526", words, hint)


def _paid_for_nothing(procedure: Procedure, fee: Fee) -> str:
    """Say a way on which a fee is paid and nothing is granted, empty if there is none."""
    flow = procedure.workflow
    lost = flow.ends.keys() - _granting(flow)
    for step in _paying(flow):
        if step.due != fee.due:
            continue
        way = ways.way(flow, [step.moves["done"]], lost.__contains__)
        if way is not None:
            return ways.told(flow, (step.id, *way))
        gone = flow.withdrawal
        if gone is not None and ways.way(flow, [step.moves["done"]], gone.until.__eq__):
            return ways.told(flow, (step.id, gone.end))
    return ""


def _prove_basis(about: Subject, fee: Fee) -> None:
    if not fee.source.act and not fee.source.note:
        words = f"手数料「{say(fee.label)}」の根拠（basis）がありません。"
        hint = "手数料は条例で定めます（地方自治法第228条）。分からなければ note に書いてください。"
        about.complain(about.at(f"fee/{fee.id}"), "P529", words, hint)
    for n, each in enumerate(fee.reductions):
        if not each.source.act and not each.source.note:
            words = f"手数料「{say(fee.label)}」の「{say(each.label)}」に、根拠がありません。"
            hint = "basis: に、減免を定める条例などの名と条を書いてください。"
            about.complain(about.at(f"fee/{fee.id}", "reduce", n), "P528", words, hint)
    for n, row in enumerate(fee.rows):
        nothing = row.when is not None and row.amount is not None and row.amount.source == "0"
        if (nothing or _LESS.search(row.note)) and not _CITED.search(row.note):
            words = f"手数料「{say(fee.label)}」の減額や免除に、根拠がありません。"
            hint = "note: に、減免を定める条例などの条を書いてください。"
            about.complain(about.at(f"fee/{fee.id}", "yen", n), "P528", words, hint)
