"""The one way in which HTTP goes out: short timeouts, no redirects, answers of bounded size.

The only module that knows httpx, so that its successor is a change of one line; loaded when
something is first asked, since most processes never ask. Must not know: what is said to whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.kernel.errors import Outage

if TYPE_CHECKING:
    import httpx

LARGEST_ANSWER = 8 * 1024 * 1024
_SECONDS, _SECONDS_TO_CONNECT = 10.0, 3.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def ok(self) -> bool:
        """Say whether the other side said that all went well."""
        return 200 <= self.status < 300


def send(
    method: str, url: str, content: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """Ask once; `Outage` when there is no whole answer, whatever the reason.

    An `Outage` leaves open whether the other side did what was asked.
    """
    import httpx  # noqa: PLC0415

    client = _client(urlsplit(url).hostname in _LOOPBACK)
    try:
        with client.stream(method, url, content=content, headers=headers) as response:
            body = _bounded(response)
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, names, body)
    except httpx.TransportError as error:
        # The kind of failure alone: an address may hold a secret, a message an address.
        raise Outage(
            "http.no_answer", f"相手から応答がありません({type(error).__name__})。"
        ) from None
    except (httpx.InvalidURL, httpx.DecodingError) as error:
        raise Outage(
            "http.unusable",
            f"通信の内容が正しくありません({type(error).__name__})。",
            permanent=True,
        ) from None


def _bounded(response: "httpx.Response") -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Outage("http.answer_too_large", "相手の応答が大きすぎます。", permanent=True)
        parts.append(part)
    return b"".join(parts)


@lru_cache(maxsize=2)
def _client(loopback: bool) -> "httpx.Client":
    import httpx  # noqa: PLC0415

    # A proxy from the environment is for the world outside and never for this machine.
    return httpx.Client(
        timeout=httpx.Timeout(_SECONDS, connect=_SECONDS_TO_CONNECT),
        follow_redirects=False,
        trust_env=not loopback,
        limits=httpx.Limits(max_keepalive_connections=0),
    )
