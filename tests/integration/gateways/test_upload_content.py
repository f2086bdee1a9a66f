"""What an uploaded file is, and which are refused."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.gateways.scanning import content
from app.kernel.errors import Refusal

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind, size=(30, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def archive(entries, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **more) as made:
        for name, data in entries:
            made.writestr(name, data)
    return out.getvalue()


DOCX = archive([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")])
XLSX = archive([("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<w/>")])
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
OFFICE = [("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")]


def code(name, data, **more):
    with pytest.raises(Refusal) as caught:
        content.inspect(name, data, **more)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (picture("JPEG"), "jpeg"),
        (picture("PNG"), "png"),
        (picture("TIFF"), "tiff"),
        (HEIC, "heic"),
        (DOCX, "docx"),
        (XLSX, "xlsx"),
    ],
)
def test_every_kind_is_known_by_its_bytes(data, kind):
    found = content.inspect("図面.bin", data)
    assert found.kind == kind
    assert found.media_type == content.MEDIA_TYPES[kind]
    assert (found.size, found.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_name_decides_nothing():
    assert content.inspect("平面図.png", PDF).name == "平面図.png.pdf"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0",
        b"\x7fELF",
        b"#!/bin/sh\n",
        b"<html>",
        b"<svg xmlns=''/>",
        b"GIF89a",
        b"\0",
        b"{\\rtf1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Rar!",
        b" %PDF-1.7 %%EOF",
        b"II*",
        archive([("a.txt", "x")]),
        archive([("word/document.xml", "x")]),
    ],
)
def test_other_kinds_are_refused(data):
    assert code("a.pdf", data) == "upload.kind_refused"


def test_a_kind_that_is_not_wanted_here_is_refused_with_those_that_are():
    with pytest.raises(Refusal) as caught:
        content.inspect("a", DOCX, ("pdf", "jpeg"))
    assert caught.value.hint.endswith("PDF、JPEG")


def test_nothing_and_too_much_are_refused():
    assert code("a.pdf", b"") == "upload.empty"
    assert code("a.pdf", PDF + b" " * 100, largest=100) == "upload.too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 cut off",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"II*\0" + b"\xff" * 20,
        b"PK\x03\x04" + b"\0" * 40,
        DOCX[:-30],
        DOCX[:52] + b"\xff" * 5 + DOCX[57:],
    ],
)
def test_broken_files_are_refused(data):
    assert code("a", data) == "upload.broken"


def png_of(width, height):
    def chunk(name, data):
        body = name + data
        return struct.pack("!I", len(data)) + body + struct.pack("!I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 10_000), (20_000, 20_000), (60_001, 1_000)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(size):
    assert code("a.png", png_of(*size)) == "upload.too_many_pixels"


def test_a_large_photograph_is_taken():
    assert content.inspect("a.png", png_of(8_000, 6_000)).kind == "png"


def test_an_archive_that_blows_up_is_refused():
    bomb = archive([*OFFICE, ("word/media/a", b"\0" * (content.MOST_INFLATED + 1))])
    assert len(bomb) < 200_000
    assert code("a.docx", bomb) == "upload.bomb"


def test_an_archive_that_lies_about_its_sizes_is_refused():
    bomb = archive([*OFFICE, ("word/media/a", b"\0" * (content.MOST_INFLATED + 1))])
    told = struct.pack("<I", content.MOST_INFLATED + 1)
    assert bomb.count(told) == 2
    assert code("a.docx", bomb.replace(told, struct.pack("<I", 100))) in {
        "upload.bomb",
        "upload.broken",
    }


def test_an_archive_of_very_many_files_is_refused():
    many = [(f"word/{number}", "") for number in range(content.MOST_ENTRIES)]
    assert code("a.docx", archive([*OFFICE, *many])) == "upload.bomb"


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "C:/x", "..\\evil"])
def test_an_archive_with_a_way_out_is_refused(name):
    assert code("a.docx", archive([*OFFICE, (name, "x")])) == "upload.broken"


def test_an_archive_with_a_link_is_refused():
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    assert code("a.docx", archive([*OFFICE, (link, "/etc/passwd")])) == "upload.broken"


def test_a_locked_archive_is_refused():
    locked = bytearray(DOCX)
    for start in (locked.find(b"PK\x03\x04") + 6, locked.find(b"PK\x01\x02") + 8):
        locked[start] |= 1
    assert code("a.docx", bytes(locked)) == "upload.encrypted"


def test_an_archive_packed_in_an_unusual_way_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        for name, data in OFFICE:
            made.writestr(name, data)
    assert code("a.docx", out.getvalue()) == "upload.broken"


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("平面図.pdf", "平面図.pdf"),
        ("C:\\Users\\me\\図 面.PDF", "図 面.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("a.php.pdf", "a.php.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("a.jpg", "a.jpg.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("が.pdf", "が.pdf"),
        ("x" * 500 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given_name, shown):
    assert content.clean_name(given_name, "pdf") == shown


@given(st.text(max_size=300))
def test_whatever_the_name_it_can_be_a_file_name(name):
    shown = content.clean_name(name, "jpeg")
    assert shown.endswith((".jpeg", ".jpg"))
    assert not set(shown) & set('/\\\0\r\n"<>|?*:')
    assert len(shown) <= 110
    assert not shown.startswith(".")
    assert content.clean_name(shown, "jpeg") == shown


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xd8\xff", b"%PDF-1."]))
def test_whatever_the_bytes_the_answer_is_a_kind_or_a_refusal(data, start):
    try:
        assert content.inspect("a", start + data).kind in content.KINDS
    except Refusal as refusal:
        assert refusal.code.startswith("upload.")  # noqa: PT017
