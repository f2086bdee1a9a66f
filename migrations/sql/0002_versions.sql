-- jsonb sorts keys, and in a definition their order means something: options are offered and steps
-- follow each other as written. What was kept so far has lost it and is kept anew from the files.
DELETE FROM definitions;
ALTER TABLE definitions ALTER COLUMN bundle TYPE json USING bundle::json;

CREATE TABLE versions (
    id text COLLATE "C" NOT NULL,
    procedure text COLLATE "C" NOT NULL,
    effective date NOT NULL,
    number integer,
    digest text COLLATE "C" NOT NULL,
    source text DEFAULT '' NOT NULL,
    tests jsonb NOT NULL,
    case_number text COLLATE "C" NOT NULL,
    proposed_by text COLLATE "C" NOT NULL,
    proposed_at timestamptz NOT NULL,
    published_at timestamptz,
    CONSTRAINT versions_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX versions_in_force_idx ON versions (procedure, effective, number)
    WHERE published_at IS NOT NULL;
CREATE INDEX versions_procedure_proposed_at_idx ON versions (procedure, proposed_at);

CREATE TABLE manuscripts (
    procedure text COLLATE "C" NOT NULL,
    file text COLLATE "C" NOT NULL,
    text text DEFAULT '' NOT NULL,
    revision integer NOT NULL,
    by text COLLATE "C" NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT manuscripts_pkey PRIMARY KEY (procedure, file)
);
