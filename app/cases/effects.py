"""効果: what follows outside the case from an event, as data. A closed set.

An effect's key is `case id:revision:n`; it is carried out once per key, after the commit.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class IssueDocument:
    """Make the document of a paper rule (`granted`, `acknowledgement` …) and number it.

    `charge` is set for a payment confirmation.
    """

    paper: str
    charge: str = ""


@dataclass(frozen=True, slots=True)
class SendNotice:
    """Tell a person something by mail; `notice` is a name in `app/documents/notices/`."""

    notice: str
    to: str


@dataclass(frozen=True, slots=True)
class CancelPayment:
    """Close any payment that is still open at a provider for a charge."""

    charge: str


@dataclass(frozen=True, slots=True)
class PublishVersion:
    """Put the version of a procedure that the case is about into the catalogue."""

    version: str


Effect: TypeAlias = IssueDocument | SendNotice | CancelPayment | PublishVersion
