"""項目と書類の証明: each question can be answered within its own limits, and each paper be given.

Looks at limits, defaults, values that are worked out, and at papers of which one of several is
enough. Knows no rule between answers.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from app.definitions.expressions.compiled import Expression, Facts
from app.definitions.fields import KINDS, MISSING, Wrong, has_answer
from app.definitions.fields.blocks import stored
from app.definitions.fields.numbers import plain
from app.definitions.model import Attachment, Field, say
from app.definitions.proofs.conditions import inquiry as asking
from app.definitions.proofs.conditions.inquiry import Inquiry
from app.definitions.proofs.worlds import atlas as maps
from app.definitions.proofs.worlds import rules, saying, search
from app.kernel import paths

_CHOOSING = frozenset({"choice", "select", "choices"})


def prove(inquiry: Inquiry) -> None:
    """Look at every field, column and set of alternative papers."""
    for name, asked in inquiry.atlas.fields.items():
        if has_answer(asked):
            _limits(inquiry, name, asked)
            _default(inquiry, name, asked)
        _worked_out(inquiry, name, asked)
    alternatives: dict[str, list[Attachment]] = {}
    for each in inquiry.procedure.attachments:
        alternatives.setdefault(each.any_of, []).append(each)
    for group, among in alternatives.items():
        if group:
            _alternatives(inquiry, group, among)


def _limits(inquiry: Inquiry, name: str, asked: Field) -> None:
    reason = _impossible(asked)
    if reason:
        words = f"項目「{say(asked.label)}」に入力できる答えがありません。{reason}"
        place = inquiry.about.at(f"field/{name}")
        inquiry.about.complain(place, "P808", words, "min、max、options を確かめてください。")


def _impossible(asked: Field) -> str:
    least, most = asked.minimum, asked.maximum
    if asked.kind in _CHOOSING and not asked.options:
        return "選択肢が一つもありません。"
    if least is not None and most is not None and least > most:
        return f"最小（{plain(least)}）が最大（{plain(most)}）より大きくなっています。"
    if asked.kind == "money" and most is not None and most < 0:
        return "金額は0円より小さくできません。"
    if asked.kind == "choices" and least is not None and least > len(asked.options):
        return f"{plain(least)}個以上選ぶことになっていますが、選択肢は{len(asked.options)}個です。"
    if asked.kind in (*_CHOOSING, "group") and most is not None and most < 1:
        return "最大が0なので、何も答えられません。"
    return ""


def _default(inquiry: Inquiry, name: str, asked: Field) -> None:
    default = asked.default
    if default is None:
        return
    for facts in _facts_for(inquiry, name, default):
        value = stored(default.run(facts), default.type)
        reason = "" if value is None else _refused(asked, value)
        if reason:
            _complain_default(inquiry, name, asked, (value, reason, facts))
            return


def _facts_for(inquiry: Inquiry, name: str, default: Expression) -> Iterator[Facts]:
    if not default.names:
        yield Facts({}, inquiry.atlas.base)
        return
    for world in inquiry.pool:
        yield from _rows_of(world, maps.group_of(inquiry.atlas, name))


def _rows_of(world: Facts, group: str) -> Iterator[Facts]:
    if not group:
        yield world
        return
    for row in paths.get(world.answers, group) or ():
        yield Facts(world.answers, world.today, world.arrived_on, world.channel, row)


def _refused(asked: Field, value: object) -> str:
    """Give the words in which a field refuses a value, empty if it takes it."""
    try:
        read = KINDS[asked.kind].read(value, asked)
    except Wrong as wrong:
        return wrong.message
    return "空の値です" if read is MISSING and asked.required else ""


def _complain_default(
    inquiry: Inquiry, name: str, asked: Field, found: tuple[Any, str, Facts]
) -> None:
    value, reason, world = found
    default = asked.default
    if default is None:
        return
    example = saying.describe(inquiry.atlas, world, default.names)
    when = f"（例: {example}）" if example else ""
    words = (
        f"項目「{say(asked.label)}」にあらかじめ入れる値「{value}」は、この項目では受け付けません"
        f"{when}。{reason}。"
    )
    place = inquiry.about.at(f"field/{name}", "default")
    inquiry.about.complain(place, "P819", words, "項目の範囲に合う値にしてください。")


def _worked_out(inquiry: Inquiry, name: str, asked: Field) -> None:
    if asked.computed is None or asked.computed.type.name == "bool":
        return
    group = maps.group_of(inquiry.atlas, name)
    before = rules.shown(asked, group)
    if asking.never(inquiry, *before):
        return
    if asking.never(inquiry, *before, search.has_value(asked.computed, group)):
        source = asked.computed.source
        words = f"項目「{say(asked.label)}」の計算「{source}」は、どの答えでも値になりません。"
        hint = "尋ねられないことのある項目は default(項目, ないときの値) で包んでください。"
        inquiry.about.complain(inquiry.about.at(f"field/{name}", "computed"), "P820", words, hint)


def _alternatives(inquiry: Inquiry, group: str, among: Sequence[Attachment]) -> None:
    place = inquiry.about.at(f"attachment/{among[0].id}", "any_of")
    able = [each for each in among if not asking.never(inquiry, *_asked(each))]
    if not able:
        words = f"「{group}」のどの書類も、添付できる答えがありません。"
        inquiry.about.complain(place, "P817", words, "書類の条件（when）を確かめてください。")
    elif len(among) == 1:
        words = f"「{group}」の書類が一つしかなく、代わりになるものがありません。"
        hint = "代わりの書類にも同じ any_of を書くか、any_of を消してください。"
        inquiry.about.complain(place, "P818", words, hint, "warning")
    elif _never_two(inquiry, able):
        words = f"「{group}」の書類は同時に求められることがなく、選べる答えがありません。"
        hint = "条件で一つに決まるなら any_of は要りません。"
        inquiry.about.complain(place, "P818", words, hint, "warning")


def _asked(each: Attachment) -> tuple[search.Clause, ...]:
    return () if each.when is None else (search.holds(each.when),)


def _never_two(inquiry: Inquiry, able: Sequence[Attachment]) -> bool:
    return all(
        asking.never(inquiry, *_asked(one), *_asked(other))
        for n, one in enumerate(able)
        for other in able[n + 1 :]
    )
