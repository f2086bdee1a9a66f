"""案件: what may happen next, and what follows from it.

Pure: no clock, no database, no randomness, no HTTP. `lifecycle.advance` is the one door.
"""
