"""Papers name the answers that they show."""

from tests.unit.definitions.test_linker import changed_food


def test_a_paper_shows_only_answers_that_are_asked_for():
    linked = changed_food("show: [business_type,", "show: [busines_type,")
    [found] = [each for each in linked.diagnostics if each.code == "P304"]
    assert "busines_type" in found.message
    assert "business_type" in found.hint
