"""文字の型紙: a small language of patterns whose matching takes time linear in the text.

A pattern is a row of items, each one character, `.` or a class (`\\d`, `[a-zぁ-ん]`, `[^0-9]`),
perhaps followed by `?`, `*`, `+` or `{m,n}`; it must fit the whole text. There are no groups, no
alternatives and no references, so the set of places where one can be in the pattern is a set of
bits, moved on once for each character: nothing is ever tried twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

MOST_ITEMS = 400
_COUNT = re.compile(r"\{([0-9]{1,3})(?:(,)([0-9]{1,3})?)?\}")
_SPECIAL = frozenset("()|^$*+?{}[].\\")
_DIGITS = ((ord("0"), ord("9")),)
_ANY = ((0, 0x10FFFF),)


@dataclass(frozen=True, slots=True)
class _Item:
    """Characters that fit, and whether the item may be left out or come again."""

    ranges: tuple[tuple[int, int], ...]
    negated: bool = False
    skip: bool = False
    again: bool = False

    def fits(self, char: str) -> bool:
        code = ord(char)
        return any(low <= code <= high for low, high in self.ranges) is not self.negated


@dataclass(frozen=True, slots=True)
class BadPattern:
    """Why a text is no pattern, and from which of its characters on."""

    message: str
    column: int


def compile_pattern(pattern: str) -> Callable[[str], bool] | BadPattern:
    """Give a matcher for a pattern, or why it is none."""
    items = _items(pattern)
    return items if isinstance(items, BadPattern) else _matcher(items)


def _items(pattern: str) -> tuple[_Item, ...] | BadPattern:
    items: list[_Item] = []
    column = 0
    while column < len(pattern):
        one = _one(pattern, column)
        if isinstance(one, BadPattern):
            return one
        item, column = one
        repeated = _repeated(item, pattern, column)
        if isinstance(repeated, BadPattern):
            return repeated
        more, column = repeated
        items += more
        if len(items) > MOST_ITEMS:
            return BadPattern(f"型紙が長すぎます（{MOST_ITEMS} 文字分まで）", 0)
    return tuple(items)


def example(pattern: str) -> str:
    """Give a text that fits a pattern, as short as can be; empty for what is no pattern."""
    items = _items(pattern)
    if isinstance(items, BadPattern):
        return ""
    return "".join(_fitting(item) for item in items if not item.skip)


def _fitting(item: _Item) -> str:
    """Give a character that fits, a plain one where it can be."""
    low = () if item.negated else (chr(item.ranges[0][0]),)
    plain = "1あア区aA-" if item.negated or item.ranges == _ANY else ""
    return next((char for char in (*plain, *low) if item.fits(char)), "〇")


def _one(pattern: str, column: int) -> tuple[_Item, int] | BadPattern:
    char = pattern[column]
    if char == "\\":
        return _escape(pattern, column)
    if char == "[":
        return _class(pattern, column)
    if char == ".":
        return _Item(_ANY), column + 1
    if char in _SPECIAL:
        return BadPattern(f"「{char}」はここでは使えません。文字として使うなら「\\{char}」", column)
    return _Item(((ord(char), ord(char)),)), column + 1


def _escape(pattern: str, column: int) -> tuple[_Item, int] | BadPattern:
    char = pattern[column + 1 : column + 2]
    if char == "d":
        return _Item(_DIGITS), column + 2
    if not char or char.isalnum():
        return BadPattern(f"「\\{char}」は使えません（使えるのは \\d と記号だけです）", column)
    return _Item(((ord(char), ord(char)),)), column + 2


def _class(pattern: str, column: int) -> tuple[_Item, int] | BadPattern:
    start = column
    column += 1
    negated = pattern[column : column + 1] == "^"
    column += negated
    ranges: list[tuple[int, int]] = []
    while column < len(pattern) and pattern[column] != "]":
        member = _member(pattern, column)
        if isinstance(member, BadPattern):
            return member
        more, column = member
        ranges += more
    if column >= len(pattern):
        return BadPattern("「[」に対する「]」がありません", start)
    if not ranges:
        return BadPattern("[ ] の中が空です", start)
    return _Item(tuple(ranges), negated), column + 1


def _member(pattern: str, column: int) -> tuple[tuple[tuple[int, int], ...], int] | BadPattern:
    low = _single(pattern, column)
    if isinstance(low, BadPattern):
        return low
    ranges, column = low
    follows = pattern[column + 1 : column + 2]
    if pattern[column : column + 1] != "-" or follows in ("", "]") or len(ranges) != 1:
        return low
    high = _single(pattern, column + 1)
    if isinstance(high, BadPattern):
        return high
    if ranges == _DIGITS or high[0] == _DIGITS or high[0][0][0] < ranges[0][0]:
        return BadPattern("範囲「a-z」の順が逆か、端が一文字ではありません", column)
    return ((ranges[0][0], high[0][0][1]),), high[1]


def _single(pattern: str, column: int) -> tuple[tuple[tuple[int, int], ...], int] | BadPattern:
    char = pattern[column]
    if char == "[":
        return BadPattern("[ ] の中に「[」は書けません。文字として使うなら「\\[」", column)
    if char != "\\":
        return ((ord(char), ord(char)),), column + 1
    escaped = _escape(pattern, column)
    if isinstance(escaped, BadPattern):
        return escaped
    return escaped[0].ranges, escaped[1]


def _repeated(item: _Item, pattern: str, column: int) -> tuple[list[_Item], int] | BadPattern:
    char = pattern[column : column + 1]
    optional = _Item(item.ranges, item.negated, skip=True)
    many = _Item(item.ranges, item.negated, skip=True, again=True)
    match char:
        case "?":
            return [optional], column + 1
        case "*":
            return [many], column + 1
        case "+":
            return [item, many], column + 1
        case "{":
            return _counted(item, pattern, column)
        case _:
            return [item], column


def _counted(item: _Item, pattern: str, column: int) -> tuple[list[_Item], int] | BadPattern:
    found = _COUNT.match(pattern, column)
    if found is None:
        return BadPattern("回数は {3} {2,4} {2,} のように書いてください", column)
    least = int(found[1])
    items = [item] * least
    if found[2] is None:
        return items, found.end()
    if found[3] is None:
        return [*items, _Item(item.ranges, item.negated, skip=True, again=True)], found.end()
    most = int(found[3])
    if most < least:
        return BadPattern("回数の順が逆です", column)
    optional = _Item(item.ranges, item.negated, skip=True)
    return [*items, *([optional] * (most - least))], found.end()


def _matcher(items: tuple[_Item, ...]) -> Callable[[str], bool]:
    skip = sum(1 << place for place, item in enumerate(items) if item.skip)
    again = sum(1 << place for place, item in enumerate(items) if item.again)
    end = 1 << len(items)
    kinds: dict[_Item, int] = {}
    for place, item in enumerate(items):
        kind = _Item(item.ranges, item.negated)
        kinds[kind] = kinds.get(kind, 0) | (1 << place)

    def spread(places: int) -> int:
        # Adding a place to the row of items that can be left out carries through that row, which
        # marks every item up to the first that cannot be left out.
        return places | ((skip + (places & skip)) ^ skip)

    def matches(text: str) -> bool:
        fitting: dict[str, int] = {}
        places = spread(1)
        for char in text:
            fits = fitting.get(char)
            if fits is None:
                fits = sum(where for kind, where in kinds.items() if kind.fits(char))
                fitting[char] = fits
            moved = places & fits
            places = spread((moved << 1) | (moved & again))
            if not places:
                return False
        return bool(places & end)

    return matches
