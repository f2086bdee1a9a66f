"""ひな型: the first file of a new procedure and its first scenarios, sound from the first minute.

Everything that is not known yet says so in its place; comments in Japanese say what to write. Gives
texts and writes nothing; which files there are already is for whoever asks.
"""

from app.definitions.skeleton.copying import copied
from app.definitions.skeleton.planning import Plan, plan, spare_code
from app.definitions.skeleton.procedure_text import procedure_text
from app.definitions.skeleton.scenario_text import scenario_text

__all__ = ["Plan", "copied", "plan", "procedure_text", "scenario_text", "spare_code"]
