"""The verb new, as it is typed."""

import io
import shutil

import pytest

from app.cli import main
from tests.support.definitions import FOOD, PROCEDURES

ARGUMENTS = ["--department", "soumu/disclosure", "--workflow", "accept-filing", "--title", "届"]


@pytest.fixture
def procedures(tmp_path, monkeypatch):
    """Give a directory of procedures that may be written to, and no terminal."""
    folder = tmp_path / "procedures"
    shutil.copytree(PROCEDURES / "_shared", folder / "_shared")
    shutil.copytree(FOOD.parent, folder / "hokeniryo" / FOOD.parent.name)
    monkeypatch.setenv("MADOGUCHI_PROCEDURES_DIR", str(folder))
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return folder


def test_a_new_procedure_can_be_tested_at_once(procedures, capsys):
    assert main(["new", "street-party", *ARGUMENTS]) == 0
    [file] = (procedures / "soumu/street-party").glob("*.yaml")
    assert (procedures / "soumu/street-party/tests/first.yaml").exists()
    assert str(file) in capsys.readouterr().out
    assert main(["test", "street-party"]) == 0


def test_nothing_is_overwritten(procedures, capsys):
    assert main(["new", "street-party", *ARGUMENTS]) == 0
    [file] = (procedures / "soumu/street-party").glob("*.yaml")
    file.write_text("mine", "utf-8")
    assert main(["new", "street-party", *ARGUMENTS]) == 2
    assert file.read_text("utf-8") == "mine"
    assert "上書きはしません" in capsys.readouterr().err


def test_after_a_model_its_scenarios_come_too(procedures):
    assert main(["new", "bar-permit", "--like", "food-business-permit", "--title", "酒場"]) == 0
    folder = procedures / "hokeniryo/bar-permit"
    assert {each.name for each in (folder / "tests").iterdir()} == {
        each.name for each in (FOOD.parent / "tests").iterdir()
    }
    assert main(["test", "bar-permit"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["new", "street-party", *ARGUMENTS[:4]], "題"),
        (["new", "street-party", *ARGUMENTS[2:]], "soumu/disclosure"),
        (["new", "street-party", *ARGUMENTS, "--workflow", "nothing"], "accept-filing"),
        (["new", "Street Party", *ARGUMENTS], "手続の名にできません"),
        (["new", "food-business-permit", *ARGUMENTS], "もうあります"),
        (["new", "street-party", "--like", "nothing"], "手本"),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_what_there_is(procedures, capsys, arguments, words):
    assert main(arguments) == 2
    assert words in capsys.readouterr().err
    assert not (procedures / "soumu").exists()


def test_the_paper_form_is_written_to_a_file(tmp_path, capsys):
    file = tmp_path / "form.pdf"
    assert main(["form", "tax-payment-certificate", "-o", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert main(["form", "nothing", "-o", str(file)]) == 2
