import re

import segno

from app.documents import qr


def test_the_address_carries_the_number_once():
    plain = "https://m.example/verify"
    assert qr.payload(plain, "8食第1号") == plain + "?number=8%E9%A3%9F%E7%AC%AC1%E5%8F%B7"
    assert qr.payload(plain + "?a=1", "R8-1") == plain + "?a=1&number=R8-1"
    assert qr.payload(plain + "/R8-1", "R8-1") == plain + "/R8-1"


def test_the_figure_has_words_for_those_who_cannot_see_it():
    assert "<title>確認のページ &amp; 番号</title>" in qr.svg("x", "確認のページ & 番号")


def test_the_strokes_pass_through_exactly_the_dark_modules():
    text = "https://m.example/verify/0192f7a4?number=R8-000123"
    figure = qr.svg(text, "確認")
    across = re.findall(r"M(\d+) (\d+)\.5h(\d+)", figure)
    down = re.findall(r"M(\d+)\.5 (\d+)v(\d+)", figure)
    assert len(across) + len(down) == figure.count("M")
    drawn = {(int(x) + i, int(y)) for x, y, n in across for i in range(int(n))}
    drawn |= {(int(x), int(y) + i) for x, y, n in down for i in range(int(n))}
    matrix = segno.make(text, error="m", micro=False, mask=3).matrix
    dark = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert drawn == dark
