"""What the public pages need in order to be shown, beside those of `app.web.desk_views`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """`public/verify.html`: what we issued under an id; `found` None before anything was asked."""

    asked: str = ""
    found: bool | None = None
    title: str = ""
    number: str = ""
    issued_at: datetime | None = None
    sha256: str = ""
    valid: bool = True


@dataclass(frozen=True, slots=True)
class CallView:
    """One call of the API."""

    method: str
    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    """`public/api.html`: how to begin, and every call by name."""

    base_url: str
    openapi_url: str
    calls: tuple[CallView, ...]
