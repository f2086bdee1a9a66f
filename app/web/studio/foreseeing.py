"""変わるところ: what a manuscript would make different, for people and for cases."""

from itertools import islice

from app.cases.impact import WORDS, Verdict
from app.definitions.differences import GROUPS, Difference
from app.definitions.model import Procedure, say
from app.services import foresight, studio
from app.services.context import Context
from app.services.foresight import Touched
from app.web.studio.writing import home
from app.web.studio_views import ChangeGroup, ChangesPage, TouchedLine
from app.web.views import Tone

_MOST = 100
_MOST_REPLAYED = 300
_TONES: dict[Verdict, Tone] = {
    "unaffected": "good",
    "same_with_changes": "info",
    "needs_answers": "warn",
    "stuck": "bad",
}


def groups(found: tuple[Difference, ...]) -> tuple[ChangeGroup, ...]:
    """Give differences by whom they concern."""
    return tuple(
        ChangeGroup(name, lines)
        for name in GROUPS
        if (lines := tuple(each.words for each in found if each.group == name))
    )


def page(ctx: Context, procedure: Procedure) -> ChangesPage:
    """Put together what a version would change."""
    touched = list(foresight.running(ctx, procedure))
    counts = foresight.counted(iter(touched))
    concerned = [each for each in touched if each.impact.verdict != "unaffected"]
    past = list(islice(foresight.past(ctx, procedure), _MOST_REPLAYED))
    differing = [each for each in past if each.differences]
    return ChangesPage(
        id=procedure.id,
        title=say(procedure.title),
        url=home(procedure.id),
        groups=groups(studio.changes(ctx, procedure)),
        counts=tuple((words, counts.get(verdict, 0)) for verdict, words in WORDS.items()),
        touched=tuple(_touched(each) for each in concerned[:_MOST]),
        more=max(len(concerned) - _MOST, 0),
        replayed=len(past),
        differing=tuple(
            TouchedLine(each.number, "", "plain", each.differences, "")
            for each in differing[:_MOST]
        ),
    )


def _touched(each: Touched) -> TouchedLine:
    found = each.impact
    lines = (
        *(f"答えが要る: {words}" for words in found.asked),
        *(f"失われる答え: {words}" for words in found.lost),
        *found.differences,
    )
    return TouchedLine(each.number, WORDS[found.verdict], _TONES[found.verdict], lines, found.plan)
