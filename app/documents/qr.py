"""The square code that leads from a paper to the page where it can be checked, as vectors.

Drawn as one path of filled rectangles, so that no viewer shows seams between the modules, and
with a fixed mask, which takes a quarter of the time. Knows no paper.
"""

from urllib.parse import quote

import segno
from markupsafe import Markup, escape

_QUIET = 4


def payload(url: str, number: str) -> str:
    """Give the address with the paper's number in it, once."""
    code = quote(number, safe="")
    if not number or code in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}number={code}"


def svg(text: str, alternative: str) -> Markup:
    """Draw `text` as an SVG figure with words for those who cannot see it."""
    matrix = segno.make(text, error="m", micro=False, mask=3).matrix
    path = "".join(
        f"M{start + _QUIET} {y + _QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _runs(row)
    )
    size = len(matrix) + 2 * _QUIET
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}"'
        ' width="{0}" height="{0}"><title>{1}</title>'
        '<path fill="#000" d="{2}"/></svg>'
    ).format(size, escape(alternative), path)


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
