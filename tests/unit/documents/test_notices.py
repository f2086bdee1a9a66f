from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jinja2.meta
import pytest

from app.documents import notices, templates
from app.documents.notices import NEEDS, NoticeFacts, notice

FULL = NoticeFacts(
    name="株式会社𠮷田屋",
    case_number="R8-000123",
    procedure_title="飲食店営業許可",
    link="https://m.example/my/cases/R8-000123",
    contact="多摩立川保健所 食品衛生担当",
    phone="042-524-5171",
    arrived_at=datetime(2026, 11, 1, 5, 5, tzinfo=UTC),
    items=("施設の平面図", "電話番号"),
    due=date(2026, 12, 1),
    amount=18300,
    inspection=date(2026, 11, 20),
    expected=date(2026, 11, 24),
    until=date(2027, 1, 20),
    document_title="許可証",
    valid_until=date(2031, 11, 24),
    renewal="https://m.example/procedures/again",
    code="12345678",
    minutes=10,
)


def test_the_arrival_is_told_with_number_time_and_place_to_look():
    mail = notice("arrived", FULL)
    assert mail.subject == "申請が届きました（受付番号 R8-000123）"
    assert mail.text.startswith("株式会社𠮷田屋 様\n\n申請が届きました。")
    assert "到達日時　令和8年11月1日 14時05分" in mail.text
    assert "https://m.example/my/cases/R8-000123\n" in mail.text


@pytest.mark.parametrize("name", [each for each in NEEDS if each != "sign_in_code"])
def test_every_notice_says_whose_case_where_and_whom_to_ask(name):
    mail = notice(name, FULL)
    assert FULL.case_number in mail.subject
    for each in (FULL.name, FULL.case_number, FULL.procedure_title, FULL.link, FULL.contact):
        assert each in mail.text
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize("name", NEEDS)
def test_what_is_not_needed_can_be_left_out(name):
    needed = {each: getattr(FULL, each) for each in NEEDS[name]}
    text = notice(name, NoticeFacts(**needed)).text
    assert "None" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("name", NEEDS)
def test_a_notice_that_could_not_say_what_it_must_is_a_bug(name):
    lacking = NEEDS[name][-1]
    empty = getattr(NoticeFacts(), lacking)
    with pytest.raises(ValueError, match=lacking):
        notice(name, replace(FULL, **{lacking: empty}))


def test_a_correction_names_what_to_put_right_and_until_when():
    text = notice("correction_requested", FULL).text
    assert "期限　　　令和8年12月1日\n" in text
    assert "・施設の平面図\n・電話番号\n" in text


def test_a_filing_is_called_a_filing():
    assert "届出が届きました" in notice("arrived", replace(FULL, submission="届出")).subject


def test_a_payment_is_never_called_a_receipt():
    mail = notice("payment_confirmed", FULL)
    assert "領収" not in mail.subject + mail.text


def test_a_name_with_a_line_break_cannot_add_a_header():
    mail = notice("document_ready", replace(FULL, document_title="許可証\r\nBcc: a@b.example\r"))
    assert not {"\r", "\n"} & set(mail.subject)


def test_every_template_has_its_notice_and_uses_known_facts_only():
    folder = Path(notices.__file__).parent / "notices"
    names = {path.stem for path in folder.glob("*.txt")} - {"frame"}
    assert names == set(NEEDS)
    environment = templates.notice_environment()
    known = set(NoticeFacts.__dataclass_fields__)
    for path in folder.glob("*.txt"):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        assert jinja2.meta.find_undeclared_variables(tree) <= known, path.name
