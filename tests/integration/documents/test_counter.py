"""The paper form as a PDF: filled in on a screen, its fields the answers', and read aloud."""

import io
from dataclasses import replace
from datetime import date

import page
import pypdf
import pytest

from app.documents.counter import printing, sheet
from app.kernel.errors import Refusal
from tests.support.definitions import real_library

DAY = date(2026, 12, 1)
ID = "food-business-permit"


def form(id_: str = ID) -> sheet.Sheet:
    found = real_library().current(id_, DAY)
    assert found is not None
    return sheet.of_procedure(found, "https://example.jp")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printing.draw(form())


def test_every_place_to_write_is_a_field_with_the_name_of_its_answer(pdf: bytes):
    fields = pypdf.PdfReader(io.BytesIO(pdf)).get_fields() or {}
    for block in form().blocks:
        for item in block.items:
            for each in item.controls:
                names = [each.name]
                if each.shape == "some":
                    names = [f"{each.name}.{code}" for code, _ in each.options]
                assert set(names) <= fields.keys()


def test_each_part_of_a_name_is_a_field_of_its_own_without_a_dot(pdf: bytes):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    roots = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
    waiting = [each.get_object() for each in roots]
    while waiting:
        field = waiting.pop()
        if "/T" in field:
            assert "." not in field["/T"]
        for kid in field.get("/Kids", ()):
            assert kid.get_object()["/Parent"].get_object() == field
            waiting.append(kid.get_object())


def test_it_can_be_filled_in_and_read_back(pdf: bytes):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    writer = pypdf.PdfWriter(reader)
    for each in writer.pages:
        writer.update_page_form_field_values(
            each, {"shop_name": "花子の台所"}, auto_regenerate=False
        )
    out = io.BytesIO()
    writer.write(out)
    filled = pypdf.PdfReader(out).get_fields() or {}
    assert filled["shop_name"]["/V"] == "花子の台所"


def test_it_can_be_read_aloud(pdf: bytes):
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [each.rule_id for each in report.failures] == []
    fields = pypdf.PdfReader(io.BytesIO(pdf)).get_fields() or {}
    assert fields["applicant.name.family"]["/TU"] == "氏名　姓"


def test_its_text_tells_conditions_fees_and_where_to_hand_it_in(pdf: bytes):
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    flat = "".join(text.split())
    for each in (
        "「営業の形態」が「自動車」の場合",
        "18,300円",
        "都保健所",
        "食品衛生法第55条第1項",
    ):
        assert each in flat


def test_a_character_that_cannot_be_drawn_is_refused():
    with pytest.raises(Refusal, match="glyph_missing"):
        printing.draw(replace(form(), title="\U0001f600"))
