-- Removes everything that the first version created.

DROP TABLE
    api_clients, applications, attempts, audit_entries, cases, counters, deadlines, definitions,
    demo_clock, documents, drafts, effects, idempotency_keys, journals, payment_inbox, payments,
    people, postings, posts, rate_limits, sessions, sign_in_codes, uploads;

DROP FUNCTION refuse_change(), refuse_new_arrival(), refuse_unbalanced();

DROP TABLE
    procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers
    CASCADE;

-- The library's functions and types carry its name in front of theirs.
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT oid::regprocedure::text AS name FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
          AND starts_with(proname, 'procrastinate_')
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', each.name);
    END LOOP;
    FOR each IN
        SELECT typname AS name FROM pg_type
        WHERE typnamespace = current_schema()::regnamespace
          AND starts_with(typname, 'procrastinate_') AND typtype IN ('e', 'c')
    LOOP
        EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', each.name);
    END LOOP;
END
$$;
