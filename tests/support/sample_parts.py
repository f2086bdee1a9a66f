"""Parts that the sample pages share: people, answers, a timeline, documents, a clock."""

from datetime import UTC, date, datetime

from app.web.views import (
    AnswerRow,
    AnswerSection,
    ChargeView,
    Chrome,
    ClockView,
    DocumentView,
    FileView,
    OfficeView,
    TimelineEntry,
)

NOW = datetime(2026, 11, 24, 5, 5, tzinfo=UTC)
NUMBER = "R8-食-000123"
TITLE = "食品営業許可申請（新規）"
OFFICE = OfficeView(
    "多摩府中保健所 生活環境安全課",
    "042-362-2334",
    "府中市宮西町1-26-1",
    "平日 午前9時から午後5時まで",
)

VISITOR = Chrome(path="/", demo_now=NOW)
RESIDENT = Chrome(person="山田 花子", path="/my", token="t0k3n", demo_now=NOW)
CLERK = Chrome(
    area="console",
    person="佐藤 恵",
    post="食品衛生監視員",
    path="/console",
    token="t0k3n",
    demo_now=NOW,
)
FLASHED = Chrome(person="山田 花子", path="/my", flash="下書きを消しました。")

SECTIONS = (
    AnswerSection(
        "申請者",
        (
            AnswerRow("お名前", "山田 花子\nヤマダ ハナコ", "applicant.name", "/apply/food?page=1"),
            AnswerRow("生年月日", "昭和39年10月10日", "born_on", "/apply/food?page=1"),
            AnswerRow("法人番号", "", "number", "/apply/food?page=1"),
        ),
    ),
    AnswerSection(
        "営業所",
        (
            AnswerRow("営業所の名称・屋号", "食堂 はなこ", "shop_name", "/apply/food?page=2"),
            AnswerRow(
                "調理場の面積", "12.5㎡", "kitchen_area", "/apply/food?page=2", before="125㎡"
            ),
            AnswerRow(
                "施設の構造及び設備を示す図面",
                path="attachments.plan",
                change_url="/apply/food?page=4",
                files=(FileView("f1", "平面図_1階.pdf", "2.4MB", "検査済み", "good", "/f/1"),),
            ),
        ),
    ),
)
SENT_SECTIONS = tuple(
    AnswerSection(
        each.title,
        tuple(
            AnswerRow(row.label, row.value, row.path, "", row.before, row.files)
            for row in each.rows
        ),
    )
    for each in SECTIONS
)

TIMELINE = (
    TimelineEntry(
        NOW,
        "補正をお願いしました",
        "食品衛生監視員",
        "調理場の面積を確かめてください。",
        "warn",
    ),
    TimelineEntry(datetime(2026, 11, 20, 1, 12, tzinfo=UTC), "審査をはじめました"),
    TimelineEntry(
        datetime(2026, 11, 19, 23, 58, tzinfo=UTC), "申請を受け付けました", "山田 花子", "", "good"
    ),
)
DOCUMENTS = (
    DocumentView("受付票", "/my/cases/1/documents/1", NOW, "R8-食-000123"),
    DocumentView("納付確認", ""),
)
CHARGES = (
    ChargeView(
        "食品営業許可申請手数料",
        18300,
        "支払い待ち",
        "warn",
        due=date(2026, 12, 8),
        url="/my/cases/1/pay",
    ),
)
CLOCK = ClockView(
    4,
    "stopped",
    total=20,
    stopped=2,
    due=date(2026, 12, 18),
    note="補正を待つあいだは数えません。",
)
