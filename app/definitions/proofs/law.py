"""法: that nobody is refused without a decision, its reasons, and word on how to contest it.

What every procedure needs at all is checked when it is linked; here each way through the flow is
looked at: refusals in whole and in part, dismissals, and ends by a deadline that has passed. A fee
that was not paid may end an application without a decision. Knows no text of a law.
"""

from app.definitions.desk import Place
from app.definitions.model import PaperRule, Step, Workflow
from app.definitions.proofs import ways
from app.definitions.proofs.sheets import SHEETS
from app.definitions.proofs.subject import Subject

DISCLOSURE = ("開示", "一部開示", "非開示")
"""How a record is treated when somebody asks to see it."""

_DECIDED = ("granted", "partial", "refused")
_REFUSING = ("partial", "refused")
_HERE = Place("procedure")


def prove_law(about: Subject) -> None:
    """Prove what the law asks of a disposition, and of every record."""
    procedure = about.procedure
    for step in procedure.workflow.steps.values():
        if step.kind == "decide":
            _prove_ends_of(about, step)
    if procedure.law.disposition:
        _prove_disposition(about)
    elif procedure.law.appeal:
        words = "処分でない手続に、教示の型（appeal）があります。"
        hint = "処分なら disposition: true に、処分でなければ appeal を消してください。"
        about.complain(_HERE.down("law", "appeal"), "P615", words, hint)
    if procedure.retention.disclosure not in DISCLOSURE:
        words = "文書の開示の区分（disclosure）がありません。"
        hint = f"records: に disclosure: を書いてください（{'、'.join(DISCLOSURE)}）。"
        about.complain(_HERE.down("records"), "P618", words, hint)
    for ground in procedure.grounds:
        if not ground.source.act and not ground.source.note:
            words = f"審査基準「{ground.id}」に根拠（basis）がありません。"
            hint = "理由の提示では根拠の条も示します。act と article を書いてください。"
            about.complain(about.at(f"ground/{ground.id}"), "P619", words, hint, "warning")


def _prove_ends_of(about: Subject, step: Step) -> None:
    """Prove that what was decided is what the case ends with."""
    flow = about.procedure.workflow
    for move in _DECIDED:
        if move not in step.moves:
            continue
        way = ways.way(flow, [step.moves[move]], _other_end(flow, move), _deciding)
        if way is not None:
            told = ways.told(flow, ways.joined(flow, step.id, way))
            words = f"「{told}」と進むと、決定（{move}）と終わりの処分の別が合いません。"
            hint = (
                f"終わり「{way[-1]}」の disposition: を {move} にするか、行き先を替えてください。"
            )
            about.complain(about.at(f"end/{way[-1]}"), "P617", words, hint)


def _other_end(flow: Workflow, move: str) -> ways.Goal:
    """Give whether a place is an end of another kind; what was granted may still lapse."""
    right = ("granted", "none") if move == "granted" else (move,)
    return lambda place: place in flow.ends and flow.ends[place].disposition not in right


def _prove_disposition(about: Subject) -> None:
    flow = about.procedure.workflow
    refusing = [each.id for each in flow.ends.values() if each.disposition in _REFUSING]
    told = [_prove_reasons(about, each) for each in refusing]
    told += [_prove_issued_after_decision(about), *(_prove_dismissal(about, flow, set(told)))]
    if not any(told):
        _prove_decided(about)
    for step in flow.steps.values():
        for move in _REFUSING if step.kind == "decide" else ():
            if move in step.moves:
                _prove_told(about, step, move)


def _prove_reasons(about: Subject, end: str) -> str:
    """Prove that a refusal comes from a decision that has given its reasons."""
    flow = about.procedure.workflow
    way = ways.way(flow, [flow.start], end.__eq__, _refusing)
    if way is None:
        return ""
    words = (
        f"「{ways.told(flow, way)}」と進むと、審査基準と理由を示す決定をしないまま、"
        f"「{ways.label(flow, end)}」で終わります。"
    )
    hint = "拒むときは、決定（decide）の refused か partial を通してください（行政手続法第8条）。"
    about.complain(about.at(f"step/{way[-2]}"), "P611", words, hint)
    return end


