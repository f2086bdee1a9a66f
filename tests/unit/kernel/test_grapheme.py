import pytest

from app.kernel import grapheme


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("abc", 3),
        ("山田", 2),
        ("辻\U000e0100", 1),
        ("か\u3099", 1),
        ("𠮷", 1),
        ("👩\u200d👩\u200d👧", 1),
        ("👍🏽", 1),
    ],
)
def test_a_text_is_as_long_as_its_reader_says(text, length):
    assert grapheme.length(text) == length


def test_control_characters_and_halves_of_pairs_cannot_be_written():
    assert grapheme.is_writable("山田\u3000\ufa19\ue000")
    assert not grapheme.is_writable("a\x00b")
    assert not grapheme.is_writable("\ud800")
    assert not grapheme.is_writable("一行目\n二行目")
    assert grapheme.is_writable("一行目\n二行目", lines=True)
