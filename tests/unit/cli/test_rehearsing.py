"""The verb test, as it is typed."""

import json

from app.cli import main

ID = "fire-manager-appointment"


def test_the_scenarios_are_played_and_what_they_try_is_counted(capsys):
    assert main(["test", ID]) == 0
    told = capsys.readouterr().out
    assert "✓ fire-manager-appointment: " in told
    assert f"{ID}: 遷移 " in told
    assert "手数料の行 0/0" in told
    assert " passed, 0 failed" in told


def test_programs_get_scenarios_and_coverage(capsys):
    assert main(["test", ID, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["procedure"] for each in found["scenarios"]} == {ID}
    assert found["coverage"][ID]["moves"]["missing"] == []


def test_a_name_that_is_not_there_is_said(capsys):
    assert main(["test", "nothing"]) == 2
    assert "nothing" in capsys.readouterr().err
