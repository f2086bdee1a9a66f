"""A form with every kind of field, made by hand, for tests of fields and of answers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.cases.answers import Moment
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.types import Type
from app.definitions.model import (
    Attachment,
    Check,
    Field,
    OfficeRule,
    Option,
    Page,
    Procedure,
    Unit,
)
from app.kernel import paths
from tests.support import small_procedure

MOMENT = Moment(date(2026, 6, 1))


def expression(run, kind="bool", names=(), source="(test)") -> Expression:
    return Expression(source, Type(kind), frozenset(names), run)


def equals(path: str, value: object) -> Expression:
    """The condition that an answer is `value`; false where there is none."""
    return expression(
        lambda facts: paths.get(facts.answers, path) == value,
        "bool",
        (path,),
        f"{path} == '{value}'",
    )


def field(id_: str, kind: str, label: str = "項目", **more) -> Field:
    return Field(id_, kind, {"ja": label}, **more)


def options(**labels: str) -> tuple[Option, ...]:
    return tuple(Option(code, {"ja": label}) for code, label in labels.items())


APPLICANT = Page("applicant", {"ja": "申請者"}, (
    field("applicant.about", "heading", "申請する人について"),
    field("applicant.kind", "choice", "申請者の区分",
          options=options(individual="個人", corporation="法人")),
    field("applicant.name", "person-name", "氏名", autocomplete="name",
          when=equals("applicant.kind", "individual")),
    field("applicant.corporate_name", "text", "法人名", max_length=40,
          when=equals("applicant.kind", "corporation")),
    field("applicant.corporate_number", "corporate-number", "法人番号",
          required_when=equals("applicant.kind", "corporation"),
          when=equals("applicant.kind", "corporation")),
    field("applicant.phone", "phone", "電話番号"),
    field("applicant.email", "email", "メールアドレス", required=False),
    field("applicant.born", "date", "生年月日", when=equals("applicant.kind", "individual")),
))  # fmt: skip

SHOP = Page("shop", {"ja": "営業所"}, (
    field("shop_name", "text", "屋号"),
    field("shop_kana", "kana", "屋号のフリガナ", required=False),
    field("shop_address", "address", "営業所の所在地"),
    field("area", "decimal", "面積", unit="㎡", minimum=Decimal("0.1"), maximum=Decimal(1000)),
    field("seats", "integer", "席数", unit="席", required=False, minimum=Decimal(1)),
    field("capital", "money", "資本金", when=equals("applicant.kind", "corporation")),
    field("capital_band", "computed", "資本金の区分", computed=expression(
        lambda facts: None if facts.answers.get("capital") is None
        else "大" if facts.answers["capital"] >= 1_000_000 else "小", "text")),
    field("water", "select", "使用水", options=options(tap="水道水", well="井戸水")),
    field("tested_on", "date", "水質検査年月日", when=equals("water", "well")),
    field("foods", "choices", "扱う食品", required=False,
          options=options(meat="肉", fish="魚", milk="乳"), maximum=Decimal(2)),
    field("opened", "year-month", "開業年月", required=False,
          default=expression(lambda facts: facts.today.isoformat()[:7], "text")),
    field("since", "fiscal-year", "開始年度", required=False),
    field("car", "vehicle-number", "自動車の番号", required=False),
    field("holiday", "period", "休業の期間", required=False),
    field("opens_at", "time", "開店の時刻", required=False),
    field("entrance", "map-point", "入口の場所", required=False),
    field("refund_to", "bank-account", "還付先の口座", required=False),
    field("smoking", "yes-no", "喫煙席があるか"),
    field("remarks", "long-text", "備考", required=False),
))  # fmt: skip

MANAGERS = Page("managers", {"ja": "食品衛生責任者"}, (
    field("managers", "group", "食品衛生責任者", each={"ja": "責任者"},
          minimum=Decimal(1), maximum=Decimal(3), rows=(
              field("name", "person-name", "氏名", kana=False),
              field("licence", "choice", "資格", options=options(cook="調理師", other="その他")),
              field("other", "text", "資格の名前", when=expression(
                  lambda facts: (facts.row or {}).get("licence") == "other")),
              field("initial", "computed", "頭文字", computed=expression(
                  lambda facts: ((facts.row or {}).get("name") or {}).get("family", "")[:1] or None,
                  "text")),
          )),
))  # fmt: skip

DECLARED = Page("declared", {"ja": "確認"}, (
    field("declared", "declaration", "上の内容に間違いはありません"),
), when=equals("applicant.kind", "corporation"))  # fmt: skip

PAGES = (APPLICANT, SHOP, MANAGERS, DECLARED)

ATTACHMENTS = (
    Attachment("plan", {"ja": "図面"}, max_files=2),
    Attachment("water_report", {"ja": "水質検査成績書"}, when=equals("water", "well")),
    Attachment("registry", {"ja": "登記事項証明書"}, obtainable="corporate-registry",
               when=equals("applicant.kind", "corporation")),
    Attachment("licence_copy", {"ja": "免許証の写し"}, any_of="who",
               when=equals("applicant.kind", "individual")),
    Attachment("card_copy", {"ja": "マイナンバーカードの写し"}, any_of="who",
               when=equals("applicant.kind", "individual")),
    Attachment("photo", {"ja": "写真"}, required=False),
)  # fmt: skip

CHECKS = (
    Check("water_test_recent", expression(
        lambda facts: None if "tested_on" not in facts.answers
        else facts.answers["tested_on"] >= f"{facts.today.year - 1}{facts.today.isoformat()[4:]}",
        "bool", ("tested_on", "today")), "tested_on", {"ja": "1年以内の検査が必要です"}),
    Check("seats_fit", expression(
        lambda facts: facts.answers.get("seats", 0) <= 4 * float(facts.answers.get("area", 0)),
        "bool", ("seats", "area")), "seats", {"ja": "席数が面積に対して多すぎます"},
        when=expression(lambda facts: "seats" in facts.answers)),
)  # fmt: skip

OFFICES = {
    "centre/west": Unit("centre/west", "西保健所"),
    "centre/tama": Unit("centre/tama", "多摩保健所"),
}
OFFICE = OfficeRule(
    by="shop_address",
    table={"新宿区": "centre/west", "府中市": "centre/tama", "西多摩郡瑞穂町": "centre/tama"},
    elsewhere={"ja": "区の保健所が窓口です"},
)


def procedure(**changes) -> Procedure:
    """Give the form as a procedure, with the changes asked for."""
    whole = {
        "pages": PAGES, "attachments": ATTACHMENTS, "checks": CHECKS,
        "office": OFFICE, "offices": OFFICES,
    }  # fmt: skip
    return replace(small_procedure.procedure(), **(whole | changes))


def answers() -> dict:
    """Give complete canonical answers of a person, but for what is worked out."""
    return {
        "applicant": {
            "kind": "individual",
            "name": {"family": "山田", "given": "花子",
                     "family_kana": "ヤマダ", "given_kana": "ハナコ"},
            "phone": "03-5321-1111",
            "born": "1964-10-10",
        },
        "shop_name": "カフェ山田",
        "shop_address": {"postal_code": "1638001", "prefecture": "東京都", "city": "新宿区",
                         "town": "西新宿2-8-1", "building": ""},
        "area": "12.5",
        "seats": 20,
        "water": "well",
        "tested_on": "2026-05-01",
        "foods": ["meat", "milk"],
        "smoking": False,
        "managers": [{"name": {"family": "佐藤", "given": "次郎"}, "licence": "cook",
                      "initial": "佐"}],
        "attachments": {"plan": ["u1"], "water_report": ["u2"], "card_copy": ["u3"]},
    }  # fmt: skip
