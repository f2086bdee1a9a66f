"""人: that somebody may do each step, and that one person decides what others have drafted.

A post counts as held where the organisation has it in every office that can have a case; that is
checked when the posts are linked. Knows no persons.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.definitions.linker.offices import competent_units
from app.definitions.model import Procedure, Step
from app.definitions.proofs import ways
from app.definitions.proofs.subject import Subject

_WORKING = frozenset({"examine", "inspect", "decide"})
_DECIDED = ("granted", "partial", "refused")


@dataclass(frozen=True, slots=True)
class Seat:
    """A post, and the unit that it is in; empty where that is the office that has the case."""

    unit: str
    post: str


def prove_people(about: Subject) -> None:
    """Prove that each step has its people, and each decision the right ones."""
    steps = about.procedure.workflow.steps
    _prove_workers(about)
    for step in steps.values():
        if step.kind == "decide":
            _prove_one_decider(about, step)
            _prove_route(about, step)
    _prove_separation(about)


def _prove_workers(about: Subject) -> None:
    steps = about.procedure.workflow.steps.values()
    for step in steps:
        if step.kind in _WORKING and not step.by:
            words = f"工程「{_label(about, step)}」を担う職に値がなく、だれも進められません。"
            about.complain(
                about.at(f"step/{step.id}", "by"), "P517", words, "担う職（by）を書いてください。"
            )
    if any(step.by for step in steps):
        return
    for step in steps:
        if step.kind == "await-outside" or _is_assessed(about.procedure, step):
            words = f"工程「{_label(about, step)}」で、回答の記録や額の決定をする職員がいません。"
            hint = "審査などの、職員が担う工程を置いてください。"
            about.complain(about.at(f"step/{step.id}"), "P517", words, hint)


def _is_assessed(procedure: Procedure, step: Step) -> bool:
    """Say whether a clerk has to settle an amount in a step."""
    fees = (fee for fee in procedure.fees if step.kind == "await-payment" and fee.due == step.due)
    return any(row.amount is None for fee in fees for row in fee.rows)


def _prove_one_decider(about: Subject, step: Step) -> None:
    flow = about.procedure.workflow
    if not step.decider:
        words = f"工程「{_label(about, step)}」に、決定する職がありません。"
        hint = "決定する職（decider）を一つ書いてください。"
        about.complain(about.at(f"step/{step.id}", "decider"), "P518", words, hint)
    after = [step.moves[move] for move in _DECIDED if move in step.moves]
    second = ways.way(flow, after, lambda place: _decides(flow.steps.get(place)))
    if second is not None:
        told = ways.told(flow, ways.joined(flow, step.id, second))
        words = f"「{told}」と進むと、一つの案件を二度決定します。"
        hint = "決定の工程は、どの道にも一つだけにしてください。"
        about.complain(about.at(f"step/{step.id}"), "P518", words, hint)


def _decides(step: Step | None) -> bool:
    return step is not None and step.kind == "decide"


def _prove_route(about: Subject, step: Step) -> None:
    own = competent_units(about.procedure.department, about.procedure.office)
    decider = _seat(step.decider, own)
    seen: set[Seat] = set()
    for n, kind, post in _stops(step):
        seat, place = _seat(post, own), about.at(f"step/{step.id}", "route", n)
        if seat == decider and step.decider:
            words = f"決定する職「{post}」が、決定までに回す職にもあります。"
            about.complain(place, "P520", words, "回す職から消してください。")
        elif seat in seen:
            words = f"決定までに回す職に「{post}」が二度あります。"
            hint = "一人は一つの起案に一度しか意見を述べられません。どちらかを消してください。"
            about.complain(place, "P519", words, hint)
        if kind == "concur" and not seat.unit:
            words = f"協議の相手「{post}」が、案件を持つ課の中の職です。"
            hint = "協議は外の課とするものです。「課:職」で書くか、承認に替えてください。"
            about.complain(place, "P522", words, hint)
        seen.add(seat)


def _stops(step: Step) -> Iterator[tuple[int, str, str]]:
    for n, station in enumerate(step.route):
        yield from ((n, station.kind, post) for post in station.posts)


def _prove_separation(about: Subject) -> None:
    """Prove that nobody decides by the post in which they examined or drafted."""
    steps = about.procedure.workflow.steps.values()
    own = competent_units(about.procedure.department, about.procedure.office)
    for deciding in steps:
        seat = _seat(deciding.decider, own)
        both = [each for each in steps if each.by and _seat(each.by, own) == seat]
        if both and deciding.decider:
            names = "".join(f"「{_label(about, each)}」" for each in both)
            words = (
                f"「{deciding.decider}」が、工程{names}を担い、"
                f"工程「{_label(about, deciding)}」で決定もします。"
            )
            hint = "審査し起案する職と、決定する職を分けてください。"
            about.complain(about.at(f"step/{deciding.id}", "decider"), "P521", words, hint)


def _seat(post: str, own: tuple[str, ...]) -> Seat:
    unit, _, name = post.rpartition(":")
    return Seat("" if unit in own else unit, name)


def _label(about: Subject, step: Step) -> str:
    return ways.label(about.procedure.workflow, step.id)
