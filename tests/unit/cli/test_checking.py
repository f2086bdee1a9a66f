import json

import pytest

from app.cli import main
from tests.support import planted

FILE = planted.PROCEDURES / "names/unknown-kind/2026-04-01.yaml"


@pytest.fixture(autouse=True)
def _office(monkeypatch, tmp_path):
    monkeypatch.setenv("MADOGUCHI_PROCEDURES_DIR", str(planted.PROCEDURES))
    monkeypatch.setenv("MADOGUCHI_WORKFLOWS_DIR", str(planted.WORKFLOWS))
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(planted.ROOT)


def test_a_fault_is_shown_with_its_line_its_place_and_what_to_do(capsys):
    assert main(["check", str(FILE)]) == 1
    told = capsys.readouterr().out
    assert "procedures/names/unknown-kind/2026-04-01.yaml:19:31 エラー P305" in told
    assert "  19 |       - {field: height, type: integr, label: 高さ}  # ← P305\n" in told
    assert f"\n     | {' ' * 30}^^^^^^\n    → もしかして: integer" in told
    assert "1件の手続に、直すところが1か所あります（エラー1、注意0）。" in told
    assert "madoguchi explain P305" in told


def test_only_a_warning_is_well(capsys):
    assert main(["check", str(planted.PROCEDURES / "law/agent-unasked")]) == 0
    assert "（エラー0、注意1）" in capsys.readouterr().out


def test_nothing_wrong_is_said_so(capsys):
    assert main(["check", str(planted.PROCEDURES / "sound")]) == 0
    told = capsys.readouterr().out
    assert told.rstrip().endswith("直すところはありません。")
    assert "explain" not in told


@pytest.mark.parametrize("arguments", [["--json"], ["--format", "json"]])
def test_programs_get_plain_data(capsys, arguments):
    assert main(["check", str(FILE), *arguments]) == 1
    [fault] = json.loads(capsys.readouterr().out)
    assert (fault["code"], fault["line"], fault["column"]) == ("P305", 19, 31)
    assert fault["file"] == "procedures/names/unknown-kind/2026-04-01.yaml"


def test_every_planted_fault_can_be_reported_in_every_form(capsys):
    for form in ("human", "json", "sarif", "github"):
        assert main(["check", "--format", form]) == 1
        told = capsys.readouterr().out
        if form in ("json", "sarif"):
            told = json.loads(told)
        if form == "sarif":
            assert len(told["runs"][0]["results"]) == planted.marks().total()


def test_a_path_that_is_not_there_is_a_misuse(capsys):
    assert main(["check", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_the_page_of_a_diagnostic_is_shown(capsys):
    assert main(["explain", "p305"]) == 0
    assert capsys.readouterr().out.startswith("# P305 ")


def test_a_refusal_is_explained(capsys):
    assert main(["explain", "case.not_found"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("# case.not_found (404)")
    assert "→ " in told


def test_an_unknown_code_is_a_misuse_with_a_suggestion(capsys):
    assert main(["explain", "case.notfound"]) == 2
    assert "もしかして: case.not_found" in capsys.readouterr().err
    assert main(["explain", "？"]) == 2
