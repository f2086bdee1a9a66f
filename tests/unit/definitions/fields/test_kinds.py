import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.definitions import fields
from app.definitions.fields import KINDS, MISSING, Wrong, places
from app.kernel import postal
from tests.support.forms import PAGES, field, options

EVERY = {each.kind: each for page in PAGES for each in page.fields}
VALUES = {
    "text": "カフェ 神\ufa19",
    "long-text": "一行目\n二行目",
    "person-name": {"family": "渡邉\U000e0100", "given": "\uf9dc", "family_kana": "ワタナベ",
                    "given_kana": "リュウ"},
    "kana": "カフェ ヤマダー",
    "date": "2026-04-01",
    "year-month": "2026-04",
    "fiscal-year": 2026,
    "integer": 12,
    "money": 18300,
    "decimal": "12.5",
    "choice": "individual",
    "select": "well",
    "choices": ["meat", "milk"],
    "yes-no": False,
    "declaration": True,
    "address": {"postal_code": "1638001", "prefecture": "東京都", "city": "新宿区",
                "town": "西新宿2-8-1", "building": "第一本庁舎"},
    "phone": "03-5321-1111",
    "email": "Hanako@example.jp",
    "corporate-number": "4011001098993",
    "vehicle-number": "品川 300 あ 12-34",
    "period": {"start": "2026-04-29", "end": "2026-05-06"},
    "time": "09:30",
    "map-point": {"latitude": "35.689444", "longitude": "139.691667", "words": "都庁の南"},
    "bank-account": {"kind": "yucho", "bank_code": "9900", "bank_name": "ゆうちょ銀行",
                     "branch_code": "018", "branch_name": "〇一八", "deposit": "ordinary",
                     "number": "1234567", "symbol": "10180", "serial": "12345671",
                     "holder": "ﾔﾏﾀﾞ ﾊﾅｺ"},
}  # fmt: skip
SHOWN = {
    "text": "カフェ 神\ufa19",
    "long-text": "一行目\n二行目",
    "person-name": "渡邉\U000e0100 \uf9dc（ワタナベ リュウ）",
    "kana": "カフェ ヤマダー",
    "date": "令和8年4月1日（2026年）",
    "year-month": "令和8年4月（2026年）",
    "fiscal-year": "令和8年度",
    "integer": "12席",
    "money": "18,300円",
    "decimal": "12.5㎡",
    "choice": "個人",
    "select": "井戸水",
    "choices": "肉、乳",
    "yes-no": "いいえ",
    "declaration": "確認しました",
    "address": "〒163-8001 東京都新宿区西新宿2-8-1 第一本庁舎",
    "phone": "03-5321-1111",
    "email": "Hanako@example.jp",
    "corporate-number": "4011001098993",
    "vehicle-number": "品川 300 あ 12-34",
    "period": "令和8年4月29日（2026年）から令和8年5月6日（2026年）まで",
    "time": "9時30分",
    "map-point": "都庁の南　北緯35.689444度 東経139.691667度",
    "bank-account": "ゆうちょ銀行（9900） 〇一八（018） 普通 1234567 ヤマダ ハナコ"
    "（記号10180 番号12345671）",
}


def read(kind: str, raw: object, **more):
    return KINDS[kind].read(raw, field("here", kind, "ここ", **more))


def wrong(kind: str, raw: object, **more) -> Wrong:
    with pytest.raises(Wrong) as refused:
        read(kind, raw, **more)
    return refused.value


@pytest.mark.parametrize("kind", VALUES)
def test_a_canonical_value_is_read_as_itself_and_shown_in_words(kind):
    assert KINDS[kind].read(VALUES[kind], EVERY[kind]) == VALUES[kind]
    assert KINDS[kind].show(VALUES[kind], EVERY[kind]) == SHOWN[kind]


@pytest.mark.parametrize("kind", VALUES)
def test_inputs_filled_again_are_read_as_the_same_value(kind):
    raw = KINDS[kind].raw_of(VALUES[kind], EVERY[kind])
    assert KINDS[kind].read(raw, EVERY[kind]) == VALUES[kind]


@pytest.mark.parametrize("kind", VALUES)
def test_a_canonical_value_satisfies_the_schema_of_its_kind(kind):
    schema = KINDS[kind].schema(EVERY[kind])
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(VALUES[kind])
    assert schema["title"] == EVERY[kind].label["ja"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"declaration"}])
