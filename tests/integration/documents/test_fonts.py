import shutil

import pytest

from app.documents import fonts
from app.kernel.errors import Outage, Refusal


def test_an_everyday_text_is_left_as_it_is():
    assert fonts.marked("東京都立川市錦町4-6-3 <立川>") == "東京都立川市錦町4-6-3 &lt;立川&gt;"


@pytest.mark.parametrize("name", ["髙﨑", "濵田", "栁", "德", "\ufa19", "葛\U000e0100", "か\u3099"])
def test_what_the_body_font_has_stays_in_it(name):
    assert fonts.marked(name) == name


@pytest.mark.parametrize("name", ["𠮷", "邉\U000e0111"])
def test_what_it_lacks_is_set_in_the_font_for_names(name):
    assert fonts.marked(f"{name}田") == f'<span class="mj">{name}</span>田'


def test_runs_of_one_font_are_marked_together():
    assert fonts.marked("A𠮷𠮷B") == 'A<span class="mj">𠮷𠮷</span>B'


def test_a_latin_name_is_never_set_in_two_fonts():
    assert fonts.marked("氏名Nguyễn Thi様") == '氏名<span class="nc">Nguyễn Thi</span>様'


def test_a_second_character_with_the_same_picture_is_set_apart():
    assert fonts.marked("神\ufe00と\ufa19") == '<span class="tw">神\ufe00</span>と\ufa19'
    assert fonts.marked("葛\U000e0101") == '<span class="tw">葛\U000e0101</span>'


def test_a_selector_that_no_font_knows_is_missing_though_its_base_is_not():
    (missing,) = fonts.coverage("葛\U000e010f飾")
    assert missing.code_points == "U+845B U+E010F"
    assert fonts.coverage("葛飾") == ()


def test_each_missing_character_is_told_once_in_order():
    found = fonts.coverage("😀あ\ue000😀\x0b")
    assert [each.code_points for each in found] == ["U+1F600", "U+E000", "U+000B"]


def test_what_is_invisible_draws_nothing_and_is_not_missing():
    text = "\u202a山\u200b田\ufeff☎\ufe0f"
    assert fonts.coverage(text) == ()
    assert fonts.marked(text) == "山田☎"


def test_lines_and_tabs_are_layout():
    assert fonts.coverage("一行\n二行\t\u3000終") == ()


def test_the_refusal_names_the_character_and_its_code_for_the_clerk():
    with pytest.raises(Refusal) as caught:
        fonts.refuse_missing(["山田", "🐈太郎", "\ud800"])
    assert caught.value.code == "document.glyph_missing"
    assert "「🐈」（U+1F408）" in caught.value.message
    assert "U+D800" in caught.value.message
    assert "太郎" not in caught.value.message
    assert caught.value.hint
    caught.value.message.encode()


def test_all_fonts_are_installed_and_a_directory_goes_before_the_system(tmp_path):
    assert fonts.absent() == ()
    face = fonts.FACES[0]
    assert fonts.located(face, tmp_path) == face.path
    shutil.copy(face.path, tmp_path)
    assert fonts.located(face, tmp_path) == tmp_path / face.path.name


def test_a_machine_without_the_fonts_is_an_outage_for_the_operator(monkeypatch, tmp_path):
    gone = fonts.Face("BIZ UDMincho", tmp_path / "BIZUDMincho-Regular.ttf")
    monkeypatch.setattr(fonts, "FACES", (gone, *fonts.FACES[1:]))
    assert fonts.absent() == (str(gone.path),)
    with pytest.raises(Outage) as caught:
        fonts.require()
    assert caught.value.permanent
