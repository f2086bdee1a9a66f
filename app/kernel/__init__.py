"""土台: money, time, identity and digests, as any careful office would have them.

Knows no word of the domain: nothing here has heard of a procedure or a case.
"""
