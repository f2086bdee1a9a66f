-- What the database itself refuses, whoever asks. ENABLE ALWAYS: also where replication is fed.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_entries_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_only_added;

CREATE TRIGGER applications_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON applications
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE applications ENABLE ALWAYS TRIGGER applications_only_added;

CREATE TRIGGER journals_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON journals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE journals ENABLE ALWAYS TRIGGER journals_only_added;

CREATE TRIGGER postings_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE postings ENABLE ALWAYS TRIGGER postings_only_added;

-- An application has arrived when it was recorded (デジタル手続法 第6条第3項); nothing moves that.
CREATE FUNCTION refuse_new_arrival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'id, number and arrived_at of a case never change'
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER cases_arrival_kept BEFORE UPDATE ON cases FOR EACH ROW
    WHEN (OLD.id IS DISTINCT FROM NEW.id
          OR OLD.number IS DISTINCT FROM NEW.number
          OR OLD.arrived_at IS DISTINCT FROM NEW.arrived_at)
    EXECUTE FUNCTION refuse_new_arrival();
ALTER TABLE cases ENABLE ALWAYS TRIGGER cases_arrival_kept;

-- A journal has at least two lines and adds up to nothing when its transaction ends.
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    journal text := to_jsonb(NEW) ->> TG_ARGV[0];
    lines bigint;
    total numeric;
BEGIN
    SELECT count(*), coalesce(sum(amount), 0) INTO lines, total
    FROM postings WHERE journal_id = journal;
    IF lines < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'journal % does not balance: % lines, sum %', journal, lines, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER journals_balance AFTER INSERT ON journals
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced('id');
ALTER TABLE journals ENABLE ALWAYS TRIGGER journals_balance;

CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON postings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced('journal_id');
ALTER TABLE postings ENABLE ALWAYS TRIGGER postings_balance;
