import pytest

from app.definitions.proofs import readable


def codes(text: str, level: readable.Level = "plain") -> list[str]:
    return [each.code for each in readable.read(text, level)]


def test_a_plain_text_is_easy_to_read():
    assert codes("施設が完成する10日ほど前までに申請してください。") == []
    assert codes("食べものの 店を はじめる ための 許可", "easy") == []


@pytest.mark.parametrize(
    ("level", "count", "found"),
    [("plain", 100, []), ("plain", 101, ["P642"]), ("easy", 60, []), ("easy", 61, ["P642"])],
)
def test_a_sentence_may_be_so_long_and_no_longer(level, count, found):
    # Spaces do not count; without them the text would be one long word for learners.
    text = "".join("あ" if n % 5 else " あ" for n in range(count - 1)) + "。"
    assert codes(text, level) == found


def test_a_full_stop_within_brackets_ends_no_sentence():
    said = "禁錮以上の刑（拘禁刑を含みます。）に処せられた人です。次の文です。"
    assert list(readable.sentences(said)) == [
        "禁錮以上の刑（拘禁刑を含みます。）に処せられた人です。", "次の文です。", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "受けられないわけではありません。", "使えなくはない方法です。",
        "できないこともありません。",
        "必要でないとは言えません。", "届かないとは限りません。", "やめざるを得ません。",
        "届け出がない限り、始められません。",
    ],
)  # fmt: skip
def test_two_negatives_are_found(text):
    assert codes(text) == ["P643"]


@pytest.mark.parametrize(
    "text",
    ["できません。", "数は少なくはありません。", "納めなければなりません。", "しないでください。"],
)
def test_one_negative_is_well(text):
    assert codes(text) == []


def test_what_everybody_says_is_two_negatives_for_learners():
    assert codes("お金を はらわなければ なりません。", "easy") == ["P643"]


@pytest.mark.parametrize("term", ["教示", "瑕疵", "疎明", "添付疎明資料", "謄本"])
def test_a_term_of_law_is_found_with_words_for_it(term):
    [found] = readable.read(f"{term}があります。", "plain")
    assert found.code == "P644"
    assert readable.TERMS[term] in found.hint


@pytest.mark.parametrize(
    "text",
    [
        "謄本（全部の写し）を付けてください。", "「謄本」とは、全部の写しです。",
        "権原を持つ人（所有者など）です。", "基準用紙と源泉徴収票を付けてください。",
    ],
)  # fmt: skip
def test_a_term_that_is_explained_or_part_of_another_word_is_well(text):
    assert codes(text) == []


@pytest.mark.parametrize("text", ["三十日以内です。", "手数料は二千円です。"])
def test_numbers_in_kanji_are_found(text):
    assert codes(text) == ["P645"]


@pytest.mark.parametrize("text", ["一つ選んでください。", "万一の場合です。", "100万円です。"])
def test_a_single_sign_or_a_word_is_no_number(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "level", "found"),
    [
        ("送付された書面が受理され、公告されたとみなされます。", "plain", ["P646"]),
        ("許可された日に交付されます。", "plain", []),
        ("書かれた 紙が わたされて 送ります。", "easy", []),
        ("紙が 返送されて 許可が 中止されます。", "easy", ["P646"]),
    ],
)
def test_passives_upon_passives_are_found(text, level, found):
    assert codes(text, level) == found


def test_jargon_is_found_for_learners_only():
    assert codes("オンラインで 出します。", "easy") == ["P647"]
    assert codes("オンラインで出します。") == []
    assert codes("オンライン（インターネット）で 出します。", "easy") == []
    assert codes("レストランで 食べます。", "easy") == []


@pytest.mark.parametrize(
    "text", ["食べものの店をはじめるための許可です", "東京都の 都民税納税証明書発行事務所の 窓口"]
)
def test_words_without_spaces_are_found_for_learners(text):
    assert codes(text, "easy") == ["P648"]


def test_one_short_word_needs_no_space():
    assert codes("車の税金", "easy") == []


def test_words_of_offices_are_found_for_learners_only():
    assert codes("紙を 提出して ください。", "easy") == ["P644"]
    assert codes("紙を提出してください。") == []
