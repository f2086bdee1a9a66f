import pytest

from app.definitions.fields import KINDS, MISSING, Wrong
from tests.support.forms import field

HERE = field("here", "map-point", "設置の場所")


def read(raw):
    return KINDS["map-point"].read(raw, HERE)


def slips(raw):
    with pytest.raises(Wrong) as refused:
        read(raw)
    return [(slip.part, slip.code) for slip in refused.value.slips]


@pytest.mark.parametrize("raw", [
    {"latitude": "35.6894440001", "longitude": "１３９．６９１６６７"},
    {"latitude": "35.689444, 139.691667", "longitude": ""},
    {"latitude": "北緯35度41分21.9984秒", "longitude": "139°41′30.0012″"},
    "35.689444,139.691667",
])  # fmt: skip
def test_a_point_is_read_however_a_map_gives_it(raw):
    assert read(raw) == {"latitude": "35.689444", "longitude": "139.691667", "words": ""}


def test_a_place_in_words_is_enough():
    assert read({"words": "都庁前の交差点の角"})["words"] == "都庁前の交差点の角"
    assert read({"latitude": "", "words": " "}) is MISSING


def test_islands_are_in_tokyo_and_other_cities_are_not():
    assert read({"latitude": "24.2867", "longitude": "153.9807"})
    assert slips({"latitude": "43.06", "longitude": "141.35"}) == [("latitude", "out_of_area")]
    assert slips({"latitude": "139.69", "longitude": "35.68"}) == [
        ("latitude", "out_of_area"), ("longitude", "out_of_area"),
    ]  # fmt: skip


def test_half_a_point_is_asked_for_the_other_half():
    assert slips({"latitude": "35.6"}) == [("longitude", "required")]
    assert slips({"latitude": "北", "longitude": "139.7"}) == [("latitude", "invalid")]
