"""書式の形: fields, pages and the use of shared blocks, as they stand in a file."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag

from app.definitions.shape.values import (
    FieldPath,
    Formula,
    Id,
    KebabId,
    Limit,
    PageId,
    Shape,
    Text,
    Texts,
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
    """選択肢"""

    list: str = key("コード表の名", "")
    items: dict[str, Texts] = key("符号と文字", dict)


Options: TypeAlias = Annotated[
    OptionsShape,
    BeforeValidator(_options, json_schema_input_type=str | list[str] | dict[str, Texts]),
]


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
    once: Literal["profile", "case"] | None = key(
        "一度だけ尋ねる: profile 本人の登録から、case 前に受け付けた申請から、答えの案を出す", None
    )
    computed: Formula | None = key("計算する値の式（type: computed）", None)
    options: Options | None = key("選択肢: コード表の名、一覧、または符号と文字", None)
    min: Limit | None = key("最小（数、行の数。日付・期間・時刻では、最も早い日や時刻の式）", None)
    max: Limit | None = key(
        "最大（数、文字の長さ、行の数。日付・期間・時刻では、最も遅い日や時刻の式）", None
    )
    places: int | None = key("小数点以下の桁数（type: decimal）", None, ge=0, le=6)
    unit: str = key("単位", "")
    autocomplete: str = key("ブラウザの自動入力の種類", "")
    kana: bool = key("氏名でフリガナも尋ねるか", True)
    single: bool = key("氏名を姓と名に分けずに尋ねるか", False)
    personal: str = key("個人情報の種類（氏名、住所など）", "")
    disclosed: bool = key("情報公開で開示する項目か", False)
    purpose: Texts | None = key("なぜ尋ねるか（申請者に示す）", None)
    each: Texts | None = key("繰り返しの一件の呼び名", None)
    rows: list["FieldOrUse"] = key("繰り返しの一件の中の項目（type: group）", list)


class ChangeShape(Shape):
    """項目の言い換え"""

    # What a field cannot be without is left as it is, or said otherwise; it cannot be taken away.

    label: Texts = key("見出しの文字", None)
    help: Texts | None = key("説明", None)
    example: Text | None = key("記入例", None)
    required: bool | Formula = key("必ず答えるか", None)
    when: Formula | None = key("尋ねる条件", None)
    default: Formula | None = key("初めに入れておく値の式", None)
    once: Literal["profile", "case"] | None = key("一度だけ尋ねる", None)
    options: Options = key("選択肢", None)
    min: Limit | None = key("最小", None)
    max: Limit | None = key("最大", None)
    single: bool = key("氏名を姓と名に分けずに尋ねるか", None)
    disclosed: bool = key("情報公開で開示する項目か", None)
    purpose: Texts | None = key("なぜ尋ねるか（申請者に示す）", None)


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
    fields: list[FieldOrUse] = key("項目", max_length=300)


def _page_or_use(value: object) -> str:
    return "=use" if "use" in (mapping(value) or {}) else "=page"


PageOrUse: TypeAlias = Annotated[
    Annotated[PageShape, Tag("=page")] | Annotated[UseShape, Tag("=use")],
    Discriminator(_page_or_use),
]
