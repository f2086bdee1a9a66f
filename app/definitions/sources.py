"""文と出典: texts per language, and where a fact of law, fee or period comes from.

The smallest words of a definition, which everything else of it is made with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Texts: TypeAlias = Mapping[str, str]
Confidence: TypeAlias = Literal["high", "medium", "low", "unconfirmed"]


def say(texts: Texts, language: str = "ja") -> str:
    """Give a text in `language`, else in Japanese."""
    return texts.get(language) or texts["ja"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact of law, fee or period comes from, and how sure we are of it.

    `seen_at` is the page or paper on which it was read, `checked` the day on which somebody did.
    """

    act: str = ""
    article: str = ""
    confidence: Confidence = "unconfirmed"
    note: str = ""
    seen_at: str = ""
    checked: date | None = None


UNSOURCED = Source()
"""Nobody has said where it comes from."""
