import time

import pytest

from app.definitions import reader
from app.definitions.reader import Mark


def data(text: str):
    reading = reader.read(text.encode(), "a.yaml")
    assert reading.diagnostics == ()
    assert reading.document is not None
    return reading.document.data


def codes(source: bytes) -> list[tuple[str, int, int]]:
    found = reader.read(source, "a.yaml").diagnostics
    return [(each.code, each.line, each.column) for each in found]


def test_texts_numbers_and_truth_are_read():
    assert data("a: 文字\nb: 12\nc: -3\nd: true\ne: false\nf: null\ng: [1, 二]\n") == {
        "a": "文字", "b": 12, "c": -3, "d": True, "e": False, "f": None, "g": [1, "二"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["0300", "12:30", "NO", "no", "yes", "on", "off", "0600001", "2026-04-01", "12.5", "1e3",
     "0x1F", "0o17", "1_000", "~", "True", "NULL", ".inf", "+5", "-0", "1234567890123456"],
)  # fmt: skip
def test_what_other_readers_would_change_stays_as_typed(text):
    assert data(f"a: {text}\n") == {"a": text}


def test_a_quoted_number_is_a_text():
    assert data("a: '5'\nb: \"true\"\n") == {"a": "5", "b": "true"}


def test_keys_are_always_texts():
    assert data("1: a\ntrue: b\non: c\n") == {"1": "a", "true": "b", "on": "c"}


def test_a_key_given_twice_is_a_fault_that_names_the_first_line():
    reading = reader.read(b"a: 1\nb: 2\na: 3\n", "a.yaml")
    (fault,) = reading.diagnostics
    assert (fault.code, fault.line, fault.column) == ("P102", 3, 1)
    assert "1行目" in fault.message


def test_every_fault_is_told_at_once():
    source = b"a: &x 1\nb: *x\nc: !!int '3'\nd: {e: 1, e: 2}\n"
    assert codes(source) == [("P103", 1, 4), ("P103", 2, 4), ("P104", 3, 4), ("P102", 4, 11)]


def test_aliases_of_aliases_are_faults_and_not_walked_over_again():
    lines = ["a: &a [x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
              for old, new in zip("abcdefgh", "bcdefghi", strict=True)]  # fmt: skip
    begun = time.process_time()
    assert {code for code, _, _ in codes("\n".join(lines).encode())} == {"P103"}
    assert codes(b"a: &a [*a]\n") == [("P103", 1, 4), ("P103", 1, 8)]
    assert time.process_time() - begun < 1


def test_signs_inside_expressions_are_no_anchors():
    assert data("a: x != 'b' and 2 *y > 1\n") == {"a": "x != 'b' and 2 *y > 1"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"\xff\xfe", "P100"),
        (b"a: [1,\n", "P101"),
        (b"a: b: c", "P101"),
        (b"\ta: 1", "P101"),
        (b"---\na: 1\n---\nb: 2\n", "P101"),
        (b"a: *nowhere", "P103"),
        (b"x" * 10_000_000, "P105"),
        (b"[" * 100_000, "P105"),
        (b"- " * 100_000, "P105"),
        (b"? " * 100_000, "P105"),
        (b"{a: " * 100_000, "P105"),
        (b"".join(b" " * n + b"a:\n" for n in range(500)), "P105"),
        (b"a: \x00b", "P106"),
        ("a: \u202e".encode().replace(b"\xe2\x80\xae", b"\x07"), "P106"),
        (b"? [a]\n: 1\n", "P107"),
    ],
)
def test_a_bad_text_is_a_fault_and_never_an_exception(source, code):
    found = codes(source)
    assert code in {each[0] for each in found} or found[0][0] == "P101"
    assert found


def test_an_empty_file_has_no_data():
    reading = reader.read(b"# nothing\n", "a.yaml")
    assert reading.document is not None
    assert reading.document.data is None


def test_every_value_has_its_place():
    reading = reader.read("a:\n  - {b: 文字, c: '5'}\n".encode(), "a.yaml")
    assert reading.document is not None
    marks = reading.document.marks
    assert marks["a", 0, "b"] == Mark(2, 9, 2)
    assert marks["a", 0, "c"] == Mark(2, 17, 1)
    assert marks.key(("a", 0, "c")).column == 13
    assert marks.nearest(("a", 0, "nothing")).line == 2
    assert ("a", 0, "b") in list(marks)
