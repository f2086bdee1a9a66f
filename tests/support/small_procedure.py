"""A small procedure made by hand, with every kind of step, for tests of the pure core."""

from datetime import UTC, date, datetime
from decimal import Decimal

from app.cases.model import Actor, Post
from app.definitions.expressions.compiled import Expression
from app.definitions.expressions.types import Type
from app.definitions.model import (
    ClockRule,
    End,
    Fee,
    FeeRow,
    Field,
    Finding,
    Ground,
    Law,
    OfficeRule,
    Page,
    PaperRule,
    Procedure,
    Retention,
    Station,
    Step,
    Unit,
    Withdrawal,
    Workflow,
)
from app.kernel.calendar import Period

OFFICE = "bureau/office"
AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


def expression(run, kind="bool", source="(test)") -> Expression:
    return Expression(source, Type(kind), frozenset(), run)


def yen(amount: int | None) -> FeeRow:
    made = None if amount is None else expression(lambda _: amount, "money", str(amount))
    return FeeRow(None, made, "" if amount is not None else "確認中")


def fee(amount: int | None, due: str = "on_application", name: str = "application") -> Fee:
    return Fee(name, {"ja": "申請手数料"}, (yen(amount),), due)


def _step(name: str, kind: str, moves: dict[str, str], **more) -> Step:
    return Step(id=name, kind=kind, label={"ja": name}, moves=moves, **more)


STEPS = {
    "payment": _step(
        "payment", "await-payment", {"done": "examine", "expired": "lapsed"},
        within=Period(days=14), due="on_application", remind=(Period(days=3),),
    ),
    "examine": _step(
        "examine", "examine",
        {"ok": "inspect", "refuse": "decide", "correct": "correction", "ask": "outside"},
        by="担当",
    ),
    "correction": _step(
        "correction", "await-applicant", {"answered": "examine", "expired": "examine"},
        within=Period(days=14), remind=(Period(days=2),),
    ),
    "outside": _step(
        "outside", "await-outside", {"answered": "examine", "expired": "examine"},
        by="担当", within=Period(days=30),
    ),
    "inspect": _step(
        "inspect", "inspect", {"passed": "decide", "failed": "decide", "correct": "correction"},
        by="担当",
    ),
    "decide": _step(
        "decide", "decide",
        {"granted": "late_fee", "partial": "late_fee", "refused": "notify", "sent_back": "examine"},
        by="担当",
        route=(Station("approve", ("係長",)), Station("concur", ("bureau/law:法務係長",)),
               Station("approve", ("課長",))),
        decider="所長",
        dispositions=("granted", "partial", "refused"),
    ),
    "late_fee": _step(
        "late_fee", "await-payment", {"done": "issue", "expired": "lapsed"},
        within=Period(days=14), due="after_decision",
    ),
    "issue": _step("issue", "issue", {"done": "granted"}, paper="granted"),
    "notify": _step("notify", "issue", {"done": "refused"}, paper="refused"),
}  # fmt: skip

ENDS = {
    "granted": End("granted", {"ja": "許可"}, "granted"),
    "refused": End("refused", {"ja": "不許可"}, "refused"),
    "lapsed": End("lapsed", {"ja": "取下げ扱い"}),
    "withdrawn": End("withdrawn", {"ja": "取下げ"}),
}


def procedure(fees: tuple[Fee, ...] = (), **workflow) -> Procedure:
    flow = {
        "id": "every-kind",
        "title": {"ja": "すべての工程"},
        "steps": STEPS,
        "ends": ENDS,
        "start": "payment",
        "clock": ClockRule(Period(days=14), extension=Period(days=60)),
        "withdrawal": Withdrawal("withdrawn", "decide"),
    } | workflow
    unit = Unit(OFFICE, "試験事務所", "bureau")
    paper = PaperRule("granted", {"ja": "許可証"}, "permit")
    return Procedure(
        id="small", effective=date(2026, 4, 1), digest="d" * 64, code="SMALL",
        title={"ja": "小さな申請"}, summary={"ja": "試験用"}, department=unit,
        office=OfficeRule(unit=OFFICE), offices={OFFICE: unit},
        law=Law("行政手続法", (), disposition=True), find=Finding(),
        applicant=("individual",), agent=False, identity="email", national_system="",
        before=(), deadline=None,
        pages=(Page("main", {"ja": "内容"}, (
            Field("name", "text", {"ja": "名前"}),
            Field("amount", "integer", {"ja": "数"}, required=False, minimum=Decimal(0)),
        )),),
        attachments=(), checks=(), fees=fees, workflow=Workflow(**flow),
        papers={"granted": paper, "refused": PaperRule("refused", {"ja": "通知"}, "refusal"),
                "extension": PaperRule("extension", {"ja": "延長"}, "extension"),
                "acknowledgement": PaperRule("acknowledgement", {"ja": "受付票"}, "ack"),
                "payment": PaperRule("payment", {"ja": "納付済確認書"}, "payment")},
        grounds=(Ground("facility", {"ja": "施設基準に適合しない"}),),
        retention=Retention({"granted": 5}, assumed=True), privacy={"ja": ""}, faq=(), notes=(),
    )  # fmt: skip


def clerk(name: str, *posts: str, unit: str = OFFICE) -> Actor:
    held = frozenset(Post(unit, post) for post in posts)
    return Actor("clerk", name, name, held)


RESIDENT = Actor("resident", "r1", "山田 花子")
EXAMINER = clerk("examiner", "担当")
CHIEF = clerk("chief", "係長")
LAWYER = clerk("lawyer", "法務係長", unit="bureau/law")
MANAGER = clerk("manager", "課長")
HEAD = clerk("head", "所長")
SYSTEM = Actor("system", "worker")
EVERYONE = (RESIDENT, EXAMINER, CHIEF, LAWYER, MANAGER, HEAD, SYSTEM)
