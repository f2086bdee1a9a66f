"""Sample pages of a form: every kind of question, well filled in and badly."""

from app.cases.answers import Moment
from app.definitions.model import Field
from app.web import forms
from app.web.resident_views import FormPage
from app.web.views import FieldView, FileView, Link, OptionView, PartsView, StepView
from tests.support.sample_parts import NOW, TITLE


def parts(kind: str) -> tuple[PartsView, ...]:
    """The boxes of a kind, as its form shows them."""
    sheet = forms.Sheet({}, {}, Moment(NOW.date()))
    return forms.question(Field("x", kind, {"ja": "x"}), sheet).parts


STEPS = (
    StepView("申請者", "done", "/apply/food?page=1"),
    StepView("営業所", "now"),
    StepView("食品衛生責任者", "todo"),
    StepView("添付書類", "todo"),
    StepView("確認して送る", "todo"),
)

FIELDS = (
    FieldView("applicant.name", "person-name", "お名前", autocomplete="name"),
    FieldView(
        "born_on",
        "date",
        "生年月日",
        autocomplete="bday",
        example="昭和 39年 10月 10日。西暦でも、全角の数字でも入力できます。",
        values={"era": "昭和", "year": "３９", "month": "10", "day": "10"},
        echo="昭和39年10月10日（土）・西暦1964年",
    ),
    FieldView(
        "business_type",
        "select",
        "営業の種類",
        options=(
            OptionView("restaurant", "飲食店営業", chosen=True),
            OptionView("sweets", "菓子製造業"),
        ),
    ),
    FieldView(
        "shop_form",
        "choice",
        "営業の形態",
        options=(
            OptionView("fixed", "一般（固定店舗）", chosen=True),
            OptionView("vehicle", "自動車", help="キッチンカーなど"),
            OptionView("temporary", "臨時"),
        ),
    ),
    FieldView("shop_name", "text", "営業所の名称・屋号", values={"": "食堂 はなこ"}, max_length=60),
    FieldView("shop_kana", "kana", "営業所の名称（カナ）", required=False, example="ショクドウ"),
    FieldView(
        "shop_address",
        "address",
        "営業所の所在地",
        help="区の区域は、区の保健所が窓口です。",
        values={
            "postal_code": "183-0022",
            "prefecture": "東京都",
            "city": "府中市",
            "town": "宮西町",
        },
        note="「東京都府中市宮西町」を入れました。番地まで確かめてください。",
        candidates=(OptionView("a", "府中市宮西町", chosen=True), OptionView("b", "府中市宮町")),
    ),
    FieldView("kitchen_area", "decimal", "調理場の面積", unit="㎡", values={"": "12.5"}),
    FieldView("seats", "integer", "客席の数", required=False, unit="席"),
    FieldView("capital", "money", "資本金の額", required=False),
    FieldView(
        "facilities",
        "choices",
        "備える設備",
        options=(
            OptionView("sink", "2槽以上の流し", chosen=True),
            OptionView("fridge", "冷蔵設備（温度計つき）"),
            OptionView("hand", "手洗い設備", help="レバー式・自動式など、ふれずに使えるもの"),
        ),
    ),
    FieldView("well", "yes-no", "井戸水を使いますか", values={"": "no"}),
    FieldView(
        "opened", "year-month", "開業の予定", values={"era": "令和", "year": "8", "month": "12"}
    ),
    FieldView("year", "fiscal-year", "対象の年度", values={"era": "令和", "year": "8"}),
    FieldView("remarks", "long-text", "連絡したいこと", required=False, max_length=400),
    FieldView(
        "closed",
        "period",
        "休業の期間",
        required=False,
        values={"start_era": "令和", "start_year": "8", "start_month": "8", "start_day": "13"},
        parts=parts("period"),
    ),
    FieldView("opens_at", "time", "開店の時刻", example="9:30", values={"": "9:30"}),
    FieldView(
        "gate",
        "map-point",
        "入口の場所",
        values={"latitude": "35.689444", "longitude": "139.691667"},
        parts=parts("map-point"),
    ),
    FieldView(
        "refund_to",
        "bank-account",
        "還付先の口座",
        values={
            "kind": "yucho",
            "symbol": "10180",
            "serial": "12345671",
            "holder": "ヤマダ ハナコ",
        },
        parts=parts("bank-account"),
    ),
    FieldView("keeper", "person-name", "管理人", values={"family": "スカルノ"}, single=True),
    FieldView(
        "disease",
        "search",
        "疾病名",
        values={"": "パーキンソン"},
        options=(OptionView("6", "パーキンソン病"), OptionView("5", "進行性核上性麻痺")),
    ),
    FieldView("h", "heading", "連絡先"),
    FieldView("phone", "phone", "日中につながる電話番号", autocomplete="tel"),
    FieldView("email", "email", "メールアドレス", autocomplete="email"),
    FieldView("number", "corporate-number", "法人番号", required=False, example="8000020130001"),
    FieldView("car", "vehicle-number", "自動車の登録番号", example="品川 300 あ 12-34"),
    FieldView("n", "notice", "ご注意", help="施設が完成する10日ほど前に申請してください。"),
    FieldView("fee", "computed", "手数料の見込み", values={"": "18,300"}, unit="円"),
    FieldView("agreed", "declaration", "食品衛生法第55条第2項各号に当たりません。"),
    FieldView(
        "managers",
        "group",
        "食品衛生責任者",
        each="責任者",
        rows=(
            (
                FieldView("managers.0.name", "person-name", "氏名", values={"family": "山田"}),
                FieldView(
                    "managers.0.licence",
                    "select",
                    "資格",
                    options=(OptionView("cook", "調理師", chosen=True),),
                ),
            ),
        ),
    ),
    FieldView(
        "attachments.plan",
        "attachment",
        "施設の構造及び設備を示す図面",
        help="寸法を書き入れてください。",
        files=(
            FileView("f1", "平面図_1階.pdf", "2.4MB", "検査済み", "good"),
            FileView("f2", "IMG_2041.HEIC", "3.1MB", "検査中", "info"),
        ),
        template_url="/procedures/food/plan.xlsx",
    ),
)

