import hashlib
import io
import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace

import page
import pydyf
import pypdf
import pytest
import uharfbuzz

from app.documents import conformance, fonts, render, templates
from app.documents.facts import Applicant, Row, Section
from app.kernel.errors import Refusal
from tests.integration.documents.papers import FULL, MINIMAL, TITLES, paper

PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def read(pdf: bytes) -> str:
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", read(pdf))


def failures(pdf: bytes) -> list[str]:
    reports = (page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES)
    return [each.rule_id for report in reports for each in report.failures]


def test_an_acknowledgement_says_what_arrived_when_and_what_comes_next():
    made = render.render(FULL)
    text = flat(made.pdf)
    for each in (
        "R8-000123",
        "令和8年11月1日14時05分",
        "15開庁日",
        "施設の検査の日",
        "平面図_一階.pdf",
    ):
        assert each in text
    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()
    assert made.pages == len(pypdf.PdfReader(io.BytesIO(made.pdf)).pages)


def test_every_shared_template_is_known_here():
    assert set(templates.paper_names()) == set(TITLES)


@pytest.mark.parametrize("template", TITLES)
def test_every_paper_is_archivable_and_accessible(template, tmp_path):
    made = render.render(paper(template))
    assert failures(made.pdf) == []
    file = tmp_path / "paper.pdf"
    file.write_bytes(made.pdf)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


@pytest.mark.parametrize("template", TITLES)
def test_every_paper_can_be_made_of_the_fewest_facts(template):
    made = render.render(paper(template, MINIMAL))
    assert failures(made.pdf) == []
    assert "None" not in read(made.pdf)
    assert "山田太郎" in flat(made.pdf)


@pytest.mark.parametrize("template", TITLES)
def test_every_paper_carries_title_author_language_and_the_way_to_check_it(template):
    made = render.render(paper(template))
    reader = pypdf.PdfReader(io.BytesIO(made.pdf))
    assert reader.metadata.title == f"{TITLES[template]}　8多立生食第123号"
    assert reader.metadata.author == "東京都多摩立川保健所長"
    assert reader.trailer["/Root"]["/Lang"] == "ja"
    text = flat(made.pdf)
    assert f"{TITLES[template]}8多立生食第123号" in text
    assert f"1/{made.pages}" in text
    assert "https://madoguchi.example/verify/0192f7a4" in text
    assert "電子発行" in text


def test_the_same_facts_give_the_same_bytes():
    assert render.render(FULL).pdf == render.render(FULL).pdf


def test_other_processes_at_the_same_time_give_the_same_bytes():
    program = (
        "from app.documents import render; from tests.integration.documents.papers import FULL;"
        "print(render.render(FULL).sha256)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, env=os.environ, text=True
        )
        for _ in range(2)
    ]
    said = {each.communicate(timeout=120)[0].strip() for each in running}
    assert said == {render.render(FULL).sha256}


def test_a_permit_says_who_may_do_what_until_when_and_under_which_condition():
    text = flat(render.render(paper("permit")).pdf)
    for each in (
        "食品衛生法第55条第1項の規定により、次のとおり許可します。",
        "令和8年12月1日から令和14年11月30日まで",
        "生食用の食肉を取り扱わないこと。",
    ):
        assert each in text


def test_a_refusal_gives_criterion_facts_and_application_and_how_to_contest():
    facts = paper("refusal", disposition="不許可")
    text = flat(render.render(facts).pdf)
    for reason in facts.reasons:
        for each in (reason.criterion, reason.facts, reason.application, reason.source):
            assert each in text
    for each in facts.appeal:
        assert each[:40] in text
    assert "次の理由により不許可とすることに決定しました" in text


def test_an_extension_says_until_when_and_why():
    text = flat(render.render(paper("extension")).pdf)
    assert "令和8年11月30日" in text
    assert "令和9年1月20日" in text
    assert "公文書が著しく大量であるため。" in text


