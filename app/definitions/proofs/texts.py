"""文: that the words for residents are there, fit their places, and can be read.

How long a text may be comes from where it stands on a page of 320 pixels, where some 18 full-width
characters make a line. How hard it is to read is the business of `readable`. Words of the law
itself (criteria, bodies of papers, declarations) are not judged. Knows no page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.definitions.desk import Place
from app.definitions.diagnostics import columns
from app.definitions.model import Fee, Field, Procedure, Texts
from app.definitions.proofs import readable
from app.definitions.proofs.subject import Subject

_HERE = Place("procedure")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a text: its name, the most full-width characters, and whether it is judged."""

    name: str
    most: int
    judged: bool = False


SPOTS: Mapping[str, Spot] = {
    # The heading of the public page, the title of mails and papers: three lines.
    "title": Spot("手続の題", 60),
    # Under the heading, in one look.
    "summary": Spot("手続の説明", 200, judged=True),
    # A list with a dot before each.
    "before": Spot("準備するもの", 80, judged=True),
    "deadline": Spot("提出期限", 160, judged=True),
    "elsewhere": Spot("所管の外のときの言葉", 120, judged=True),
    "privacy": Spot("個人情報の利用目的", 300),
    "question": Spot("よくある質問", 60, judged=True),
    "answer": Spot("よくある質問の答え", 300, judged=True),
    "note": Spot("お知らせ", 200),
    # A heading, and an entry of the list of steps.
    "page": Spot("ページの題", 30),
    "page help": Spot("ページの説明", 200, judged=True),
    # Also a column of a summary and of papers, and repeated by every fault.
    "label": Spot("見出し", 50),
    # A sentence to agree to, beside one box.
    "declaration": Spot("宣言の文", 120),
    "notice": Spot("案内の文", 120, judged=True),
    "help": Spot("項目の説明", 160, judged=True),
    "purpose": Spot("尋ねる理由", 100, judged=True),
    "example": Spot("記入例", 60),
    # One button or one line of a list.
    "option": Spot("選択肢", 50),
    "each": Spot("一件の呼び名", 20),
    "attachment": Spot("添付書類の見出し", 50),
    "attachment help": Spot("添付書類の説明", 120, judged=True),
    # Said at the field and once more above the form.
    "message": Spot("点検の言葉", 120, judged=True),
    # A line of a table beside an amount.
    "fee": Spot("手数料の呼び名", 40),
    "reduction": Spot("減免の呼び名", 40),
    "omission": Spot("付けなくてよい理由", 100, judged=True),
    "refund": Spot("返すか返さないか", 100, judged=True),
    # One line of a sheet of paper in its largest letters.
    "paper": Spot("帳票の題", 40),
    # A mark in a list of cases.
    "result": Spot("結果の言葉", 24),
    "step": Spot("工程の名", 24),
}
"""Every place of a text by its name here."""

NEEDED: Mapping[str, Sequence[str]] = {
    "title": ("plain", "ja-easy", "en"),
    "summary": ("ja-easy", "en"),
}
"""Languages in which residents find every procedure, beside Japanese."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a procedure: which spot it is for, its languages, and where it was written."""

    spot: str
    texts: Texts
    place: Place


def prove_texts(about: Subject) -> None:
    """Prove that every text is there, short enough, and readable."""
    if not about.procedure.internal:
        _prove_there(about)
    for said in _said(about):
        for language, text in said.texts.items():
            place = said.place.down(language)
            _prove_fits(about, SPOTS[said.spot], text, place)
            if not about.procedure.internal:
                _prove_readable(about, said.spot, (language, text), place)


def _prove_there(about: Subject) -> None:
    procedure = about.procedure
    for part, texts in (("title", procedure.title), ("summary", procedure.summary)):
        missing = [each for each in NEEDED[part] if each not in texts]
        if missing:
            words = f"{SPOTS[part].name}（{part}）に、{'、'.join(missing)} の文がありません。"
            hint = f"{part}: {{ja: …, {': …, '.join(missing)}: …}} のように書いてください。"
            about.complain(_HERE.down(part), "P640", words, hint)
    if not procedure.find.category:
        words = "手続を探すための分野（category）がありません。"
        about.complain(_HERE.down("find"), "P640", words, "find: に category: を書いてください。")
    for asked in procedure.fields:
        if asked.kind == "group" and asked.each is None:
            words = f"繰り返し「{asked.id}」の一件の呼び名（each）がありません。"
            hint = "each: 責任者 のように書いてください。"
            about.complain(about.at(f"field/{asked.id}"), "P640", words, hint)


