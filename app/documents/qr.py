"""The square code that leads from a paper to the page where it can be checked, as vectors.

Drawn with a pen as wide as a module, in one path, so that no viewer shows seams between the
modules. Each dark module is passed along the longer of its two runs, across or down: two fifths of
the points that rectangles would take. The mask is fixed, which saves trying all eight. Knows no
paper.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup, escape

_QUIET = 4

_DARK = re.compile(b"\x01+")

_Run = tuple[int, int]
"""Where in its row or column a run of dark modules starts, and how many it has."""


def payload(url: str, number: str) -> str:
    """Give the address with the paper's number in it, once."""
    code = quote(number, safe="")
    if not number or code in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}number={code}"


def svg(text: str, alternative: str) -> Markup:
    """Draw `text` as an SVG figure with words for those who cannot see it."""
    # Not at the top: only who makes papers has to load it.
    import segno  # noqa: PLC0415

    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False, mask=3).matrix]
    size = len(matrix) + 2 * _QUIET
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}"'
        ' width="{0}" height="{0}"><title>{1}</title>'
        '<path fill="none" stroke="#000" d="{2}"/></svg>'
    ).format(size, escape(alternative), _path(matrix))


def _path(rows: Sequence[bytes]) -> str:
    """Give the strokes, each through the middle of its modules."""
    across, down = _runs(rows), _runs(map(bytes, zip(*rows, strict=True)))
    strokes: dict[str, None] = {}
    for (x, y), (left, width) in across.items():
        top, height = down[y, x]
        if width >= height:
            strokes[f"M{left + _QUIET} {y + _QUIET}.5h{width}"] = None
        else:
            strokes[f"M{x + _QUIET}.5 {top + _QUIET}v{height}"] = None
    return "".join(strokes)


def _runs(lines: Iterable[bytes]) -> dict[tuple[int, int], _Run]:
    """Give for each dark module, by its place in its line and its line, the run that it is in."""
    runs: dict[tuple[int, int], _Run] = {}
    for number, line in enumerate(lines):
        for found in _DARK.finditer(line):
            run = found.start(), found.end() - found.start()
            runs.update(((place, number), run) for place in range(*found.span()))
    return runs
