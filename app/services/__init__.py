"""業務: one module for each errand of the office: the order of work, and its transactions.

Knows no HTTP, no page and no setting. Every event of a case goes through `casework`.
"""
