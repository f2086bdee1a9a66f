"""条件の証明: each condition of a form can hold, can fail, and does not contradict itself.

What is asked by nobody or a condition that changes nothing is a slip of whoever wrote it. Said only
where it is certain over all answers, days and channels. Knows no rule between answers and no fee.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from app.definitions.desk import Place
from app.definitions.diagnostics import Severity
from app.definitions.expressions.compiled import Expression
from app.definitions.fields.numbers import plain
from app.definitions.model import Field, Page, say
from app.definitions.proofs.conditions import inquiry as asking
from app.definitions.proofs.conditions.inquiry import Inquiry
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds import rules, search
from app.definitions.proofs.worlds.search import Clause

_UNMET = {
    "page": ("P801", "ページ", "このページは、どの答えでも尋ねられません"),
    "field": ("P802", "項目", "この項目は、どの答えでも尋ねられません"),
    "attachment": ("P803", "添付書類", "この書類は、どの答えでも求められません"),
    "check": ("P804", "点検", "この点検は、どの答えでも行われません"),
}


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition that a part of the procedure stands under, and what is sure before it is read.

    `own` is the condition as written there; `whole` also holds what it adds to (that of the page).
    """

    part: str
    name: str
    own: str
    whole: Expression
    group: str = ""
    before: tuple[Clause, ...] = field(default=())

    @property
    def kind(self) -> str:
        """Give what is under the condition: a page, a field, and so on."""
        return self.part.partition("/")[0]


def prove(inquiry: Inquiry) -> None:
    """Look at every condition under which something is asked."""
    dead: set[str] = set()
    for each in _conditions(inquiry):
        if each.kind == "field" and _page_of(inquiry, each.part) in dead:
            continue
        place = inquiry.about.at(each.part, "when")
        if asking.never(inquiry, *each.before, search.holds(each.whole, each.group)):
            dead.add(each.part)
            _complain_unmet(inquiry, each, place)
            continue
        # A check may repeat the condition under which the field that it stands at is asked.
        before = () if each.kind == "check" else each.before
        if asking.never(inquiry, *before, search.fails(each.whole, each.group)):
            _complain_constant(inquiry, place, f"{_named(each)}の条件「{each.own}」")
        contradictions(inquiry, place, each.own, each.group)
    for name, asked in inquiry.atlas.fields.items():
        if asked.required_when is not None and f"field/{name}" not in dead:
            _required(inquiry, name, asked, asked.required_when)


def contradictions(inquiry: Inquiry, place: Place, source: str, group: str = "") -> None:
    """Say of each part of a condition, joined by `and` below an `or`, that it never holds."""
    if group:
        return
    for part in asking.inner_junctions(source):
        compiled = maps.condition(inquiry.atlas, part)
        if compiled is not None and asking.never(inquiry, search.holds(compiled)):
            words = f"条件の中の「{part}」は、どの答えでも成り立ちません。"
            inquiry.about.complain(place, "P807", words + why(inquiry, part), _CHECK, "warning")


def why(inquiry: Inquiry, source: str, before: tuple[Clause, ...] = ()) -> str:
    """Say which one or two parts of a condition keep it from holding."""
    parts = search.parts_of(inquiry.atlas, source)
    for count in (1, 2):
        for some in combinations(parts, count):
            if count < len(parts) and asking.never(inquiry, *before, *some):
                words = "と".join(f"「{each.sources[0][0]}」" for each in some)
                if count == 1:
                    return f"{words}が成り立つ答えがありません。{_asked_when(inquiry, some)}"
                return f"{words}は、同時に成り立ちません。{_asked_when(inquiry, some)}"
    whole = maps.condition(inquiry.atlas, source)
    return "" if whole is None else _asked_when(inquiry, (search.holds(whole),))


_CHECK = "条件の項目と値を確かめてください。"


def _asked_when(inquiry: Inquiry, clauses: tuple[Clause, ...]) -> str:
    """Say when the fields that a condition looks at are asked themselves, and what they take."""
    names = sorted({name for each in clauses for name in each.names})
    fields = [inquiry.atlas.fields[name] for name in names if name in inquiry.atlas.fields]
    said = [_limits_said(each) for each in fields if each.maximum is not None]
    said += [
        f"「{say(each.label)}」を尋ねるのは「{each.when.source}」のときです。"
        for each in fields
        if each.when is not None
    ]
    return "".join(said[:2])


