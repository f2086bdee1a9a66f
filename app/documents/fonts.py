"""Which font draws which character, and which characters none can draw.

The body is set in BIZ UD. What BIZ lacks goes to IPAmjMincho (𠮷, and the selectors of the
Moji_Joho collection, U+E0102 and up for most characters), and what that lacks to Noto Serif CJK
where it is installed (Hangul, simplified Chinese, Vietnamese Latin). The choice is made here, by
(character, selector) in the fonts' own tables, because Pango does not look elsewhere when only the
selector is unknown: it would silently draw another person's name. A character that no font has is
refused before anything is laid out.

Two code points can share one glyph (神 with U+FE00 and U+FA19; ⼀ and 一), but a PDF maps a glyph
of a font back to one text only. The less usual of them is therefore set in the font's proportional
sister (`tw`), whose kanji are the same drawings, so that every text can be copied out as it was
typed. Only two *different selectors* for one drawing would still be told apart no longer.

Knows no template and no case.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from app.kernel.errors import Outage, Refusal

if TYPE_CHECKING:
    import uharfbuzz


@dataclass(frozen=True, slots=True)
class Face:
    """A font file: its family, where Debian puts it, and the mark of text that is set in it."""

    family: str
    path: Path
    mark: str = ""
    weight: int = 400
    optional: bool = False


_DEBIAN = Path("/usr/share/fonts")
_BIZ_MINCHO = _DEBIAN / "truetype/bizud-mincho"
_BIZ_GOTHIC = _DEBIAN / "truetype/bizud-gothic"

FACES = (
    Face("BIZ UDMincho", _BIZ_MINCHO / "BIZUDMincho-Regular.ttf"),
    Face("BIZ UDGothic", _BIZ_GOTHIC / "BIZUDGothic-Regular.ttf"),
    Face("BIZ UDGothic", _BIZ_GOTHIC / "BIZUDGothic-Bold.ttf", weight=700),
    Face("BIZ UDPMincho", _BIZ_MINCHO / "BIZUDPMincho-Regular.ttf", mark="tw"),
    Face("BIZ UDPGothic", _BIZ_GOTHIC / "BIZUDPGothic-Regular.ttf", mark="tw"),
    Face("BIZ UDPGothic", _BIZ_GOTHIC / "BIZUDPGothic-Bold.ttf", mark="tw", weight=700),
    Face("IPAmjMincho", _DEBIAN / "truetype/ipamj/ipamjm.ttf", mark="mj"),
    Face(
        "Noto Serif CJK JP",
        _DEBIAN / "opentype/noto/NotoSerifCJK-Regular.ttc",
        mark="nc",
        optional=True,
    ),
)
"""Every font that a paper may be set in, the first that has a character being taken."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_MARKS = "\u0300-\u036f\u20d0-\u20ff\u3099\u309a"
_SELECTORS = "\ufe00-\ufe0d\U000e0100-\U000e01ef"
_CLUSTER = re.compile(f"[\\s\\S][{_MARKS}{_SELECTORS}]*")
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_WORD = re.compile(f"[{_LATIN}][-{_LATIN}'’ {_MARKS}]*")
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_ORDER = ("", "tw", "mj", "nc")
_LAID_OUT = frozenset("\n\t ")


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character, with its selector if it has one, that no installed font can draw."""

    character: str

    @property
    def code_points(self) -> str:
        """Say the code points: U+845B U+E010F."""
        return " ".join(f"U+{ord(each):04X}" for each in self.character)

    @property
    def shown(self) -> str:
        """Name the character for a clerk; what cannot be shown is named by code alone."""
        visible = self.character if self.character.isprintable() else "表示できない文字"
        return f"「{visible}」（{self.code_points}）"


@dataclass(frozen=True)
class _Cut:
    font: "uharfbuzz.Font"
    known: frozenset[int]
    face: Face

    def draws(self, cluster: str) -> bool:
        selectors = _SELECTOR.findall(cluster)
        if selectors:
            return (
                len(cluster) == 2
                and self.font.get_variation_glyph(ord(cluster[0]), ord(cluster[1])) is not None
            )
        # HarfBuzz composes a base and its marks. A lone character is never normalised here:
        # U+FA19 must not become U+795E.
        composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
        return all(ord(each) in self.known for each in composed)

    @cached_property
    def usual(self) -> dict[int, int]:
        """Give for each glyph the character that it is usually a picture of."""
        chosen: dict[int, int] = {}
        for code in sorted(self.known, key=_unusual):
            chosen.setdefault(self.font.get_nominal_glyph(code), code)
        return chosen

    def twin(self, cluster: str) -> bool:
        """Say whether the cluster's picture is usually that of another character."""
        if cluster.isspace() or (len(cluster) > 1 and not _SELECTOR.search(cluster)):
            return False
        if len(cluster) == 1:
            return self.usual.get(self.font.get_nominal_glyph(ord(cluster))) != ord(cluster)
        return self.font.get_variation_glyph(ord(cluster[0]), ord(cluster[1])) in self.usual


