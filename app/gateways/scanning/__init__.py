"""検査: whether an uploaded file is what it says, and free of malware.

Must not know: which procedure it is for. A scanner that is down means: not accepted yet.
"""
