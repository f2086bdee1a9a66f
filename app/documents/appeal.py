"""教示: the paragraphs that tell a person how a disposition can be contested.

The texts follow 行政不服審査法 第82条 (review: 第18条) and 行政事件訴訟法 第46条 (suit: 第14条).
A procedure names a pattern; the words are typed here once and never composed per procedure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.errors import Refusal

DEFAULT = "review-and-suit"


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """Who reviews, who is sued, and who speaks for the defendant in court."""

    authority: str = "東京都知事"
    defendant: str = "東京都"
    represented_by: str = "東京都知事"


_REVIEW = (
    "この{act}について不服がある場合は、この{act}があったことを知った日の翌日から起算して３か月以内に、"
    "{authority}に対して審査請求をすることができます（なお、この{act}があったことを知った日の翌日から"
    "起算して３か月以内であっても、この{act}の日の翌日から起算して１年を経過すると、審査請求をする"
    "ことができなくなります。）。"
)
_SUIT = (
    "この{act}については、この{act}があったことを知った日の翌日から起算して６か月以内に、{defendant}を"
    "被告として（訴訟において{defendant}を代表する者は{represented_by}となります。）、処分の取消しの"
    "訴えを提起することができます（なお、この{act}があったことを知った日の翌日から起算して６か月以内"
    "であっても、この{act}の日の翌日から起算して１年を経過すると、処分の取消しの訴えを提起することが"
    "できなくなります。）。"
)
_SUIT_AFTER_REVIEW = (
    "ただし、上記の審査請求をした場合には、当該審査請求に対する裁決があったことを知った日の翌日から"
    "起算して６か月以内に、処分の取消しの訴えを提起することができます（なお、当該裁決があったことを"
    "知った日の翌日から起算して６か月以内であっても、当該裁決の日の翌日から起算して１年を経過すると、"
    "処分の取消しの訴えを提起することができなくなります。）。"
)
_REVIEW_FIRST = (
    "この{act}の取消しの訴えは、上記の審査請求に対する裁決を経た後でなければ提起することができません。"
    "裁決を経た後は、当該裁決があったことを知った日の翌日から起算して６か月以内に、{defendant}を被告"
    "として（訴訟において{defendant}を代表する者は{represented_by}となります。）、処分の取消しの訴えを"
    "提起することができます（なお、当該裁決があったことを知った日の翌日から起算して６か月以内で"
    "あっても、当該裁決の日の翌日から起算して１年を経過すると、提起することができなくなります。）。"
)
_WITHOUT_RULING = (
    "ただし、①審査請求があった日から３か月を経過しても裁決がないとき、②この{act}、{act}の執行又は手続の"
    "続行により生ずる著しい損害を避けるため緊急の必要があるとき、③その他裁決を経ないことにつき正当な"
    "理由があるときは、裁決を経ないで処分の取消しの訴えを提起することができます。"
)
_RULING_ONLY = (
    "この{act}については、処分の取消しの訴えを提起することはできません。上記の審査請求に対する裁決に"
    "不服がある場合は、当該裁決があったことを知った日の翌日から起算して６か月以内に、{defendant}を被告"
    "として（訴訟において{defendant}を代表する者は{represented_by}となります。）、裁決の取消しの訴えを"
    "提起することができます（なお、当該裁決の日の翌日から起算して１年を経過すると、提起することが"
    "できなくなります。）。"
)

PATTERNS: Mapping[str, tuple[str, ...]] = {
    "review-and-suit": (_REVIEW, _SUIT, _SUIT_AFTER_REVIEW),
    "review-first": (_REVIEW, _REVIEW_FIRST, _WITHOUT_RULING),
    "ruling-only": (_REVIEW, _RULING_ONLY),
    "suit-only": (_SUIT,),
    "none": (),
}
"""Every pattern that a procedure's `law.appeal` may name; empty there means the default."""


def paragraphs(
    pattern: str, facts: AppealFacts | None = None, *, act: str = "処分"
) -> tuple[str, ...]:
    """Give the paragraphs of a pattern, with the authorities of the case filled in.

    `act` is the word for what is contested (処分, 決定).
    """
    name = pattern or DEFAULT
    if name not in PATTERNS:
        raise Refusal(
            "document.appeal_unknown",
            f"教示の型「{name}」はありません。",
            f"手続の定義の教示に、次のいずれかを書いてください: {'、'.join(PATTERNS)}",
        )
    who = facts or AppealFacts()
    return tuple(
        text.format(
            act=act,
            authority=who.authority,
            defendant=who.defendant,
            represented_by=who.represented_by,
        )
        for text in PATTERNS[name]
    )
