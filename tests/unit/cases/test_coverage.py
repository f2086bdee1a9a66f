"""What scenarios have tried of a procedure."""

from dataclasses import replace
from datetime import date

from app.cases import coverage, rehearsal
from app.cases.coverage import Coverage
from app.definitions.model import Procedure
from tests.support.definitions import real_library

DAY = date(2026, 6, 1)
ID = "food-business-permit"


def food() -> Procedure:
    found = real_library().current(ID, DAY)
    assert found is not None
    return found


def tried(*names: str, of: Procedure | None = None) -> Coverage:
    procedure = of or food()
    chosen = [
        each
        for each in real_library().scenarios(ID)
        if any(each.name.startswith(name) for name in names)
    ]
    assert len(chosen) == len(names)
    return coverage.of_played(procedure, [rehearsal.play(procedure, each, DAY) for each in chosen])


def test_a_condition_is_tried_when_it_holds_once_and_once_does_not():
    asked = "問い「自動車の登録番号」を尋ねる条件"
    assert f"{asked}（真）" in tried("検査に通れば").conditions.missing
    both = tried("検査に通れば", "キッチンカーは").conditions
    assert not any(asked in each for each in both.missing)


def test_a_fee_row_is_tried_when_it_is_charged():
    rows = tried("検査に通れば").fee_rows
    assert (rows.tried, rows.every) == (1, 4)
    assert any("臨時" in each for each in rows.missing)
    assert tried("検査に通れば", "キッチンカーは").fee_rows.tried == 2


def test_moves_are_those_that_were_played():
    moves = tried("検査に通れば").moves
    assert "examine→ok" not in moves.missing
    assert "examine→correct" in moves.missing
    assert moves.tried + len(moves.missing) == moves.every


def test_a_check_that_fails_is_tried_in_the_other_way():
    words = "点検「営業開始予定日は、施設の完成予定日以後の日にしてください。」が満たされるか（偽）"
    assert words in tried("検査に通れば").conditions.missing
    assert words not in tried("営業開始日が完成日より前").conditions.missing


def test_a_check_that_is_not_made_tries_nothing():
    words = "点検「申請の日までの1年以内に行った水質検査が必要です。」が満たされるか"
    missing = tried("検査に通れば").conditions.missing
    assert {f"{words}（真）", f"{words}（偽）"} <= set(missing)


def test_without_scenarios_nothing_is_tried():
    found = coverage.of_played(food(), ())
    assert {each.tried for each in coverage.parts(found).values()} == {0}
    assert found.moves.every == len(rehearsal.transitions(food()))


def test_a_procedure_without_conditions_has_none_to_try():
    plain = replace(food(), pages=(), attachments=(), checks=(), fees=())
    found = coverage.of_played(plain, ())
    assert (found.conditions.every, found.fee_rows.every) == (0, 0)


def test_what_was_tried_is_data_too():
    data = coverage.as_data(tried("検査に通れば"))
    assert data.keys() == {"moves", "conditions", "fee_rows"}
    assert data["fee_rows"]["every"] == 4
