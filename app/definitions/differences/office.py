"""What clerks do, what documents say, how long it takes, and on which law it rests."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.definitions.differences.compare import (
    Aspect,
    Difference,
    Pair,
    Part,
    attributes,
    condition,
    matched,
    plainly,
    source,
    sources,
    whole,
)
from app.definitions.model import (
    End,
    OfficeRule,
    Procedure,
    Station,
    Step,
    Withdrawal,
    Workflow,
    say,
)


def _route(value: tuple[Station, ...], within: Procedure) -> str:
    return " → ".join(
        "・".join(each.posts) + ("（協議）" if each.kind == "concur" else "") for each in value
    )


def _moves(value: Mapping[str, str], within: Procedure) -> str:
    flow = within.workflow
    named = {name: say(each.label) for name, each in flow.steps.items()}
    named |= {name: say(each.result) for name, each in flow.ends.items()}
    return "、".join(f"{move}→{named.get(target, target)}" for move, target in value.items())


def _steps(value: tuple[str, ...], within: Procedure) -> str:
    steps = within.workflow.steps
    return "、".join(say(steps[name].label) for name in value if name in steps)


def _withdrawal(value: Withdrawal | None, within: Procedure) -> str:
    return "できません" if value is None else f"「{_steps((value.until,), within)}」が済むまで"


def _years(value: Mapping[str, int], within: Procedure) -> str:
    ends = within.workflow.ends
    named = {name: say(each.result) for name, each in ends.items()}
    return "、".join(f"{named.get(end, 'そのほか')}{years}年" for end, years in value.items())


def _shown(value: tuple[str, ...], within: Procedure) -> str:
    labels = {each.id: say(each.label) for each in within.fields}
    return "、".join(labels.get(each, each) for each in value)


def _office(value: OfficeRule, within: Procedure) -> str:
    return f"{value.unit or _shown((value.by,), within) or within.department.name}"


_STEP = (
    Aspect("label", "名前"),
    Aspect("kind", "種類"),
    Aspect("when", "通る条件", condition),
    Aspect("by", "担う職"),
    Aspect("route", "決裁の順", _route),
    Aspect("decider", "決定する職"),
    Aspect("within", "待つ期間", group="期限"),
    Aspect("remind", "知らせる時", group="期限"),
    Aspect("moves", "進み方", _moves),
    Aspect("who", "相手"),
    Aspect("paper", "出す帳票"),
    Aspect("due", "納める時"),
    Aspect("dispositions", "決められる結果"),
)
_PAPER = (
    Aspect("title", "題"),
    Aspect("template", "ひな形"),
    Aspect("number", "番号の形"),
    Aspect("body", "本文"),
    Aspect("validity", "有効期間"),
    Aspect("conditions", "条件を付けられるか"),
    Aspect("show", "載せる項目", _shown),
    Aspect("renewal", "更新"),
    Aspect("source", "根拠", source, "法令"),
)
_CLOCK = (
    Aspect("period", "期間"),
    Aspect("kind", "種別"),
    Aspect("stops_in", "数えない工程の種類"),
    Aspect("ends_at", "終わる工程", _steps),
    Aspect("extension", "延長の限度"),
    Aspect("via", "経由機関"),
    Aspect("note", "注記"),
    Aspect("source", "根拠", source, "法令"),
)
_LAW = (
    Aspect("under", "手続を律する法"),
    Aspect("basis", "根拠となる条", sources),
    Aspect("disposition", "処分かどうか"),
    Aspect("appeal", "教示の型"),
    Aspect("reviewer", "審査庁"),
    Aspect("defendant", "被告"),
    Aspect("representative", "被告を代表する者"),
)
_RETENTION = (
    Aspect("years", "年数", _years),
    Aspect("assumed", "仮の年数か"),
    Aspect("disclosure", "情報公開での扱い"),
)
_APART = ("id",)


def differences(pair: Pair) -> Iterator[Difference]:
    """Give what differs behind the counter."""
    yield from _staff(pair)
    yield from _papers(pair)
    yield from _time(pair)
    yield from _law(pair)


def _staff(pair: Pair) -> Iterator[Difference]:
    old, new = pair.old, pair.new
    aspects = (
        Aspect("department", "所管課"),
        Aspect("code", "手続の記号"),
        Aspect("offices", "扱う事務所", _names),
    )
    rest = [
        name
        for name in Procedure.__dataclass_fields__
        if name not in ("department", "code", "offices")
    ]
    yield from attributes(pair, Part("職員", "procedure", ""), (old, new), aspects, rest)
    rule = (
        Aspect("unit", "事務所"),
        Aspect("by", "決める項目"),
        Aspect("table", "区域の表", _areas),
        Aspect("elsewhere", "区域の外での案内", group="住民"),
        Aspect("source", "根拠", source, "法令"),
    )
    yield from attributes(pair, Part("職員", "office", "窓口"), (old.office, new.office), rule)
    yield from _flow(pair, old.workflow, new.workflow)
    records = (old.retention, new.retention)
    yield from attributes(pair, Part("職員", "records", "文書の保存"), records, _RETENTION)


def _names(value: Mapping[str, Any], within: Procedure) -> str:
    return "、".join(each.name for each in value.values())


def _areas(value: Mapping[str, str], within: Procedure) -> str:
    return f"{len(value)}の区域" if value else ""


def _flow(pair: Pair, old: Workflow, new: Workflow) -> Iterator[Difference]:
    aspects = (
        Aspect("id", "形"),
        Aspect("title", "題"),
        Aspect("start", "初めの工程", lambda value, within: _steps((value,), within)),
        Aspect("withdrawal", "取下げ", _withdrawal),
    )
    flow = Part("職員", "workflow", "業務フロー")
    yield from attributes(pair, flow, (old, new), aspects, ("steps", "ends", "clock"))
    gone, come, both = matched(old.steps.values(), new.steps.values(), lambda each: each.id)
    for step in gone:
        yield whole(_step(step), comes=False)
    for step in come:
        yield whole(_step(step), comes=True)
    for was, will in both:
        yield from attributes(pair, _step(was), (was, will), _STEP, _APART)
    yield from _ends(pair, old, new)


def _step(step: Step) -> Part:
    return Part("職員", f"step/{step.id}", f"工程「{say(step.label)}」")


def _ends(pair: Pair, old: Workflow, new: Workflow) -> Iterator[Difference]:
    gone, come, both = matched(old.ends.values(), new.ends.values(), lambda each: each.id)
    for end in gone:
        yield whole(_end(end), comes=False)
    for end in come:
        yield whole(_end(end), comes=True)
    aspects = (Aspect("result", "結果の言葉"), Aspect("disposition", "処分の別"))
    for was, will in both:
        yield from attributes(pair, _end(was), (was, will), aspects, _APART)


def _end(end: End) -> Part:
    return Part("職員", f"end/{end.id}", f"終わり「{say(end.result)}」")


def _papers(pair: Pair) -> Iterator[Difference]:
    old, new = pair.old.papers.values(), pair.new.papers.values()
    gone, come, both = matched(old, new, lambda each: each.id)
    for paper in gone:
        yield whole(Part("帳票", f"paper/{paper.id}", f"帳票「{say(paper.title)}」"), comes=False)
    for paper in come:
        yield whole(Part("帳票", f"paper/{paper.id}", f"帳票「{say(paper.title)}」"), comes=True)
    for was, will in both:
        part = Part("帳票", f"paper/{was.id}", f"帳票「{say(was.title)}」")
        yield from attributes(pair, part, (was, will), _PAPER, _APART)


def _time(pair: Pair) -> Iterator[Difference]:
    if pair.old.deadline != pair.new.deadline:
        was, will = (plainly(each.deadline, each) for each in (pair.old, pair.new))
        words = f"提出の期限が変わります：「{was or '定めなし'}」→「{will or '定めなし'}」"
        yield Difference("期限", "deadline", "", words, was, will)
    clocks = pair.old.workflow.clock, pair.new.workflow.clock
    yield from attributes(pair, Part("期限", "clock", "処理期間"), clocks, _CLOCK)


def _law(pair: Pair) -> Iterator[Difference]:
    yield from attributes(pair, Part("法令", "law", "根拠法令"), (pair.old.law, pair.new.law), _LAW)
    gone, come, both = matched(pair.old.grounds, pair.new.grounds, lambda each: each.id)
    aspects = (Aspect("text", "文"), Aspect("source", "根拠", source))
    for each in gone:
        yield whole(Part("法令", f"ground/{each.id}", f"審査基準「{say(each.text)}」"), comes=False)
    for each in come:
        yield whole(Part("法令", f"ground/{each.id}", f"審査基準「{say(each.text)}」"), comes=True)
    for was, will in both:
        part = Part("法令", f"ground/{was.id}", f"審査基準「{say(was.text)}」")
        yield from attributes(pair, part, (was, will), aspects, _APART)
    if pair.old.provenance != pair.new.provenance:
        yield Difference("法令", "provenance", "", "出典と確かさの記録が変わります。")
