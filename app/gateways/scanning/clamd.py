"""ClamAV's daemon, spoken to by its INSTREAM command over TCP or a local socket.

Every doubt is a failure: only the exact answer `stream: OK` means clean. Must not know: what the
content is, or what is done with it.
"""

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from app.gateways.scanning.port import Verdict
from app.kernel.errors import Outage, Refusal

_PIECE = 64 * 1024
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 60.0
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (?P<name>.+) FOUND")


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """A ClamAV daemon at `host:port`, or at the path of a local socket."""

    host: str = ""
    port: int = 3310
    path: Path | None = None
    name: str = "clamd"
    live: bool = True

    def scan(self, content: bytes | BinaryIO) -> Verdict:
        """Look at a content; `Outage` when the daemon is down, `Refusal` when it is too large."""
        with self._line() as line:
            try:
                line.sendall(b"zINSTREAM\0")
                for piece in _pieces(content):
                    line.sendall(struct.pack("!L", len(piece)) + piece)
                line.sendall(struct.pack("!L", 0))
            except (BrokenPipeError, ConnectionResetError):
                # Over its limit the daemon answers and hangs up while we are still sending.
                return _verdict(_answer(line))
            return _verdict(_answer(line))

    def check(self) -> None:
        """Raise `Outage` unless the daemon answers."""
        with self._line() as line:
            line.sendall(b"zPING\0")
            if _answer(line) != "PONG":
                raise _unclear()

    @contextmanager
    def _line(self) -> Iterator[socket.socket]:
        try:
            with self._connect() as line:
                line.settimeout(_ANSWER_SECONDS)
                yield line
        except OSError as error:
            kind = type(error).__name__
            raise Outage("scan.no_answer", f"ウイルス検査が応答しません({kind})。") from None

    def _connect(self) -> socket.socket:
        if self.path is None:
            return socket.create_connection((self.host, self.port), timeout=_CONNECT_SECONDS)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_CONNECT_SECONDS)
        try:
            line.connect(str(self.path))
        except OSError:
            line.close()
            raise
        return line


def scanner(url: str) -> ClamdScanner:
    """Read an address: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`."""
    try:
        parts = urlsplit(url)
        port = parts.port or 3310
    except ValueError:
        raise _bad_url() from None
    if parts.scheme == "tcp" and parts.hostname:
        return ClamdScanner(host=parts.hostname, port=port)
    if parts.scheme == "unix" and parts.path and not parts.netloc:
        return ClamdScanner(path=Path(unquote(parts.path)))
    raise _bad_url()


def _pieces(content: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        for start in range(0, len(content), _PIECE):
            yield content[start : start + _PIECE]
    else:
        while piece := content.read(_PIECE):
            yield piece


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict(clean=True, scanner="clamd")
    if found := _FOUND.fullmatch(answer):
        return Verdict(clean=False, scanner="clamd", found=found["name"])
    if "size limit exceeded" in answer:
        raise Refusal(
            "upload.too_large_to_scan",
            "ファイルが大きすぎて、ウイルス検査ができません。",
            "ファイルを分けるか、小さくして出し直してください。",
        )
    raise _unclear()


def _unclear() -> Outage:
    return Outage("scan.unclear", "ウイルス検査の結果が分かりません。")


def _bad_url() -> Outage:
    return Outage(
        "scan.url_invalid",
        "CLAMD_URL は tcp://host:3310 か unix:///path の形にしてください。",
        permanent=True,
    )
