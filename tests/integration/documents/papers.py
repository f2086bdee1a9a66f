"""Facts of papers that the tests print, as full as a real case makes them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from app.documents import appeal
from app.documents.facts import (
    Applicant,
    AttachedFile,
    ClockLine,
    ContactPoint,
    ExtensionLine,
    FeeLine,
    PaperFacts,
    PaymentLine,
    ReasonLine,
    Row,
    Section,
)

MINIMAL = PaperFacts(
    id="0192f7a4",
    title="受付票",
    template="acknowledgement",
    issued_on=date(2026, 11, 22),
    case_number="R8-000123",
    procedure_title="飲食店営業許可の申請",
    department="",
    issuer="東京都多摩立川保健所長",
    applicant=Applicant("山田 太郎"),
)

REASONS = (
    ReasonLine(
        "施設の構造が、条例の基準に適合していること。",
        "手洗い設備が流水式でないことを、検査において確認した。",
        "流水式でない手洗い設備は、再汚染を防止できる構造に当たらない。",
        "食品衛生法施行規則別表第19第3号",
    ),
    ReasonLine("責任者を置くこと。", "資格を証する書類がない。", "置いたものと認められない。"),
)

FULL = replace(
    MINIMAL,
    department="生活環境安全課 食品衛生担当",
    number="8多立生食第123号",
    applicant=Applicant(
        "株式会社𠮷田屋",
        "カブシキガイシャヨシダヤ",
        "東京都立川市錦町4-6-3 立川南ビル2階",
        "代表取締役　髙﨑 葛\U000e0100子",
    ),
    arrived_at=datetime(2026, 11, 1, 5, 5, tzinfo=UTC),
    sections=(
        Section("営業者", (Row("氏名又は名称", "株式会社𠮷田屋"), Row("備考", ""))),
        Section("営業所", (Row("屋号", "台所 よしだ"), Row("所在地", "東京都立川市曙町2-1-1"))),
    ),
    attachments=(AttachedFile("施設の平面図", "平面図_一階.pdf"),),
    law_basis="食品衛生法第55条第1項",
    disposition="許可",
    decided_on=date(2026, 11, 20),
    conditions="生食用の食肉を取り扱わないこと。",
    valid_from=date(2026, 12, 1),
    valid_to=date(2032, 11, 30),
    reasons=REASONS,
    appeal=appeal.paragraphs("review-and-suit"),
    fees=(FeeLine("許可申請手数料", 18300, "非課税", "食品衛生法施行条例 別表"),),
    payment=PaymentLine(
        "クレジットカード",
        datetime(2026, 11, 2, 3, 0, tzinfo=UTC),
        "P-2026-00991",
        "東京納付株式会社",
    ),
    clock=ClockLine("15開庁日", date(2026, 11, 24), "補正の期間は含みません。"),
    extension=ExtensionLine(
        date(2027, 1, 20), "公文書が著しく大量であるため。", date(2026, 11, 30)
    ),
    next_steps=("担当者が書類を確認します。", "施設の検査の日をご連絡します。"),
    contact=ContactPoint(
        "多摩立川保健所 食品衛生担当", "042-524-5171", "東京都立川市柴崎町2-21-19"
    ),
    verify_url="https://madoguchi.example/verify/0192f7a4",
)

TITLES = {
    "acknowledgement": "受付票",
    "permit": "飲食店営業許可証",
    "decision": "決定通知書",
    "certificate": "営業許可証明書",
    "refusal": "飲食店営業不許可通知書",
    "extension": "決定期間延長通知書",
    "payment": "納付済確認書",
    "filing-copy": "営業廃止届出書",
}


def paper(template: str, facts: PaperFacts = FULL, **more: object) -> PaperFacts:
    """Give the facts of a full paper of a template."""
    return replace(facts, template=template, title=TITLES[template], **more)  # type: ignore[arg-type]
