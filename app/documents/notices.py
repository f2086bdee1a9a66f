"""Mail texts: what happened to a case, what to do, until when, and whom to ask.

A text carries no personal data beyond the name: no answers, no reasons, no amounts owed by others.
Details are read after signing in. Knows no mail server and no case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from app.documents import templates


@dataclass(frozen=True, slots=True)
class Mail:
    """A subject of one line, and a text."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a mail may say; what a notice needs beyond the first lines stands in `NEEDS`.

    `items` are labels of what is to be put right, never answers. `due` is the last day on which
    the person can act; `until` the day to which the office extended its period; `minutes` how
    long a code is good for. `valid_until` is the last day of what was issued, and `renewal` where
    it is renewed, empty where that is not here. `submission` is the noun for what was filed
    (申請, 届出, 請求).
    """

    name: str = ""
    case_number: str = ""
    procedure_title: str = ""
    link: str = ""
    contact: str = ""
    phone: str = ""
    submission: str = "申請"
    arrived_at: datetime | None = None
    items: tuple[str, ...] = ()
    due: date | None = None
    amount: int | None = None
    inspection: date | None = None
    expected: date | None = None
    until: date | None = None
    document_title: str = ""
    valid_until: date | None = None
    renewal: str = ""
    code: str = ""
    minutes: int | None = None


_CASE = ("name", "case_number", "procedure_title", "link", "contact")

NEEDS: Mapping[str, tuple[str, ...]] = {
    "sign_in_code": ("code", "minutes"),
    "arrived": (*_CASE, "arrived_at"),
    "correction_requested": (*_CASE, "due"),
    "correction_reminder": (*_CASE, "due"),
    "payment_requested": (*_CASE, "amount"),
    "payment_reminder": (*_CASE, "amount"),
    "payment_confirmed": (*_CASE, "amount"),
    "inspection_scheduled": (*_CASE, "inspection"),
    "extended": (*_CASE, "until"),
    "decided_granted": _CASE,
    "decided_partial": _CASE,
    "decided_refused": _CASE,
    "document_ready": (*_CASE, "document_title"),
    "renewal_reminder": (*_CASE, "document_title", "valid_until"),
    "withdrawn": _CASE,
    "lapsed": _CASE,
}
"""Every notice, and the facts without which it would not say what it must."""


def notice(name: str, facts: NoticeFacts) -> Mail:
    """Write the mail of that name; its first line is the subject."""
    lacking = [each for each in NEEDS[name] if getattr(facts, each) in (None, "")]
    if lacking:
        raise ValueError(f"notice {name} lacks {', '.join(lacking)}")
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    written = templates.notice_environment().get_template(f"{name}.txt").render(values)
    subject, _, text = written.strip().partition("\n")
    return Mail(_one_line(subject), text.strip() + "\n")


def _one_line(text: str) -> str:
    """Drop whatever could end a header early."""
    return "".join(each for each in text if each.isprintable())
