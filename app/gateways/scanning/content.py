"""What an uploaded file is, by its bytes, and whether it is one of the kinds that we take.

The name and the type that a browser sent are claims and decide nothing. Guards against archives
and pictures that blow up when opened come before anything opens them. Pure. Must not know:
procedures, storage, scanners.
"""

import hashlib
import io
import re
import threading
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from app.kernel.errors import Refusal

Kind: TypeAlias = Literal["pdf", "jpeg", "png", "heic", "tiff", "docx", "xlsx"]

LARGEST = 20 * 1024 * 1024
MOST_ENTRIES = 200
MOST_INFLATED = 50 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_NAME = 100

MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KINDS: tuple[Kind, ...] = tuple(MEDIA_TYPES)
_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "jpeg": ("jpg", "jpeg"),
    "tiff": ("tif", "tiff"),
    "heic": ("heic", "heif"),
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_PARTS: dict[Kind, str] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# What is warned of is the business of the whole process: one at a time.
_QUIET = threading.Lock()
_FORMATS: dict[Kind, str] = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF"}
_FORBIDDEN_IN_NAME = re.compile(
    r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Content:
    """A file that we take: its kind, the name to show, its size and digest."""

    kind: Kind
    media_type: str
    name: str
    size: int
    sha256: str


def inspect(
    name: str, content: bytes, allowed: Collection[Kind] = KINDS, largest: int = LARGEST
) -> Content:
    """Say what a file is if we take it, and refuse it otherwise with a reason for its owner."""
    if not content:
        raise _no("upload.empty", "ファイルの中身がありません。")
    if len(content) > largest:
        raise _no(
            "upload.too_large",
            f"ファイルが大きすぎます。{_size(largest)}までにしてください。",
        )
    kind = sniff(content)
    if kind is None or kind not in allowed:
        raise _no(
            "upload.kind_refused",
            "この種類のファイルは受け付けていません。",
            f"受け付ける種類: {'、'.join(each.upper() for each in allowed)}",
        )
    _guard(kind, content)
    digest = hashlib.sha256(content).hexdigest()
    return Content(kind, MEDIA_TYPES[kind], clean_name(name, kind), len(content), digest)


def _size(count: int) -> str:
    return f"{count // 1024}KB" if count % (1024 * 1024) else f"{count // (1024 * 1024)}MB"


def sniff(content: bytes) -> Kind | None:
    """Say of what kind a content is by how it begins, None for a kind that we do not know."""
    for kind, starts in _BEGINNINGS:
        if content.startswith(starts):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "heic"
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    return None


_BEGINNINGS: tuple[tuple[Kind, tuple[bytes, ...]], ...] = (
    ("pdf", (b"%PDF-1.", b"%PDF-2.")),
    ("jpeg", (b"\xff\xd8\xff",)),
    ("png", (b"\x89PNG\r\n\x1a\n",)),
    ("tiff", (b"II*\x00", b"MM\x00*")),
)


def clean_name(name: str, kind: Kind) -> str:
    """Give a name that is safe to show and to save under: no path, no control characters.

    The ending always says what the content is, so that a program does not become a picture.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = unicodedata.normalize("NFC", _FORBIDDEN_IN_NAME.sub("", last)).strip().rstrip(" .")
    stem, dot, suffix = plain.rpartition(".")
    endings = _SUFFIXES.get(kind, (kind,))
    if dot and suffix.lower() in endings:
        ending = suffix.lower()
    else:
        stem, ending = plain, endings[0]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'file'}.{ending}"


def _office_kind(content: bytes) -> Kind | None:
    """Tell a document from a spreadsheet, once the archive is known to be harmless."""
    names = _checked_archive(content)
    for kind, part in _PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return kind
    return None


def _guard(kind: Kind, content: bytes) -> None:
    match kind:
        case "jpeg" | "png" | "tiff":
            _check_picture(kind, content)
        case "pdf":
            if b"%%EOF" not in content[-2048:]:
                raise _broken()
        case "heic" | "docx" | "xlsx":
            return


def _check_picture(kind: Kind, content: bytes) -> None:
    """Read no more than the picture's header: its size, before a single pixel is unpacked."""
    # Not at the top: only who is sent pictures has to load it.
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with _QUIET, warnings.catch_warnings():
            # Pillow warns of large and odd pictures before we can look at them ourselves.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
                width, height = picture.size
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _broken() from None
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()


def _checked_archive(content: bytes) -> frozenset[str]:
    """Unpack an archive into nothing, counting, and give the names in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise _bomb()
            for entry in entries:
                _check_entry(entry)
            _count_inflated(archive, entries)
            return frozenset(entry.filename for entry in entries)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError):
        raise _broken() from None


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise _no("upload.encrypted", "パスワードのかかったファイルは受け付けられません。")
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _broken()
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or linked:
        raise _broken()


def _count_inflated(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> None:
    """Count what really comes out: the sizes written in an archive may lie."""
    total = 0
    for entry in entries:
        with archive.open(entry) as file:
            while piece := file.read(64 * 1024):
                total += len(piece)
                if total > MOST_INFLATED:
                    raise _bomb()


def _bomb() -> Refusal:
    return _no("upload.bomb", "展開すると大きくなりすぎるファイルは受け付けられません。")


def _too_many_pixels() -> Refusal:
    return _no(
        "upload.too_many_pixels",
        "画像の縦横が大きすぎます。",
        "解像度を下げて保存し直してください。",
    )


def _broken() -> Refusal:
    return _no(
        "upload.broken",
        "ファイルが壊れているか、正しい形ではありません。",
        "もとのソフトで開けることを確かめて、保存し直してください。",
    )


def _no(code: str, message: str, hint: str = "別のファイルを選んでください。") -> Refusal:
    return Refusal(code, message, hint)
