"""流れ図: the flow of a procedure or of a shape, as nodes and ways, laid out in rows, and drawn.

`chart` says what there is to see, `layout` where it stands, `drawing` and `telling` show it.
Nothing is run; no case is known.
"""

from app.definitions.pictures.chart import Chart, of_procedure, of_shape
from app.definitions.pictures.drawing import svg
from app.definitions.pictures.telling import as_data, in_text

__all__ = ["Chart", "as_data", "in_text", "of_procedure", "of_shape", "svg"]
