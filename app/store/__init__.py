"""保管: the only room that speaks SQL. Tables, queries, locks, the outbox and its jobs.

It decides nothing: what may happen to a case is settled in `app.cases`, and when a transaction
begins and ends in `app.services`. It knows no page, no provider and no paper.
"""