def _unusual(code: int) -> tuple[bool, int]:
    return unicodedata.normalize("NFKC", chr(code)) != chr(code), code


def located(face: Face, directory: Path | None) -> Path:
    """Give the file of a face: in `directory` if it is there, else where Debian puts it."""
    own = directory / face.path.name if directory else None
    return own if own and own.is_file() else face.path


def absent(directory: Path | None = None) -> tuple[str, ...]:
    """Name the font files that papers need and that are not installed."""
    return tuple(
        str(face.path)
        for face in FACES
        if not face.optional and not located(face, directory).is_file()
    )


def require(directory: Path | None = None) -> None:
    """Fail, for the operator, when a font that papers need is not installed."""
    if names := absent(directory):
        raise Outage(
            "document.fonts_absent",
            f"帳票の書体がありません: {'、'.join(names)}",
            permanent=True,
        )


def coverage(text: str, directory: Path | None = None) -> tuple[MissingGlyph, ...]:
    """Give the characters of a text that no installed font can draw, each once, in order."""
    found = (cluster for cluster in _clusters(text) if _mark(cluster, directory) is None)
    return tuple(MissingGlyph(each) for each in dict.fromkeys(found))


def refuse_missing(texts: Iterable[str], directory: Path | None = None) -> None:
    """Refuse if any character of any text cannot be drawn, naming each of them."""
    found = dict.fromkeys(each for text in texts for each in coverage(text, directory))
    if found:
        raise missing_refusal(tuple(found))


def missing_refusal(missing: tuple[MissingGlyph, ...]) -> Refusal:
    """Give the refusal that names what cannot be printed."""
    named = "、".join(each.shown for each in missing)
    return Refusal(
        "document.glyph_missing",
        f"文字{named}を印字できる書体がないため、文書を作成できません。",
        "本人に確認して印字できる字形に改めるか、この字を持つ書体をシステム管理者に"
        "追加してもらってください。別の字に置き換えて発行することはできません。",
    )


def marked(text: str, directory: Path | None = None) -> Markup:
    """Give a text as HTML in which every run that the body font lacks names its font."""
    body = _cuts(directory)[0]
    if all(each in _LAID_OUT or _plain(each, body) for each in set(text)):
        return escape(text)
    pieces = ((_piece_mark(piece, directory), piece) for piece in _pieces(text))
    return Markup("").join(
        Markup('<span class="{}">{}</span>').format(mark, run) if mark else escape(run)
        for mark, group in groupby(pieces, key=itemgetter(0))
        if (run := "".join(piece for _, piece in group))
    )


def _plain(character: str, body: _Cut) -> bool:
    code = ord(character)
    return code in body.known and body.usual[body.font.get_nominal_glyph(code)] == code


def _clusters(text: str) -> Iterator[str]:
    return (match.group() for match in _CLUSTER.finditer(_INVISIBLE.sub("", text)))


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into Latin names, which are never set in two fonts, and single characters."""
    position = 0
    for word in _WORD.finditer(text):
        yield from _clusters(text[position : word.start()])
        yield word.group()
        position = word.end()
    yield from _clusters(text[position:])


def _piece_mark(piece: str, directory: Path | None) -> str:
    marks = dict.fromkeys(_mark(each, directory) or "" for each in _clusters(piece))
    return max(marks, key=_ORDER.index, default="")


@lru_cache(maxsize=16384)
def _mark(cluster: str, directory: Path | None) -> str | None:
    if cluster in _LAID_OUT:
        return ""
    for cut in _cuts(directory):
        if cut.draws(cluster):
            return "tw" if not cut.face.mark and cut.twin(cluster) else cut.face.mark
    return None


@lru_cache(maxsize=4)
def _cuts(directory: Path | None) -> tuple[_Cut, ...]:
    """Open one face of each kind: the faces of BIZ UD all have the same characters."""
    require(directory)
    firsts = (face for face in FACES if face.mark != "tw" and face.weight == 400)
    paths = ((face, located(face, directory)) for face in firsts if "Gothic" not in face.family)
    return tuple(_open(face, path) for face, path in paths if path.is_file())


def _open(face: Face, path: Path) -> _Cut:
    # Not at the top: only who makes papers has to load it.
    import uharfbuzz  # noqa: PLC0415

    tables = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), 0)
    return _Cut(uharfbuzz.Font(tables), frozenset(tables.unicodes), face)
