"""手続の形: the nouns of a procedure. States are not here, and cannot be: a workflow owns them."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.definitions.shape.form import PageOrUse
from app.definitions.shape.money import FeeShape
from app.definitions.shape.values import (
    Bases,
    Basis,
    Bytes,
    Day,
    FieldPath,
    Formula,
    Id,
    KebabId,
    Shape,
    Span,
    Texts,
    UnitPath,
    key,
    mapping,
)

TemplatePath: TypeAlias = Annotated[
    str, Field(pattern=r"^(forms/[a-z0-9][a-z0-9_-]*\.(pdf|xlsx|docx))?$", max_length=100)
]


class OmissionShape(Shape):
    """省略"""

    when: Formula = key("付けなくてよい条件")
    because: Texts = key("付けなくてよい理由（申請者に示す）")


class AttachmentShape(Shape):
    """添付書類"""

    file: Id = key("添付書類の名")
    label: Texts = key("見出しの文字")
    help: Texts | None = key("説明", None)
    when: Formula | None = key("求める条件", None)
    required: bool = key("必ず付けるか", True)
    any_of: str = key("どれか一つでよい仲間の名", "")
    obtainable: str = key("役所が自ら取れる台帳の名（取れるなら求めない）", "")
    omit: OmissionShape | None = key("付けなくてよい場合と、その理由", None)
    max_files: int = key("付けられる数", 5, ge=1, le=50)
    kinds: list[Literal["pdf", "jpeg", "png", "heic", "tiff", "docx", "xlsx"]] = key(
        "受け付けるファイルの種類（書かなければすべて）", list
    )
    max_size: Bytes | None = key("一つのファイルの大きさの上限（5MB など）", None)
    template: TemplatePath = key("記入用の様式（手続の隣の forms/ にあるファイル）", "")


class CheckShape(Shape):
    """審査の前の点検"""

    check: Id = key("点検の名")
    require: Formula = key("満たすべき条件")
    at: FieldPath = key("満たさないときに示す項目")
    message: Texts = key("満たさないときの言葉")
    when: Formula | None = key("点検する条件", None)
    basis: Basis | None = key("根拠", None)


class OfficeShape(Shape):
    """窓口となる事務所"""

    unit: UnitPath | None = key("いつも同じ事務所", None)
    by: FieldPath | None = key("所管を決める項目（住所、または一つを選ぶ項目）", None)
    table: KebabId | None = key("所管区域の表の名（住所のとき）", None)
    units: dict[str, UnitPath] | None = key("選択肢の符号ごとの事務所（選ぶ項目のとき）", None)
    elsewhere: Texts | None = key("所管の外のときに言うこと", None)

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, data: Any) -> Any:  # noqa: ANN401 - data before it has a shape
        office = mapping(data)
        if office is None:
            return data
        tables = ("table" in office) + ("units" in office)
        if ("unit" in office) == ("by" in office) or tables != ("by" in office):
            raise PydanticCustomError(
                "office", "事務所は unit か、by と table の組か、by と units の組で決めます。"
            )
        return data


class FindShape(Shape):
    """探し方"""

    category: str = key("分野", "")
    life_events: list[str] = key("くらしの出来事", list)
    words: list[str] = key("探す言葉", list)


def _appeal(value: object) -> object:
    return {"use": value} if isinstance(value, str) else value


AppealPattern: TypeAlias = Literal["review-and-suit", "review-first", "ruling-only", "suit-only"]


class AppealShape(Shape):
    """教示"""

    use: AppealPattern = key("教示の型")
    reviewer: str = key("審査庁", "東京都知事")
    defendant: str = key("被告", "東京都")
    representative: str = key("被告を代表する者", "東京都知事")


Appeal: TypeAlias = Annotated[
    AppealShape, BeforeValidator(_appeal, json_schema_input_type=AppealPattern | AppealShape)
]


class LawShape(Shape):
    """根拠法令"""

    under: Literal["行政手続法", "東京都行政手続条例", "要綱", "その他"] = key("手続を律する法")
    basis: Bases = key("根拠となる法令の条", min_length=1)
    disposition: bool = key("処分か")
    appeal: Appeal | None = key("教示の型", None)


class WhoShape(Shape):
    """できる人"""

    applicant: list[Literal["individual", "corporation", "staff"]] = key(
        "個人、法人。staff は職員だけが使う庁内の手続", min_length=1
    )
    agent: bool = key("代理人でもよいか")
    identity: str = key("本人確認の方法", "email")


class ChannelShape(Shape):
    """受け方"""

    online: Literal["here", "national", "none"] = key("オンラインで受けるところ", "here")
    national_system: str = key("国などの共同のシステムの名", "")


class CallShape(Shape):
    """業務フローの呼出し"""

    use: KebabId = key("業務フローの名（workflows/）")
    values: dict[str, Any] = key("業務フローに渡す値", dict, alias="with")


class ViaShape(Shape):
    """経由機関"""

    name: Texts = key("経由する機関")
    period: Span | None = key("経由に要する日数。分からなければ null")
    note: str = key("注記", "")


class ClockShape(Shape):
    """期間"""

    period: Span | None = key("標準処理期間、または法令の期限。分からなければ null")
    kind: Literal["standard", "statutory"] | None = key("標準処理期間か法定の期限か", None)
    extension: Span | None = key("延ばせる最も長い期間", None)
    via: ViaShape | None = key("紙の申請が経由する機関と、その日数（期間には含めない）", None)
    basis: Basis | None = key("根拠", None)
    note: str = key("注記", "")


class RenewalShape(Shape):
    """更新"""

    procedure: KebabId | None = key("更新する手続の名（まだなければ null）")
    remind: list[Span] = key("有効期間の終わる前に知らせる時（months(2) など）", min_length=1)


class PaperShape(Shape):
    """帳票"""

    title: Texts = key("帳票の題")
    template: str = key("ひな形の名", "")
    number: str = key("番号の形", "")
    body: Texts | None = key("本文", None)
    validity: Span | None = key("有効期間", None)
    renewal: RenewalShape | None = key("更新の手続と、知らせる時", None)
    basis: Basis | None = key("有効期間の根拠", None)
    conditions: bool = key("条件を付けられるか", False)
    show: list[FieldPath] = key("文書に載せる項目（書かなければ載せない）", list)


class GroundShape(Shape):
    """審査基準"""

    ground: Id = key("基準の名")
    text: Texts = key("基準の文")
    basis: Basis | None = key("根拠", None)


def _years(value: object) -> object:
    return {"otherwise": value} if isinstance(value, int) else value


class RecordsShape(Shape):
    """文書の保存"""

    retention: Annotated[
        dict[str, int], BeforeValidator(_years, json_schema_input_type=int | dict[str, int])
    ] = key("保存年数", min_length=1)
    assumed: bool = key("仮の年数か", False)
    disclosure: str = key("情報公開での扱い", "")


class QuestionShape(Shape):
    """よくある質問"""

    q: str = key("質問")
    a: str = key("答え")


class ProvenanceShape(Shape):
    """出典"""

    listed: Literal["own-selection", "official-named"] = key("169手続に選んだもと")
    confidence: Literal["high", "medium", "low"] = key("全体の確かさ")
    source: str = key("出典", "")
    unverified: list[str] = key("確かめていないこと", list)


class ProcedureShape(Shape):
    """手続"""

    procedure: KebabId = key("手続の名（フォルダの名と同じ）")
    effective: Day = key("施行日（ファイルの名と同じ）")
    code: str = key("手続の記号（案件番号に入る大文字）", pattern=r"^[A-Z]{2,5}$")
    title: Texts = key("手続の題")
    summary: Texts = key("どういう手続か")
    department: UnitPath = key("所管課")
    office: OfficeShape | None = key("窓口となる事務所", None)
    find: FindShape = key("探し方", FindShape)
    law: LawShape = key("根拠法令")
    who: WhoShape = key("できる人")
    channel: ChannelShape = key("受け方", ChannelShape)
    before: list[Texts] = key("準備するもの", list, max_length=50)
    deadline: Texts | None = key("提出の期限", None)
    pages: list[PageOrUse] = key("ページ", min_length=1, max_length=60)
    attachments: list[AttachmentShape] = key("添付書類", list, max_length=100)
    checks: list[CheckShape] = key("点検", list, max_length=200)
    fees: list[FeeShape] = key("手数料", list, max_length=50)
    workflow: CallShape = key("業務フロー")
    clock: ClockShape | None = key("期間", None)
    papers: dict[str, PaperShape] = key("帳票", dict, max_length=30)
    refuse_because: list[GroundShape] = key("審査基準", list, max_length=100)
    records: RecordsShape | None = key("文書の保存", None)
    privacy: Texts | None = key("個人情報の利用目的", None)
    faq: list[QuestionShape] = key("よくある質問", list, max_length=50)
    notes: list[str] = key("注記", list, max_length=50)
    tables: dict[str, Any] = key("この手続だけの表", dict, max_length=30)
    provenance: ProvenanceShape | None = key("出典", None)
