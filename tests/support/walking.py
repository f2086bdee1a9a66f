"""A case that wanders: from answers made at random through acts chosen at random to some end.

Whoever may act does one of the things that he may; fees are paid or not, deadlines pass. A walk
that stops anywhere but at an end, with nothing left for anyone to do, is a dead end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from app.cases import acts, answers, applicants, lifecycle, permissions
from app.cases import events as ev
from app.cases.answers import Moment
from app.cases.events import Act, Event
from app.cases.model import Actor, Case
from app.definitions.model import Procedure
from app.kernel.clock import local_day
from app.kernel.errors import Refusal

MOST_MOVES = 32
SYSTEM = Actor("system", "walk")
RESIDENT = Actor("resident", "applicant", "申請者")
# What changes nothing of where a case stands, or is for the applicant alone.
IDLE = {"note", "claim", "assign", "withdraw"}
CHOICES: dict[str, tuple[dict[str, Any], ...]] = {
    "examine": ({"result": "ok"}, {"result": "refuse"}),
    "inspect": ({"result": "passed"}, {"result": "failed"}),
    "concur": ({"opinion": "agree"}, {"opinion": "oppose", "note": "要件を確かめてください。"}),
    "send_back": ({"to": "drafter"}, {"to": "examiner"}),
}


class DeadEnd(AssertionError):
    """Nobody can do anything about a case that has not ended."""


@dataclass(slots=True)
class Walk:
    procedure: Procedure
    random: Random
    at: datetime
    case: Case
    likely: dict[str, set[tuple[str, str]]]
    people: tuple[Actor, ...] = ()
    steps: list[str] = field(default_factory=list)


def file(
    procedure: Procedure,
    given: dict[str, Any],
    day: date,
    seed: int,
    likely: dict[str, set[tuple[str, str]]] | None = None,
) -> Walk:
    """File an application with all the papers that it needs.

    `likely` is what walks tell each other: who could do what in which step. It saves them from
    trying in vain, mostly, and keeps nothing from being tried.
    """
    moment = Moment(day)
    needed = answers.attachments_for(procedure, given, moment)
    files = {each.id: [f"file-{each.id}"] for each, must in needed if must}
    checked = answers.check(procedure, given | {"attachments": files}, moment)
    assert checked.faults == (), (procedure.id, seed, checked.faults)
    assert checked.ignored == (), (procedure.id, seed, checked.ignored)
    at = datetime.combine(day, time(3, 0), UTC)
    by = replace(RESIDENT, kind="clerk") if procedure.internal else RESIDENT
    blank = lifecycle.blank("case", f"R-{procedure.code}-00001", procedure, by.id, at)
    random = Random(seed)  # noqa: S311 - no secret
    walk = Walk(procedure, random, at, blank, {} if likely is None else likely)
    office = answers.office_of(procedure, checked.answers)
    name = applicants.name(checked.answers) or by.name
    _happen(walk, ev.Submitted(checked.answers, name, office), by)
    posts = (permissions.post_of(each, walk.case) for each in permissions.all_posts(procedure))
    clerks = (
        Actor("clerk", f"clerk-{n}", post.name, frozenset({post})) for n, post in enumerate(posts)
    )
    walk.people = (by, *clerks)
    return walk


def wander(walk: Walk) -> str:
    """Walk on until the case has ended, or for as many moves as are enough; give the end."""
    while not walk.case.end and len(walk.steps) < MOST_MOVES:
        walk.at += timedelta(hours=walk.random.randrange(48))
        if not _move(walk):
            raise DeadEnd(f"{walk.procedure.id}: {walk.case.step} after {walk.steps}")
    return walk.case.end


def _move(walk: Walk) -> bool:
    """Do one thing that can be done now; False if there is none."""
    moves = list(_moves(walk))
    likely = walk.likely.setdefault(walk.case.step, set())
    walk.random.shuffle(moves)
    curious = walk.random.random() < 0.3
    moves.sort(
        key=lambda move: (_reluctant(walk, move), not curious and _named(move) not in likely)
    )
    for move in moves:
        for event, by, at in _made(walk, move):
            try:
                _happen(walk, event, by, at)
            except Refusal:
                continue
            likely.add(_named(move))
            return True
    return False


def _reluctant(walk: Walk, move: tuple[str, Any]) -> bool:
    return move[0] == "withdraw" and walk.random.random() < 0.97


def _named(move: tuple[str, Any]) -> tuple[str, str]:
    name, what = move
    return name, what.id if isinstance(what, Actor) else ""


def _moves(walk: Walk) -> Iterator[tuple[str, Any]]:
    case = walk.case
    yield from (("pay", each) for each in case.charges if each.state == "open")
    yield from (("pass", each) for each in case.deadlines)
    if case.correction is not None:
        yield "correct", walk.people[0]
    yield "withdraw", walk.people[0]
    for person in walk.people[1:]:
        yield from ((name, person) for name in acts.KINDS if name not in IDLE)


def _made(walk: Walk, move: tuple[str, Any]) -> Iterator[tuple[Event, Actor, datetime]]:
    """Make the event of a move; nothing where it cannot even be made."""
    name, what = move
    if name == "pay":
        yield ev.PaymentSettled(what.id, what.amount, walk.at), SYSTEM, walk.at
    elif name == "pass":
        yield ev.DeadlinePassed(what.name), SYSTEM, max(walk.at, what.at + timedelta(hours=3))
    elif name == "correct":
        yield ev.Corrected(dict(walk.case.answers)), what, walk.at
    else:
        yield from _acted(walk, name, what)


def _acted(walk: Walk, name: str, by: Actor) -> Iterator[tuple[Event, Actor, datetime]]:
    case = _proposing(walk) if name == "draft" else walk.case
    turn = acts.Turn(walk.procedure, case, by, local_day(walk.at))
    body = acts.KINDS[name].example(turn)
    body |= walk.random.choice(CHOICES.get(name, ({},)))
    try:
        yield acts.read(name, body, by), by, walk.at
    except Refusal:
        return


def _proposing(walk: Walk) -> Case:
    """Give the case with one of the outcomes that its step can have as the one proposed."""
    step = walk.procedure.workflow.steps.get(walk.case.step)
    proposed = walk.random.choice((step.dispositions if step else ()) or ("granted",))
    return replace(walk.case, flags={**walk.case.flags, "proposal": proposed})


def _happen(walk: Walk, event: Event, by: Actor, at: datetime | None = None) -> None:
    act = Act(event, by, at or walk.at)
    walk.case = lifecycle.advance(walk.procedure, walk.case, act).case
    walk.at = act.at
    walk.steps.append(f"{type(event).__name__} → {walk.case.step or walk.case.end}")
    waiting = next((each for each in walk.case.papers if not each.document), None)
    if waiting is not None:
        _happen(walk, ev.DocumentIssued(waiting.effect, f"doc-{waiting.rule}"), SYSTEM)
    step = walk.procedure.workflow.steps.get(walk.case.step)
    if step is not None and step.kind == "publish":
        _happen(walk, ev.VersionPublished("version"), SYSTEM)
