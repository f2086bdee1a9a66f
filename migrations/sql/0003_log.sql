-- The log over all audit entries: a Merkle tree (RFC 6962) in tiles of 256 hashes.

-- Entries that have no leaf yet. The rule below notes each with the entry itself, in one
-- transaction; the sealer takes it away when it gives the entry its leaf.
CREATE TABLE log_pending (
    entry_id bigint NOT NULL,
    CONSTRAINT log_pending_pkey PRIMARY KEY (entry_id)
);

CREATE TABLE log_leaves (
    leaf bigint NOT NULL,
    entry_id bigint NOT NULL,
    CONSTRAINT log_leaves_pkey PRIMARY KEY (leaf),
    CONSTRAINT log_leaves_entry_id_key UNIQUE (entry_id)
);

CREATE TABLE log_tiles (
    level integer NOT NULL,
    number bigint NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT log_tiles_pkey PRIMARY KEY (level, number)
);

CREATE TABLE log_heads (
    size bigint NOT NULL,
    at timestamptz NOT NULL,
    note text DEFAULT '' NOT NULL,
    CONSTRAINT log_heads_pkey PRIMARY KEY (size)
);

CREATE FUNCTION await_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log_pending (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER audit_entries_await_leaf AFTER INSERT ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION await_leaf();
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_await_leaf;

INSERT INTO log_pending (entry_id) SELECT id FROM audit_entries;

CREATE TRIGGER log_leaves_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON log_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE log_leaves ENABLE ALWAYS TRIGGER log_leaves_only_added;

CREATE TRIGGER log_heads_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON log_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE log_heads ENABLE ALWAYS TRIGGER log_heads_only_added;

CREATE TRIGGER log_tiles_kept BEFORE DELETE OR TRUNCATE ON log_tiles
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE log_tiles ENABLE ALWAYS TRIGGER log_tiles_kept;

-- A tile that is not full yet gets further hashes after those that it has.
CREATE FUNCTION refuse_other_hashes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'hashes of the log are only ever added' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER log_tiles_only_grow BEFORE UPDATE ON log_tiles FOR EACH ROW
    WHEN (substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
          OR (NEW.level, NEW.number) <> (OLD.level, OLD.number))
    EXECUTE FUNCTION refuse_other_hashes();
ALTER TABLE log_tiles ENABLE ALWAYS TRIGGER log_tiles_only_grow;
