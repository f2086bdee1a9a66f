"""What differs between two versions, in sentences."""

from dataclasses import fields, replace

import pytest

from app.definitions import differences
from app.definitions.differences import Difference
from app.definitions.model import Procedure, Source
from tests.support.definitions import changed_food


def food(old: str = "procedure:", new: str = "procedure:") -> Procedure:
    linked = changed_food(old, new)
    assert linked.procedure is not None, linked.diagnostics
    return linked.procedure


BEFORE = food()


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(each.group, each.words) for each in differences.between(BEFORE, food(old, new))]


def test_a_changed_label_is_said_with_both_words():
    assert told("label: 調理場の面積", "label: 調理場の広さ") == [
        ("住民", "問い「調理場の面積」の見出しが変わります：「調理場の面積」→「調理場の広さ」")
    ]


def test_the_same_version_has_no_differences():
    assert differences.between(BEFORE, food()) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{field: completes_on, type: date, label: 施設の完成予定日}",
            "{field: completes_on, type: date, label: 施設の完成予定日, required: false}",
            ("住民", "問い「施設の完成予定日」の要否が変わります：「必須」→「任意」"),
        ),
        (
            "options: [水道水, 貯水槽, 井戸水]",
            "options: [水道水, 貯水槽, 井戸水, 湧水]",
            ("住民", "問い「使用水」の選択肢に「湧水」が加わります。"),
        ),
        (
            "label: 自動車の登録番号, when: shop_form == 'vehicle'",
            "label: 自動車の登録番号, when: \"shop_form in ['vehicle', 'temporary']\"",
            (
                "住民",
                "問い「自動車の登録番号」の尋ねる条件が変わります："
                "「「営業の形態」が「自動車」の場合」→「「営業の形態」が「自動車」か「臨時」の場合」",
            ),
        ),
        (
            "is: 18300}",
            "is: 19000}",
            (
                "手数料",
                "手数料「食品営業許可申請手数料」の額が変わります："
                "「営業の種類」が「飲食店営業」で、「営業の形態」が「一般（固定店舗）」の場合は"
                "18,300円 → 19,000円",
            ),
        ),
        (
            "route: [係長, 課長]",
            "route: [課長]",
            ("職員", "工程「決定」の決裁の順が変わります：「係長 → 課長」→「課長」"),
        ),
        (
            "title: 営業許可書",
            "title: 営業許可証",
            ("帳票", "帳票「営業許可書」の題が変わります：「営業許可書」→「営業許可証」"),
        ),
        (
            "  period: null",
            "  period: days(30)",
            ("期限", "処理期間の期間が加わります：「30日」"),
        ),
        (
            "article: 第55条第2項, confidence: high",
            "article: 第55条第3項, confidence: high",
            (
                "法令",
                "審査基準「申請者が、食品衛生法第55条第2項各号の欠格事由に当たる。」の根拠が"
                "変わります：「食品衛生法第55条第2項」→「食品衛生法第55条第3項」",
            ),
        ),
        (
            "  - {file: manager_proof, label: 食品衛生責任者の資格を証明するもの}\n",
            "",
            ("住民", "添付書類「食品衛生責任者の資格を証明するもの」がなくなります。"),
        ),
        (
            "  - check: opens_after_completion\n    require: opens_on >= completes_on",
            "  - check: opens_after_completion\n    require: opens_on > completes_on",
            (
                "住民",
                "点検「営業開始予定日は、施設の完成予定日以後の日にしてください。」の満たすべき条件が"
                "変わります：「式 opens_on >= completes_on」→「式 opens_on > completes_on」",
            ),
        ),
        (
            "  en: Food business permit (new)",
            "  en: Food business licence (new)",
            (
                "住民",
                "手続の題（英語）が変わります："
                "「Food business permit (new)」→「Food business licence (new)」",
            ),
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change_has_its_sentence(old: str, new: str, said: tuple[str, str]):
    assert told(old, new) == [said]


def test_a_field_that_comes_says_when_it_is_asked():
    line = "      - {field: floor_area, type: decimal"
    new = "      - {field: seats, type: integer, label: 席数, when: shop_form == 'fixed'}\n"
    [(group, words)] = told(line, new + line)
    assert group == "住民"
    assert words == (
        "問い「席数」が加わります。必須です。"
        "尋ねるのは、「営業の形態」が「一般（固定店舗）」の場合だけです。"
    )


def test_differences_stand_in_the_order_of_the_groups():
    found = differences.between(
        BEFORE,
        replace(food("is: 18300}", "is: 1}"), provenance=Source("x"), before=BEFORE.before[1:]),
    )
    assert [each.group for each in found] == ["住民", "手数料", "法令"]


def changed(value: object) -> object:
    """Give another value of the same kind as far as comparing goes."""
    match value:
        case bool():
            return not value
        case {"ja": str(text)}:
            return {"ja": f"{text}x"}
        case str():
            return f"{value}x"
        case int():
            return value + 1
        case _:
            return None


@pytest.mark.parametrize("part", ["pages", "fields", "attachments", "checks", "grounds", "fees"])
def test_no_attribute_of_a_part_changes_unsaid(part: str):
    """Nothing that the model holds may change without a sentence, known by name or not."""
    items = BEFORE.pages[1].fields if part == "fields" else getattr(BEFORE, part)
    for attribute in (each.name for each in fields(items[0])):
        value = changed(getattr(items[0], attribute))
        if attribute in ("id", "fields", "rows", "require") or value is None:
            continue
        other = (replace(items[0], **{attribute: value}), *items[1:])
        if part == "fields":
            pages = (BEFORE.pages[0], replace(BEFORE.pages[1], fields=other), *BEFORE.pages[2:])
            after = replace(BEFORE, pages=pages)
        else:
            after = replace(BEFORE, **{part: other})
        assert differences.between(BEFORE, after), f"{part}.{attribute}"


def test_a_difference_is_data_too():
    [found] = differences.between(BEFORE, food("is: 18300}", "is: 19000}"))
    assert isinstance(found, Difference)
    assert (found.part, found.what) == ("fee/application", "rows")
    assert (found.old, found.new) == ("18,300円", "19,000円")
