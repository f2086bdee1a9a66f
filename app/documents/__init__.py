"""帳票: facts and a template become a paper, a mail text, or words that the law prescribes.

Knows the kernel and nothing of cases, storage or the outside world: whatever is printed stands in
a frozen `facts.PaperFacts` or `notices.NoticeFacts`, which services fill in.
"""