def _prove_dismissal(about: Subject, flow: Workflow, known: set[str]) -> list[str]:
    """Prove that an examiner who refuses does not end a case at once."""
    found = []
    for step in flow.steps.values():
        end = step.moves.get("refuse" if step.kind == "examine" else "failed", "")
        if end in flow.ends and end not in known and not _always_decided(flow, step.id):
            way = (*ways.joined(flow, step.id, ()), end)
            words = (
                f"「{ways.told(flow, way)}」と進むと、審査基準と理由を示す決定をしないまま、"
                "申請を退けます。"
            )
            hint = "退けるときも処分です。決定（decide）に進めてください。"
            about.complain(about.at(f"step/{step.id}"), "P611", words, hint)
            found.append(end)
    return found


def _always_decided(flow: Workflow, place: str) -> bool:
    return ways.way(flow, [flow.start], place.__eq__, _deciding) is None


def _prove_issued_after_decision(about: Subject) -> str:
    flow = about.procedure.workflow
    papers = about.procedure.papers
    issuing = {
        step.id
        for step in flow.steps.values()
        if step.kind == "issue" and _template(papers.get(step.paper)) != "filing-copy"
    }
    way = ways.way(flow, [flow.start], issuing.__contains__, _deciding)
    if way is None:
        return ""
    words = f"「{ways.told(flow, way)}」と進むと、決定をしないまま処分の文書を出します。"
    hint = "文書を出す前に、必ず通る決定（decide）の工程を置いてください。"
    about.complain(about.at(f"step/{way[-1]}"), "P616", words, hint)
    return way[-1]


def _prove_decided(about: Subject) -> None:
    """Prove that an application for a disposition is decided on before its case ends."""
    flow = about.procedure.workflow
    way = ways.way(flow, [flow.start], flow.ends.__contains__, _decided_or_unpaid)
    if way is None:
        return
    words = (
        f"「{ways.told(flow, way)}」と進むと、申請に対する処分をしないまま終わります"
        "（行政手続法第7条）。"
    )
    hint = "期限を過ぎたときも、審査に戻して決定（decide）をしてください。"
    about.complain(about.at(f"step/{way[-2]}"), "P614", words, hint)


def _prove_told(about: Subject, step: Step, move: str) -> None:
    """Prove that a refusal reaches the applicant."""
    flow = about.procedure.workflow
    way = ways.way(flow, [step.moves[move]], flow.ends.__contains__, _issuing)
    if way is None:
        _prove_explained(about, step, move)
        return
    told = ways.told(flow, ways.joined(flow, step.id, way))
    words = f"「{told}」と進むと、理由と教示を書いた通知を出さないまま終わります。"
    hint = "決定の後に、通知を出す工程（issue）を置いてください。"
    about.complain(about.at(f"step/{step.id}"), "P612", words, hint)


def _prove_explained(about: Subject, step: Step, move: str) -> None:
    """Prove that what reaches the applicant has the reasons on it, and 教示."""
    flow, papers = about.procedure.workflow, about.procedure.papers

    def explains(each: Step, _: str) -> bool:
        return each.kind == "issue" and not _lacking(papers.get(each.paper), move)

    way = ways.way(flow, [step.moves[move]], flow.ends.__contains__, explains)
    if way is None:
        return
    paper = next(each.paper for name in way if (each := flow.steps[name]).kind == "issue")
    told = ways.told(flow, ways.joined(flow, step.id, way))
    lacking = "と".join(_lacking(papers.get(paper), move))
    words = f"「{told}」と進むと、帳票「{paper}」に{lacking}が載りません。"
    hint = f"帳票の名を {move} に、ひな形（template）を refusal か decision にしてください。"
    about.complain(about.at(f"paper/{paper}", "template"), "P613", words, hint)


def _lacking(paper: PaperRule | None, move: str) -> tuple[str, ...]:
    """Give what a refusal needs and a paper does not say; only the decision's own paper can."""
    own = paper is not None and paper.id == move
    said = SHEETS.get(_template(paper), frozenset()) if own else frozenset()
    wanted = {"reasons": "理由", "appeal": "教示"}
    return tuple(words for part, words in wanted.items() if part not in said)


def _template(paper: PaperRule | None) -> str:
    return "" if paper is None else paper.template


def _deciding(step: Step, move: str) -> bool:
    """Bar the ways on which something has been decided; a step passed by decides nothing."""
    passed = move == "granted" and step.when is not None
    return step.kind == "decide" and move in _DECIDED and not passed


def _refusing(step: Step, move: str) -> bool:
    return step.kind == "decide" and move in _REFUSING


def _decided_or_unpaid(step: Step, move: str) -> bool:
    return _deciding(step, move) or (step.kind == "await-payment" and move == "expired")


def _issuing(step: Step, move: str) -> bool:
    return step.kind == "issue"
