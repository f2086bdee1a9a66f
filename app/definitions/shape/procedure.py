"""手続の形: the nouns of a procedure. States are not here, and cannot be: a workflow owns them."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag, model_validator
from pydantic_core import PydanticCustomError

from app.definitions.shape.values import (
    Bases,
    Basis,
    Day,
    FieldPath,
    Formula,
    Id,
    KebabId,
    Number,
    PageId,
    Shape,
    Span,
    Text,
    Texts,
    UnitPath,
    key,
    mapping,
)


def _options(value: object) -> object:
    if isinstance(value, str):
        return {"list": value}
    if isinstance(value, list):
        return {"items": {str(each): str(each) for each in value}}
    if isinstance(value, dict):
        return {"items": value}
    return value


class OptionsShape(Shape):
    """What can be chosen: a code list by name, or codes with their words."""

    list: str = key("コード表の名", "")
    items: dict[str, Texts] = key("符号と文字", dict)


Options: TypeAlias = Annotated[OptionsShape, BeforeValidator(_options)]


class FieldShape(Shape):
    """項目"""

    field: FieldPath = key("項目の名（半角の小文字と _）")
    type: str = key("項目の種類")
    label: Texts = key("見出しの文字")
    help: Texts | None = key("説明", None)
    example: Text = key("記入例", "")
    required: bool | Formula = key("必ず答えるか（true, false、または条件の式）", True)
    when: Formula | None = key("尋ねる条件", None)
    default: Formula | None = key("初めに入れておく値の式", None)
    computed: Formula | None = key("計算する値の式（type: computed）", None)
    options: Options | None = key("選択肢: コード表の名、一覧、または符号と文字", None)
    min: Number | None = key("最小（数、または行の数）", None)
    max: Number | None = key("最大（数、文字の長さ、または行の数）", None)
    unit: str = key("単位", "")
    autocomplete: str = key("ブラウザの自動入力の種類", "")
    kana: bool = key("氏名でフリガナも尋ねるか", True)
    personal: str = key("個人情報の種類（氏名、住所など）", "")
    disclosed: bool = key("情報公開で開示する項目か", False)
    each: Texts | None = key("繰り返しの一件の呼び名", None)
    rows: list["FieldOrUse"] = key("繰り返しの一件の中の項目（type: group）", list)


class ChangeShape(Shape):
    """What a procedure changes in a field of a shared block."""

    label: Texts | None = key("見出しの文字", None)
    help: Texts | None = key("説明", None)
    example: Text | None = key("記入例", None)
    required: bool | Formula | None = key("必ず答えるか", None)
    when: Formula | None = key("尋ねる条件", None)
    options: Options | None = key("選択肢", None)
    max: Number | None = key("最大", None)
    disclosed: bool | None = key("情報公開で開示する項目か", None)


class UseShape(Shape):
    """共通部品の呼出し"""

    use: KebabId = key("共通部品の名（procedures/_shared/blocks/）")
    prefix: FieldPath | None = key("項目の名の前に付ける名", None, alias="as")
    when: Formula | None = key("この部品を尋ねる条件", None)
    without: list[FieldPath] = key("除く項目", list)
    change: dict[str, ChangeShape] = key("言い換える項目", dict)
    titles: dict[str, Texts] = key("ページの題を替える", dict)


def _field_or_use(value: object) -> str:
    return "=use" if "use" in (mapping(value) or {}) else "=field"


FieldOrUse: TypeAlias = Annotated[
    Annotated[FieldShape, Tag("=field")] | Annotated[UseShape, Tag("=use")],
    Discriminator(_field_or_use),
]


class RepeatShape(Shape):
    """繰返し"""

    group: Id = key("繰り返しの項目の名")
    min: int = key("最も少ない件数", 1, ge=0, le=1000)
    max: int = key("最も多い件数", 10, ge=1, le=1000)
    each: Texts = key("一件の呼び名")
    when: Formula | None = key("尋ねる条件", None)
    help: Texts | None = key("説明", None)


class PageShape(Shape):
    """ページ"""

    page: PageId = key("ページの名（アドレスに入る）")
    title: Texts = key("ページの題")
    help: Texts | None = key("説明", None)
    when: Formula | None = key("このページを出す条件", None)
    repeat: RepeatShape | None = key("一件ずつ繰り返して尋ねる", None)
    fields: list[FieldOrUse] = key("項目")


def _page_or_use(value: object) -> str:
    return "=use" if "use" in (mapping(value) or {}) else "=page"


PageOrUse: TypeAlias = Annotated[
    Annotated[PageShape, Tag("=page")] | Annotated[UseShape, Tag("=use")],
    Discriminator(_page_or_use),
]


class AttachmentShape(Shape):
    """添付書類"""

    file: Id = key("添付書類の名")
    label: Texts = key("見出しの文字")
    help: Texts | None = key("説明", None)
    when: Formula | None = key("求める条件", None)
    required: bool = key("必ず付けるか", True)
    any_of: str = key("どれか一つでよい仲間の名", "")
    obtainable: str = key("役所が自ら取れる台帳の名（取れるなら求めない）", "")
    max_files: int = key("付けられる数", 5, ge=1, le=50)
    template: str = key("ひな形", "")


class CheckShape(Shape):
    """審査の前の点検"""

    check: Id = key("点検の名")
    require: Formula = key("満たすべき条件")
    at: FieldPath = key("満たさないときに示す項目")
    message: Texts = key("満たさないときの言葉")
    when: Formula | None = key("点検する条件", None)
    basis: Basis | None = key("根拠", None)


class FeeRowShape(Shape):
    """手数料の表の一行"""

    when: Formula | None = key("この行に当たる条件", None)
    amount: int | Formula | None = key("額（円）または式、分からなければ null", None, alias="is")
    otherwise: int | Formula | None = key("どの行にも当たらないときの額", None)
    note: str = key("注記", "")

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, data: Any) -> Any:  # noqa: ANN401 - data before it has a shape
        row = mapping(data)
        if row is None:
            return data
        if ("when" in row) == ("otherwise" in row) or ("when" in row) != ("is" in row):
            raise PydanticCustomError(
                "fee_row", "表の行は「when と is」か「otherwise」のどちらかです。"
            )
        return data


def _rows(value: object) -> object:
    return value if isinstance(value, list) else [{"otherwise": value}]


class FeeShape(Shape):
    """手数料"""

    fee: Id = key("手数料の名")
    label: Texts = key("手数料の呼び名")
    basis: Basis | None = key("根拠となる条例など", None)
    tax: Literal["exempt", "taxable"] = key("消費税: exempt 非課税, taxable 課税", "exempt")
    due: Literal["on_application", "after_decision", "at_issue"] = key("納める時")
    refund: Texts | None = key("返すか返さないか", None)
    yen: Annotated[list[FeeRowShape], BeforeValidator(_rows)] = key("額、式、または表")


class OfficeShape(Shape):
    """窓口となる事務所"""

    unit: UnitPath | None = key("いつも同じ事務所", None)
    by: FieldPath | None = key("所管を決める項目", None)
    table: KebabId | None = key("所管区域の表の名", None)
    elsewhere: Texts | None = key("所管の外のときに言うこと", None)

    @model_validator(mode="before")
    @classmethod
    def _one_way(cls, data: Any) -> Any:  # noqa: ANN401 - data before it has a shape
        office = mapping(data)
        if office is not None and (
            ("unit" in office) == ("by" in office) or ("by" in office) != ("table" in office)
        ):
            raise PydanticCustomError(
                "office", "事務所は unit か、by と table の組のどちらかで決めます。"
            )
        return data


class FindShape(Shape):
    """探し方"""

    category: str = key("分野", "")
    life_events: list[str] = key("くらしの出来事", list)
    words: list[str] = key("探す言葉", list)


def _appeal(value: object) -> object:
    return {"use": value} if isinstance(value, str) else value


class AppealShape(Shape):
    """教示"""

    use: Literal["review-and-suit", "review-first", "ruling-only", "suit-only"] = key("教示の型")
    reviewer: str = key("審査庁", "東京都知事")
    defendant: str = key("被告", "東京都")
    representative: str = key("被告を代表する者", "東京都知事")


class LawShape(Shape):
    """根拠法令"""

    under: Literal["行政手続法", "東京都行政手続条例", "要綱", "その他"] = key("手続を律する法")
    basis: Bases = key("根拠となる法令の条", min_length=1)
    disposition: bool = key("処分か")
    appeal: Annotated[AppealShape, BeforeValidator(_appeal)] | None = key("教示の型", None)


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


class ClockShape(Shape):
    """期間"""

    period: Span | None = key("標準処理期間、または法令の期限。分からなければ null")
    kind: Literal["standard", "statutory"] | None = key("標準処理期間か法定の期限か", None)
    extension: Span | None = key("延ばせる最も長い期間", None)
    basis: Basis | None = key("根拠", None)
    note: str = key("注記", "")


class PaperShape(Shape):
    """帳票"""

    title: Texts = key("帳票の題")
    template: str = key("ひな形の名", "")
    number: str = key("番号の形", "")
    body: Texts | None = key("本文", None)
    validity: Span | None = key("有効期間", None)
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

    retention: Annotated[dict[str, int], BeforeValidator(_years)] = key("保存年数", min_length=1)
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
    before: list[Texts] = key("準備するもの", list)
    deadline: Texts | None = key("提出の期限", None)
    pages: list[PageOrUse] = key("ページ", min_length=1)
    attachments: list[AttachmentShape] = key("添付書類", list)
    checks: list[CheckShape] = key("点検", list)
    fees: list[FeeShape] = key("手数料", list)
    workflow: CallShape = key("業務フロー")
    clock: ClockShape | None = key("期間", None)
    papers: dict[str, PaperShape] = key("帳票", dict)
    refuse_because: list[GroundShape] = key("審査基準", list)
    records: RecordsShape | None = key("文書の保存", None)
    privacy: Texts | None = key("個人情報の利用目的", None)
    faq: list[QuestionShape] = key("よくある質問", list)
    notes: list[str] = key("注記", list)
    tables: dict[str, Any] = key("この手続だけの表", dict)
    provenance: ProvenanceShape | None = key("出典", None)
