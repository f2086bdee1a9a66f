import pytest

from app.documents import appeal
from app.kernel.errors import Refusal


def test_the_default_tells_of_review_and_of_suit():
    review, suit, after = appeal.paragraphs("")
    assert "３か月以内に、東京都知事に対して審査請求" in review
    assert "６か月以内に、東京都を被告として" in suit
    assert after.startswith("ただし、上記の審査請求をした場合")
    assert all("１年を経過すると" in each for each in (review, suit, after))


def test_the_authorities_are_those_of_the_case():
    facts = appeal.AppealFacts("厚生労働大臣", "東京都", "東京都知事")
    assert "厚生労働大臣に対して審査請求" in appeal.paragraphs("review-and-suit", facts)[0]


def test_where_review_comes_first_a_suit_waits_for_the_ruling():
    text = "".join(appeal.paragraphs("review-first"))
    assert "裁決を経た後でなければ提起することができません" in text
    assert "審査請求があった日から３か月を経過しても裁決がないとき" in text


def test_where_only_the_ruling_can_be_sued_the_disposition_cannot():
    text = "".join(appeal.paragraphs("ruling-only"))
    assert "処分の取消しの訴えを提起することはできません" in text
    assert "裁決の取消しの訴え" in text


@pytest.mark.parametrize("pattern", appeal.PATTERNS)
def test_no_pattern_leaves_a_place_unfilled(pattern):
    assert not any("{" in each or "}" in each for each in appeal.paragraphs(pattern))


def test_an_unknown_pattern_is_refused_with_the_known_ones():
    with pytest.raises(Refusal) as caught:
        appeal.paragraphs("reveiw")
    assert caught.value.code == "document.appeal_unknown"
    assert "review-and-suit" in caught.value.hint