BAD_FIELDS = (
    FieldView(
        "applicant.name",
        "person-name",
        "お名前",
        autocomplete="name",
        values={"given": "花子", "family_kana": "Yamada"},
        errors={
            "family": "姓を入力してください。",
            "family_kana": "フリガナをカタカナで入力してください。",
        },
    ),
    FieldView(
        "born_on",
        "date",
        "生年月日",
        autocomplete="bday",
        values={"era": "昭和", "year": "64", "month": "1", "day": "10"},
        errors={"": "昭和64年1月10日はありません。元号を確かめてください。"},
    ),
    FieldView(
        "shop_form",
        "choice",
        "営業の形態",
        errors={"": "営業の形態を選んでください。"},
        options=(OptionView("fixed", "一般（固定店舗）"), OptionView("vehicle", "自動車")),
    ),
    FieldView(
        "shop_address",
        "address",
        "営業所の所在地",
        values={"postal_code": "999"},
        errors={
            "postal_code": "郵便番号は7けたの数字で入力してください。",
            "city": "市区町村を入力してください。",
        },
    ),
    FieldView(
        "tested_on",
        "date",
        "水質検査の日",
        values={"era": "令和", "year": "8", "day": "1"},
        errors={"month": "水質検査の日の月を入力してください。"},
    ),
    FieldView(
        "kitchen_area",
        "decimal",
        "調理場の面積",
        unit="㎡",
        values={"": "広い"},
        errors={"": "面積は数字で入力してください。例：12.5"},
    ),
    FieldView(
        "agreed",
        "declaration",
        "食品衛生法第55条第2項各号に当たりません。",
        errors={"": "確かめて、印をつけてください。"},
    ),
    FieldView("managers", "group", "食品衛生責任者", errors={"": "1名以上入力してください。"}),
    FieldView(
        "closed",
        "period",
        "休業の期間",
        values={"start_year": "8", "end_era": "西暦", "end_year": "2026"},
        errors={"end_month": "休業の期間の終わりの日の月を入力してください。"},
        parts=parts("period"),
    ),
    FieldView(
        "refund_to",
        "bank-account",
        "還付先の口座",
        values={"bank_code": "12"},
        errors={
            "kind": "還付先の口座の金融機関の区分を選んでください。",
            "bank_code": "還付先の口座の金融機関コードは4桁の数字で入力してください。",
        },
        parts=parts("bank-account"),
    ),
    FieldView(
        "disease",
        "search",
        "疾病名",
        values={"": "病"},
        errors={"": "疾病名に当てはまるものが2件あります。選んでください。"},
        candidates=(OptionView("6", "パーキンソン病"), OptionView("9", "神経有棘赤血球症")),
    ),
    FieldView(
        "attachments.plan",
        "attachment",
        "施設の図面",
        errors={"": "図面.pdf は 21.3MB です。20MBまでのファイルを選んでください。"},
    ),
)

FORM = FormPage(
    TITLE,
    "営業所",
    FIELDS,
    STEPS,
    help="営業所について教えてください。",
    back_url="/apply/food?page=1",
    saved_at=NOW,
    autosave=True,
)
BAD_FORM = FormPage(
    TITLE,
    "営業所",
    BAD_FIELDS,
    STEPS,
    errors=(
        Link("#applicant.name.family", "姓を入力してください。"),
        Link("#born_on", "昭和64年1月10日はありません。元号を確かめてください。"),
        Link("#shop_form", "営業の形態を選んでください。"),
        Link("#shop_address.postal_code", "郵便番号は7けたの数字で入力してください。"),
    ),
    notice="お答えに応じて、質問が増えました。",
    correction="調理場の面積が図面と違います。確かめてください。",
)
