"""Tables as CSV that office programs open rightly: a mark for UTF-8, every line ended alike."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Give rows as CSV with a head; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_harmless(row.get(column, "")) for column in columns])
    return _MARK + out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
