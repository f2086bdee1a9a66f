"""個人情報ファイル簿の案: an entry as 個人情報の保護に関する法律第75条第1項 asks for it.

The items are those of 第74条第1項第1号から第7号まで、第9号及び第10号, and those that the 施行令
adds; each carries the provision that asks for it. A draft for the department to complete: what does
not follow from the definition is 「所管課に確認中」. Whether a file must be listed at all (第74条
第2項, such as one of fewer than 1,000 persons) is not for a definition to know.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.definitions.model import Field, Procedure, say
from app.definitions.prices import UNKNOWN
from app.definitions.proofs.personal import personal

COLUMNS = ("手続ID", "項目", "根拠", "内容")

_SENSITIVE = (
    "病", "障害", "疾患", "診断", "健康", "妊娠", "刑", "犯罪", "前科", "信条", "人種",
    "社会的身分",
)  # fmt: skip
"""Words by which a question may be about 要配慮個人情報 (法第2条第3項)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the register: what it is called, which provision asks for it, what it says."""

    item: str
    basis: str
    text: str


def entries(procedure: Procedure) -> tuple[Entry, ...]:
    """Draft the entry of a procedure's file; nothing where it asks nothing about persons."""
    recorded = tuple(_recorded(procedure.fields))
    if not recorded:
        return ()
    unit = procedure.department
    return (
        Entry("個人情報ファイルの名称", "法第74条第1項第1号", f"{say(procedure.title)}ファイル"),
        Entry("行政機関等の名称", "法第74条第1項第2号", procedure.law.representative),
        Entry("事務をつかさどる組織の名称", "法第74条第1項第2号", unit.name),
        Entry("利用目的", "法第74条第1項第3号", say(procedure.privacy) or UNKNOWN),
        Entry("記録項目", "法第74条第1項第4号", _numbered((*recorded, *_files(procedure)))),
        Entry("記録範囲", "法第74条第1項第4号", _range(procedure)),
        Entry("記録情報の収集方法", "法第74条第1項第5号", _gathered(procedure)),
        Entry("要配慮個人情報", "法第74条第1項第6号", _sensitive(procedure)),
        Entry("記録情報の経常的提供先", "法第74条第1項第7号", UNKNOWN),
        Entry("開示請求等を受理する組織の名称及び所在地", "法第74条第1項第9号", UNKNOWN),
        Entry("訂正又は利用停止の他の法令による手続", "法第74条第1項第10号", UNKNOWN),
        Entry("個人情報ファイルの種別", "法第75条第1項の政令で定める事項", _KIND),
        Entry("マニュアル処理ファイルの有無", "法第75条第1項の政令で定める事項", UNKNOWN),
        Entry("行政機関等匿名加工情報の提案の募集", "法第110条", UNKNOWN),
        Entry(
            "備考", "", f"保存年限 {_years(procedure)}。{procedure.effective}施行の定義による案。"
        ),
    )


def in_text(id_: str, draft: Iterable[Entry]) -> Iterator[str]:
    """Give a draft as lines of text, each item with the provision that asks for it."""
    yield f"個人情報ファイル簿（案）　{id_}"
    yield "個人情報の保護に関する法律（平成15年法律第57号）第75条第1項による。"
    listed = list(draft)
    if not listed:
        yield "この手続は、個人に関することを尋ねません。"
    for each in listed:
        basis = f"（{each.basis}）" if each.basis else ""
        yield f"■ {each.item}{basis}"
        yield f"    {each.text}"


_KIND = "法第60条第2項第1号（電算処理ファイル）"


def _recorded(fields: Iterable[Field], lead: str = "") -> Iterator[str]:
    """Give what is recorded of persons: the labels of the questions that ask it."""
    for each in fields:
        label = f"{lead}{say(each.label)}"
        what = personal(each)
        if what:
            yield label if what in label else f"{label}（{what}）"
        yield from _recorded(each.rows, f"{label}の")


def _files(procedure: Procedure) -> Iterator[str]:
    if procedure.attachments:
        named = "、".join(say(each.label) for each in procedure.attachments)
        yield f"添付書類に記載された事項（{named}）"


def _numbered(items: Iterable[str]) -> str:
    return "、".join(f"{n} {each}" for n, each in enumerate(dict.fromkeys(items), 1))


def _range(procedure: Procedure) -> str:
    people = [f"{say(procedure.title)}をした者"]
    if procedure.agent:
        people.append("その代理人")
    people += [say(each.label) for each in procedure.fields if any(_recorded(each.rows))]
    return "、".join(people)


def _gathered(procedure: Procedure) -> str:
    words = "本人又は代理人からの申請（オンライン、紙）"
    obtained = [say(each.label) for each in procedure.attachments if each.obtainable]
    return f"{words}、他の機関からの取得（{'、'.join(obtained)}）" if obtained else words


def _sensitive(procedure: Procedure) -> str:
    asked = [(say(each.label), each.personal) for each in _every(procedure.fields)]
    asked += [(say(each.label), "") for each in procedure.attachments]
    found = [label for label, what in asked if any(word in label + what for word in _SENSITIVE)]
    if not found:
        return "含まない（所管課で確かめること）"
    return f"含むことがある（{'、'.join(found)}）。{UNKNOWN}"


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    for each in fields:
        yield each
        yield from _every(each.rows)


def _years(procedure: Procedure) -> str:
    years = sorted(set(procedure.retention.years.values()))
    said = "・".join(f"{each}年" for each in years) or UNKNOWN
    return f"{said}（仮）" if procedure.retention.assumed else said
