"""From a template and its view model to the HTML of a page.

Templates see `chrome`, `page`, the address of an asset, and the few ways below of writing days
and money. Everything is escaped; a name that a template does not have is an error.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.kernel.clock import local
from app.web import assets
from app.web.views import Chrome, FieldView

TEMPLATES = Path(__file__).parent / "templates"
REIWA = date(2019, 5, 1)
WEEKDAYS = "月火水木金土日"


def render(template: str, chrome: Chrome, page: object) -> str:
    """Give the HTML of a page; `template` is a path such as `resident/home.html`."""
    return _environment().get_template(template).render(chrome=chrome, page=page)


def question(view: FieldView) -> Markup:
    """Give the HTML of one question of a form."""
    macros: Any = _environment().get_template("partials/fields.html").module
    return Markup(macros.field(view))  # noqa: S704 - a template's, in which everything is escaped


def picture(svg: str) -> Markup:
    """Put a picture of ours into a page; it is drawn by us, with every text in it escaped."""
    return Markup(svg)  # noqa: S704 - drawn by app.definitions.pictures, which escapes


def yen(amount: int) -> str:
    """Write an amount of money: 18,300円."""
    return f"{amount:,}円"


def day(at: date) -> str:
    """Write a day as offices do: 令和8年11月24日（火）."""
    on = _day(at)
    weekday = WEEKDAYS[on.weekday()]
    if on < REIWA:
        return f"{on.year}年{on.month}月{on.day}日（{weekday}）"
    year = on.year - 2018
    return f"令和{'元' if year == 1 else year}年{on.month}月{on.day}日（{weekday}）"


def moment(at: datetime) -> str:
    """Write a day with the time: 令和8年11月24日（火）14時05分."""
    return f"{day(at)}{local(at):%-H時%M分}"


def short(at: date) -> str:
    """Write a day, and the time if there is one, in little room: 11/24 14:05."""
    if isinstance(at, datetime):
        return f"{local(at):%-m/%-d %H:%M}"
    return f"{at.month}/{at.day}"


def iso(at: date) -> str:
    """Write a day or an instant for programs."""
    return local(at).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def scoped(fields: tuple[FieldView, ...], scope: str) -> tuple[FieldView, ...]:
    """Give the fields with ids of their own, for a page with several forms: `approve-note`."""
    return tuple(
        replace(
            each,
            scope=f"{scope}-",
            rows=tuple(scoped(row, scope) for row in each.rows),
        )
        for each in fields
    )


def _day(at: date) -> date:
    return local(at).date() if isinstance(at, datetime) else at


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        picture=picture, yen=yen, day=day, moment=moment, short=short, iso=iso, scoped=scoped
    )
    environment.globals["asset"] = assets.url
    return environment
