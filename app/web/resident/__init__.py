"""The residents' door: finding a procedure, applying, paying, and following a case."""
