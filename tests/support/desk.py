"""What a clerk does in the console: opens pages, and sends the forms that stand on them."""

from html.parser import HTMLParser
from typing import Any

import httpx
from starlette.testclient import TestClient

from app.services.context import Context
from tests.support import office


class Reader(HTMLParser):
    """Gathers the forms of a page with everything that they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.actions: list[str] = []
        self.buttons: dict[str, dict[str, str]] = {}
        self.fields: dict[str, set[str]] = {}
        self._form: dict[str, Any] = {}
        self._area = self._list = ""
        self._option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                self.links.append(given.get("href", ""))
            case "form":
                self.actions.append(given.get("action", ""))
                self._form = {"sent": {}, "names": set()}
            case "input" | "select" | "textarea" if self._form and "name" in given:
                self._form["names"].add(given["name"])
                if tag == "input" and _is_sent(given):
                    self._form["sent"][given["name"]] = given.get("value", "")
                self._area = given["name"] if tag == "textarea" else ""
                self._list = given["name"] if tag == "select" else ""
            case "option" if self._list:
                self._choose(given)
            case "button" if given.get("name") == "act":
                self.buttons[given["value"]] = self._form["sent"]
                self.fields[given["value"]] = self._form["names"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._area:
            self._form["sent"][self._area] = data.removeprefix("\n")
        if self._option:
            self._form["sent"][self._option] = data
            self._option = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "select":
            self._list = ""

    def _choose(self, option: dict[str, str]) -> None:
        """Take the option that is selected, else the first; one without a value is its words."""
        if self._list in self._form["sent"] and "selected" not in option:
            return
        self._form["sent"][self._list] = option.get("value", "")
        self._option = None if "value" in option else self._list

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _is_sent(given: dict[str, str]) -> bool:
    return given.get("type") not in ("checkbox", "radio") or "checked" in given


def read(answer: httpx.Response) -> Reader:
    """Read a page."""
    reader = Reader()
    reader.feed(answer.text)
    return reader


class Desk:
    """A clerk at the desk with one case open."""

    def __init__(self, ctx: Context, person: str, number: str) -> None:
        self.browser: TestClient = office.signed_in(ctx, person)
        self.url = f"/console/cases/{number}"
        self.page = self.open()

    def open(self) -> Reader:
        """Open the case, or look at it anew."""
        answer = self.browser.get(self.url)
        assert answer.status_code == 200, answer.text
        self.page = read(answer)
        return self.page

    @property
    def offered(self) -> set[str]:
        """Name the acts for which there is a form on the page."""
        return set(self.page.buttons)

    def send(self, act: str, **texts: Any) -> httpx.Response:
        """Fill in the form of an act as the page has it, and send it."""
        filled = {name.replace("__", "."): text for name, text in texts.items()}
        data = {**self.page.buttons[act], **filled, "act": act}
        return self.browser.post(f"{self.url}/acts", data=data)

    def do(self, act: str, **texts: Any) -> Reader:
        """Send the form of an act, see that it was accepted, and go where one is sent."""
        answer = self.send(act, **texts)
        assert answer.status_code == 303, (answer.status_code, read(answer).text)
        self.page = read(self.browser.get(answer.headers["location"]))
        return self.page
