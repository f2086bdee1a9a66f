"""郵便番号: the places that a postal code stands for.

Read from `postal.zip` beside this module (built by `tests/data/build_postal.py` from the tables of
Japan Post): one file for each three leading digits, kept once it has been asked for. A code may
stand for many towns, and even for two prefectures; which one is meant is for a person to say.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.kernel import digits

_ARCHIVE = Path(__file__).with_name("postal.zip")
_CODE = re.compile(r"[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Town:
    """町域: one place of a code. `town` has the street number where the code is an office's own.

    `extra` is a building and floor or a box at the post office, `name` the office that has the
    code to itself, both mostly empty.
    """

    prefecture: str
    city: str
    town: str = ""
    extra: str = ""
    name: str = ""


def normalise(code: str) -> str:
    """Give the seven digits of a code as people write it, or "" if it is none."""
    bare = digits.only(code.replace("〒", ""))
    return bare if _CODE.fullmatch(bare) else ""


def find(code: str) -> tuple[Town, ...]:
    """Give every place of a code, none where there is no such code."""
    bare = normalise(code)
    if not bare:
        return ()
    return tuple(Town(*row) for row in _shard(bare[:3]).get(bare[3:], ()))


@lru_cache(maxsize=64)
def _shard(key: str) -> dict[str, list[list[str]]]:
    try:
        text = _archive().read(f"{key}.json")
    except KeyError:
        return {}
    found: dict[str, list[list[str]]] = json.loads(text)
    return found


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    # Held in memory (under 3 MB) so that no open file outlives a fork or a test.
    return zipfile.ZipFile(io.BytesIO(_ARCHIVE.read_bytes()))
