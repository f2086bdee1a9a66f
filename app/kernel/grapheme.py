"""How long a text is to the person who wrote it, and what no text may hold.

A variation selector, a combining mark or a joiner belongs to the character before it, so that
辻 with its selector counts as one. Knows nothing of fields.
"""

import re
import unicodedata

_JOINER = "\u200d"
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNFIT_IN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def length(text: str) -> int:
    """Count the characters of `text` as a reader would."""
    if text.isascii():
        return len(text)
    count, joined = 0, False
    for each in text:
        if each == _JOINER:
            joined = True
        elif not _belongs_before(each):
            count += not joined
            joined = False
    return count


def is_writable(text: str, *, lines: bool = False) -> bool:
    """Say whether `text` holds no control character and no half of a surrogate pair.

    A line feed or a tab is allowed where the text may have `lines`.
    """
    return (_UNFIT_IN_LINES if lines else _UNFIT).search(text) is None


def _belongs_before(each: str) -> bool:
    return unicodedata.category(each) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= each <= "\U0001f3ff"
