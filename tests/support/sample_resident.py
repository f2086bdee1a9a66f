"""Sample pages of residents."""

from datetime import date

from app.web.resident_views import (
    CaseCard,
    CasePage,
    CheckPage,
    DonePage,
    DraftCard,
    HomePage,
    LawLine,
    MyPage,
    NextStep,
    PaperView,
    PaymentStatusPage,
    PayPage,
    ProcedureCard,
    ProcedurePage,
    TodoBox,
    WithdrawPage,
)
from app.web.views import Facet, FeeLine, Link, OptionView, ProgressStep, StepView
from tests.support.sample_form import STEPS
from tests.support.sample_parts import (
    CHARGES,
    CLOCK,
    DOCUMENTS,
    NOW,
    NUMBER,
    OFFICE,
    SECTIONS,
    SENT_SECTIONS,
    TIMELINE,
    TITLE,
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
