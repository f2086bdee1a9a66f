"""The clerks' door: what waits, a case with everything in it, and the acts upon it."""
