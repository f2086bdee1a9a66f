"""A page or a redirection as the answer to a browser, in as few words as a route needs.

Knows no page of its own and no rule.
"""

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.cases.model import Actor
from app.web import pages, session


def page(
    request: Request, by: Actor | None, template: str, view: object, status: int = 200
) -> HTMLResponse:
    """Answer with a page, for whoever is signed in (None: nobody)."""
    chrome = session.chrome(request, session.Visitor("", by))
    return HTMLResponse(pages.render(template, chrome, view), status)


def go(url: str) -> RedirectResponse:
    """Send the browser to another page with GET, after something was done."""
    return RedirectResponse(url, 303)
