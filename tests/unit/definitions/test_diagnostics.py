from app.definitions import diagnostics
from app.definitions.diagnostics import Diagnostic

FAULT = Diagnostic("P304", "項目がありません。", "もしかして: name", "a.yaml", 2, 5, 2)


def test_a_diagnostic_shows_the_line_and_points_at_the_place():
    assert diagnostics.human(FAULT, "a: 1\nあい: nmae\n") == (
        "a.yaml:2:5 エラー P304 項目がありません。\n"
        "  2 | あい: nmae\n"
        "    |       ^^\n"
        "    → もしかして: name"
    )


def test_full_width_characters_take_two_columns():
    assert diagnostics.columns("あ1ｱ") == 4
    told = diagnostics.human(Diagnostic("P1", "m", "", "f", 1, 1, 2), "営業所")
    assert told.splitlines()[-1] == "    | ^^^^"


def test_without_a_source_only_the_words_are_said():
    assert diagnostics.human(Diagnostic("P1", "m", severity="warning")) == "注意 P1 m"


def test_diagnostics_are_said_once_and_in_reading_order():
    later = Diagnostic("P1", "m", "", "a.yaml", 3, 1)
    other = Diagnostic("P1", "m", "", "b.yaml", 1, 1)
    assert diagnostics.ordered([other, later, FAULT, FAULT]) == (FAULT, later, other)


def test_a_diagnostic_is_plain_data_for_programs():
    assert diagnostics.to_json(FAULT)["line"] == 2
    assert diagnostics.errors([FAULT, Diagnostic("P1", "m", severity="warning")]) == (FAULT,)
