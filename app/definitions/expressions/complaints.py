"""What can be wrong with an expression or a table, as data for the author of a definition.

Complaints are values, never raised; `app.definitions` turns them into diagnostics with a file and
a line. This module knows the codes and no rule of the language.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E400": "式として読めません",
        "E401": "名前が定義されていません",
        "E402": "関数がありません",
        "E403": "引数の数が合いません",
        "E404": "引数の型が合いません",
        "E405": "この型では計算できません",
        "E406": "比べられないものを比べています",
        "E407": "選択肢にない値です",
        "E408": "単位が合いません",
        "E409": "日付や時刻として読めません",
        "E410": "式が長すぎます",
        "E411": "式の部品が多すぎます",
        "E412": "式の入れ子が深すぎます",
        "E413": "使えない書き方です",
        "E414": "使えない数の書き方です",
        "E415": "求められている型と違います",
        "E416": "値がないことがあります",
        "E417": "端数の処理が要ります",
        "E418": "表がありません",
        "E419": "文字の型紙が読めません",
        "E420": "繰り返しの項目ではありません",
        "E421": "集計の中で集計はできません",
        "E422": "名前の文字が標準の形ではありません",
        "E423": "二つの値の型がそろっていません",
        "E430": "表の形が読めません",
        "E431": "表の行が重なっています",
        "E432": "表にすき間があります",
        "E433": "表の鍵または値が型に合いません",
        "E434": "表のこの行には決して当たりません",
    }
)
"""Every code with its name in Japanese."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: a stable code, what is wrong, what to do, and where it stands.

    `column` counts characters from 0 in the expression as given and `width` says how many are
    meant. For a table they are 0, and `where` is the dotted path of the node (`rows.2.area`).
    """

    code: str
    message_ja: str
    hint_ja: str = ""
    column: int = 0
    width: int = 0
    where: str = ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or nothing."""
    close = difflib.get_close_matches(word[:80], sorted(known), n=2, cutoff=0.5)
    return f"もしかして: {'、'.join(close)}" if close else ""
