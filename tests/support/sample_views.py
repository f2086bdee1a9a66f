"""One filled view model for every template, so that all pages can be rendered without a service."""

from datetime import UTC, date, datetime

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
    StaffSignInPage,
    StaticPage,
    StationView,
    StuckEffect,
    VoiceView,
    WorklistPage,
    WorkRow,
)
from app.web.resident_views import (
    CaseCard,
    CasePage,
    CheckPage,
    DonePage,
    DraftCard,
    FormPage,
    HomePage,
    LawLine,
    MyPage,
    NextStep,
    PaperView,
    PaymentStatusPage,
    PayPage,
    ProcedureCard,
    ProcedurePage,
    SignInCodePage,
    SignInPage,
    TodoBox,
    WithdrawPage,
)
from app.web.views import (
    AnswerRow,
    AnswerSection,
    ChargeView,
    Chrome,
    ClockView,
    DocumentView,
    Facet,
    FeeLine,
    FieldView,
    FileView,
    Link,
    OfficeView,
    OptionView,
    ProgressStep,
    StepView,
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
        values={"era": "S", "year": "３９", "month": "10", "day": "10"},
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
        "opened", "year-month", "開業の予定", values={"era": "R", "year": "8", "month": "12"}
    ),
    FieldView("year", "fiscal-year", "対象の年度", values={"era": "R", "year": "8"}),
    FieldView("remarks", "long-text", "連絡したいこと", required=False, max_length=400),
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
        values={"era": "S", "year": "64", "month": "1", "day": "10"},
        errors={"": "昭和64年1月10日はありません。年号を確かめてください。"},
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
        "attachments.plan",
        "attachment",
        "施設の図面",
        errors={"": "図面.pdf は 21.3MB です。20MBまでのファイルを選んでください。"},
    ),
)

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

HOME = HomePage(
    results=(
        ProcedureCard(
            TITLE,
            "/procedures/food-business-permit",
            "飲食店・菓子製造などを始める前に要る許可です。施設ができる10日ほど前に申請します。",
            "保健医療局 多摩府中保健所",
            "飲食店などの営業許可",
        ),
        ProcedureCard(
            "公文書開示請求",
            "/procedures/disclosure",
            "都が持っている公文書の開示を求めます。だれでも請求できます。",
            "総務局 情報公開課",
        ),
        ProcedureCard(
            "道路占用許可申請",
            "/procedures/road",
            "道路に工事用の足場や看板などを置くための許可です。",
            "建設局 第一建設事務所",
            "道路に物を置く",
            online=False,
        ),
    ),
    heading="すべての手続",
    total=169,
    categories=(
        Facet("産業・しごと", "/?category=a", "48"),
        Facet("くらし・環境", "/?category=b", "37"),
        Facet("まちづくり", "/?category=c", "41"),
        Facet("健康・福祉", "/?category=d", "29"),
        Facet("情報・権利", "/?category=e", "14"),
    ),
    life_events=(
        Facet("飲食店をはじめる", "/?event=a", "6"),
        Facet("会社をつくる", "/?event=b", "11"),
        Facet("道路を使う", "/?event=c", "4"),
        Facet("家を建てる", "/?event=d", "9"),
        Facet("引っ越す", "/?event=e", "3"),
        Facet("情報を見せてほしい", "/?event=f", "2"),
    ),
    next_url="/?after=x",
)
NOTHING = HomePage(
    (), "「ねこカフェ」の結果", 0, "ねこカフェ", HOME.categories, HOME.life_events, "", True
)

