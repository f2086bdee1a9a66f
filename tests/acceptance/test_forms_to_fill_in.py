"""The forms that a department wants filled in and attached, and the way of an application on paper.

The real procedures ask for none, so these change the definition of one.
"""

from pathlib import Path

import pytest

from app.services.context import Context
from tests.support import office, redefining, resident

PAGE = f"/procedures/{office.FOOD}"
TEMPLATE = f"{PAGE}/forms/plan"
SHEET = b"a sheet to fill in"


@pytest.fixture
def asking(ctx: Context, tmp_path: Path) -> Context:
    """An office whose food permit wants a form filled in, and may come by way of a city."""
    folder = tmp_path / "procedures"
    via = "clock:\n  via: {name: 区市の保健所, period: days(5), note: 窓口は区市です。}\n"
    place = redefining.rewrite(
        ctx,
        folder,
        office.FOOD,
        ("{file: plan, ", "{file: plan, template: forms/plan.xlsx, "),
        ("clock:\n", via),
    )
    (place / "forms").mkdir()
    (place / "forms" / "plan.xlsx").write_bytes(SHEET)
    (place / "forms" / "secret.xlsx").write_bytes(b"not offered")
    redefining.load(ctx, folder)
    return ctx


def test_the_page_of_a_procedure_offers_the_form_to_fill_in(asking: Context):
    browser = office.client(asking)
    assert f'href="{TEMPLATE}"' in browser.get(PAGE).text
    got = browser.get(TEMPLATE)
    assert (got.status_code, got.content) == (200, SHEET)
    assert 'filename="plan.xlsx"' in got.headers["content-disposition"]
    assert got.headers["content-type"].startswith("application/vnd.openxmlformats")


def test_the_page_of_attachments_offers_it_too(asking: Context):
    browser = office.signed_in(asking, office.RESIDENT)
    resident.fill_in(browser, asking)
    assert f'href="{TEMPLATE}"' in browser.get(f"{resident.FORM}/attachments").text


@pytest.mark.parametrize(
    "asked", ["registry", "nothing", "secret.xlsx", "..%2F2026-04-01.yaml", "%2e%2e", "plan.xlsx"]
)
def test_nothing_else_is_handed_out(asking: Context, asked: str):
    assert office.client(asking).get(f"{PAGE}/forms/{asked}").status_code == 404


def test_a_form_that_is_gone_is_said_to_be_missing(asking: Context):
    place = asking.catalogue.library.form(office.FOOD, "forms/plan.xlsx")
    assert place is not None
    place.unlink()
    got = office.client(asking).get(TEMPLATE)
    assert got.status_code == 404
    assert "その様式はありません" in got.text


def test_who_applies_on_paper_is_told_of_the_days_on_the_way(asking: Context):
    page = office.client(asking).get(PAGE).text
    assert "区市の保健所を経由するための日数（5日）が別にかかります" in page
    assert "このサイトからの申請は、すぐに届きます。窓口は区市です。" in page
