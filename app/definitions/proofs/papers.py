"""帳票: that each paper has a template which prints what is set for it, and something to print.

What is on a paper beside its own words comes from the shared templates; `sheets` says which prints
what. A question that is not asked leaves its row out; only a paper whose every row may go is
empty. Knows no rendering.
"""

import re

from app.definitions import wording
from app.definitions.checks.law import NUMBER_PARTS
from app.definitions.model import Field, PaperRule, say
from app.definitions.proofs import spans
from app.definitions.proofs.sheets import SHEETS, WHOLE
from app.definitions.proofs.subject import Subject
from app.definitions.proofs.worlds import atlas, search

_PLACEHOLDER = re.compile(r"\{[^{}\s]*\}|\{\{|\{%|\$\{?[a-z_]")
_SAID_ONLY = frozenset({"heading", "notice"})


def prove_papers(about: Subject) -> None:
    """Prove that every paper can be printed, and says what it is for."""
    for paper in about.procedure.papers.values():
        _prove_number(about, paper)
        _prove_body(about, paper)
        _prove_renewal(about, paper)
        sheet = SHEETS.get(paper.template)
        if sheet is None:
            words = f"帳票「{paper.id}」のひな形「{paper.template}」はありません。"
            hint = about.desk.suggest(paper.template, SHEETS)
            about.complain(about.at(f"paper/{paper.id}", "template"), "P706", words, hint)
        else:
            _prove_printed(about, paper, sheet)
            _prove_shown(about, paper)


def _prove_number(about: Subject, paper: PaperRule) -> None:
    """Prove that a number can be made, and that no two papers get the same one."""
    if not paper.number:
        return
    try:
        one, other = (
            paper.number.format(**{**dict.fromkeys(NUMBER_PARTS, ""), "serial": n})
            for n in ("0001", "0002")
        )
    except (KeyError, IndexError):
        return
    except (ValueError, AttributeError):
        one = other = ""
    if one == other:
        words = f"帳票「{paper.id}」の番号の形では、同じ番号が二度出るか、番号が作れません。"
        hint = '例: "{year}{office}第{serial}号"'
        about.complain(about.at(f"paper/{paper.id}", "number"), "P705", words, hint)


def _prove_body(about: Subject, paper: PaperRule) -> None:
    for language, text in (paper.body or {}).items():
        found = _PLACEHOLDER.search(text)
        if found is not None:
            words = (
                f"帳票の本文に差込み「{found.group()}」は使えません。書いたとおりに印刷されます。"
            )
            hint = "答えを載せるには、show: に項目の名を書いてください。"
            about.complain(about.at(f"paper/{paper.id}", "body", language), "P704", words, hint)


def _prove_renewal(about: Subject, paper: PaperRule) -> None:
    """Prove that who holds a paper that runs out hears of it in time."""
    if paper.validity is None:
        return
    if paper.renewal is None:
        words = f"有効期間のある帳票「{paper.id}」に、更新（renewal）がありません。"
        hint = "renewal: {procedure: 更新の手続か null, remind: [months(3)]} と書いてください。"
        about.complain(about.at(f"paper/{paper.id}", "validity"), "P710", words, hint, "warning")
        return
    for n, span in enumerate(paper.renewal.remind):
        if not spans.longer(paper.validity, span):
            words = f"有効期間（{paper.validity}）の中に、終わりの{span}前の知らせが入りません。"
            hint = "有効期間より短い期間にしてください。"
            place = about.at(f"paper/{paper.id}", "renewal", "remind", n)
            about.complain(place, "P711", words, hint, "warning")


def _prove_printed(about: Subject, paper: PaperRule, sheet: frozenset[str]) -> None:
    """Prove that what is set for a paper has a place on its template."""
    told = f"ひな形「{paper.template}」の文書に"
    if paper.show and ("answers" not in sheet or paper.template in WHOLE):
        why = "は答えが載らない" if "answers" not in sheet else "はすべての答えが載る"
        words = f"{told}{why}ため、show: は使われません。"
        hint = "show: を消すか、別のひな形にしてください。"
        about.complain(about.at(f"paper/{paper.id}", "show"), "P703", words, hint, "warning")
    if paper.validity and "validity" not in sheet:
        words = f"{told}有効期間は載りません。"
        hint = "validity: を消すか、permit などのひな形にしてください。"
        about.complain(about.at(f"paper/{paper.id}", "validity"), "P707", words, hint, "warning")
    if paper.conditions and "conditions" not in sheet:
        words = f"{told}条件は載りません。"
        hint = "conditions: を消すか、permit などのひな形にしてください。"
        about.complain(about.at(f"paper/{paper.id}", "conditions"), "P708", words, hint, "warning")


def _prove_shown(about: Subject, paper: PaperRule) -> None:
    """Prove that at least one of the answers on a paper is there in every case."""
    known = {each.id: each for each in about.procedure.fields}
    shown = [known[name] for name in paper.show if name in known]
    for n, name in enumerate(paper.show):
        if name in known and known[name].kind in _SAID_ONLY:
            words = f"「{name}」は見出しか案内なので、文書に載りません。"
            place = about.at(f"paper/{paper.id}", "show", n)
            about.complain(place, "P709", words, "show: から消してください。", "warning")
    asked = [each for each in shown if each.kind not in _SAID_ONLY]
    if not asked or paper.template in WHOLE or any(_is_sure(each) for each in asked):
        return
    unasked = [search.fails(each.when) for each in asked if each.when is not None]
    if search.search(atlas.atlas(about.procedure), unasked).never:
        return
    blank = "、".join(f"「{say(each.label)}」（{_when(about, each)}）" for each in asked)
    words = f"帳票「{paper.id}」に載せる答えが、一つもないことがあります: {blank}。"
    hint = "いつも尋ねる項目も show: に書いてください。"
    about.complain(about.at(f"paper/{paper.id}", "show"), "P702", words, hint, "warning")


def _is_sure(asked: Field) -> bool:
    """Say whether a question is always asked; what is worked out may come to nothing."""
    return asked.when is None and asked.kind != "computed"


def _when(about: Subject, asked: Field) -> str:
    if asked.when is None:
        return "計算できるときだけ"
    said = wording.condition(asked.when, about.procedure.fields)
    return f"{said}だけ" if said else f"条件 {asked.when.source} のときだけ"
