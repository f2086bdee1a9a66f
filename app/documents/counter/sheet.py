"""What the paper form of a procedure says and asks, read off its definition.

Inputs carry the names that the answers have online, so that a form filled in on a screen can be
read by a program. What is asked under a condition says so in words. Knows no look.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias

from app.definitions import prices, wording
from app.definitions.fields import KINDS, has_answer
from app.definitions.fields.kind import Part
from app.definitions.model import Attachment, Field, Page, Procedure, say

Shape: TypeAlias = Literal["line", "lines", "one", "some", "list", "tick"]

BY_ANSWERS = "ほかの記入の内容による場合"
_TICKED = 24
"""How many options are printed to be ticked; longer lists are chosen on a screen or written."""
_ROWS = 3
_LONG = 200
_NOUNS = {"accept-filing": "届出", "disclose": "請求"}
_YES_NO = (("true", "はい"), ("false", "いいえ"))


@dataclass(frozen=True, slots=True)
class Control:
    """One place to write or to tick: its name, its own label, how wide, and what can be chosen.

    `line` and `lines` are written in, of `one` and `some` one or several are ticked, `list` is
    chosen from on a screen, `tick` is a single box.
    """

    shape: Shape
    name: str
    spoken: str
    label: str = ""
    width: int = 0
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its places to write; or, without any, a text that stands between them."""

    label: str
    controls: tuple[Control, ...] = ()
    help: str = ""
    when: str = ""
    required: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with its questions."""

    title: str
    items: tuple[Item, ...]
    help: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment to be ticked off."""

    name: str
    label: str
    terms: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """A line of the table of fees."""

    label: str
    when: str
    amount: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form."""

    title: str
    number: str
    effective: date
    noun: str
    addressee: str
    honorific: str
    summary: str
    law: str
    deadline: str
    blocks: tuple[Block, ...]
    enclosures: tuple[Enclosure, ...]
    prices: tuple[Price, ...]
    office: str
    phone: str
    address: str
    office_note: str
    privacy: str
    url: str

    def as_mapping(self) -> Mapping[str, Any]:
        """Give the names that the template may use, and their values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def of_procedure(procedure: Procedure, base_url: str) -> Sheet:
    """Give the paper form of a procedure; `base_url` is where it can be done online."""
    rule, unit = procedure.office, procedure.department
    placed = next((say(f.label) for f in procedure.fields if f.id == rule.by), "")
    note = f"「{placed}」により、提出する窓口が決まります。" if placed else ""
    disposition = procedure.law.disposition
    return Sheet(
        title=say(procedure.title),
        number=f"{procedure.code}-{procedure.effective:%Y%m%d}",
        effective=procedure.effective,
        noun=_NOUNS.get(procedure.workflow.id, "申請"),
        addressee=procedure.law.representative if disposition else unit.name,
        honorific="殿" if disposition else "御中",
        summary=say(procedure.summary),
        law="、".join(f"{b.act}{b.article}" for b in procedure.law.basis if b.act),
        deadline=say(procedure.deadline) if procedure.deadline else "",
        blocks=tuple(block for page in procedure.pages for block in _blocks(page, procedure)),
        enclosures=tuple(_enclosure(each, procedure) for each in procedure.attachments),
        prices=tuple(_prices(procedure)),
        office=unit.name,
        phone=unit.phone,
        address=unit.address,
        office_note=note + (say(rule.elsewhere) if rule.elsewhere else ""),
        privacy=say(procedure.privacy),
        url=f"{base_url.rstrip('/')}/procedures/{procedure.id}",
    )


def _blocks(page: Page, procedure: Procedure) -> Iterator[Block]:
    plain = tuple(_items([each for each in page.fields if each.kind != "group"], "", procedure))
    when = _when(page.when, procedure)
    help_ = say(page.help) if page.help else ""
    groups = [each for each in page.fields if each.kind == "group"]
    if plain:
        yield Block(say(page.title), plain, help_, when)
    for group in groups:
        yield from _rows(group, procedure, help_ if not plain else "", when)


