"""連結: from a bundle of plain data to a closed `Procedure`, or to all that is wrong with it.

`link` is the only maker of the values in `app.definitions.model`.
"""

from app.definitions.desk import Sources
from app.definitions.linker.assemble import Linked, link, link_at

__all__ = ["Linked", "Sources", "link", "link_at"]
