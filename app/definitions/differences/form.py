"""What residents see: pages, fields with their options, attachments, checks, the words around."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.definitions import editors
from app.definitions.differences.compare import (
    Aspect,
    Difference,
    Pair,
    Part,
    attributes,
    condition,
    formula,
    matched,
    moved,
    source,
    whole,
)
from app.definitions.model import Attachment, Check, Field, Option, Procedure, Question, say

_WHO = {"individual": "個人", "corporation": "法人", "staff": "職員"}


def _who(value: Sequence[str], within: Procedure) -> str:
    return "、".join(_WHO.get(each, each) for each in value)


def _needed(value: object, within: Procedure) -> str:
    return "必須" if value else "任意"


def _kind(value: str, within: Procedure) -> str:
    return editors.KINDS.get(value, value)


def _needed_when(value: Any, within: Procedure) -> str:  # noqa: ANN401 - an expression or none
    return "" if value is None else condition(value, within)


_PROCEDURE = (
    Aspect("title", "手続の題"),
    Aspect("summary", "手続の説明"),
    Aspect("applicant", "申請できる人", _who),
    Aspect("agent", "代理人でもよいか"),
    Aspect("identity", "本人確認の方法"),
    Aspect("national_system", "国などの受付のシステム"),
    Aspect("privacy", "個人情報の利用目的"),
)
_ELSEWHERE = (
    "id", "effective", "digest", "code", "department", "office", "offices", "law", "find",
    "before", "deadline", "pages", "attachments", "checks", "fees", "workflow", "papers",
    "grounds", "retention", "faq", "notes", "tables", "provenance",
)  # fmt: skip
"""Parts that are compared on their own; the first three always differ, or say nothing."""
_PAGE = (
    Aspect("title", "題"),
    Aspect("help", "説明"),
    Aspect("when", "出す条件", condition),
)
_FIELD = (
    Aspect("label", "見出し"),
    Aspect("kind", "種類", _kind),
    Aspect("help", "説明"),
    Aspect("example", "記入例"),
    Aspect("required", "要否", _needed),
    Aspect("required_when", "必須になる条件", _needed_when),
    Aspect("when", "尋ねる条件", condition),
    Aspect("default", "初めの値", formula),
    Aspect("computed", "計算の式", formula),
    Aspect("minimum", "下限"),
    Aspect("maximum", "上限"),
    Aspect("max_length", "文字数の上限"),
    Aspect("earliest", "最も早い日時", formula),
    Aspect("latest", "最も遅い日時", formula),
    Aspect("places", "小数の桁"),
    Aspect("unit", "単位"),
    Aspect("each", "一件の呼び名"),
    Aspect("purpose", "尋ねる理由"),
    Aspect("once", "前の答えの使い回し"),
    Aspect("single", "姓と名を分けないか"),
    Aspect("personal", "個人情報の種類", group="職員"),
    Aspect("disclosed", "情報公開で開示するか", group="職員"),
    Aspect("autocomplete", "自動入力の種類"),
    Aspect("kana", "フリガナを尋ねるか"),
)
_ATTACHMENT = (
    Aspect("label", "名前"),
    Aspect("help", "説明"),
    Aspect("when", "求める条件", condition),
    Aspect("required", "要否", _needed),
    Aspect("any_of", "どれか一つでよい仲間"),
    Aspect("obtainable", "役所が自ら取れる台帳"),
    Aspect("omit", "付けなくてよい場合"),
    Aspect("max_files", "付けられる数"),
    Aspect("kinds", "受け付けるファイルの種類"),
    Aspect("max_bytes", "ファイルの大きさの上限"),
    Aspect("template", "ひな形"),
)
_CHECK = (
    Aspect("require", "満たすべき条件", formula),
    Aspect("when", "点検する条件", condition),
    Aspect("message", "満たさないときの言葉"),
    Aspect("at", "示すところ"),
)


def differences(pair: Pair) -> Iterator[Difference]:
    """Give what differs in what residents see before they file."""
    whole_part = Part("住民", "procedure", "")
    yield from attributes(pair, whole_part, (pair.old, pair.new), _PROCEDURE, _ELSEWHERE)
    yield from _find(pair)
    yield from _lines(pair, "before", "準備するもの", [say(x) for x in pair.old.before],
                      [say(x) for x in pair.new.before])  # fmt: skip
    yield from _pages(pair)
    yield from _fields(pair, pair.old.fields, pair.new.fields, "")
    yield from _attachments(pair)
    yield from _checks(pair)
    yield from _questions(pair.old.faq, pair.new.faq)
    yield from _lines(pair, "notes", "お知らせ", pair.old.notes, pair.new.notes)


def _find(pair: Pair) -> Iterator[Difference]:
    aspects = (
        Aspect("category", "分野"),
        Aspect("life_events", "くらしの出来事"),
        Aspect("words", "探す言葉"),
    )
    yield from attributes(
        pair, Part("住民", "find", "手続を探す"), (pair.old.find, pair.new.find), aspects
    )


def _lines(
    pair: Pair, name: str, noun: str, old: Sequence[str], new: Sequence[str]
) -> Iterator[Difference]:
    for each in old:
        if each not in new:
            yield Difference("住民", name, "", f"{noun}から「{each}」がなくなります。", each, "")
    for each in new:
        if each not in old:
            yield Difference("住民", name, "", f"{noun}に「{each}」が加わります。", "", each)


def _pages(pair: Pair) -> Iterator[Difference]:
    gone, come, both = matched(pair.old.pages, pair.new.pages, lambda page: page.id)
    for page in gone:
        yield whole(_page(page.id, say(page.title)), comes=False)
    for page in come:
        yield whole(_page(page.id, say(page.title)), comes=True)
    for was, will in both:
        part = _page(was.id, say(was.title))
        yield from attributes(pair, part, (was, will), _PAGE, ("id", "fields"))
    if moved(([page.id for page in pair.old.pages], [page.id for page in pair.new.pages])):
        before, after = (
            " → ".join(say(page.title) for page in each.pages) for each in (pair.old, pair.new)
        )
        words = f"ページの順が変わります：{after}"
        yield Difference("住民", "pages", "order", words, before, after)


def _page(id_: str, title: str) -> Part:
    return Part("住民", f"page/{id_}", f"ページ「{title}」")


def _fields(
    pair: Pair, old: Sequence[Field], new: Sequence[Field], lead: str
) -> Iterator[Difference]:
    gone, come, both = matched(old, new, lambda each: each.id)
    for each in gone:
        yield whole(_field(each, lead), comes=False)
    for each in come:
        yield whole(_field(each, lead), comes=True, more=_terms(each, pair.new))
    for was, will in both:
        yield from _one_field(pair, was, will, lead)
    shown = [[each.id for each in fields] for fields in (old, new)]
    if moved((shown[0], shown[1])) and not _pages_moved(pair):
        where = f"「{lead}」の中の" if lead else ""
        words = f"{where}問いの順が変わります：{' → '.join(say(each.label) for each in new)}"
        yield Difference("住民", f"field/{lead}" if lead else "fields", "order", words)


def _pages_moved(pair: Pair) -> bool:
    return moved(([page.id for page in pair.old.pages], [page.id for page in pair.new.pages]))


def _one_field(pair: Pair, was: Field, will: Field, lead: str) -> Iterator[Difference]:
    part = _field(was, lead)
    yield from attributes(pair, part, (was, will), _FIELD, ("id", "options", "rows"))
    yield from _options(part, was.options, will.options)
    yield from _fields(pair, was.rows, will.rows, was.id if was.rows or will.rows else lead)
    pages = [_page_of(each, was.id) for each in (pair.old, pair.new)]
    if not lead and pages[0] != pages[1] and all(pages):
        words = f"{part.called}がページ「{pages[0]}」から「{pages[1]}」に移ります。"
        yield Difference("住民", part.name, "page", words, pages[0], pages[1])


def _page_of(procedure: Procedure, field: str) -> str:
    found = (page for page in procedure.pages if any(each.id == field for each in page.fields))
    return next((say(page.title) for page in found), "")


def _field(each: Field, lead: str) -> Part:
    name = f"{lead}.{each.id}" if lead else each.id
    noun = "" if each.kind in ("heading", "notice", "computed") else "問い"
    return Part("住民", f"field/{name}", f"{noun}「{say(each.label)}」")


def _terms(each: Field, within: Procedure) -> str:
    terms = "必須です。" if each.required and each.required_when is None else ""
    if each.when is not None:
        terms += f"尋ねるのは、{condition(each.when, within)}だけです。"
    return terms


def _options(part: Part, old: Sequence[Option], new: Sequence[Option]) -> Iterator[Difference]:
    gone, come, both = matched(old, new, lambda each: each.code)
    for each in gone:
        words = f"{part.called}の選択肢から「{say(each.label)}」がなくなります。"
        yield Difference("住民", part.name, "options", words, say(each.label), "")
    for each in come:
        words = f"{part.called}の選択肢に「{say(each.label)}」が加わります。"
        yield Difference("住民", part.name, "options", words, "", say(each.label))
    for was, will in both:
        if was.label != will.label:
            one, two = say(was.label), say(will.label)
            words = f"{part.called}の選択肢の言葉が変わります：「{one}」→「{two}」"
            yield Difference("住民", part.name, "options", words, one, two)
    if moved(([each.code for each in old], [each.code for each in new])):
        yield Difference("住民", part.name, "options", f"{part.called}の選択肢の順が変わります。")


def _attachments(pair: Pair) -> Iterator[Difference]:
    gone, come, both = matched(pair.old.attachments, pair.new.attachments, lambda each: each.id)
    for each in gone:
        yield whole(_attachment(each), comes=False)
    for each in come:
        when = (
            "" if each.when is None else f"求めるのは、{condition(each.when, pair.new)}だけです。"
        )
        yield whole(_attachment(each), comes=True, more=when)
    for was, will in both:
        yield from attributes(pair, _attachment(was), (was, will), _ATTACHMENT, ("id",))


def _attachment(each: Attachment) -> Part:
    return Part("住民", f"attachment/{each.id}", f"添付書類「{say(each.label)}」")


def _checks(pair: Pair) -> Iterator[Difference]:
    gone, come, both = matched(pair.old.checks, pair.new.checks, lambda each: each.id)
    for each in gone:
        yield whole(_check(each), comes=False)
    for each in come:
        yield whole(_check(each), comes=True)
    for was, will in both:
        yield from attributes(pair, _check(was), (was, will), _CHECK, ("id", "source"))
        if was.source != will.source:
            sources = source(was.source, pair.old), source(will.source, pair.new)
            words = f"{_check(was).called}の根拠が変わります。"
            yield Difference("法令", f"check/{was.id}", "source", words, *sources)


def _check(each: Check) -> Part:
    return Part("住民", f"check/{each.id}", f"点検「{say(each.message)}」")


def _questions(old: Sequence[Question], new: Sequence[Question]) -> Iterator[Difference]:
    gone, come, both = matched(old, new, lambda each: each.question)
    for each in gone:
        yield whole(Part("住民", "faq", f"よくある質問「{each.question}」"), comes=False)
    for each in come:
        yield whole(Part("住民", "faq", f"よくある質問「{each.question}」"), comes=True)
    for was, will in both:
        if was.answer != will.answer:
            words = f"よくある質問「{was.question}」の答えが変わります：「{will.answer}」"
            yield Difference("住民", "faq", "answer", words, was.answer, will.answer)