def _rows(group: Field, procedure: Procedure, help_: str, page_when: str) -> Iterator[Block]:
    """Give a block for each row that is printed."""
    least = int(group.minimum or 1)
    most = int(group.maximum or _ROWS)
    printed = max(least, min(most, _ROWS))
    each = say(group.each) if group.each else ""
    own = _when(group.when, procedure)
    for n in range(printed):
        title = f"{say(group.label)}　{each}{n + 1}" if printed > 1 else say(group.label)
        more = (
            f"{printed}件より多いときは、この欄を写して書いてください。" if most > printed else ""
        )
        said = help_ if not n else more if n == printed - 1 else ""
        items = tuple(_items(group.rows, f"{group.id}.{n}.", procedure))
        further = f"{n + 1}件目がある場合" if n >= least else ""
        terms = dict.fromkeys(filter(None, (page_when, own, further)))
        yield Block(title, items, said, "、".join(terms))


def _items(asked: Iterable[Field], lead: str, procedure: Procedure) -> Iterator[Item]:
    for each in asked:
        if not has_answer(each):
            if each.computed is None:
                yield Item(say(each.label), when=_when(each.when, procedure))
            continue
        needed = each.required and each.required_when is None
        when = _when(each.when, procedure)
        if each.required_when is not None:
            when = "、".join(filter(None, (when, f"必須：{_when(each.required_when, procedure)}")))
        yield Item(
            label=say(each.label),
            controls=tuple(_controls(each, lead + each.id)),
            help=say(each.help) if each.help else "",
            when=when,
            required=needed and each.when is None,
            unit=each.unit,
        )


def _when(expression: Any, procedure: Procedure) -> str:  # noqa: ANN401 - a condition, or none
    if expression is None:
        return ""
    return wording.condition(expression, (*procedure.fields, *_columns(procedure))) or BY_ANSWERS


def _columns(procedure: Procedure) -> Iterator[Field]:
    for each in procedure.fields:
        yield from each.rows


def _controls(asked: Field, name: str) -> Iterator[Control]:
    label = say(asked.label)
    options = tuple((each.code, say(each.label)) for each in asked.options)
    match asked.kind:
        case "yes-no":
            yield Control("one", name, label, options=_YES_NO)
        case "declaration":
            yield Control("tick", name, label)
        case "choices":
            yield Control("some", name, label, options=options)
        case "choice" | "select" if options:
            yield Control(
                "one" if len(options) <= _TICKED else "list", name, label, options=options
            )
        case "long-text":
            yield Control("lines", name, label)
        case _:
            for part in KINDS[asked.kind].parts(asked):
                yield _of_part(part, name, label, asked.max_length or 0)


def _of_part(part: Part, name: str, label: str, most: int) -> Control:
    path = f"{name}.{part.name}" if part.name else name
    spoken = f"{label}　{part.label}".strip("　")
    if part.options:
        options = tuple(each for each in part.options if each[0])
        return Control("one" if len(options) <= _TICKED else "list", path, spoken, part.label,
                       options=options)  # fmt: skip
    shape: Shape = "lines" if most > _LONG and not part.name else "line"
    return Control(shape, path, spoken, part.label, part.width)


def _enclosure(each: Attachment, procedure: Procedure) -> Enclosure:
    terms = _when(each.when, procedure)
    if each.obtainable:
        terms = "提出は要りません（役所が確かめます）"
    elif not each.required:
        terms = f"任意　{terms}".strip()
    elif not terms:
        terms = "必須"
    if each.omit is not None:
        terms = f"{terms}　{say(each.omit.because)}は不要".strip()
    if each.any_of:
        terms = f"{terms}　同じ仲間のうち、どれか1つ".strip()
    help_ = say(each.help) if each.help else ""
    return Enclosure(f"attachments.{each.id}", say(each.label), terms, help_)


def _prices(procedure: Procedure) -> Iterator[Price]:
    for fee in procedure.fees:
        for when, amount in prices.lines(fee, procedure):
            yield Price(say(fee.label), when, amount)
        for each in fee.reductions:
            terms = _when(each.when, procedure)
            label = f"{say(fee.label)}の減免（{say(each.label)}）"
            yield Price(label, terms, prices.less(each))
