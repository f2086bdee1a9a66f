"""Names without parts, choices that are searched, and decimals with few places."""

import pytest

from app.definitions.fields import KINDS, Wrong, choices
from tests.support.forms import field, options

MANY = options(**{f"d{n}": f"第{n}の病" for n in range(1, 71)})


def read(kind: str, raw: object, **more):
    return KINDS[kind].read(raw, field("here", kind, "ここ", **more))


def wrong(kind: str, raw: object, **more) -> Wrong:
    with pytest.raises(Wrong) as refused:
        read(kind, raw, **more)
    return refused.value


class TestSearchedSelect:
    def test_many_options_are_searched_by_words_or_code(self):
        assert read("select", "第70の病", options=MANY) == "d70"
        assert read("select", "Ｄ70", options=MANY) == "d70"
        assert read("select", "d7", options=MANY) == "d7"
        asked = field("here", "select", options=MANY)
        assert KINDS["select"].raw_of("d7", asked) == "第7の病"
        assert KINDS["select"].parts(asked)[0].options == ()

    def test_words_that_fit_several_are_refused_and_offered_to_choose_from(self):
        assert wrong("select", "の病", options=MANY).code == "several"
        offered = choices.candidates("第7", field("here", "select", options=MANY))
        assert [each.code for each in offered] == ["d7", *(f"d{n}" for n in range(70, 71))]
        assert wrong("select", "かぜ", options=MANY).code == "unknown_option"

    def test_a_few_options_are_listed_and_take_only_their_codes(self):
        few = {"options": options(a="甲", b="乙")}
        assert wrong("select", "甲", **few).code == "unknown_option"
        assert choices.candidates("甲", field("here", "select", **few)) == ()


class TestSingleNames:
    def test_a_name_without_parts_is_kept_as_the_familys(self):
        typed = {"family": "スカルノ", "family_kana": "すかるの"}
        assert read("person-name", typed, single=True) == {
            "family": "スカルノ", "given": "", "family_kana": "スカルノ", "given_kana": "",
        }  # fmt: skip
        assert read("person-name", "Maria Silva", single=True, kana=False) == {
            "family": "Maria Silva", "given": "",
        }  # fmt: skip

    def test_it_has_one_box_and_is_asked_for_by_its_own_label(self):
        asked = field("here", "person-name", "ここ", single=True, kana=False)
        assert [part.name for part in KINDS["person-name"].parts(asked)] == ["family"]
        refused = wrong("person-name", {"family": "花子", "family_kana": ""}, single=True)
        assert refused.slips[0].message == "ここのフリガナを入力してください"

    def test_a_name_in_two_parts_is_joined(self):
        typed = {"family": "東京", "given": "花子"}
        assert read("person-name", typed, single=True, kana=False) == {
            "family": "東京 花子", "given": "",
        }  # fmt: skip


def test_a_decimal_keeps_to_its_places():
    assert read("decimal", "12.50", places=1) == "12.5"
    assert wrong("decimal", "12.55", places=1).code == "too_fine"
    assert wrong("decimal", "1.5", places=0).message == "ここは整数で入力してください"
    schema = KINDS["decimal"].schema(field("here", "decimal", places=0))
    assert schema["pattern"].endswith("{1,15}$")
