"""A resident's browser for tests: fills in the pages of the food business permit over HTTP."""

import re
from typing import Any

from starlette.testclient import TestClient

from app.definitions import fields
from app.definitions.model import Page
from app.kernel import paths
from app.kernel.clock import local_day
from app.services.context import Context
from tests.support import office

FORM = f"/apply/{office.FOOD}"
PDF = ("図面.pdf", office.PDF, "application/pdf")


def pages(ctx: Context) -> dict[str, Page]:
    """Give the pages of the form by id."""
    found = ctx.catalogue.current(office.FOOD, local_day(ctx.clock()))
    return {each.id: each for each in found.pages}


def inputs(ctx: Context, page: str, **changes: Any) -> dict[str, Any]:
    """Give the inputs of a page, filled in so that they are right today."""
    given = office.answers(ctx)
    raw = fields.refill(pages(ctx)[page].fields, given)
    for name, value in changes.items():
        paths.put(raw, name.replace("__", "."), value)
    return flat(raw)


def flat(raw: Any, at: str = "") -> dict[str, Any]:
    """Give nested inputs by their HTML names."""
    if isinstance(raw, dict):
        rows = raw.items()
    elif isinstance(raw, list) and any(isinstance(each, dict) for each in raw):
        rows = enumerate(raw)
    else:
        return {at: raw}
    found: dict[str, Any] = {}
    for key, value in rows:
        found |= flat(value, f"{at}.{key}" if at else str(key))
    return found


def fill_in(browser: TestClient, ctx: Context) -> None:
    """Fill in the whole form up to the check page."""
    browser.get(FORM)
    for page in pages(ctx):
        answer = browser.post(f"{FORM}/{page}", data=inputs(ctx, page))
        assert answer.status_code == 303, (page, faults(answer.text))
    for attachment in ("plan", "manager_proof"):
        upload(browser, attachment)
    assert browser.post(f"{FORM}/attachments").headers["location"] == f"{FORM}/check"


def begin(browser: TestClient, ctx: Context) -> None:
    """Begin the form, up to who applies: on its second page it knows whether that is a person."""
    browser.get(FORM)
    browser.post(f"{FORM}/applicant-kind", data=inputs(ctx, "applicant-kind"))


def upload(
    browser: TestClient, attachment: str, *files: tuple[str, bytes, str], form: str = FORM
) -> Any:
    """Send files for an attachment."""
    name = f"attachments.{attachment}"
    sent = [(name, each) for each in files or (PDF,)]
    data = {"_action": f"upload:{attachment}"}
    return browser.post(f"{form}/attachments", data=data, files=sent)


def key(html: str) -> str:
    """Give the key on a check page."""
    found = re.search(r'name="_key" value="([^"]+)"', html)
    assert found
    return found[1]


def send(browser: TestClient, form: str = FORM) -> Any:
    """Send what stands on the check page."""
    page = browser.get(f"{form}/check")
    assert page.status_code == 200, page.headers.get("location")
    return browser.post(f"{form}/check", data={"_key": key(page.text), "declared": "yes"})


def filed(browser: TestClient, ctx: Context) -> str:
    """Apply through the pages, and give the number."""
    fill_in(browser, ctx)
    return number(send(browser))


def number(answer: Any) -> str:
    """Give the case number to whose page an answer leads."""
    found = re.search(r"/my/cases/([^/?]+)", answer.headers["location"])
    assert found, answer.headers["location"]
    return found[1]


def faults(html: str) -> list[str]:
    """Give the lines of the error summary of a page."""
    summary = re.search(r'<div class="mg-summary".*?</div>', html, re.DOTALL)
    return re.findall(r'<a href="#[^"]*">([^<]+)</a>', summary[0]) if summary else []


def value(html: str, name: str) -> str:
    """Give what stands in an input."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', html)
    return found[1] if found else ""
