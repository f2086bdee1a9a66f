"""From the fields of a definition to the questions of a page, and from faults to links.

Takes what stands in the inputs (`raw`), the answers that could be read, and what is wrong; gives
view models. Knows no request, no draft and no procedure in particular.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from app.cases import answers, walk
from app.cases.answers import Moment
from app.definitions import fields
from app.definitions.fields import KINDS, MISSING, Part, Wrong, choices
from app.definitions.model import Field, Page, say
from app.kernel import paths
from app.kernel.errors import Fault
from app.web.views import FieldView, Link, OptionView, PartsView, PartView

LISTED = frozenset({"choice", "select", "choices"})
"""The kinds of which somebody chooses among options."""
PARTED = frozenset({"period", "map-point", "bank-account"})
"""The kinds whose boxes are shown as their kind says, without a look of their own."""
_MOST_ROWS = 200
_MOST_OFFERED = 600
"""More options than these are not sent with every page, only those that fit what was typed."""
_WIDTHS = ((2, "xs"), (4, "year"), (10, "s"), (20, "m"), (40, "l"))


@dataclass(frozen=True, slots=True)
class Address:
    """What looking up a postal code came to: words for it, and the towns to choose from."""

    note: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of questions as it is being filled in.

    `asks` are requests of the office by path; `origins` say where an answer that is offered comes
    from; `addresses` what a postal code came to, by path.
    """

    raw: Mapping[str, Any]
    answers: Mapping[str, Any]
    moment: Moment
    faults: tuple[Fault, ...] = ()
    asks: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, Address] = field(default_factory=dict)


def question(asked: Field, sheet: Sheet) -> FieldView:
    """Give a question of a page, filled in as far as it is."""
    return _question(asked, asked.id, sheet.raw, sheet)


def unseen(page: Page, shown: Sequence[str], sheet: Sheet) -> tuple[Field, ...]:
    """Give the questions that are asked now but were not among those shown."""
    asked = answers.visible_fields(page, sheet.answers, sheet.moment)
    return tuple(each for each in asked if each.id not in shown and each.kind != "computed")


def links(faults: Iterable[Fault]) -> tuple[Link, ...]:
    """Give the lines of an error summary, each leading to the input at fault."""
    return tuple(Link(f"#{fault.field}", fault.message) for fault in faults)


