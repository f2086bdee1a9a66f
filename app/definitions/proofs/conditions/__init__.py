"""条件: the proofs that every question, paper, rule and fee of a form can come about.

Decided by searching for answers that show it (`worlds`); nothing is said that is not certain.
"""

from app.definitions.proofs.conditions import asked, checks, fees, fields, tables
from app.definitions.proofs.conditions.inquiry import open_inquiry
from app.definitions.proofs.subject import Subject


def prove_conditions(about: Subject) -> None:
    """Look at all conditions of a procedure."""
    inquiry = open_inquiry(about)
    for part in (asked, checks, fees, fields, tables):
        part.prove(inquiry)