PROCEDURE = ProcedurePage(
    title=TITLE,
    plain="飲食店などの営業許可",
    summary="飲食店・菓子製造などを始める前に要る許可です。施設が完成する10日ほど前に申請し、"
    "検査に通ると許可証が出ます。",
    who=("個人", "法人"),
    days="標準処理期間は定められていません。検査の日から1週間ほどで許可証が出ています。",
    office=OFFICE,
    start_url="/apply/food-business-permit",
    category="産業・しごと",
    effective=date(2026, 4, 1),
    before=("図面ができたら、着工の前に保健所に相談してください。",),
    deadline="施設が完成する10日ほど前までに申請してください。",
    fees=(
        FeeLine("飲食店営業", 18300),
        FeeLine("飲食店営業（自動車・臨時）", 5600),
        FeeLine("そのほかの業種", None, "業種ごとの額を確認中です。"),
    ),
    fee_note="許可にならないときも、手数料は戻りません。",
    papers=(
        PaperView(
            "施設の構造及び設備を示す図面",
            "",
            "寸法を書き入れてください。",
            template_url="/t/plan.xlsx",
        ),
        PaperView("水質検査成績書", "貯水槽や井戸水を使うとき", "1年以内のもの"),
        PaperView("登記事項証明書", "法人のとき", obtainable=True),
    ),
    result="許可証をこの窓口で受け取れます（PDF、電子の印つき）。",
    law=(LawLine("食品衛生法 第55条第1項"), LawLine("食品衛生法施行条例", "額は所管課に確認中")),
    how=(
        "申請して、手数料を支払う",
        "保健所が書類を審査する",
        "施設の検査を受ける",
        "許可証を受け取る",
    ),
    faq=(
        ("家族で経営する場合も要りますか", "要ります。個人でも法人でも必要です。"),
        ("許可は何年ですか", "5年です。終わる2か月前にお知らせします。"),
    ),
    notes=("令和3年6月から、業種の分け方が変わりました。",),
    elsewhere="国の「食品衛生申請等システム」でも申請できます。",
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
        Link("#born_on", "昭和64年1月10日はありません。年号を確かめてください。"),
        Link("#shop_form", "営業の形態を選んでください。"),
        Link("#shop_address.postal_code", "郵便番号は7けたの数字で入力してください。"),
    ),
    notice="お答えに応じて、質問が増えました。",
    correction="調理場の面積が図面と違います。確かめてください。",
)
CHECK = CheckPage(
    TITLE,
    SECTIONS,
    key="01939a7e",
    office="多摩府中保健所",
    privacy="食品衛生法に基づく許可の審査と、許可後の指導のために使います。",
    steps=(*(StepView(each.label, "done", "#x") for each in STEPS[:4]), StepView("確認", "now")),
    fees=(FeeLine("食品営業許可申請手数料", 18300),),
    total=18300,
    errors=(Link("#declared", "内容を確かめて、印をつけてください。"),),
    declaration_error="内容を確かめて、印をつけてください。",
    back_url="/apply/food?page=4",
)
DONE = DonePage(
    TITLE,
    NUMBER,
    NOW,
    "hanako@example.jp",
    (
        NextStep("手数料を支払ってください。", date(2026, 12, 8)),
        NextStep("保健所が書類を審査し、検査の日を決めます。", date(2026, 12, 4)),
        NextStep("検査に通ると、許可証が出ます。"),
    ),
    "/my/cases/R8-食-000123",
    pay_url="/my/cases/R8-食-000123/pay",
)
MY = MyPage(
    drafts=(
        DraftCard("公文書開示請求", "/apply/disclosure", NOW, date(2027, 2, 22), "/my/drafts/1"),
    ),
    cases=(
        CaseCard(
            NUMBER, TITLE, "/my/cases/1", "補正をお願いしています", NOW, "warn", "12月8日までに直す"
        ),
        CaseCard(
            "R8-情-000007", "公文書開示請求", "/my/cases/2", "開示を決定しました", NOW, "good"
        ),
    ),
)
CASE = CasePage(
    NUMBER,
    TITLE,
    "補正をお願いしています",
    "内容に確かめたいところがあります。直していただくと、審査を続けます。",
    NOW,
    OFFICE,
    (
        ProgressStep("受付", "done", "11月20日"),
        ProgressStep("審査", "now", "補正待ち"),
        ProgressStep("検査", "todo"),
        ProgressStep("決定", "todo"),
        ProgressStep("許可証の交付", "todo"),
    ),
    tone="warn",
    clock=CLOCK,
    todo=(
        TodoBox(
            "申請の内容を直してください",
            "図面と面積が違うようです。",
            "/my/cases/1/correct",
            "内容を直す",
            date(2026, 12, 8),
            ("調理場の面積：図面では12.5㎡です。", "図面：寸法を書き入れてください。"),
        ),
    ),
    timeline=TIMELINE,
    documents=DOCUMENTS,
    charges=CHARGES,
    sections=SENT_SECTIONS,
    withdraw_url="/my/cases/1/withdraw",
)
WITHDRAW = WithdrawPage(NUMBER, TITLE, "/my/cases/1", ("支払った手数料は戻りません。",))
PAY = PayPage(
    NUMBER,
    "食品営業許可申請手数料",
    18300,
    (
        OptionView("card", "クレジットカード", chosen=True, help="すぐに確認できます。"),
        OptionView("konbini", "コンビニ", help="番号を受け取って、店で支払います。"),
        OptionView("pay-easy", "ペイジー（ATM・ネットバンキング）"),
    ),
    "/my/cases/1",
    "k",
    date(2026, 12, 8),
    "支払ったあとは、許可にならないときも手数料は戻りません。",
)
CHECKING = PaymentStatusPage(
    NUMBER, "食品営業許可申請手数料", 18300, "checking", "/my/cases/1", refresh=5
)
WAITING = PaymentStatusPage(
    NUMBER,
    "食品営業許可申請手数料",
    18300,
    "waiting",
    "/my/cases/1",
    instructions=(("収納機関番号", "58091"), ("お客様番号", "1234 5678 9012")),
    until=date(2026, 12, 8),
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
    charges=CHARGES,
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

SAMPLES: dict[str, tuple[str, Chrome, object]] = {
    "home": ("resident/home.html", VISITOR, HOME),
    "nothing": ("resident/home.html", VISITOR, NOTHING),
    "procedure": ("resident/procedure.html", VISITOR, PROCEDURE),
    "form": ("resident/form_page.html", RESIDENT, FORM),
    "form-errors": ("resident/form_page.html", RESIDENT, BAD_FORM),
    "check": ("resident/check.html", RESIDENT, CHECK),
    "done": ("resident/done.html", RESIDENT, DONE),
    "my": ("resident/my.html", FLASHED, MY),
    "my-empty": ("resident/my.html", RESIDENT, MyPage()),
    "case": ("resident/case.html", RESIDENT, CASE),
    "withdraw": ("resident/withdraw.html", RESIDENT, WITHDRAW),
    "pay": ("resident/pay.html", RESIDENT, PAY),
    "payment-checking": ("resident/payment_status.html", RESIDENT, CHECKING),
    "payment-waiting": ("resident/payment_status.html", RESIDENT, WAITING),
    "sign-in": (
        "resident/sign_in.html",
        VISITOR,
        SignInPage("hanako", "申請をはじめるため", (Link("#email", "@ が足りません。"),)),
    ),
    "sign-in-code": (
        "resident/sign_in_code.html",
        VISITOR,
        SignInCodePage("hanako@example.jp", 10, "/sign-in"),
    ),
    "worklist": ("console/worklist.html", CLERK, WORKLIST),
    "desk": ("console/case.html", CLERK, DESK),
    "conflict": ("console/conflict.html", CLERK, CONFLICT),
    "staff-sign-in": (
        "console/sign_in.html",
        Chrome(area="console", demo_now=NOW),
        StaffSignInPage((Link("/console/sign-in/oidc", "職員認証でログイン"),)),
    ),
    "message": ("public/message.html", VISITOR, FAILURE),
    "help": ("public/help.html", VISITOR, STATIC),
    "privacy": ("public/privacy.html", VISITOR, STATIC),
    "accessibility": ("public/accessibility.html", VISITOR, STATIC),
    "people": ("demo/people.html", VISITOR, PEOPLE),
    "mailbox": ("demo/mailbox.html", VISITOR, MAILBOX),
    "bank": ("demo/pay.html", VISITOR, BANK),
    "clock": ("demo/clock.html", VISITOR, CLOCK_PAGE),
}
"""Every template by a short name: its path, what surrounds it, and its view model."""
