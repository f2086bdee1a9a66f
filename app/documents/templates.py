"""The templates of papers and mails, and what they may do: print facts, and nothing else.

Templates run in a sandbox; a name that does not exist is an error, never an empty place. In
papers every printed value passes through `fonts.marked`, so that an author cannot forget it; the
filter `plain` is for attributes and the title. Knows no facts by name.
"""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from app.documents import fonts, qr, wareki

ROOM = Path(__file__).parent
OWN = "own.html"
"""The name under which a procedure's own template is loaded."""


def paper_names() -> tuple[str, ...]:
    """Give the names of the shared templates of papers."""
    return tuple(sorted(path.stem for path in (ROOM / "papers").glob("*.html")))


def paper_environment(
    own: str | None = None, directory: Path | None = None
) -> SandboxedEnvironment:
    """Give the environment for papers; `own` is the source of a procedure's own template."""
    shared = _shared_papers(directory)
    if own is None:
        return shared
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({OWN: own}), _paper_loader()])
    return shared.overlay(loader=loader, cache_size=40)


@lru_cache(maxsize=1)
def notice_environment() -> SandboxedEnvironment:
    """Give the environment for mail texts."""
    environment = SandboxedEnvironment(
        loader=jinja2.FileSystemLoader(ROOM / "notices"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_some,
    )
    _add_filters(environment)
    return environment


@lru_cache(maxsize=4)
def _shared_papers(directory: Path | None) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=_paper_loader(),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_printed, directory),
    )
    _add_filters(environment)
    environment.filters["plain"] = _plain
    environment.globals["qr"] = qr.svg
    environment.globals["qr_payload"] = qr.payload
    return environment


def _paper_loader() -> jinja2.BaseLoader:
    return jinja2.FileSystemLoader([ROOM / "papers", ROOM / "letterhead"])


def _add_filters(environment: SandboxedEnvironment) -> None:
    environment.filters.update(
        era=wareki.era_date,
        era_time=wareki.era_time,
        era_day_of=wareki.era_day_of,
        yen=wareki.yen,
    )


def _printed(directory: Path | None, value: Any) -> Any:  # noqa: ANN401 - whatever is printed
    if isinstance(value, (Markup, jinja2.Undefined)):
        return value
    return fonts.marked(str(_some(value)), directory)


def _plain(value: object) -> Markup:
    return escape(str(value))


def _some(value: Any) -> Any:  # noqa: ANN401 - whatever is printed
    if value is None:
        raise jinja2.UndefinedError("a fact that is None must not be printed")
    return value
