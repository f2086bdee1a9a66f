"""The verbs graph and diff, as they are typed."""

import json

import pytest

from app.cli import main
from tests.support.definitions import FOOD, ROOT

ID = "food-business-permit"


def test_graph_writes_a_picture(tmp_path, capsys):
    file = tmp_path / "flow.svg"
    assert main(["graph", ID, "-o", str(file)]) == 0
    assert file.read_text("utf-8").startswith("<svg")
    assert capsys.readouterr().out == ""


def test_graph_knows_shapes_too(capsys):
    assert main(["graph", "accept-filing", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["shape"] == "accept-filing"


@pytest.mark.parametrize("verb", ["graph", "diff"])
def test_a_name_that_is_not_there_is_said(verb, capsys):
    assert main([verb, "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err


def test_diff_groups_what_differs_by_whom_it_concerns(tmp_path, capsys):
    changed = tmp_path / "changed.yaml"
    text = FOOD.read_text("utf-8").replace("is: 18300", "is: 19000")
    changed.write_text(text.replace("route: [係長, 課長]", "route: [課長]"), "utf-8")
    assert main(["diff", ID, "2026-04-01", str(changed)]) == 0
    told = capsys.readouterr().out
    assert told.index("【職員】") < told.index("【手数料】")
    assert "例えば「検査に通れば許可書が出る」では" in told


def test_diff_gives_data(tmp_path, capsys):
    changed = tmp_path / "changed.yaml"
    changed.write_text(FOOD.read_text("utf-8").replace("is: 5600", "is: 5700"), "utf-8")
    assert main(["diff", ID, "2026-04-01", str(changed), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {each["part"] for each in rows} == {"fee/application"}
    assert {"group", "what", "words", "old", "new"} <= rows[0].keys()


def test_a_version_that_cannot_be_used_is_not_compared(tmp_path, capsys):
    broken = tmp_path / "broken.yaml"
    broken.write_text("procedure: [", "utf-8")
    assert main(["diff", ID, "2026-04-01", str(broken)]) == 1
    assert "誤り" in capsys.readouterr().err


def test_a_pack_is_compared_with_what_it_builds_on(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MADOGUCHI_PROCEDURES_DIR", str(ROOT / "tests/data/pack"))
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path))
    assert main(["diff", ID]) == 0
    told = capsys.readouterr().out
    assert f"手続「{ID}」: base から 2026-04-01 への違い" in told
    assert "添付書類「営業所の案内図」が加わります。" in told
