"""What the office keeps lists of, read off the definitions."""

import csv
import io
from dataclasses import replace
from datetime import date

from app.definitions.model import Field, Procedure
from app.definitions.registers import personal_files, procedures, tables
from tests.support.definitions import real_library

DAY = date(2026, 12, 1)


def procedure(id_: str) -> Procedure:
    found = real_library().current(id_, DAY)
    assert found is not None
    return found


def entry(id_: str, item: str) -> str:
    return next(e.text for e in personal_files.entries(procedure(id_)) if e.item == item)


def test_a_procedure_is_one_row_of_the_register():
    row = procedures.row(procedure("food-business-permit"))
    assert row["手続名"] == "食品営業許可申請（新規）"
    assert row["根拠法令"] == "食品衛生法第55条第1項"
    assert row["処分の別"] == "処分"
    assert row["標準処理期間"] == "所管課に確認中"
    assert "18,300円" in row["手数料"]
    assert row["保存年限"] == "10年（仮）"


def test_every_procedure_fills_every_column_and_no_other():
    for id_ in real_library().ids():
        assert procedures.row(procedure(id_)).keys() == set(procedures.COLUMNS), id_


def test_office_programs_can_open_the_table():
    text = tables.as_csv(("甲", "乙"), [{"甲": "a,b", "乙": "=1+1"}, {"甲": "改\n行"}])
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["甲", "乙"], ["a,b", "'=1+1"], ["改\n行", ""]]


def test_what_is_recorded_of_persons_is_listed_with_its_provision():
    found = personal_files.entries(procedure("food-business-permit"))
    assert {each.item: each.basis for each in found}["記録項目"] == "法第74条第1項第4号"
    recorded = entry("food-business-permit", "記録項目")
    assert recorded.startswith("1 氏名")
    assert "食品衛生責任者の氏名" in recorded
    assert "調理場の面積" not in recorded


def test_what_may_be_sensitive_is_pointed_out():
    assert "疾病" in entry("intractable-disease-subsidy", "要配慮個人情報")
    assert entry("public-record-disclosure", "要配慮個人情報").startswith("含まない")


def test_what_a_definition_does_not_know_is_asked_of_the_department():
    assert entry("food-business-permit", "記録情報の経常的提供先") == "所管課に確認中"


def test_a_procedure_that_asks_nothing_about_persons_has_no_entry():
    page = replace(
        procedure("food-business-permit").pages[0],
        fields=(Field("area", "decimal", {"ja": "面積"}),),
    )
    plain = replace(procedure("food-business-permit"), pages=(page,))
    assert personal_files.entries(plain) == ()
    assert "尋ねません" in "".join(personal_files.in_text("x", ()))
