"""連結: from a bundle of plain data to a closed, frozen `Procedure`, or to every complaint about it.

`link` is the only maker of the values in `app.definitions.model`.
"""

from app.definitions.linker.assemble import Linked, link
from app.definitions.linker.desk import Sources

__all__ = ["Linked", "Sources", "link"]