@pytest.mark.parametrize("raw", [None, "", "  ", [""], "\u3000"])
def test_an_empty_input_is_missing_and_not_wrong(kind, raw):
    if kind == "group" and raw not in (None, ""):
        return
    each = EVERY.get(kind) or field("here", kind)
    if kind == "address" and raw not in (None, ""):
        raw = {"prefecture": raw}
    assert KINDS[kind].read(raw, each) is MISSING


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["family", "given", "era", "year", "month", "day", "city", "x", "start",
                         "end_year", "latitude", "words", "kind", "serial", "symbol"]), inner,
        max_size=4,
    ),
    max_leaves=6,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(KINDS)), json)
def test_whatever_is_sent_is_read_or_refused_in_words(kind, raw):
    each = EVERY.get(kind) or field("here", kind)
    parts = {part.name for part in KINDS[kind].parts(each)} | {""}
    try:
        value = KINDS[kind].read(raw, each)
    except Wrong as refused:
        value, slips = MISSING, refused.slips
    else:
        slips = ()
    assert all(slip.message and slip.code for slip in slips)
    assert {slip.part for slip in slips} <= parts
    if value is not MISSING and kind != "group":
        assert KINDS[kind].read(value, each) == value
        assert isinstance(KINDS[kind].show(value, each), str)


def test_every_kind_says_its_type_and_a_group_its_columns():
    assert {kind: KINDS[kind].type_of(each).name for kind, each in EVERY.items()} == {
        "heading": "nothing", "choice": "choice", "person-name": "record", "text": "text",
        "corporate-number": "text", "phone": "text", "email": "text", "date": "date",
        "kana": "text", "address": "address", "decimal": "decimal", "integer": "integer",
        "money": "money", "computed": "text", "select": "choice", "choices": "choices",
        "year-month": "date", "fiscal-year": "integer", "vehicle-number": "text",
        "yes-no": "bool", "long-text": "text", "group": "rows", "declaration": "bool",
        "period": "record", "time": "time", "map-point": "record", "bank-account": "record",
    }  # fmt: skip
    group = KINDS["group"].type_of(EVERY["group"])
    assert group.members["licence"].options == {"cook", "other"}
    assert set(group.members["name"].members) == {"family", "given"}
    assert group.members["other"].optional


class TestNames:
    def test_a_name_is_kept_code_point_for_code_point(self):
        typed = {"family": " 神\ufa19\uf9dc邉\U000e0100 ", "given": "𠮷"}
        assert read("person-name", typed, kana=False) == {
            "family": "神\ufa19\uf9dc邉\U000e0100", "given": "𠮷",
        }  # fmt: skip

    def test_a_reading_is_made_katakana(self):
        value = read("person-name", {
            "family": "山田", "given": "花子", "family_kana": "やまだ", "given_kana": "ﾊﾅｺ",
        })  # fmt: skip
        assert (value["family_kana"], value["given_kana"]) == ("ヤマダ", "ハナコ")

    def test_every_part_that_is_missing_is_named(self):
        slips = wrong("person-name", {"given": "花子"}).slips
        assert [(slip.part, slip.code) for slip in slips] == [
            ("family", "required"), ("given_kana", "required"),
        ]  # fmt: skip
        assert "姓を入力してください" in slips[0].message

    def test_a_latin_name_needs_no_reading_and_a_mononym_no_second_name(self):
        assert read("person-name", {"family": "Sukarno"}) == {
            "family": "Sukarno", "given": "", "family_kana": "", "given_kana": "",
        }  # fmt: skip

    def test_a_name_in_one_piece_is_cut_at_its_blank(self):
        assert read("person-name", "山田　花子", kana=False) == {"family": "山田", "given": "花子"}

    def test_a_reading_in_kanji_is_refused_at_its_part(self):
        slip = wrong("person-name", {"family": "山田", "family_kana": "山田"}).slips[0]
        assert (slip.part, slip.code) == ("family_kana", "not_kana")


