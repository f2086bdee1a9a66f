from app.definitions import translation
from app.definitions.model import Procedure
from tests.support.definitions import changed_food


def food() -> Procedure:
    found = changed_food("label: 使用水,", "label: {ja: 使用水, en: Water supply},").procedure
    assert found is not None
    return found


def label(procedure: Procedure, field: str) -> str:
    return next(each.label["ja"] for each in procedure.fields if each.id == field)


def test_texts_that_have_the_language_are_said_in_it_and_others_stay_japanese():
    english = translation.in_language(food(), "en")
    assert english.title["ja"] == "Food business permit (new)"
    assert label(english, "water_source") == "Water supply"
    assert label(english, "shop_name") == "営業所の名称・屋号又は商号"


def test_codes_conditions_and_the_digest_stay():
    plain, english = food(), translation.in_language(food(), "en")
    assert english.digest == plain.digest
    assert [each.id for each in english.fields] == [each.id for each in plain.fields]
    assert [each.when for each in english.fields] == [each.when for each in plain.fields]


def test_japanese_is_the_procedure_itself():
    plain = food()
    assert translation.in_language(plain, "ja") is plain


def test_the_languages_are_those_in_which_something_is_written():
    assert translation.languages_of(food()) == ("ja", "ja-easy", "en")
