"""The first look at a source: its length, its characters, its brackets and its strings.

What lies between quotes is replaced by as many `x`, so that the grammar never sees it and a
backslash is a backslash. What passes is short, shallow and free of every character that the
language does not have; only then is it given to Python's parser. Knows nothing of meaning.
"""

import re
from dataclasses import dataclass, field

from app.definitions.expressions.complaints import Complaint

MOST_BYTES = 2048
MOST_DEPTH = 30
MOST_COMPLAINTS = 20
_ALLOWED = frozenset("()[],.+-*/<>=!_ ")
_RUN_ON = re.compile(r"(?<!\w)[0-9][0-9_.]*[^\W\d_]\w*")
_OPENING = {"(": ")", "[": "]"}
_HINTS = {
    "%": "割合は 100 で割る式で書いてください",
    ":": "「:」は式では使えません",
    "{": "一覧は [ ] で書いてください",
    "}": "一覧は [ ] で書いてください",
    "#": "説明は式の外に書いてください",
    "\\": "文字の外で「\\」は使えません",
    "&": "「かつ」は and と書いてください",
    "|": "「または」は or と書いてください",
}


@dataclass(slots=True)
class _Look:
    complaints: list[Complaint] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)
    quote: str = ""
    opened_at: int = 0
    depth: int = 0


def mask(source: str) -> str | tuple[Complaint, ...]:
    """Give the source with its strings blanked out, or what keeps it from being read."""
    if len(source) > MOST_BYTES or len(source.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return (
            Complaint(
                "E410",
                f"式が長すぎます（UTF-8 で {MOST_BYTES} バイトまで）",
                "計算する項目（computed）や表に分けてください",
                0,
                len(source),
            ),
        )
    look = _Look()
    for column, char in enumerate(source):
        if look.quote:
            _inside(look, column, char)
        else:
            _outside(look, column, char)
    if look.quote:
        look.complaints.append(
            Complaint(
                "E400",
                "文字の終わりの引用符がありません",
                f"最後に {look.quote} を書いてください",
                look.opened_at,
                len(source) - look.opened_at,
            )
        )
    masked = "".join(look.masked)
    look.complaints += _run_on_numbers(masked)
    return tuple(look.complaints[:MOST_COMPLAINTS]) or masked


def _run_on_numbers(masked: str) -> list[Complaint]:
    """Refuse `1if`, `0x10`, `1e3`: Python reads some of them, with a warning or as a float."""
    hint = "整数は 15 桁まで、小数は 0.5 のように書き、語との間は空けてください"
    return [
        Complaint("E414", "使えない数の書き方です", hint, found.start(), len(found[0]))
        for found in _RUN_ON.finditer(masked)
    ]


def _inside(look: _Look, column: int, char: str) -> None:
    if char == look.quote:
        look.quote = ""
        look.masked.append(char)
        return
    if char in "\r\n\0":
        look.complaints.append(
            Complaint("E400", "文字の中に改行や制御文字は書けません", "", column, 1)
        )
    look.masked.append("x")


def _outside(look: _Look, column: int, char: str) -> None:
    if char in "'\"":
        _open(look, column, char)
    elif char in "\r\n\t":
        look.masked.append(" ")
    elif char in _ALLOWED or (char.isascii() and char.isalnum()):
        _count(look, column, char)
        look.masked.append(char)
    else:
        if char.isascii() or not f"a{char}".isidentifier():
            look.complaints.append(_stranger(column, char))
        look.masked.append(char)


def _open(look: _Look, column: int, char: str) -> None:
    before = look.masked[-1] if look.masked else " "
    if f"a{before}".isidentifier():
        look.complaints.append(
            Complaint(
                "E413",
                "引用符のすぐ前に文字があります",
                "f'…' や r'…' のような書き方はできません。語との間は空けてください",
                column,
                1,
            )
        )
    look.quote, look.opened_at = char, column
    look.masked.append(char)


def _count(look: _Look, column: int, char: str) -> None:
    if char in _OPENING:
        look.depth += 1
        if look.depth == MOST_DEPTH + 1:
            look.complaints.append(
                Complaint(
                    "E412",
                    f"かっこの入れ子が深すぎます（{MOST_DEPTH} 段まで）",
                    "計算する項目（computed）に分けてください",
                    column,
                    1,
                )
            )
    elif char in _OPENING.values():
        look.depth -= 1


def _stranger(column: int, char: str) -> Complaint:
    if char.isascii() and char.isprintable():
        hint = _HINTS.get(char, "")
        return Complaint("E413", f"「{char}」は式では使えません", hint, column, 1)
    shown = char if char.isprintable() else f"U+{ord(char):04X}"
    return Complaint(
        "E400",
        f"「{shown}」は式では使えない文字です",
        "記号・数字・空白は半角で書いてください",
        column,
        1,
    )