def filled(page: Page, given: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
    """Give what to write into the inputs of a page from the answers so far, and its defaults."""
    raw = fields.refill(page.fields, given)
    fresh = answers.defaults(page, given, moment)
    for each in page.fields if fresh else ():
        value = paths.get(fresh, each.id)
        if value is not None:
            paths.put(raw, each.id, value)
    return raw


def least_rows(group: Field) -> int:
    """Give how many entries of a group there have to be."""
    least = 1 if group.minimum is None else int(group.minimum)
    return least if group.required else 0


def _question(asked: Field, path: str, raw: object, sheet: Sheet) -> FieldView:
    typed = paths.get(raw, asked.id)
    rows = _rows(asked, path, typed, sheet) if asked.kind == "group" else ()
    shown = _looked_up(asked, sheet.addresses.get(path))
    return FieldView(
        path=path,
        kind="search" if choices.is_searched(asked) else asked.kind,
        label=say(asked.label),
        required=is_required(asked, sheet),
        help=_help(asked, sheet.asks.get(path, ""), sheet.origins.get(path, "")),
        example=asked.example,
        values=_values(asked, path, typed, sheet),
        errors=_errors(asked, path, sheet.faults),
        options=_options(asked, typed),
        unit="" if asked.kind == "computed" else asked.unit,
        max_length=asked.max_length,
        autocomplete="address" if asked.autocomplete == "street-address" else asked.autocomplete,
        kana=asked.kana,
        echo=echo(asked, typed),
        note=shown.note,
        candidates=_candidates(asked, typed, shown),
        rows=rows,
        each=say(asked.each) if asked.each else "",
        can_add=len(rows) < int(asked.maximum or _MOST_ROWS),
        can_remove=len(rows) > least_rows(asked),
        parts=_parts(asked) if asked.kind in PARTED else (),
        single=asked.single,
    )


def _candidates(asked: Field, typed: object, shown: Address) -> tuple[OptionView, ...]:
    """Give what may be meant: the towns of a postal code, or the options that words fit."""
    meant = choices.candidates(typed, asked)
    towns = tuple(OptionView(str(n), each) for n, each in enumerate(shown.candidates))
    return towns or tuple(OptionView(each.code, say(each.label)) for each in meant)


def _parts(asked: Field) -> tuple[PartsView, ...]:
    grouped = groupby(KINDS[asked.kind].parts(asked), key=lambda part: part.group)
    return tuple(PartsView(label, tuple(map(_part, parts))) for label, parts in grouped)


def _part(part: Part) -> PartView:
    options = tuple(OptionView(code, words) for code, words in part.options)
    width = next((name for most, name in _WIDTHS if 0 < part.width <= most), "full")
    return PartView(part.name, part.label, part.inputmode, width, options, part.optional)


def _looked_up(asked: Field, found: Address | None) -> Address:
    return found if found is not None and asked.kind == "address" else Address("")


def _help(asked: Field, request: str, origin: str) -> str:
    """Say what helps with a question: what was asked to put right, how, why, and from where."""
    told = f"【直していただきたいこと】{request}\n" if request else ""
    words = [say(each) for each in (asked.help, asked.purpose) if each]
    return told + " ".join([*words, *filter(None, (origin,))])


def is_required(asked: Field, sheet: Sheet) -> bool:
    """Say whether a question has to be answered, given the answers so far."""
    if asked.required_when is not None:
        return asked.required_when.holds(walk.facts_of(sheet.answers, sheet.moment))
    return asked.required if asked.kind != "group" else least_rows(asked) > 0


def _values(asked: Field, path: str, typed: object, sheet: Sheet) -> dict[str, str]:
    if asked.computed is not None:
        value = paths.get(sheet.answers, path)
        return {} if value is None else {"": KINDS[asked.kind].show(value, asked)}
    if isinstance(typed, Mapping):
        return {str(part): str(value) for part, value in typed.items()}
    return {"": typed} if isinstance(typed, str) else {}


def _errors(asked: Field, path: str, faults: Iterable[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for fault in faults:
        inside = asked.kind == "group" and fault.field != path
        if inside or not (fault.field == path or fault.field.startswith(f"{path}.")):
            continue
        part = fault.field[len(path) + 1 :]
        found.setdefault(part, fault.message)
    return found


def _options(asked: Field, typed: object) -> tuple[OptionView, ...]:
    if asked.kind not in LISTED or len(asked.options) > _MOST_OFFERED:
        return ()
    picked = chosen(asked, typed)
    return tuple(
        OptionView(each.code, say(each.label), each.code in picked) for each in asked.options
    )


def chosen(asked: Field, typed: object) -> tuple[str, ...]:
    """Give the codes of the options that are chosen."""
    given = typed if isinstance(typed, list | tuple) else (typed,)
    return tuple(each.code for each in asked.options if each.code in given)


def echo(asked: Field, typed: object) -> str:
    """Give a date in words, as far as what was typed is one."""
    if asked.kind not in ("date", "year-month"):
        return ""
    value = _read(asked, typed)
    return "" if value is None else KINDS[asked.kind].show(value, asked)


def _read(asked: Field, typed: object) -> Any:  # noqa: ANN401 - whatever the kind gives
    """Give the canonical value of what was typed, None where it cannot be read."""
    try:
        value = KINDS[asked.kind].read(typed, asked)
    except Wrong:
        return None
    return None if value is MISSING else value


def _rows(
    group: Field, path: str, typed: object, sheet: Sheet
) -> tuple[tuple[FieldView, ...], ...]:
    given = list(typed) if isinstance(typed, list | tuple) else []
    given += [{}] * (least_rows(group) - len(given))
    return tuple(_row(group, f"{path}.{n}", raw, sheet) for n, raw in enumerate(given))


def _row(group: Field, at: str, raw: object, sheet: Sheet) -> tuple[FieldView, ...]:
    known: dict[str, Any] = {}
    for each in group.rows:
        value = _read(each, paths.get(raw, each.id)) if fields.has_answer(each) else None
        if value is not None:
            paths.put(known, each.id, value)
    asked = answers.visible_fields(group, sheet.answers, sheet.moment, known)
    return tuple(_question(each, f"{at}.{each.id}", raw, sheet) for each in asked)
