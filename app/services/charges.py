"""調定: the books of what is asked for, written together with the act that asks or takes back."""

from datetime import datetime

from app.cases.model import Case, Charge
from app.ledger import revenue
from app.store import journals, payments
from app.store.transaction import Tx


def book(tx: Tx, before: Case, case: Case, at: datetime) -> None:
    """Book each charge that has become an amount, and each that was taken back.

    A charge always stands in the books before anybody is asked to pay it.
    """
    if before.charges == case.charges:
        return
    known = {charge.id: charge.state for charge in before.charges}
    for charge in case.charges:
        was = known.get(charge.id)
        if charge.state == "open" and was in (None, "unknown"):
            journals.post(tx, [revenue.assess(charge.id, charge.amount, at)])
        if charge.state == "cancelled" and was == "open":
            _take_back(tx, case, charge, at)


def _take_back(tx: Tx, case: Case, charge: Charge, at: datetime) -> None:
    latest = payments.of_charge(tx, case.id, charge.id)
    if latest is None:
        none = revenue.Payment(charge.id, charge.id, charge.amount, "none", live=False)
        journals.post(tx, revenue.cancel(none, at).journals)
        return
    row = payments.lock(tx, latest.payment.id)
    if row is not None and row.payment.state != "paid":
        applied = revenue.cancel(row.payment, at)
        payments.save(tx, applied.payment, at)
        journals.post(tx, applied.journals)
