from datetime import date

from app.documents.facts import Applicant, FeeLine, PaperFacts, Row, Section, texts


def _facts(**more):
    return PaperFacts(
        id="0192",
        title="許可証",
        template="permit",
        issued_on=date(2026, 11, 22),
        case_number="R8-1",
        procedure_title="飲食店営業許可",
        department="食品衛生担当",
        issuer="東京都多摩立川保健所長",
        applicant=Applicant("山田 太郎"),
        **more,
    )


def test_a_template_sees_every_fact_and_the_total():
    mapping = _facts(fees=(FeeLine("手数料", 18300), FeeLine("交付", 400))).as_mapping()
    assert mapping["total"] == 18700
    assert set(PaperFacts.__dataclass_fields__) | {"total"} == set(mapping)


def test_every_text_is_found_however_deep_it_lies():
    facts = _facts(sections=(Section("営業所", (Row("屋号", "台所"),)),))
    assert {"山田 太郎", "営業所", "屋号", "台所"} <= set(texts(facts))


def test_dates_and_numbers_are_not_texts():
    assert list(texts((date(2026, 1, 1), 5, None, "字"))) == ["字"]
