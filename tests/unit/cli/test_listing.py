"""The verbs facts, personal and list, as they are typed."""

import csv
import io
import json

import pytest

from app.cli import main

ID = "food-business-permit"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_facts_that_await_confirmation_are_listed(capsys):
    assert main(["facts", ID]) == 0
    told = capsys.readouterr().out
    assert "標準処理期間：分かっていません" in told
    assert "食品衛生法 第55条第1項" not in told


def test_all_facts_can_be_asked_for_as_a_table(capsys):
    assert main(["facts", ID, "--all", "--format", "csv"]) == 0
    rows = table(capsys.readouterr().out)
    law = next(each for each in rows if each["場所"] == "law/basis/0")
    assert (law["値"], law["確かさ"]) == ("食品衛生法 第55条第1項", "高")


def test_the_draft_of_the_register_of_personal_files_cites_the_law(capsys):
    assert main(["personal", ID]) == 0
    told = capsys.readouterr().out
    assert "第75条第1項" in told
    assert "■ 記録項目（法第74条第1項第4号）" in told


def test_drafts_of_every_procedure_are_one_table(capsys):
    assert main(["personal", "--format", "csv"]) == 0
    assert {ID, "public-record-disclosure"} <= {
        each["手続ID"] for each in table(capsys.readouterr().out)
    }


def test_drafts_are_data_too(capsys):
    assert main(["personal", ID, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[ID][0]["item"] == "個人情報ファイルの名称"


@pytest.mark.parametrize("verb", ["facts", "personal"])
def test_a_name_that_is_not_there_is_said(verb, capsys):
    assert main([verb, "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err


def test_the_catalogue_as_a_table_is_the_register_of_procedures(capsys):
    assert main(["list", "--format", "csv"]) == 0
    rows = {each["手続ID"]: each for each in table(capsys.readouterr().out)}
    assert rows[ID]["所管"] == "都保健所"
    assert "definition-publication" not in rows
