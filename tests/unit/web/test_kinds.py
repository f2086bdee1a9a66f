"""Every kind of field in a page of a form: what a browser would send back is what was filled in."""

from collections import defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from random import Random

import pytest

from app.cases.answers import Moment
from app.definitions import fields
from app.definitions.fields import KINDS, samples
from app.definitions.model import Page
from app.kernel import paths
from app.kernel.errors import Fault
from app.web import forms, pages, printed
from app.web.forms import Sheet
from app.web.resident_views import PrintedView
from tests.support.forms import MOMENT, PAGES, field, options

FIELDS = {each.kind: each for page in PAGES for each in page.fields if each.when is None}
FIELDS |= {
    each.kind: replace(each, when=None, required_when=None)
    for page in PAGES
    for each in page.fields
    if each.kind not in FIELDS
}
FIELDS["single"] = field("who", "person-name", "管理人", single=True)
FIELDS["searched"] = field(
    "disease", "select", "疾病", options=options(**{f"d{n}": f"第{n}の病" for n in range(1, 71)})
)
ASKED = sorted(
    name for name, each in FIELDS.items() if fields.has_answer(each) and each.kind != "group"
)


class Browser(HTMLParser):
    """What a browser sends of a form when nothing is touched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = defaultdict(list)
        self.ids: set[str] = set()
        self._named = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        if tag == "input" and (
            given.get("type") not in ("radio", "checkbox") or "checked" in given
        ):
            self.sent[given["name"]].append(given.get("value") or "")
        elif tag in ("select", "textarea"):
            self._named = given["name"]
        elif tag == "option" and "selected" in given:
            self.sent[self._named].append(given.get("value", self.get_starttag_text() or ""))

    def handle_data(self, data):
        if self._named and self.lasttag == "textarea":
            self.sent[self._named] = [data.removeprefix("\n")]
            self._named = ""
        elif self._named and self.sent[self._named][-1:] == ["<option selected>"]:
            self.sent[self._named][-1] = data


def sheet(asked, raw, faults=()):
    typed: dict = {}
    paths.put(typed, asked.id, raw)
    return Sheet(typed, {}, Moment(MOMENT.today), faults=tuple(faults))


def html(asked, shown):
    page = Page("p", {"ja": "p"}, (asked,))
    (view,) = printed.questions("digest", page, shown)
    return str(view.html) if isinstance(view, PrintedView) else str(pages.question(view))


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("seed", range(4))
def test_a_question_that_is_filled_in_sends_back_the_same_answer(name, seed):
    asked = FIELDS[name]
    value = samples.sample(asked, Random(seed))  # noqa: S311 - samples are no secrets
    browser = Browser(html(asked, sheet(asked, KINDS[asked.kind].raw_of(value, asked))))
    raw = fields.read_form((asked,), browser.sent)
    assert KINDS[asked.kind].read(paths.get(raw, asked.id), asked) == value


@pytest.mark.parametrize("name", ASKED)
def test_each_part_says_what_is_wrong_with_it_and_a_link_finds_it(name):
    asked = FIELDS[name]
    for part in KINDS[asked.kind].parts(asked):
        path = f"{asked.id}.{part.name}" if part.name else asked.id
        text = html(asked, sheet(asked, "", [Fault(path, "wrong", f"誤りです〈{part.name}〉")]))
        assert f"誤りです〈{part.name}〉" in text
        assert path in Browser(text).ids


def test_words_that_fit_several_options_offer_them_to_choose_from():
    asked = FIELDS["searched"]
    text = html(asked, sheet(asked, "第7", [Fault(asked.id, "several", "選んでください")]))
    assert 'value="d7"' in text
    assert 'value="d70"' in text
    sent = {asked.id: ["第7", "d70"]}
    raw = fields.read_form((asked,), sent)
    assert KINDS["select"].read(raw["disease"], asked) == "d70"


def test_the_boxes_of_a_period_stand_under_their_sides():
    view = forms.question(FIELDS["period"], sheet(FIELDS["period"], {}))
    assert [group.label for group in view.parts] == ["始まりの日", "終わりの日"]
