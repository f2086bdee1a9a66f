"""The paper form of a procedure, over HTTP."""

from dataclasses import replace

import pytest

from app.kernel.errors import Outage
from app.services import counter_forms
from tests.support import office

FORM = "/procedures/food-business-permit/form.pdf"


@pytest.fixture
def kept(ctx, tmp_path):
    """An office that has a place for what can be made again, and a form kept there."""
    office_with_place = replace(ctx, cache_dir=tmp_path / "cache")
    counter_forms.of_procedure(office_with_place, "food-business-permit")
    return office_with_place


def test_the_page_of_a_procedure_leads_to_its_paper_form(ctx):
    assert FORM in office.client(ctx).get("/procedures/food-business-permit").text


def test_a_form_is_made_once_and_kept(kept):
    answer = office.client(kept).get(FORM)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-1.7")
    [file] = (kept.cache_dir / "forms").glob("*.pdf")
    assert file.read_bytes() == answer.content
    file.write_bytes(b"%PDF-1.7 kept")
    assert office.client(kept).get(FORM).content == b"%PDF-1.7 kept"


def test_a_procedure_that_is_not_there_has_no_form(ctx):
    assert office.client(ctx).get("/procedures/nothing/form.pdf").status_code == 404


def test_when_too_many_wait_for_forms_the_next_is_asked_to_come_again(ctx, monkeypatch):
    monkeypatch.setattr(counter_forms, "_WAITING", counter_forms.threading.BoundedSemaphore(1))
    with counter_forms._WAITING, pytest.raises(Outage, match=r"form\.busy"):
        counter_forms.of_procedure(ctx, "food-business-permit")
