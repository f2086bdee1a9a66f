"""世界: answers, a day and a channel, and the search for such a world in which something holds.

`search` answers whether there is such a world, with the world itself or with certainty that there
is none; `sample` gives whole sets of answers that would be accepted. Knows no case and no proof.
"""

from app.definitions.proofs.worlds.samples import sample, samples

__all__ = ["sample", "samples"]
