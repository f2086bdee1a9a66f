"""What the paper form says and asks."""

from datetime import date

from app.definitions.fields import input_names
from app.definitions.model import Procedure
from app.documents.counter import sheet
from app.documents.counter.sheet import Item, Sheet
from tests.support.definitions import real_library

DAY = date(2026, 12, 1)


def procedure(id_: str) -> Procedure:
    found = real_library().current(id_, DAY)
    assert found is not None
    return found


def made(id_: str = "food-business-permit") -> Sheet:
    return sheet.of_procedure(procedure(id_), "https://example.jp/")


def item(form: Sheet, label: str) -> Item:
    return next(each for block in form.blocks for each in block.items if each.label == label)


def test_a_question_has_its_places_to_write_under_the_names_of_the_answers():
    asked = item(made(), "営業所の所在地")
    assert asked.required
    names = [each.name for each in asked.controls]
    field = next(each for each in procedure("food-business-permit").fields
                 if each.id == "shop_address")  # fmt: skip
    assert names == list(input_names(field, "shop_address"))


def test_every_question_of_every_procedure_is_on_its_form():
    for id_ in real_library().ids():
        found = procedure(id_)
        labels = {each.label for block in made(id_).blocks for each in block.items}
        asked = [each for each in found.fields if each.kind not in ("group", "computed")]
        asked += [row for each in found.fields for row in each.rows if row.kind != "computed"]
        assert {each.label["ja"] for each in asked} <= labels, id_


def test_what_is_asked_under_a_condition_says_so_in_words():
    asked = item(made(), "自動車の登録番号")
    assert asked.when == "「営業の形態」が「自動車」の場合"
    assert not asked.required


def test_options_are_ticked_and_long_lists_are_chosen_on_a_screen():
    form = made()
    assert [each.shape for each in item(form, "使用水").controls] == ["one"]
    assert [text for _, text in item(form, "使用水").controls[0].options] == [
        "水道水", "貯水槽", "井戸水"
    ]  # fmt: skip
    assert item(form, "営業の種類").controls[0].shape == "list"
    assert item(form, "資格").controls[0].shape == "one"


def test_a_repeating_question_has_some_rows_and_says_what_to_do_with_more():
    blocks = [each for each in made().blocks if each.title.startswith("食品衛生責任者")]
    assert [each.title for each in blocks] == [f"食品衛生責任者　責任者{n}" for n in (1, 2, 3)]
    assert blocks[0].when == ""
    assert blocks[1].when == "2件目がある場合"
    assert "3件より多いときは" in blocks[2].help
    names = {each.name for block in blocks for i in block.items for each in i.controls}
    assert {"managers.0.qualification", "managers.2.qualification"} <= names


def test_attachments_and_fees_say_when_they_are_needed():
    form = made()
    terms = {each.label: each.terms for each in form.enclosures}
    assert terms["施設の構造及び設備を示す図面"] == "必須"
    assert terms["登記事項証明書"] == "「申請者の区分」が「法人」の場合"
    assert [each.amount for each in form.prices] == [
        "5,600円", "18,300円", "所管課に確認中", "所管課に確認中"
    ]  # fmt: skip


def test_the_way_to_do_it_online_is_told():
    assert made().url == "https://example.jp/procedures/food-business-permit"


def test_a_disposition_is_applied_for_and_a_notice_is_handed_in():
    permit, filing = made(), made("fire-manager-appointment")
    assert (permit.noun, permit.addressee, permit.honorific) == ("申請", "東京都知事", "殿")
    assert (filing.noun, filing.honorific) == ("届出", "御中")
