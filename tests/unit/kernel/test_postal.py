import json
import zipfile
from pathlib import Path

import pytest

from app.kernel import postal
from app.kernel.postal import Town
from tests.data import build_postal


def test_a_code_gives_its_town():
    assert postal.find("1600023") == (Town("東京都", "新宿区", "西新宿"),)


def test_a_large_office_has_a_code_of_its_own():
    (town,) = postal.find("163-8001")
    assert (town.city, town.town, town.name) == ("新宿区", "西新宿2丁目8-1", "東京都庁")


def test_a_code_may_stand_for_two_prefectures():
    assert {town.prefecture for town in postal.find("498-0000")} == {"愛知県", "三重県"}


def test_a_code_with_many_towns_gives_them_all():
    towns = postal.find("452-0961")
    assert len(towns) == len(set(towns)) > 60


def test_a_building_is_apart_from_its_town():
    assert postal.find("100-6001") == (Town("東京都", "千代田区", "霞が関", "霞が関ビル1階"),)
    (town,) = postal.find("106-6060")
    assert (town.town, town.extra) == ("六本木1丁目6-1", "泉ガーデンタワー10F")


@pytest.mark.parametrize("written", ["〒163-8001", "１６３－８００１", "163ー8001", " 1638001 "])
def test_a_code_is_read_as_people_write_it(written):
    assert postal.normalise(written) == "1638001"


@pytest.mark.parametrize("code", ["", "163", "16380012", "9999999", "000-0000", "東京"])
def test_there_is_nothing_at_a_code_that_is_none(code):
    assert postal.find(code) == ()


def test_the_table_is_whole_and_small():
    path = Path(postal.__file__).with_name("postal.zip")
    assert path.stat().st_size < 4_000_000
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        codes = sum(len(json.loads(archive.read(name))) for name in archive.namelist())
    assert codes > 142_000


@pytest.mark.parametrize(
    ("written", "street", "building"),
    [
        ("2丁目8-1", "2丁目8-1", ""),
        ("1丁目6-1泉ガーデンタワー10F", "1丁目6-1", "泉ガーデンタワー10F"),
        ("693-1(津中央郵便局私書箱第28号)", "693-1", "津中央郵便局私書箱第28号"),
        ("8番9号テトリア熊本ビル9階・10階", "8番9号", "テトリア熊本ビル9階・10階"),
        ("字大立野2000", "字大立野2000", ""),
        ("", "", ""),
    ],
)
def test_a_street_number_ends_where_its_building_begins(written, street, building):
    assert build_postal.split_street(written) == (street, building)