def test_a_payment_is_confirmed_with_its_tax_and_never_called_a_receipt():
    text = flat(render.render(paper("payment")).pdf)
    assert "18,300円" in text
    assert "非課税" in text
    assert "令和8年11月2日" in text
    assert "領収" not in text


def test_a_copy_of_a_filing_is_marked_as_one():
    text = flat(render.render(paper("filing-copy", submission="届出")).pdf)
    assert "副本" in text
    assert "届出者" in text
    assert "令和8年11月1日14時05分到達" in text


def test_a_paper_issued_again_says_so():
    assert "再発行" in flat(render.render(paper("certificate", reissued=True)).pdf)
    assert "再発行" not in flat(render.render(paper("certificate")).pdf)


NAMES = (
    "𠮷田",
    "髙﨑",
    "\ufa19谷",
    "神\ufe00谷と神谷",
    "葛\U000e0100西と葛西と葛\U000e0101城",
    "邉\U000e0111",
    "邉\U000e0102",
    "か\u3099",
    "Nguyễn Thị Ánh",
    "김",
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_rare_name_can_be_copied_out_as_it_was_typed(name):
    made = render.render(replace(MINIMAL, applicant=Applicant(name)))
    assert name in read(made.pdf)
    assert failures(made.pdf) == []


def _drawn(pdf: bytes, family: str) -> dict[str, int]:
    """Give the glyph that stands for each text in a font of the file."""
    found = {}
    resources = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]
    for reference in resources["/Font"].values():
        font = reference.get_object()
        if family in font["/BaseFont"]:
            table = font["/ToUnicode"].get_object().get_data().decode()
            for glyph, text in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", table):
                found[bytes.fromhex(text).decode("utf-16-be")] = int(glyph, 16)
    return found


@pytest.mark.parametrize(
    ("name", "family", "file"),
    [
        ("髙", "BIZ-UDMincho", 0),
        ("\ufa19", "BIZ-UDMincho", 0),
        ("葛\U000e0100", "BIZ-UDMincho", 0),
        ("葛\U000e0101", "BIZ-UDPMincho", 3),
        ("神\ufe00", "BIZ-UDPMincho", 3),
        ("𠮷", "IPAmjMincho", 6),
        ("邉\U000e0111", "IPAmjMincho", 6),
    ],
    ids=ascii,
)
def test_a_name_is_drawn_by_the_glyph_that_the_font_has_for_it(name, family, file):
    made = render.render(replace(MINIMAL, applicant=Applicant(name)))
    blob = uharfbuzz.Blob.from_file_path(str(fonts.FACES[file].path))
    font = uharfbuzz.Font(uharfbuzz.Face(blob))
    look_up = font.get_nominal_glyph if len(name) == 1 else font.get_variation_glyph
    glyph = look_up(*map(ord, name))
    assert glyph
    assert _drawn(made.pdf, family)[name] == glyph


def test_a_character_that_no_font_has_is_refused_before_anything_is_drawn():
    facts = replace(FULL, sections=(Section("", (Row("屋号", "ねこ🐈屋"),)),))
    with pytest.raises(Refusal) as caught:
        render.render(facts)
    assert caught.value.code == "document.glyph_missing"
    assert "U+1F408" in caught.value.message


def test_a_character_that_only_the_template_brings_is_refused_too():
    with pytest.raises(Refusal) as caught:
        render.render(MINIMAL, own=_own("<p>🐈</p>"))
    assert caught.value.code == "document.glyph_missing"
    assert "U+1F408" in caught.value.message


def _own(body: str) -> str:
    return '{% extends "letter.html" %}{% block main %}' + body + "{% endblock %}"


def test_a_procedure_may_bring_its_own_template():
    made = render.render(MINIMAL, own=_own("<p>独自の文 {{ procedure_title }}</p>"))
    assert "独自の文飲食店営業許可の申請" in flat(made.pdf)
    assert "独自の文" not in flat(render.render(MINIMAL).pdf)


