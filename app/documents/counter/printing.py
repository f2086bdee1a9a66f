"""Draws the paper form as a PDF that can be filled in and be read aloud (PDF/UA-1).

Takes its turn with all other papers of the process. The font of the fields is inside as a whole,
so that whatever is typed can be drawn: about 3 MB, which is why a form is made once and kept.
"""

from functools import lru_cache
from typing import Any

from app.documents import fonts, render, templates
from app.documents.counter.sheet import Sheet
from app.documents.facts import texts

VARIANT = "pdf/ua-1"
_ROOM = templates.ROOM / "counter"


def html(sheet: Sheet) -> str:
    """Give the form as HTML, before it is laid out."""
    source = (_ROOM / "form.html").read_text(encoding="utf-8")
    environment = templates.paper_environment(source)
    return environment.get_template(templates.OWN).render(sheet.as_mapping())


def draw(sheet: Sheet) -> bytes:
    """Make the form."""
    fonts.require(None)
    fonts.refuse_missing(tuple(texts(sheet)))
    page = html(sheet)
    with render.ONE_AT_A_TIME:
        return _drawn(page)


def _drawn(page: str) -> bytes:
    # Not at the top: both bring the renderer's libraries along.
    import weasyprint

    from app.documents.counter import fields  # noqa: PLC0415

    configuration, style = _press()
    document = weasyprint.HTML(string=page, url_fetcher=render.fetches_nothing(None))
    pdf: bytes = document.write_pdf(
        font_config=configuration,
        stylesheets=[style],
        pdf_forms=True,
        pdf_variant=VARIANT,
        finisher=fields.arrange,
    )
    return pdf


@lru_cache(maxsize=1)
def _press() -> tuple[Any, Any]:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    files = (templates.ROOM / "letterhead" / "paper.css", _ROOM / "form.css")
    sheet = "\n".join(each.read_text(encoding="utf-8") for each in files)
    fetcher = render.fetches_nothing(None)
    return configuration, weasyprint.CSS(
        string=sheet, font_config=configuration, url_fetcher=fetcher
    )
