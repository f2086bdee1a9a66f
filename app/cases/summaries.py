"""記入内容の一覧: the answers in words, for the page to check them, the clerk's page and documents.

Follows answers that have been checked; what is hidden is left out. Attachments are for whoever
asks: their names are not known here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from app.cases import walk
from app.cases.walk import Moment
from app.definitions import fields
from app.definitions.expressions.compiled import Facts
from app.definitions.fields import KINDS
from app.definitions.model import Field, Procedure, say
from app.kernel import paths

BLANK = "記入なし"
"""What stands where a question was left open."""


class Row(NamedTuple):
    """One answer: the question's label, the answer in words, and its path."""

    label: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page."""

    page: str
    title: str
    rows: tuple[Row, ...]


def summary(
    procedure: Procedure, answers: Mapping[str, Any], moment: Moment
) -> tuple[Section, ...]:
    """Give the answers in words, page by page in the resident's order."""
    found = walk.shown(procedure, answers, moment)
    sections = (
        Section(
            shown.page.id,
            say(shown.page.title),
            tuple(_rows(shown.fields, found.answers, found.facts)),
        )
        for shown in found.shown
    )
    return tuple(section for section in sections if section.rows)


def _rows(
    asked: Iterable[Field],
    answers: Mapping[str, Any],
    facts: Facts,
    place: tuple[str, str] = ("", ""),
) -> Iterable[Row]:
    at, lead = place
    for each in asked:
        value = paths.get(answers, each.id)
        label = f"{lead}{say(each.label)}"
        if each.kind == "group" and value:
            yield from _group(each, value, facts, at)
        elif value is not None:
            yield Row(label, KINDS[each.kind].show(value, each), at + each.id)
        elif fields.has_answer(each):
            yield Row(label, BLANK, at + each.id)


def _group(group: Field, rows: Iterable[Any], facts: Facts, at: str) -> Iterable[Row]:
    for number, row in enumerate(rows):
        clean: dict[str, Any] = {}
        inner = replace(facts, row=clean)
        visible = walk.shown_fields(group.rows, row, clean, inner)
        place = (f"{at}{group.id}.{number}.", f"{walk.row_label(group, number)} ")
        yield from _rows(visible, clean, inner, place)
