"""ひな形の載せるもの: which parts of a paper each shared template prints.

Kept as data, as definitions know no documents; a house test compares it with the templates.
"""

from collections.abc import Mapping

SHEETS: Mapping[str, frozenset[str]] = {
    "acknowledgement": frozenset({"answers"}),
    "certificate": frozenset({"answers", "conditions", "validity"}),
    "decision": frozenset({"answers", "conditions", "validity", "reasons", "appeal"}),
    "extension": frozenset({"answers", "appeal"}),
    "filing-copy": frozenset({"answers"}),
    "payment": frozenset(),
    "permit": frozenset({"answers", "conditions", "validity", "appeal"}),
    "refusal": frozenset({"answers", "reasons", "appeal"}),
}
"""Every shared template with what it prints where the facts are there."""

WHOLE = frozenset({"acknowledgement", "filing-copy"})
"""Templates on which every answer stands, whatever `show` names."""