def _prove_fits(about: Subject, spot: Spot, text: str, place: Place) -> None:
    # No character is wider than full width, so that most texts need not be measured.
    if len(text) > spot.most and (wide := (columns(text) + 1) // 2) > spot.most:
        words = f"{spot.name}が長すぎます（全角で{wide}字）。"
        hint = f"全角で{spot.most}字までにしてください。長い説明は help: などに分けられます。"
        about.complain(place, "P641", words, hint, "warning")


def _prove_readable(about: Subject, spot: str, said: tuple[str, str], place: Place) -> None:
    language, text = said
    if language == "ja-easy":
        remarks = readable.read(text, "easy")
    elif (language == "ja" and SPOTS[spot].judged) or language == "plain":
        remarks = readable.read(text, "plain")
    else:
        return
    for each in remarks:
        about.complain(place, each.code, each.message, each.hint, "warning")


def _said(about: Subject) -> Iterator[Said]:
    yield from _of_whole(about.procedure)
    for page in about.procedure.pages:
        place = about.at(f"page/{page.id}")
        yield Said("page", page.title, place.down("title"))
        yield from _maybe("page help", page.help, place.down("help"))
        for asked in page.fields:
            yield from _of_field(about, asked, asked.id)
            for row in asked.rows:
                yield from _of_field(about, row, f"{asked.id}.{row.id}")
    yield from _of_nouns(about)


def _of_whole(procedure: Procedure) -> Iterator[Said]:
    yield Said("title", procedure.title, _HERE.down("title"))
    yield Said("summary", procedure.summary, _HERE.down("summary"))
    for n, before in enumerate(procedure.before):
        yield Said("before", before, _HERE.down("before", n))
    yield from _maybe("deadline", procedure.deadline, _HERE.down("deadline"))
    yield from _maybe("elsewhere", procedure.office.elsewhere, _HERE.down("office", "elsewhere"))
    yield Said("privacy", procedure.privacy, _HERE.down("privacy"))
    for n, each in enumerate(procedure.faq):
        yield Said("question", {"ja": each.question}, _HERE.down("faq", n, "q"))
        yield Said("answer", {"ja": each.answer}, _HERE.down("faq", n, "a"))
    for n, note in enumerate(procedure.notes):
        yield Said("note", {"ja": note}, _HERE.down("notes", n))


def _of_field(about: Subject, asked: Field, path: str) -> Iterator[Said]:
    name = f"field/{path}"
    spot = {"declaration": "declaration", "notice": "notice"}.get(asked.kind, "label")
    if asked.kind != "group":
        yield Said(spot, asked.label, about.at(name, "label"))
    yield from _maybe("help", asked.help, about.at(name, "help"))
    yield from _maybe("purpose", asked.purpose, about.at(name, "purpose"))
    yield from _maybe("each", asked.each, about.at(name, "each"))
    if asked.example:
        yield Said("example", {"ja": asked.example}, about.at(name, "example"))
    for option in asked.options:
        yield Said("option", option.label, about.at(name, "options", option.code))


def _of_nouns(about: Subject) -> Iterator[Said]:
    procedure = about.procedure
    for attachment in procedure.attachments:
        name = f"attachment/{attachment.id}"
        yield Said("attachment", attachment.label, about.at(name, "label"))
        yield from _maybe("attachment help", attachment.help, about.at(name, "help"))
        if attachment.omit is not None:
            yield Said("omission", attachment.omit.because, about.at(name, "omit", "because"))
    for check in procedure.checks:
        yield Said("message", check.message, about.at(f"check/{check.id}", "message"))
    for fee in procedure.fees:
        yield from _of_fee(about, fee)
    for paper in procedure.papers.values():
        yield Said("paper", paper.title, about.at(f"paper/{paper.id}", "title"))
    for step in procedure.workflow.steps.values():
        yield Said("step", step.label, about.at(f"step/{step.id}", "label"))
    for end in procedure.workflow.ends.values():
        yield Said("result", end.result, about.at(f"end/{end.id}", "result"))


def _of_fee(about: Subject, fee: Fee) -> Iterator[Said]:
    name = f"fee/{fee.id}"
    yield Said("fee", fee.label, about.at(name, "label"))
    yield from _maybe("refund", fee.refund, about.at(name, "refund"))
    for n, each in enumerate(fee.reductions):
        yield Said("reduction", each.label, about.at(name, "reduce", n, "label"))


def _maybe(spot: str, texts: Texts | None, place: Place) -> Iterator[Said]:
    if texts is not None:
        yield Said(spot, texts, place)
