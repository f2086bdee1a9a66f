"""納付: asking a payment provider to collect a charge, and asking it what became of that.

Must not know: cases, journals' storage, pages. A webhook is a hint; `fetch` is the truth.
"""