@pytest.mark.parametrize("template", TITLES)
def test_a_variable_that_does_not_exist_fails_in_every_template(template):
    start, end = f'{{% extends "{template}.html" %}}{{% block main %}}', "{% endblock %}"
    with pytest.raises(Refusal) as caught:
        render.html(paper(template), own=start + "{{ applicant_nmae }}" + end)
    assert caught.value.code == "document.template_broken"
    assert "applicant_nmae" in caught.value.message


def test_a_fact_that_is_none_is_not_printed_as_a_word():
    with pytest.raises(Refusal) as caught:
        render.html(MINIMAL, own=_own("{{ arrived_at }}"))
    assert caught.value.code == "document.template_broken"


def test_a_template_cannot_reach_outside_its_facts():
    with pytest.raises(Refusal):
        render.html(MINIMAL, own=_own("{{ applicant.__class__.__mro__ }}"))


def test_an_unknown_template_is_refused_with_the_known_ones():
    with pytest.raises(Refusal) as caught:
        render.render(replace(MINIMAL, template="permitt"))
    assert caught.value.code == "document.template_unknown"
    assert "permit" in caught.value.hint


def test_an_answer_is_text_and_never_markup():
    evil = '<img src="file:///etc/passwd"><b>太字</b>{{ 7*7 }}'
    made = render.render(replace(MINIMAL, sections=(Section("", (Row("備考", evil),)),)))
    assert re.sub(r"\s", "", evil) in flat(made.pdf)
    assert failures(made.pdf) == []


def test_long_answers_run_over_pages_and_nothing_is_lost():
    rows = tuple(
        Row(f"質問{i}", f"答{i}。" + "長い答えです。" * 130 + f"完{i}。") for i in range(5)
    )
    made = render.render(replace(FULL, sections=(Section("計画", rows),)))
    text = flat(made.pdf)
    assert made.pages >= 3
    assert all(f"答{i}。" in text and f"完{i}。" in text for i in range(5))
    assert f"{made.pages}/{made.pages}" in text
    assert failures(made.pdf) == []


@pytest.mark.parametrize("template", TITLES)
def test_long_names_wrap_inside_the_page(template, tmp_path):
    name = "株式会社" + "とても長い名前の" * 14 + "Donaudampfschifffahrtsgesellschaft" * 3
    facts = paper(template, applicant=Applicant(name, "", "東京都" + "長い町" * 40, "代表" * 60))
    file = tmp_path / "paper.pdf"
    file.write_bytes(render.render(facts).pdf)
    assert name in flat(file.read_bytes())
    told = subprocess.run(
        ["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    edges = [float(each) for each in re.findall(r'xMax="([0-9.]+)"', told)]
    assert max(edges) < 595 - 40


def test_no_stream_ends_in_a_line_break_whatever_it_holds():
    troubled = next(
        raw
        for raw in (b"%d 0 Td" % i for i in range(10_000))
        if zlib.compress(raw, 9).endswith(b"\r")
    )
    stream = pydyf.Stream([troubled], {"Length1": len(troubled)}, compress=True)
    conformance._compress(stream)
    (packed,) = stream.stream
    assert not packed.endswith((b"\r", b"\n"))
    assert zlib.decompress(packed).startswith(troubled)
    assert stream.extra["Length1"] == len(zlib.decompress(packed))


def test_a_file_written_again_with_padding_is_as_good_as_the_first():
    import weasyprint

    configuration, style = render._press(None)
    laid_out = weasyprint.HTML(string=render.html(FULL)).render(
        font_config=configuration, stylesheets=[style], pdf_variant=conformance.VARIANT
    )
    first, second = render._written(laid_out, 0), render._written(laid_out, 1)
    assert first != second
    assert failures(second) == []
    assert read(first) == read(second)


def test_fonts_of_a_directory_are_used_before_those_of_the_system(tmp_path):
    for face in fonts.FACES:
        (tmp_path / face.path.name).symlink_to(face.path)
    made = render.render(FULL, font_directory=tmp_path)
    assert failures(made.pdf) == []
    assert flat(made.pdf) == flat(render.render(FULL).pdf)