class TestDates:
    @pytest.mark.parametrize("raw", [
        {"era": "令和", "year": "８", "month": "４", "day": "１"},
        {"era": "令和", "year": "R8", "month": "4", "day": "1"},
        {"year": "2026", "month": "4", "day": "1"},
        "2026-04-01", "2026/4/1", "令和8年4月1日", "R8.4.1", "㋿８年4月1日",
    ])  # fmt: skip
    def test_a_day_is_read_however_it_is_written(self, raw):
        assert read("date", raw) == "2026-04-01"

    def test_a_day_that_the_era_does_not_have_is_refused_with_the_right_one(self):
        refused = wrong("date", {"era": "昭和", "year": "64", "month": "1", "day": "10"})
        assert refused.message == ("昭和64年1月10日はありません。平成元年1月10日ではありませんか")
        assert refused.slips[0].part == "year"

    def test_an_era_alone_is_no_answer_but_a_part_of_a_day_is_incomplete(self):
        assert read("date", {"era": "令和", "year": "", "month": "", "day": ""}) is MISSING
        refused = wrong("date", {"era": "令和", "year": "8", "month": "", "day": "1"})
        assert (refused.code, refused.slips[0].part) == ("incomplete", "month")
        assert refused.message == "ここの月を入力してください"

    @pytest.mark.parametrize("raw", ["2026-02-30", "きのう", "2026-04", 20260401, "1872-12-31"])
    def test_what_is_no_day_is_refused(self, raw):
        wrong("date", raw)

    def test_a_month_and_a_fiscal_year_are_read_in_eras(self):
        assert read("year-month", {"era": "平成", "year": "31", "month": "4"}) == "2019-04"
        assert read("fiscal-year", {"era": "令和", "year": "8"}) == 2026
        assert read("fiscal-year", "令和8年度") == read("fiscal-year", "2026") == 2026
        assert wrong("fiscal-year", "2020", minimum=2021).code == "too_small"


class TestNumbers:
    @pytest.mark.parametrize(
        "raw", ["18,300円", "１８，３００", "¥18300", 18300, " 18300 ", 18300.0]
    )
    def test_money_is_read_as_people_write_it(self, raw):
        assert read("money", raw) == 18300

    @pytest.mark.parametrize(("raw", "code"), [
        ("-1", "too_small"), ("1.5", "invalid"), ("約千円", "invalid"), (True, "invalid"),
        ("9" * 16, "invalid"), ("1e3", "invalid"),
    ])  # fmt: skip
    def test_what_is_no_amount_is_refused(self, raw, code):
        assert wrong("money", raw).code == code

    @pytest.mark.parametrize(("raw", "value"), [
        ("１２．５０", "12.5"), (".5", "0.5"), ("12㎡", "12"), (12.5, "12.5"), ("-0", "0"),
        ("1000", "1000"),
    ])  # fmt: skip
    def test_a_measure_is_a_decimal_without_needless_zeros(self, raw, value):
        assert read("decimal", raw, unit="㎡") == value

    def test_limits_are_said_with_their_unit(self):
        low = wrong("integer", "0", minimum=1, unit="席")
        high = wrong("integer", "9", maximum=8, unit="席")
        assert low.message == "ここは1席以上で入力してください"
        assert high.message == "ここは8席以下で入力してください"


class TestChoices:
    def test_some_of_several_are_kept_in_the_order_of_the_options(self):
        some = options(a="甲", b="乙", c="丙")
        assert read("choices", ["c", "a", "c", ""], options=some) == ["a", "c"]
        assert read("choices", "b", options=some) == ["b"]
        assert wrong("choices", ["a", "x"], options=some).code == "unknown_option"
        assert wrong("choices", ["a", "b"], options=some, maximum=1).code == "too_many"

    def test_a_label_is_not_a_code(self):
        assert wrong("choice", "甲", options=options(a="甲")).code == "unknown_option"

    @pytest.mark.parametrize(("raw", "value"), [
        ("yes", True), ("no", False), (True, True), (False, False), ("はい", True),
    ])  # fmt: skip
    def test_yes_and_no_are_two_answers(self, raw, value):
        assert read("yes-no", raw) is value

    @pytest.mark.parametrize("raw", [None, "", "no", False])
    def test_a_declaration_not_made_is_missing(self, raw):
        assert read("declaration", raw) is MISSING


