"""手続台帳: one row for each procedure, with the columns that such a list has."""

from collections.abc import Mapping

from app.definitions import prices
from app.definitions.model import Procedure, Source, say
from app.definitions.prices import UNKNOWN

COLUMNS = (
    "手続ID", "記号", "手続名", "ふだんの呼び方", "分野", "所管", "窓口", "根拠法令",
    "手続を律する法", "処分の別", "教示", "申請できる人", "代理", "本人確認", "オンライン",
    "国などのシステム", "提出期限", "標準処理期間", "手数料", "手数料の根拠", "納める時",
    "添付書類", "発行する文書", "審査基準", "業務フロー", "保存年限", "情報公開", "施行日",
    "確かさ", "確認中のこと",
)  # fmt: skip

_WHO = {"individual": "個人", "corporation": "法人", "staff": "職員"}
_DUES = {"on_application": "申請の時", "after_decision": "決定の後", "at_issue": "交付の時"}
_SURE = {"high": "高", "medium": "中", "low": "低", "unconfirmed": "未確認"}
_APPEALS = {
    "review-and-suit": "審査請求と取消訴訟",
    "review-first": "審査請求前置",
    "ruling-only": "裁決の取消訴訟だけ",
    "suit-only": "取消訴訟だけ",
}


def row(procedure: Procedure) -> Mapping[str, str]:
    """Give the row of a procedure, by column."""
    return {
        "手続ID": procedure.id,
        "記号": procedure.code,
        "手続名": say(procedure.title),
        "ふだんの呼び方": procedure.title.get("plain", ""),
        "分野": procedure.find.category,
        "所管": procedure.department.name,
        "窓口": _office(procedure),
        "施行日": procedure.effective.isoformat(),
        "業務フロー": say(procedure.workflow.title),
        **_law(procedure),
        **_access(procedure),
        **_money(procedure),
        **_records(procedure),
    }


def _office(procedure: Procedure) -> str:
    if procedure.office.by:
        return "住所などにより決まる"
    found = procedure.offices.get(procedure.office.unit)
    return (found or procedure.department).name


def _law(procedure: Procedure) -> dict[str, str]:
    law = procedure.law
    clock = procedure.workflow.clock
    return {
        "根拠法令": _cited(law.basis),
        "手続を律する法": law.under,
        "処分の別": "処分" if law.disposition else "処分でない",
        "教示": _APPEALS.get(law.appeal, law.appeal) or "なし",
        "標準処理期間": str(clock.period) if clock.period else UNKNOWN,
        "審査基準": "／".join(say(each.text) for each in procedure.grounds) or "なし",
        "提出期限": say(procedure.deadline) if procedure.deadline else "なし",
    }


def _cited(sources: tuple[Source, ...]) -> str:
    return "、".join(f"{each.act}{each.article}" for each in sources if each.act) or UNKNOWN


def _access(procedure: Procedure) -> dict[str, str]:
    return {
        "申請できる人": "、".join(_WHO.get(each, each) for each in procedure.applicant),
        "代理": "可" if procedure.agent else "不可",
        "本人確認": procedure.identity,
        "オンライン": "可",
        "国などのシステム": procedure.national_system or "なし",
        "添付書類": "、".join(say(each.label) for each in procedure.attachments) or "なし",
        "発行する文書": "、".join(say(each.title) for each in procedure.papers.values()),
    }


def _money(procedure: Procedure) -> dict[str, str]:
    if not procedure.fees:
        return {"手数料": "なし", "手数料の根拠": "なし", "納める時": "なし"}
    amounts = [
        f"{say(fee.label)}：" + "／".join(dict.fromkeys(w for _, w in prices.lines(fee, procedure)))
        for fee in procedure.fees
    ]
    return {
        "手数料": "、".join(amounts),
        "手数料の根拠": _cited(tuple(dict.fromkeys(fee.source for fee in procedure.fees))),
        "納める時": "、".join(dict.fromkeys(_DUES[fee.due] for fee in procedure.fees)),
    }


def _records(procedure: Procedure) -> dict[str, str]:
    kept, ends = procedure.retention, procedure.workflow.ends
    named = {name: say(each.result) for name, each in ends.items()}
    years = "、".join(f"{named.get(end, 'そのほか')}{n}年" for end, n in kept.years.items())
    if len(set(kept.years.values())) == 1:
        years = f"{next(iter(kept.years.values()))}年"
    return {
        "保存年限": f"{years or UNKNOWN}{'（仮）' if kept.assumed and years else ''}",
        "情報公開": kept.disclosure or UNKNOWN,
        "確かさ": _SURE[procedure.provenance.confidence],
        "確認中のこと": procedure.provenance.note or "なし",
    }
