"""刷り置き: the questions of a definition, printed once with places left open for what is typed.

But for the texts in its inputs, a question looks the same to everybody. It is printed when it is
first asked, from the view and the template that it has anyway, and kept under the digest of its
definition; then only what was typed is escaped and put in. What is said about one question alone,
a fault, a request of the office, the towns of a postal code, has it printed anew.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from markupsafe import Markup, escape

from app.cases import answers
from app.definitions.fields import KINDS, choices
from app.definitions.model import Field, Page
from app.kernel import eras, paths
from app.web import forms, pages
from app.web.forms import Sheet
from app.web.resident_views import PrintedView
from app.web.views import FieldView

_KEPT = 4096
"""How many prints are kept, some ten megabytes; it makes room for every question of the city."""
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Around the name of an open place: code points that no text can have."""
_PLACE = re.compile(f"{_OPEN}([a-z_]*){_CLOSE}")
_ECHO = "echo"
_ECHOING = frozenset({"date", "year-month"})
_DATED = frozenset({"date", "year-month", "fiscal-year"})
_NO_ERA = ("",)
_TICKED = frozenset({"yes-no", "declaration"})
_SAID = ("yes", "no")
_TYPED = frozenset({
    "text", "long-text", "person-name", "kana", "integer", "decimal", "money", "address", "phone",
    "email", "corporate-number", "vehicle-number", "heading", "notice",
})  # fmt: skip
_READY = _TYPED | _DATED | _TICKED | forms.LISTED
"""The kinds of which it is known what is chosen; any other is printed anew each time."""

_Chosen: TypeAlias = tuple[str, ...]
_Key: TypeAlias = tuple[str, str, bool, _Chosen]


@dataclass(frozen=True, slots=True)
class Print:
    """A question as it was printed: pieces of markup, and the part of it that is typed between."""

    pieces: tuple[str, ...]
    places: tuple[str, ...]

    def filled(self, texts: Mapping[str, object]) -> Markup:
        """Give the markup with the texts in their places."""
        found = [self.pieces[0]]
        for place, piece in zip(self.places, self.pieces[1:], strict=True):
            found += (escape(texts.get(place, "")), piece)
        return Markup("".join(found))  # noqa: S704 - the pieces were escaped when they were printed


_UNFIT: Final = Print((), ())
"""Of a question that is shown as another kind than it is of: a list in which one searches."""
_prints: Final[dict[_Key, Print]] = {}


def questions(digest: str, page: Page, sheet: Sheet) -> tuple[FieldView | PrintedView, ...]:
    """Give the questions that are asked on a page of the definition with that digest."""
    faults = (each.field for each in sheet.faults)
    spoken_of = (*faults, *sheet.asks, *sheet.addresses, *sheet.origins)
    return tuple(
        _printed(digest, each, sheet)
        if _is_ready(each) and not (spoken_of and _is_among(each, spoken_of))
        else forms.question(each, sheet)
        for each in answers.visible_fields(page, sheet.answers, sheet.moment)
    )


def _is_ready(asked: Field) -> bool:
    return asked.kind in _READY and not choices.is_searched(asked)


def _is_among(asked: Field, spoken_of: Iterable[str]) -> bool:
    return any(path == asked.id or path.startswith(f"{asked.id}.") for path in spoken_of)


def _printed(digest: str, asked: Field, sheet: Sheet) -> FieldView | PrintedView:
    typed = paths.get(sheet.raw, asked.id)
    texts = typed if isinstance(typed, Mapping) else {"": typed} if isinstance(typed, str) else {}
    chosen = _chosen(asked, typed, texts)
    key = (digest, asked.id, forms.is_required(asked, sheet), chosen)
    found = _prints.get(key)
    if found is None:
        if len(_prints) >= _KEPT:
            _prints.clear()
        found = _prints[key] = _print(asked, chosen, sheet)
    if found is _UNFIT:
        return forms.question(asked, sheet)
    if asked.kind in _ECHOING:
        texts = {**texts, _ECHO: forms.echo(asked, typed)}
    return PrintedView(asked.id, found.filled(texts))


def _chosen(asked: Field, typed: object, texts: Mapping[Any, object]) -> _Chosen:
    """Give what is chosen rather than typed: the markup itself depends on it."""
    if asked.kind in forms.LISTED:
        return forms.chosen(asked, typed)
    if asked.kind in _TICKED:
        return tuple(each for each in _SAID if texts.get("") == each)
    if asked.kind in _DATED and "era" in texts:
        return tuple(each for each in eras.NAMES if texts["era"] == each) or _NO_ERA
    return ()


def _print(asked: Field, chosen: _Chosen, sheet: Sheet) -> Print:
    """Print a question with what is chosen in it, and marks where something is typed."""
    raw: dict[str, Any] = {}
    paths.put(raw, asked.id, _marked(asked, chosen))
    view = forms.question(asked, replace(sheet, raw=raw))
    if view.kind != asked.kind:
        return _UNFIT
    if asked.kind in _ECHOING:
        view = replace(view, echo=_mark(_ECHO))
    found = _PLACE.split(pages.question(view))
    return Print(tuple(found[::2]), tuple(found[1::2]))


def _marked(asked: Field, chosen: _Chosen) -> object:
    if asked.kind in forms.LISTED:
        return chosen
    parts = {
        each.name: "".join(chosen) if each.options else _mark(each.name)
        for each in KINDS[asked.kind].parts(asked)
        if chosen or not each.options
    }
    return parts.get("", parts)


def _mark(place: str) -> str:
    return f"{_OPEN}{place}{_CLOSE}"
