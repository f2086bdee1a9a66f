"""Sample pages of the console, the public pages and the demo."""

from dataclasses import replace
from datetime import date

from app.web.desk_views import (
    ActView,
    ClockPage,
    ConflictPage,
    DemoPayPage,
    DemoPerson,
    DeskPage,
    Mail,
    MailboxPage,
    MessagePage,
    PeoplePage,
    ProposalView,
    StaticPage,
    StationView,
    StuckEffect,
    VoiceView,
    WorklistPage,
    WorkRow,
)
from app.web.views import ClockView, Facet, FieldView, Link, OptionView
from tests.support.sample_parts import (
    CHARGES,
    DOCUMENTS,
    NOW,
    NUMBER,
    SENT_SECTIONS,
    TIMELINE,
    TITLE,
)

ROUTE = (
    StationView(
        "起案", "done", (VoiceView("食品衛生監視員", "done", "佐藤 恵", "起案", NOW, "適合"),)
    ),
    StationView("承認", "done", (VoiceView("係長", "done", "田中 誠", "承認", NOW),)),
    StationView(
        "協議",
        "now",
        (
            VoiceView("総務局 情報公開課長", "done", "鈴木 京子", "賛成", NOW),
            VoiceView("消防庁 予防課長", "now"),
        ),
    ),
    StationView("決定", "todo", (VoiceView("保健所長", "todo", "高橋 修"),)),
)
ACTS = (
    ActView("approve", "承認する", "承認して回す", primary=True),
    ActView(
        "send_back",
        "差し戻す",
        "差し戻す",
        "起案者か審査担当に戻します。理由は申請者には伝わりません。",
        (
            FieldView(
                "to",
                "choice",
                "戻す先",
                options=(
                    OptionView("drafter", "起案者", chosen=True),
                    OptionView("examiner", "審査担当"),
                ),
            ),
            FieldView("reason", "long-text", "理由"),
        ),
        open=True,
    ),
    ActView(
        "extend",
        "期間を延ばす",
        "延長する",
        fields=(
            FieldView("until", "date", "いつまで"),
            FieldView("reason_text", "long-text", "延ばす理由"),
        ),
        danger=True,
    ),
)
CORRECTION = ActView(
    "correct",
    "補正を依頼する",
    "補正を依頼する",
    "印をつけた項目と理由を申請者に送ります。",
    (
        FieldView("note", "long-text", "全体への言葉", required=False),
        FieldView("due", "date", "期限", required=False),
    ),
)
BOXES = (
    Facet("自分の番", "/console", "12", current=True),
    Facet("担当している案件", "/console?box=mine", "5"),
    Facet("担当が未定", "/console?box=unassigned", "31"),
    Facet("申請者を待つ", "/console?box=waiting", "8"),
    Facet("止まっている処理", "/console?box=stuck", "1"),
    Facet("終わった案件", "/console?box=closed", "1000+"),
)
WORKLIST = WorklistPage(
    "自分の番",
    "12",
    BOXES,
    (
        WorkRow(
            NUMBER, "/console/cases/1", TITLE, "山田 花子", "審査", "あと1日", "warn",
            "佐藤 恵", date(2026, 11, 20), 3,
        ),
        WorkRow(
            "R8-食-000124", "/console/cases/2", TITLE, "株式会社みどり", "承認（係長）",
            "あと4日", "good", "", date(2026, 11, 18), 7, claimable=True,
        ),
        WorkRow(
            "R8-情-000007", "/console/cases/3", "公文書開示請求", "佐藤 一郎", "決定",
            "2日超過", "bad", "鈴木 京子", date(2026, 10, 30), 5,
        ),
        WorkRow(
            "R8-道-000540", "/console/cases/4", "道路占用許可申請",
            "東京ガスネットワーク株式会社", "補正待ち", "申請者を待つ", "plain",
        ),
    ),
    filters=(Facet("期限まで2日", "/console?q=a", "3"), Facet("法人の飲食店", "/console?q=b", "9")),
    next_url="/console?after=x",
)  # fmt: skip
DESK = DeskPage(
    NUMBER, TITLE, 3, "山田 花子", "多摩府中保健所", "決定の道すじを回っています", NOW, "/console",
    SENT_SECTIONS,
    waiting="消防庁 予防課長",
    assignee="佐藤 恵",
    clock=ClockView(22, "late", total=20, due=date(2026, 11, 20)),
    acts=ACTS,
    correction=CORRECTION,
    route=ROUTE,
    proposal=ProposalView(
        "食品営業許可について", "食品衛生法第55条第1項の規定により、許可する。", "許可",
        "佐藤 恵", NOW, "good", ("施設基準に適合している。",), "許可の期限は5年とする。",
    ),
    timeline=TIMELINE,
    documents=DOCUMENTS,
    charges=tuple(replace(each, url="") for each in CHARGES),
    stuck=(
        StuckEffect(
            "受付票の発行", "電子の印をつける装置につながりません。", 5, "/console/effects/1", NOW
        ),
    ),
)  # fmt: skip
CONFLICT = ConflictPage(
    NUMBER,
    TITLE,
    "/console/cases/1",
    "承認する",
    TIMELINE[:1],
    "補正をお願いしています",
    "画面を開いてから、別の人が処理しました。",
    (("意見", "適合と認めます。"),),
    ActView("note", "メモ", "メモとして残す", fields=(FieldView("text", "long-text", "メモ"),)),
    4,
)
FAILURE = MessagePage(
    500,
    "うまくいきませんでした",
    "こちらの不具合で、いまの操作を終えられませんでした。",
    "原因を調べています。あなたの入力のせいではありません。",
    ("少し待って、もう一度お試しください。", "くり返すときは、下の番号を担当に伝えてください。"),
    (Link("/", "手続をさがす"), Link("/my", "マイページ")),
    "9F3K-21QZ",
)
PEOPLE = PeoplePage(
    (
        DemoPerson("hanako", "山田 花子", "個人", "飲食店を開きたい。申請が2つある。"),
        DemoPerson("midori", "株式会社みどり", "法人", "自動車の営業の許可を更新する。"),
    ),
    (
        (
            "保健医療局 多摩府中保健所",
            (
                DemoPerson("sato", "佐藤 恵", "食品衛生監視員", "審査と検査をする。"),
                DemoPerson("takahashi", "高橋 修", "保健所長", "決定をする。"),
            ),
        ),
        ("総務局 情報公開課", (DemoPerson("suzuki", "鈴木 京子", "情報公開課長"),)),
    ),
    "/my",
)
MAILBOX = MailboxPage(
    (
        Mail(
            NOW,
            "hanako@example.jp",
            "ログインの番号",
            "番号を画面に入れてください。\n10分のあいだ使えます。",
            (Link("/sign-in/code", "番号を入れる画面"),),
            "48210937",
        ),
        Mail(NOW, "hanako@example.jp", "申請を受け付けました", "受付番号を送ります。"),
    )
)
BANK = DemoPayPage("mdg-000123-1", "食品営業許可申請手数料", 18300, "東京都", "コンビニ")
CLOCK_PAGE = ClockPage(
    NOW,
    "3日進めました。",
    ((date(2026, 12, 8), "R8-食-000123 補正の期限"),),
    ("補正の督促を送りました",),
)
STATIC = StaticPage("デジタルサービス窓口", "03-5321-1111", "help@example.jp")
