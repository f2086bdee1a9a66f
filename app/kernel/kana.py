"""仮名: making readings katakana, and folding text into a key for searching.

`katakana` is for storage and keeps small kana and voiced marks as they are: ショウコ and シヨウコ
are two readings. `fold` is for search keys only and keeps as little as it can. `zengin` writes a
name as bank transfers have it.
"""

import re
import unicodedata

import jaconv

_ALLOWED = re.compile(r"[ァ-ヺー・ヽヾ ]*")
_BLANKS = re.compile(r"\s+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200d]")
_SMALL = str.maketrans(
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロ",
)
_TRANSFER = re.compile(r"[A-Z0-9ｱ-ﾝﾞﾟ()\-./ ]+")
_PASSBOOK = str.maketrans({"ヲ": "オ", "ー": "-", "・": ".", "‐": "-", "−": "-", "―": "-"})
_ALIKE = str.maketrans({"ヂ": "シ", "ヅ": "ス"})
_VARIANTS = str.maketrans(
    "髙﨑𠮷邉邊齋齊斉澤濱濵嶋嶌廣國櫻德曻桒栁眞惠龍瀨槇圓榮條當壽實關靜藏黑淸鐵彌禮冨舘"
    "萬豐寶緖增顯曾檜會學來兒佛傳與薗埜峯渕淵籠祗祇礒﨟橫髮戶晉鹽驒",
    "高崎吉辺辺斎斎斎沢浜浜島島広国桜徳昇桑柳真恵竜瀬槙円栄条当寿実関静蔵黒清鉄弥礼富館"
    "万豊宝緒増顕曽桧会学来児仏伝与園野峰淵淵篭祇祇磯臈横髪戸晋塩騨",
)


def katakana(text: str) -> str:
    """Give a reading in full-width katakana, single blanks between its words."""
    wide = jaconv.h2z(text, kana=True, ascii=False, digit=False)
    composed = unicodedata.normalize("NFC", wide) if _is_kana(wide) else wide
    return _BLANKS.sub(" ", jaconv.hira2kata(composed)).strip()


def is_katakana(text: str) -> bool:
    """Say whether `text` is katakana with ー, ・ and blanks, and nothing else."""
    return _ALLOWED.fullmatch(text) is not None


def is_latin(text: str) -> bool:
    """Say whether every letter of `text` is a Latin one, and there is at least one."""
    letters = [each for each in text if each.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(each, "") for each in letters)


def fold(text: str) -> str:
    """Give the search key of `text`: width, case, kana, variants of kanji and blanks made alike.

    Never shown and never stored in place of the text.
    """
    plain = unicodedata.normalize("NFKC", _SELECTORS.sub("", text)).casefold()
    kana = jaconv.hira2kata(plain).translate(_ALIKE).translate(_SMALL)
    bare = "".join(
        each for each in unicodedata.normalize("NFD", kana) if not unicodedata.combining(each)
    )
    return _BLANKS.sub("", unicodedata.normalize("NFC", bare)).translate(_VARIANTS)


def _is_kana(text: str) -> bool:
    return all("\u3040" <= each <= "\u30ff" or each.isspace() for each in text)


def zengin(text: str) -> str | None:
    """Give a name in the characters of bank transfers (全銀協): half-width kana, Latin, digits.

    Small kana are made large, ヲ is オ and the long mark a hyphen, as on a passbook. None where a
    character has no such form.
    """
    wide = unicodedata.normalize("NFKC", jaconv.hira2kata(text)).upper()
    large = wide.translate(_SMALL).translate(_PASSBOOK)
    narrow = _BLANKS.sub(" ", jaconv.z2h(large, kana=True, ascii=True, digit=True)).strip()
    return narrow if narrow and _TRANSFER.fullmatch(narrow) else None


def wide(text: str) -> str:
    """Give half-width kana in full width, for people to read."""
    return jaconv.h2z(text, kana=True, ascii=False, digit=False)
