"""Which stores of files there are, by the beginning of STORAGE_URL.

Must not know: what any of them does.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.gateways.storage import files
from app.gateways.storage.port import Storage
from app.kernel.errors import Outage


def build(url: str) -> Storage:
    """Make the store for an address such as `file:///srv/madoguchi/files`."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and parts.path:
        return files.FileStorage(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        raise Outage(
            "storage.unsupported",
            "s3:// の保存先にはまだ対応していません。file:///… を指定してください。",
            permanent=True,
        )
    raise Outage(
        "storage.url_invalid",
        "STORAGE_URL は file:///… の形で、絶対パスを指定してください。",
        permanent=True,
    )