def _limits_said(asked: Field) -> str:
    least = "" if asked.minimum is None else f"{plain(asked.minimum)}から"
    most = "" if asked.maximum is None else f"{plain(asked.maximum)}まで"
    return f"「{say(asked.label)}」は{least}{most}です。"


def _conditions(inquiry: Inquiry) -> Iterator[_Condition]:
    procedure = inquiry.procedure
    for page in procedure.pages:
        yield from _of_page(page)
    for each in procedure.attachments:
        if each.when is not None:
            yield _Condition(f"attachment/{each.id}", say(each.label), each.when.source, each.when)
    for check in procedure.checks:
        if check.when is not None:
            yield from _of_check(inquiry, check.id, check.at, check.when)


def _of_page(page: Page) -> Iterator[_Condition]:
    if page.when is not None:
        yield _Condition(f"page/{page.id}", say(page.title), page.when.source, page.when)
    before = () if page.when is None else (search.holds(page.when),)
    for asked in page.fields:
        if asked.when is not None and asked.when != page.when:
            own, label = _own(asked.when.source, page.when), say(asked.label)
            yield _Condition(f"field/{asked.id}", label, own, asked.when, "", before)
        yield from _columns(asked)


def _of_check(inquiry: Inquiry, id_: str, at: str, when: Expression) -> Iterator[_Condition]:
    owner = rules.owner(inquiry.procedure, at)
    before = () if owner is None else rules.shown(owner)
    yield _Condition(f"check/{id_}", id_, when.source, when, "", before)


def _columns(group: Field) -> Iterator[_Condition]:
    for column in group.rows:
        if column.when is not None:
            before = rules.shown(group)
            name, when = f"field/{group.id}.{column.id}", column.when
            yield _Condition(name, say(column.label), when.source, when, group.id, before)


def _own(source: str, outer: Expression | None) -> str:
    """Give the condition of a field without that of its page, with which it is joined."""
    lead = "" if outer is None else f"({outer.source}) and ("
    return source[len(lead) : -1] if lead and source.startswith(lead) else source


def _page_of(inquiry: Inquiry, part: str) -> str:
    name = part.partition("/")[2]
    for page in inquiry.procedure.pages:
        if any(name == each.id or name.startswith(f"{each.id}.") for each in page.fields):
            return f"page/{page.id}"
    return ""


def _named(each: _Condition) -> str:
    return f"{_UNMET[each.kind][1]}「{each.name}」"


def _complain_unmet(inquiry: Inquiry, each: _Condition, place: Place) -> None:
    code, _, words = _UNMET[each.kind]
    severity: Severity = "warning" if each.kind == "check" else "error"
    reason = "" if each.group else why(inquiry, each.own, each.before)
    message = f"{words}（{each.name}）。条件「{each.own}」が成り立つことがありません。{reason}"
    inquiry.about.complain(place, code, message, _CHECK, severity)


def _complain_constant(inquiry: Inquiry, place: Place, what: str) -> None:
    if place.piece.startswith("blocks/"):
        # A block is written for many procedures: what is always so here need not be so elsewhere.
        return
    hint = "いつも尋ねてよければ条件を消し、そうでなければ条件を直してください。"
    inquiry.about.complain(place, "P805", f"{what}は、どの答えでも成り立ちます。", hint, "warning")


def _required(inquiry: Inquiry, name: str, asked: Field, when: Expression) -> None:
    group = maps.group_of(inquiry.atlas, name)
    place = inquiry.about.at(f"field/{name}", "required")
    before = rules.shown(asked, group)
    what = f"項目「{say(asked.label)}」が必須になる条件「{when.source}」"
    if asking.never(inquiry, *before, search.holds(when, group)):
        reason = "" if group else why(inquiry, when.source, before)
        hint = "必須でないなら required: false と書いてください。"
        words = f"{what}は、この項目が尋ねられるときに成り立つことがありません。{reason}"
        inquiry.about.complain(place, "P806", words, hint, "warning")
    elif asking.never(inquiry, *before, search.fails(when, group)):
        _complain_constant(inquiry, place, what)
