"""式: a small, typed, total language for conditions, amounts and dates.

Python's own grammar, a closed subset of it, checked when a definition is loaded and turned into
closures; nothing is ever handed to `eval`.
"""