class TestPlaces:
    def test_a_postal_code_and_a_building_may_be_left_out(self):
        typed = {"prefecture": "東京", "city": "新宿区", "town": "西新宿２ー８ー１"}
        assert read("address", typed) == {
            "postal_code": "", "prefecture": "東京都", "city": "新宿区",
            "town": "西新宿２ー８ー１", "building": "",
        }  # fmt: skip

    def test_each_part_that_is_wrong_is_named_in_order(self):
        typed = {"postal_code": "163", "prefecture": "江戸", "city": "新宿区"}
        slips = wrong("address", typed).slips
        assert [(slip.part, slip.code) for slip in slips] == [
            ("postal_code", "invalid"), ("prefecture", "invalid"), ("town", "required"),
        ]  # fmt: skip

    def test_a_town_of_a_postal_code_fills_the_inputs(self):
        (town,) = postal.find("1066060")
        raw = places.fill(town, "1066060")
        assert raw == {
            "postal_code": "106-6060", "prefecture": "東京都", "city": "港区",
            "town": "六本木1丁目6-1", "building": "泉ガーデンタワー10F",
        }  # fmt: skip
        assert read("address", raw)["postal_code"] == "1066060"


class TestContactsAndCodes:
    @pytest.mark.parametrize(("raw", "value"), [
        ("０３ー５３２１ー１１１１", "03-5321-1111"), ("(03)5321-1111", "03-5321-1111"),
        ("09012345678", "090-1234-5678"), ("+81 3-5321-1111", "03-5321-1111"),
        ("+1 650-253-0000", "+1 650-253-0000"),
    ])  # fmt: skip
    def test_a_number_is_written_as_in_japan(self, raw, value):
        assert read("phone", raw) == value
        assert read("phone", value) == value

    @pytest.mark.parametrize("raw", ["5321-1111", "110", "なし", "0" * 40, "03-5321-1111 ext 1"])
    def test_what_is_no_telephone_number_is_refused(self, raw):
        assert wrong("phone", raw).code == "invalid"

    def test_the_local_part_of_an_address_is_left_alone(self):
        assert read("email", " Hanako.Yamada+a＠EXAMPLE.jp ") == "Hanako.Yamada+a@example.jp"
        for raw in ("hanako", "花子@example.jp", "a b@example.jp", "a@example", "@example.jp"):
            wrong("email", raw)

    def test_a_corporate_number_is_checked_by_its_digit(self):
        assert read("corporate-number", "4-0110-0109-8993") == "4011001098993"
        assert wrong("corporate-number", "4011001098994").code == "check_digit"
        assert wrong("corporate-number", "401100109899").code == "invalid"

    @pytest.mark.parametrize(("raw", "value"), [
        ("品川300あ1234", "品川 300 あ 12-34"),
        ("品川　３００　あ　１２ー３４", "品川 300 あ 12-34"),
        ("品川 30a あ ・・・1", "品川 30A あ ・・・1"), ("横浜 500 さ 12", "横浜 500 さ ・・12"),
        ("多摩 あ 123", "多摩 あ ・1-23"),
    ])  # fmt: skip
    def test_a_number_plate_is_put_in_order(self, raw, value):
        assert read("vehicle-number", raw) == value
        assert read("vehicle-number", value) == value

    def test_what_is_no_number_plate_is_refused(self):
        for raw in ("1234", "品川300あ", "品川300あ12345", "品川 300 あ 00-00"):
            wrong("vehicle-number", raw)


class TestTexts:
    def test_a_text_is_trimmed_and_its_line_ends_made_one(self):
        assert read("long-text", "　一行目\r\n二行目\r") == "一行目\n二行目"

    def test_one_line_is_one_line_and_no_text_holds_control_characters(self):
        assert wrong("text", "一行目\n二行目").code == "bad_character"
        assert wrong("long-text", "a\x00b").code == "bad_character"
        assert wrong("text", "\ud800").code == "bad_character"

    def test_length_is_counted_as_a_reader_does(self):
        assert read("text", "辻\U000e0100" * 5, max_length=5) == "辻\U000e0100" * 5
        refused = wrong("text", "あ" * 7, max_length=5)
        assert (refused.code, refused.message) == (
            "too_long", "ここは5文字以内で入力してください（2文字多くなっています）",
        )  # fmt: skip
        assert wrong("text", "か" + "\u3099" * 500, max_length=5).code == "too_long"


def test_the_inputs_of_a_field_have_names_labels_and_widths():
    name = EVERY["person-name"]
    assert fields.input_names(name, "applicant.name") == (
        "applicant.name.family", "applicant.name.given",
        "applicant.name.family_kana", "applicant.name.given_kana",
    )  # fmt: skip
    assert KINDS["person-name"].parts(name)[0].autocomplete == "family-name"
    era, year, *_ = KINDS["date"].parts(EVERY["date"])
    assert era.options[0] == ("令和", "令和")
    assert (year.inputmode, year.width) == ("numeric", 4)
