"""The files that pages need, named by their content, compressed once when first asked for.

The style sheet is put together here: of the vendored DADS tokens (`static/dads/`) only those that
ours uses go in front of it, and a token that DADS does not have is an error. Nothing here knows
a page.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import brotli  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

HOME = Path(__file__).parent / "static"
MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"

_USED = re.compile(r"var\((--(?:color|font|line|border|elevation)-[a-z0-9-]+)")
_TOKEN = re.compile(r"^\s*(--[a-z0-9-]+):\s*(.+?);\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file under its lasting address, with its bytes."""

    name: str
    url: str
    media_type: str
    body: bytes

    @property
    def etag(self) -> str:
        """Give the entity tag: a weak one, for the bytes differ by coding."""
        return f'W/"{self.url}"'


@lru_cache(maxsize=1)
def bundle() -> Mapping[str, Asset]:
    """Give every asset by its name (`app.css`), read at the first call."""
    files = sorted(each for each in HOME.iterdir() if each.suffix in MEDIA)
    return MappingProxyType({each.name: _asset(each) for each in files})


def url(name: str) -> str:
    """Give the address of an asset, which changes whenever its content does."""
    return bundle()[name].url


def tokens_for(css: str, tokens: str) -> str:
    """Give a `:root` rule with the tokens that `css` uses, and those that they point at."""
    known = dict(_TOKEN.findall(tokens))
    wanted: dict[str, str] = {}
    waiting = _USED.findall(css)
    while waiting:
        name = waiting.pop()
        if name not in known:
            raise LookupError(f"the design tokens have no {name}; see static/dads/tokens.css")
        if name not in wanted:
            wanted[name] = known[name]
            waiting += _USED.findall(known[name])
    return ":root{" + "".join(f"{name}:{wanted[name]};" for name in sorted(wanted)) + "}\n"


def serve(request: Request) -> Response:
    """Answer with an asset, by its lasting address or by its plain name."""
    name = str(request.path_params["name"])
    found = _by_address().get(name) or bundle().get(name)
    if found is None:
        return Response("見つかりません", status_code=404, media_type="text/plain; charset=utf-8")
    headers = {
        "Cache-Control": FOREVER if name in _by_address() else "no-cache",
        "ETag": found.etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    coding = _coding(request.headers.get("accept-encoding", ""))
    if coding:
        headers["Content-Encoding"] = coding
    return Response(coded(found, coding), media_type=found.media_type, headers=headers)


@lru_cache(maxsize=64)
def coded(asset: Asset, coding: str) -> bytes:
    """Give the bytes of an asset in a content coding: `gzip`, `br`, or none (empty)."""
    match coding:
        case "gzip":
            return gzip.compress(asset.body, mtime=0)
        case "br":
            return brotli.compress(asset.body, quality=11)  # type: ignore[no-any-return]
        case _:
            return asset.body


route = Route("/static/{name}", serve, name="static")


@lru_cache(maxsize=1)
def _by_address() -> Mapping[str, Asset]:
    return {each.url.rpartition("/")[2]: each for each in bundle().values()}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    if path.suffix == ".css":
        tokens = (HOME / "dads" / "tokens.css").read_text("utf-8")
        body = tokens_for(body.decode(), tokens).encode() + body
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(
        name=path.name,
        url=f"/static/{path.stem}.{digest}{path.suffix}",
        media_type=MEDIA[path.suffix],
        body=body,
    )


def _coding(accepted: str) -> str:
    offered = {
        name.strip()
        for name, _, quality in (each.partition(";") for each in accepted.lower().split(","))
        if quality.replace(" ", "") not in {"q=0", "q=0.0"}
    }
    return next((each for each in ("br", "gzip") if each in offered), "")
