"""Facts and a template become a paper: PDF/A-3a and PDF/UA-1 in one file, the same bytes each time.

The only module that drives WeasyPrint, which is loaded when the first paper is made. Nothing is
fetched and no temporary file is shared, so that any number of processes may work side by side;
within one process papers are made one after another, because Pango's font map is not for threads.
Knows no case and no store.
"""

import gc
import hashlib
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2

from app.documents import conformance, fonts, templates
from app.documents.facts import PaperFacts, texts
from app.kernel.errors import Outage, Refusal

ONE_AT_A_TIME = threading.Lock()
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper; `sha256` is of its bytes, in lower-case hexadecimal."""

    pdf: bytes
    sha256: str
    pages: int
    template: str


def render(
    facts: PaperFacts, own: str | None = None, font_directory: Path | None = None
) -> Rendered:
    """Make the paper that the facts describe.

    `own` is the source of a procedure's own template, used instead of the shared one that
    `facts.template` names. Fonts in `font_directory` go before those of the system.
    """
    fonts.require(font_directory)
    fonts.refuse_missing(texts_of(facts), font_directory)
    page = html(facts, own, font_directory)
    with ONE_AT_A_TIME, _all_kept():
        pdf, pages = _draw(page, font_directory)
    return Rendered(pdf, hashlib.sha256(pdf).hexdigest(), pages, facts.template)


def texts_of(facts: PaperFacts) -> tuple[str, ...]:
    """Give every text of the facts that a template may print."""
    return tuple(texts(facts))


def html(facts: PaperFacts, own: str | None = None, font_directory: Path | None = None) -> str:
    """Give the paper as HTML, before it is laid out."""
    environment = templates.paper_environment(own, font_directory)
    name = templates.OWN if own is not None else f"{facts.template}.html"
    try:
        return environment.get_template(name).render(facts.as_mapping())
    except jinja2.TemplateNotFound as error:
        raise Refusal(
            "document.template_unknown",
            f"帳票のひな型「{facts.template}」はありません。",
            f"使えるひな型: {'、'.join(templates.paper_names())}",
        ) from error
    except jinja2.TemplateError as error:
        raise Refusal(
            "document.template_broken",
            f"帳票のひな型「{facts.template}」を使えません: {error.message}",
            "ひな型の変数の名前を、帳票の説明のページで確かめてください。",
        ) from error


@contextmanager
def _all_kept() -> Iterator[None]:
    """Have nothing searched for garbage: a page in the making is all in use, and the search slow.

    It is made up for as soon as the page is done. Saves a twelfth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _draw(page: str, directory: Path | None) -> tuple[bytes, int]:
    import weasyprint

    configuration, style = _press(directory)
    laid_out = weasyprint.HTML(string=page, url_fetcher=fetches_nothing(None)).render(
        font_config=configuration, stylesheets=[style], pdf_variant=conformance.VARIANT
    )
    for pad in range(_TRIES):
        pdf = _written(laid_out, pad)
        if conformance.sound(pdf):
            return pdf, len(laid_out.pages)
    raise Outage("document.unsound", "帳票のファイルを正しく書き出せませんでした。")


def _written(laid_out: Any, pad: int) -> bytes:  # noqa: ANN401 - WeasyPrint has no types
    with warnings.catch_warnings():
        # WeasyPrint 70.0 leaves the closing of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = laid_out.write_pdf(
            finisher=partial(conformance.finish, pad=pad), pdf_variant=conformance.VARIANT
        )
    return pdf


@lru_cache(maxsize=4)
def _press(directory: Path | None) -> tuple[Any, Any]:
    """Set up what all papers share: the fonts and the style sheet, parsed once."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    sheet = (templates.ROOM / "letterhead" / "paper.css").read_text(encoding="utf-8")
    style = weasyprint.CSS(
        string=_own_faces(directory) + sheet,
        font_config=configuration,
        url_fetcher=fetches_nothing(directory),
    )
    return configuration, style


def _own_faces(directory: Path | None) -> str:
    found = ((face, fonts.located(face, directory)) for face in fonts.FACES)
    return "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f' src: url("{path.resolve().as_uri()}") }}\n'
        for face, path in found
        if path != face.path
    )


@lru_cache(maxsize=4)
def fetches_nothing(directory: Path | None) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Give a fetcher that opens fonts of `directory`, and nothing else in the world."""
    from weasyprint.urls import URLFetcher

    class Closed(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401
            allowed = directory is not None and url.startswith(directory.resolve().as_uri())
            if not allowed:
                raise ValueError("a paper fetches nothing")
            return super().fetch(url, headers)

    return Closed()
