"""共通部品の形: blocks of fields, code lists, competence tables and the organisation."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from app.definitions.shape.form import FieldOrUse, PageOrUse
from app.definitions.shape.procedure import CheckShape
from app.definitions.shape.values import Basis, KebabId, Shape, Texts, UnitPath, key

Prefix = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*)?$")]


class BlockShape(Shape):
    """項目の共通部品"""

    block: KebabId = key("部品の名（ファイルの名と同じ）")
    title: Texts = key("題")
    prefix: Prefix | None = key("項目の名の前に付く名（書かなければ部品の名）", None)
    pages: list[PageOrUse] = key("ページ（ページごと呼ばれる部品）", list)
    fields: list[FieldOrUse] = key("項目（ページの中で呼ばれる部品）", list)
    checks: list[CheckShape] = key("点検", list)


def _items(value: object) -> object:
    return {str(each): str(each) for each in value} if isinstance(value, list) else value


Items: TypeAlias = Annotated[
    dict[str, Texts],
    BeforeValidator(_items, json_schema_input_type=dict[str, Texts] | list[str | int]),
]


class ListShape(Shape):
    """コード表"""

    list: KebabId = key("コード表の名（ファイルの名と同じ）")
    title: Texts = key("題")
    basis: Basis | None = key("根拠", None)
    items: Items = key("符号と文字", min_length=1)


class CompetenceShape(Shape):
    """所管区域の表"""

    competence: KebabId = key("表の名（ファイルの名と同じ）")
    title: Texts = key("題")
    basis: Basis | None = key("根拠", None)
    default: UnitPath | None = key("都内のほかの区域の事務所", None)
    offices: dict[UnitPath, list[str]] = key("事務所と、その区域", min_length=1)


class UnitShape(Shape):
    """組織"""

    unit: str = key("組織の名（上の組織からの道の最後）", pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = key("名称")
    phone: str = key("電話番号", "")
    address: str = key("所在地", "")
    letter: str = key("文書番号に入れる文字", "")
    head: str = key("長の職", "")
    posts: list[str] = key("職（書かなければ上の組織と同じ）", list)
    units: list["UnitShape"] = key("下の組織", list)


class OrganisationShape(Shape):
    """組織図"""

    organisation: KebabId = key("団体の名")
    title: Texts = key("団体の名称")
    basis: Basis | None = key("根拠", None)
    units: list[UnitShape] = key("局")
