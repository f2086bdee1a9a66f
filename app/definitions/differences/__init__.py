"""違い: what residents, clerks and documents would see differently in another version.

Compares two linked procedures part by part and says each difference in a Japanese sentence. What
has no sentence of its own is still told, in general words: nothing that differs goes unsaid. Runs
no condition and knows no case.
"""

from app.definitions.differences import form, money, office
from app.definitions.differences.compare import GROUPS, Difference, Group, Pair
from app.definitions.model import Procedure

__all__ = ["GROUPS", "Difference", "Group", "between"]


def between(old: Procedure, new: Procedure) -> tuple[Difference, ...]:
    """Give all that differs, in the order of the groups and within each in reading order."""
    pair = Pair(old, new)
    found = [*form.differences(pair), *money.differences(pair), *office.differences(pair)]
    return tuple(sorted(found, key=lambda each: GROUPS.index(each.group)))
