"""台帳: append-only books and their proofs: money received (収納) and what was done (監査).

Pure: no clock, no database, no network. Knows amounts, references and digests; it has never heard
of a procedure, a form or a person's name.
"""
