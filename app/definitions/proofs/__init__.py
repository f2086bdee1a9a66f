"""証明: what is shown of a whole procedure before a resident ever sees it.

Linking makes a procedure or says why there is none; it happens wherever a case is worked on. The
proofs look at a procedure that has been linked, and happen only where one is written: in `check`,
in the studio and before a publication. Each is a function that adds to the desk what it finds.
Nothing here is needed to run a case, and nothing that runs a case may import it.
"""

from collections.abc import Callable, Mapping

from app.definitions.desk import Sources
from app.definitions.diagnostics import Diagnostic, ordered
from app.definitions.linker import Linked
from app.definitions.proofs import (
    clocks,
    conditions,
    flow,
    law,
    money,
    papers,
    people,
    personal,
    texts,
)
from app.definitions.proofs.subject import Subject, subject

Proof = Callable[[Subject], None]

PROOFS: Mapping[str, Proof] = {
    "flow": flow.prove_flow,
    "people": people.prove_people,
    "money": money.prove_money,
    "law": law.prove_law,
    "papers": papers.prove_papers,
    "clocks": clocks.prove_clocks,
    "texts": texts.prove_texts,
    "personal": personal.prove_personal,
    "conditions": conditions.prove_conditions,
}
"""Every proof by its name, in the order in which they are tried."""


def prove(linked: Linked, sources: Sources) -> tuple[Diagnostic, ...]:
    """Say everything that the proofs find wrong with a linked procedure; nothing if there is none.

    `sources` are the documents of its bundle, so that each finding has its place.
    """
    if linked.procedure is None:
        return ()
    about = subject(linked.procedure, linked.places, sources)
    for proof in PROOFS.values():
        proof(about)
    return ordered(about.desk.found)
