"""What editors are told: the JSON Schema of each kind of definition file, from its very shape.

An editor that reads the first line of a file then explains every key in Japanese, completes, and
marks what does not belong, before anything is loaded.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import override

from app.definitions.shape.procedure import ProcedureShape
from app.definitions.shape.scenario import ScenariosShape
from app.definitions.shape.shared import BlockShape, CompetenceShape, ListShape, OrganisationShape
from app.definitions.shape.values import Shape
from app.definitions.shape.workflow import WorkflowShape

SHAPES: Mapping[str, type[Shape]] = {
    "procedure": ProcedureShape,
    "workflow": WorkflowShape,
    "scenario": ScenariosShape,
    "block": BlockShape,
    "list": ListShape,
    "competence": CompetenceShape,
    "organisation": OrganisationShape,
}


KINDS: Mapping[str, str] = {
    "text": "短い文（一行）",
    "long-text": "長い文（何行でも）",
    "person-name": "氏名（姓と名、フリガナ）",
    "kana": "フリガナ",
    "date": "年月日（和暦でも西暦でも書ける）",
    "year-month": "年月",
    "fiscal-year": "年度",
    "period": "期間（いつからいつまで）",
    "time": "時刻",
    "integer": "整数（unit: に単位）",
    "money": "金額（円）",
    "decimal": "小数（unit: に単位）",
    "choice": "一つ選ぶ（丸いボタン。数の少ない選択肢に）",
    "select": "一つ選ぶ（一覧から。数の多い選択肢に）",
    "choices": "いくつでも選ぶ",
    "yes-no": "はい・いいえ",
    "declaration": "誓約（同意して印を付ける）",
    "address": "住所（郵便番号、都道府県、区市町村、町名・番地、建物）",
    "map-point": "地図の一点（緯度と経度）",
    "bank-account": "振込先の口座（ゆうちょの記号・番号も）",
    "phone": "電話番号",
    "email": "メールアドレス",
    "corporate-number": "法人番号（検査数字を確かめる）",
    "vehicle-number": "自動車登録番号",
    "heading": "小見出し（答えはない）",
    "notice": "注意書き（答えはない）",
    "computed": "計算して見せる値（computed: に式。答えはない）",
    "group": "繰り返し（rows: に一件の中の項目）",
}
"""What each kind of field is for, in the words that an editor shows."""

VALUES: tuple[Mapping[str, str], ...] = (
    KINDS,
    {
        "examine": "審査（内容を確かめる）",
        "inspect": "検査（現地などで確かめる）",
        "decide": "決定（起案し、回し、決定する）",
        "await-applicant": "申請した人を待つ（補正など）",
        "await-payment": "納付を待つ",
        "await-outside": "ほかの機関の答えを待つ",
        "issue": "書類を交付する",
        "publish": "定義の版を公開する",
    },
    {
        "post": "職",
        "posts": "職の一覧（決定までに回す順）",
        "choice": "選択肢の一つ（of: に選択肢）",
        "period": "期間（days(14) など）",
        "condition": "条件の式",
        "text": "文字",
        "paper": "帳票の名",
        "bool": "true か false",
    },
    {
        "review-and-suit": "審査請求をすることも、訴えを起こすこともできる",
        "review-first": "審査請求を先にしなければ、訴えを起こせない（税など）",
        "ruling-only": "裁決に対してだけ、訴えを起こせる",
        "suit-only": "審査請求はできず、訴えだけを起こせる",
    },
    {
        "on_application": "申請したとき（納めるまで審査を始めない）",
        "after_decision": "決定の後",
        "at_issue": "書類を受け取るとき",
    },
    {"exempt": "消費税は非課税（行政手数料）", "taxable": "消費税が課税される"},
    {
        "high": "確か（条文や公式の資料で確かめた）",
        "medium": "ほぼ確か",
        "low": "不確か",
        "unconfirmed": "まだ確かめていない",
    },
    {
        "granted": "認める処分",
        "partial": "一部を認める処分",
        "refused": "認めない処分",
        "none": "処分ではない",
    },
    {"standard": "標準処理期間（目安）", "statutory": "法令の定める期限"},
    {
        "individual": "個人",
        "corporation": "法人",
        "staff": "職員（庁内の手続）",
    },
    {
        "here": "ここで受ける",
        "national": "国などの共同のシステムが受ける",
        "none": "オンラインでは受けない",
    },
    {"profile": "本人の登録から", "case": "前に受け付けた申請から"},
    {"own-selection": "自ら選んだ手続", "official-named": "公式の資料に名のある手続"},
    {"down": "切捨て", "up": "切上げ", "half": "四捨五入"},
    {
        "none": "返さない",
        "before_examination": "審査を始める前に取り下げたら返す",
        "always": "取り下げたらいつでも返す",
        "on_refusal": "認めなかったとき返す",
    },
    {"agree": "異議がない", "oppose": "異議がある"},
    {"drafter": "起案した人へ", "examiner": "審査へ"},
    {"passed": "適合", "failed": "不適"},
    {"ok": "認められる", "refuse": "認められない"},
)
"""What each value of a closed choice means; of several that could be meant, the first."""


class _Words(GenerateJsonSchema):
    """A schema whose titles are the words of the house: those of Python's names help nobody."""

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema(kind: str) -> dict[str, Any]:
    """Give the JSON Schema of a kind of file."""
    described = SHAPES[kind].model_json_schema(by_alias=True, schema_generator=_Words)
    fields = described.get("$defs", {}).get("FieldShape")
    if fields is not None:
        fields["properties"]["type"]["enum"] = [*KINDS]
    for part in parts(described):
        _explain(part)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def parts(data: object) -> Iterator[dict[str, Any]]:
    """Give every mapping within a schema."""
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from parts(each)


def _explain(part: dict[str, Any]) -> None:
    if part.get("default", ...) is None:
        # What need not be written is better left out than written as null.
        del part["default"]
    values = part.get("enum")
    if isinstance(values, list):
        words = next((each for each in VALUES if each.keys() >= {*values}), None)
        if words is not None:
            part["enumDescriptions"] = [words[each] for each in values]
