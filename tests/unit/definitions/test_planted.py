from tests.support import planted
from tests.support.definitions import real_library


def test_every_planted_fault_is_found_at_its_line_and_nothing_else():
    marked, found = planted.marks(), planted.faults()
    assert len(marked) >= 60
    assert sorted((marked - found).elements()) == [], "marked and not found"
    assert sorted((found - marked).elements()) == [], "found and not marked"


def test_the_definitions_of_the_house_have_no_fault():
    assert real_library().diagnostics == ()


def test_every_finding_has_a_place_and_says_what_to_do_or_what_is_there():
    for each in planted.planted_library().diagnostics:
        assert each.file, each
        assert each.message.endswith(("。", "）")) or each.code[1] == "4", each
        assert each.width >= 1, each
