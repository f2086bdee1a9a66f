"""Codes made of digits: full and half width, the many hyphens, and the check digit of 法人番号.

For codes only. A name or a text is never sent through here: its code points are the person's own.
"""

import re

_FULL = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−－ーｰ﹣─━"), "-")
_THIRTEEN = re.compile(r"[1-9][0-9]{12}")


def half_width(text: str) -> str:
    """Give `text` with full-width letters, digits and signs made half-width, and nothing else."""
    return text.translate(_FULL)


def code(text: str) -> str:
    """Give a code in half width, every kind of hyphen made one, without the space around it."""
    return half_width(text).translate(_HYPHENS).strip()


def only(text: str) -> str:
    """Give a code without hyphens and blanks, for codes that are digits alone."""
    return re.sub(r"[\s\-]", "", code(text))


def check_digit(body: str) -> int:
    """Give the first digit of the 法人番号 whose other twelve digits are `body`.

    法人番号の指定等に関する省令 第2条: nine less the remainder by nine of the digits' sum, every
    second one from the right counted twice.
    """
    total = sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(body)))
    return 9 - total % 9


def is_corporate_number(text: str) -> bool:
    """Say whether thirteen digits can be a 法人番号.

    The check digit cannot tell 0 from 9: what passes must still be confirmed by the register.
    """
    if not _THIRTEEN.fullmatch(text):
        return False
    return int(text[0]) == check_digit(text[1:])
