"""receipt.full: the paper that confirms a payment, against WeasyPrint with the same page."""

from datetime import UTC, date, datetime

from app.documents import render, templates
from app.documents.facts import Applicant, ContactPoint, FeeLine, PaperFacts, PaymentLine
from tests.benchmarks.measuring import Result, Side, compare

_TIMES = 3
_FACTS = PaperFacts(
    id="0192f7a4",
    title="納付済確認書",
    template="payment",
    issued_on=date(2026, 11, 22),
    case_number="R8-SE-00123",
    number="8多立食納第0123号",
    procedure_title="食品営業許可申請（新規）",
    department="生活環境安全課 食品衛生担当",
    issuer="東京都多摩立川保健所長",
    applicant=Applicant("株式会社よしだ", "カブシキガイシャヨシダ", "東京都立川市錦町4-6-3"),
    arrived_at=datetime(2026, 11, 1, 5, 5, tzinfo=UTC),
    fees=(FeeLine("食品営業許可申請手数料", 18300, "非課税", "食品衛生法施行条例 別表"),),
    payment=PaymentLine(
        "クレジットカード",
        datetime(2026, 11, 2, 3, 0, tzinfo=UTC),
        "P-2026-00991",
        "東京納付株式会社",
    ),
    contact=ContactPoint(
        "多摩立川保健所 食品衛生担当", "042-524-5171", "東京都立川市柴崎町2-21-19"
    ),
    verify_url="https://madoguchi.example/verify/0192f7a4",
)


def measure() -> list[Result]:
    """Measure the paper, tagged and for the archive, against the plain one."""
    import weasyprint

    sheet = (templates.ROOM / "letterhead" / "paper.css").read_text(encoding="utf-8")
    page = render.html(_FACTS).replace("</head>", f"<style>{sheet}</style></head>")
    assert sheet in page

    def ours(times: int) -> None:
        for _ in range(times):
            assert render.render(_FACTS).pages == 1

    def plain(times: int) -> None:
        for _ in range(times):
            assert weasyprint.HTML(string=page).write_pdf()

    return [compare("receipt.full", Side(ours), Side(plain), 0.7, times=_TIMES)]
