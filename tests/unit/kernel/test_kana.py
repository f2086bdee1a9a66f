import pytest

from app.kernel import kana


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("やまだ", "ヤマダ"),
        ("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダ ハナコ"),
        ("ヤマダ　　ハナコ", "ヤマダ ハナコ"),
        ("ｼﾞｮﾝ･ｽﾐｽ", "ジョン・スミス"),
        ("か\u3099", "ガ"),
        ("しょうこ", "ショウコ"),
        ("シヨウコ", "シヨウコ"),
        ("ヂヅ", "ヂヅ"),
        ("ゔぁんー", "ヴァンー"),
    ],
)
def test_a_reading_becomes_full_width_katakana_and_stays_the_same_reading(typed, stored):
    assert kana.katakana(typed) == stored
    assert kana.katakana(stored) == stored
    assert kana.is_katakana(stored)


@pytest.mark.parametrize("text", ["山田", "Yamada", "ヤマダ-", "ヤマダ1", "やまだ"])
def test_what_is_not_katakana_is_told_apart(text):
    assert not kana.is_katakana(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邉\U000e0100", "渡辺"),
        ("\ufa19", "神"),
        ("𠮷野", "吉野"),
        ("ショウコ", "しようこ"),
        ("ヂ", "ジ"),
        ("ヅ", "ズ"),
        ("ｶﾞ", "か"),
        ("山田 花子", "山田　花子"),
        ("Ｓｍｉｔｈ", "smith"),
    ],
)
def test_names_that_are_written_differently_share_a_search_key(one, other):
    assert kana.fold(one) == kana.fold(other)


def test_different_names_keep_different_search_keys():
    assert kana.fold("山田") != kana.fold("山本")
    assert kana.fold("ハナコ") != kana.fold("ハナヨ")


def test_a_latin_name_is_told_from_a_japanese_one():
    assert kana.is_latin("Anne-Marie O'Neill")
    assert kana.is_latin("ＡＮＮＥ")
    assert not kana.is_latin("山田")
    assert not kana.is_latin("アン")
    assert not kana.is_latin("")
