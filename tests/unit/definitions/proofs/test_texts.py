import pytest

from tests.support.altered import FOOD, LICENCE, line, only, proved

TITLE = "  en: Food business permit (new)\n"
EASY = "  ja-easy: 食べものの 店を はじめる ための 許可\n"
CHECK = "    message: 営業開始予定日は、施設の完成予定日以後の日にしてください。\n"


def test_the_real_texts_are_there_short_and_readable():
    assert proved(FOOD) == ()
    assert proved(LICENCE) == ()


@pytest.mark.parametrize(
    ("gone", "language"),
    [(TITLE, "en"), (EASY, "ja-easy"), ("  plain: 飲食店などの営業許可\n", "plain")],
)
def test_a_title_that_is_missing_in_a_language_is_found(gone, language):
    [found] = only(proved(FOOD, [(gone, "")]), "P640")
    assert found.severity == "error"
    assert language in found.message


def test_a_procedure_that_nobody_can_find_is_found():
    assert len(only(proved(FOOD, [("  category: 産業\n", "")]), "P640")) == 1


def test_a_procedure_of_the_office_itself_needs_one_language():
    assert only(proved("definition-publication"), "P640") == []


@pytest.mark.parametrize(("count", "found"), [(60, 0), (61, 1)])
def test_a_title_fits_its_place_or_is_warned_of(count, found):
    changes = [("  ja: 食品営業許可申請（新規）\n", f"  ja: {'あ' * count}\n")]
    assert len(only(proved(FOOD, changes), "P641")) == found


def test_characters_of_half_width_take_half_the_room():
    assert only(proved(FOOD, [(TITLE, f"  en: {'a' * 120}\n")]), "P641") == []
    assert len(only(proved(FOOD, [(TITLE, f"  en: {'a' * 121}\n")]), "P641")) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    title: 施設と水\n", f"    title: {'あ' * 31}\n"),
        ("label: 調理場の面積,", f"label: {'あ' * 51},"),
        ("vehicle: 自動車,", f"vehicle: {'あ' * 51},"),
        ("    help: ない場合は選ばずに進んでください。\n", f"    help: {'あ' * 161}\n"),
        (CHECK, f"    message: {'あ' * 121}\n"),
        ("    title: 営業許可書\n", f"    title: {'あ' * 41}\n"),
    ],
)
def test_each_place_has_its_length(old, new):
    changes = [(old.lstrip() if "help" in old else old, new.lstrip() if "help" in new else new)]
    [found] = only(proved(FOOD, changes), "P641")
    assert found.severity == "warning"
    assert "あ" * 31 in line(found, changes)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (CHECK, "    message: 開けないわけではありません。\n", "P643"),
        ("設備を示す図面, help: 調理場", "図面, help: 当該調理場", "P644"),
        ("施設が完成する10日ほど前までに申請してください。\n\npages", "三十日前までです。\n\npages",
         "P645"),
        (EASY, "  ja-easy: オンラインの 許可\n", "P647"),
        (EASY, "  ja-easy: 食べものの店をはじめるための許可\n", "P648"),
    ],
)  # fmt: skip
def test_a_text_that_is_hard_to_read_is_warned_of_at_its_line(old, new, code):
    changes = [(old, new)]
    [found] = only(proved(FOOD, changes), code)
    assert found.severity == "warning"
    assert found.line > 0


def test_words_of_the_law_are_not_judged():
    changes = [("    text: 施設が、都の条例", "    text: 当該施設が、三十条の条例")]
    assert proved(FOOD, changes) == ()
