-- Every table as of the first version. Never edited: a change is a new migration.

CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    case_id text COLLATE "C",
    case_number text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    at timestamptz NOT NULL,
    actor_kind text COLLATE "C" NOT NULL,
    actor_id text COLLATE "C" NOT NULL,
    actor_name text DEFAULT '' NOT NULL,
    act text COLLATE "C" NOT NULL,
    details jsonb NOT NULL,
    previous text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (id),
    CONSTRAINT audit_entries_case_id_previous_key UNIQUE (case_id, previous)
);
CREATE INDEX audit_entries_case_id_id_idx ON audit_entries (case_id, id);

CREATE TABLE cases (
    id text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    procedure text COLLATE "C" NOT NULL,
    department text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    step text COLLATE "C" NOT NULL,
    "end" text COLLATE "C" DEFAULT '' NOT NULL,
    status text COLLATE "C" NOT NULL,
    office text COLLATE "C" NOT NULL,
    applicant_id text COLLATE "C" NOT NULL,
    applicant_name text DEFAULT '' NOT NULL,
    search_key text COLLATE "C" DEFAULT '' NOT NULL,
    application integer NOT NULL,
    assignee text COLLATE "C" DEFAULT '' NOT NULL,
    arrived_at timestamptz NOT NULL,
    due_on date,
    due_order date GENERATED ALWAYS AS (coalesce(due_on, 'infinity'::date)) STORED NOT NULL,
    closed_at timestamptz,
    waiting text[] COLLATE "C" DEFAULT '{}' NOT NULL,
    state jsonb NOT NULL,
    CONSTRAINT cases_pkey PRIMARY KEY (id),
    CONSTRAINT cases_number_key UNIQUE (number)
);
CREATE INDEX cases_applicant_idx ON cases (applicant_id, arrived_at, id);
CREATE INDEX cases_closed_by_office_idx ON cases (office, closed_at, id) WHERE "end" <> '';
CREATE INDEX cases_open_by_assignee_idx ON cases (assignee, due_order, arrived_at, id) WHERE "end" = '' AND assignee <> '';
CREATE INDEX cases_open_by_office_idx ON cases (office, due_order, arrived_at, id) WHERE "end" = '';
CREATE INDEX cases_open_by_order_idx ON cases (due_order, arrived_at, id) WHERE "end" = '';
CREATE INDEX cases_open_by_procedure_idx ON cases (office, procedure, due_order, arrived_at, id) WHERE "end" = '';
CREATE INDEX cases_search_idx ON cases (search_key);
CREATE INDEX cases_waiting_idx ON cases USING gin (waiting) WHERE "end" = '';

CREATE TABLE counters (
    scope text COLLATE "C" NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT counters_pkey PRIMARY KEY (scope)
);

CREATE TABLE deadlines (
    case_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    case_number text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT deadlines_pkey PRIMARY KEY (case_id, name)
);
CREATE INDEX deadlines_at_idx ON deadlines (at);

CREATE TABLE definitions (
    digest text COLLATE "C" NOT NULL,
    procedure text COLLATE "C" NOT NULL,
    effective date NOT NULL,
    bundle jsonb NOT NULL,
    stored_at timestamptz NOT NULL,
    CONSTRAINT definitions_pkey PRIMARY KEY (digest)
);
CREATE INDEX definitions_procedure_effective_idx ON definitions (procedure, effective);

CREATE TABLE demo_clock (
    id integer NOT NULL,
    offset_seconds bigint DEFAULT 0 NOT NULL,
    CONSTRAINT demo_clock_pkey PRIMARY KEY (id),
    CONSTRAINT demo_clock_single_check CHECK (id = 1)
);

CREATE TABLE effects (
    key text COLLATE "C" NOT NULL,
    case_id text COLLATE "C",
    revision integer NOT NULL,
    n integer NOT NULL,
    kind text COLLATE "C" NOT NULL,
    payload jsonb NOT NULL,
    state text COLLATE "C" DEFAULT 'due' NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    run_at timestamptz DEFAULT now() NOT NULL,
    lease_until timestamptz,
    error_code text COLLATE "C" DEFAULT '' NOT NULL,
    error text DEFAULT '' NOT NULL,
    result jsonb,
    created_at timestamptz DEFAULT now() NOT NULL,
    done_at timestamptz,
    CONSTRAINT effects_pkey PRIMARY KEY (key),
    CONSTRAINT effects_state_check CHECK (state IN ('due', 'running', 'done', 'parked', 'skipped')),
    CONSTRAINT effects_case_id_revision_n_key UNIQUE (case_id, revision, n)
);
CREATE INDEX effects_parked_idx ON effects (created_at) WHERE state = 'parked';
CREATE INDEX effects_unfinished_idx ON effects (run_at) WHERE state IN ('due', 'running');

CREATE TABLE idempotency_keys (
    person_id text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    body_hash text COLLATE "C" NOT NULL,
    response jsonb,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

CREATE TABLE journals (
    id text COLLATE "C" NOT NULL,
    source_key text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    memo text DEFAULT '' NOT NULL,
    CONSTRAINT journals_pkey PRIMARY KEY (id),
    CONSTRAINT journals_source_key_key UNIQUE (source_key)
);

CREATE TABLE payment_inbox (
    provider text COLLATE "C" NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    headers jsonb DEFAULT '{}' NOT NULL,
    received_at timestamptz NOT NULL,
    processed_at timestamptz,
    outcome text DEFAULT '' NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    CONSTRAINT payment_inbox_pkey PRIMARY KEY (provider, event_id)
);
CREATE INDEX payment_inbox_received_at_idx ON payment_inbox (received_at) WHERE processed_at IS NULL;

CREATE TABLE people (
    id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    email text COLLATE "C",
    name text DEFAULT '' NOT NULL,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    CONSTRAINT people_pkey PRIMARY KEY (id),
    CONSTRAINT people_kind_check CHECK (kind IN ('resident', 'clerk')),
    CONSTRAINT people_email_key UNIQUE (email)
);

CREATE TABLE rate_limits (
    bucket text COLLATE "C" NOT NULL,
    window_start timestamptz NOT NULL,
    count integer NOT NULL,
    CONSTRAINT rate_limits_pkey PRIMARY KEY (bucket, window_start)
);
CREATE INDEX rate_limits_window_start_idx ON rate_limits (window_start);

CREATE TABLE sign_in_codes (
    id text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    code_hash text COLLATE "C" NOT NULL,
    browser_hash text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    used_at timestamptz,
    CONSTRAINT sign_in_codes_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_codes_browser_hash_created_at_idx ON sign_in_codes (browser_hash, created_at);
CREATE INDEX sign_in_codes_expires_at_idx ON sign_in_codes (expires_at);

CREATE TABLE api_clients (
    id text COLLATE "C" NOT NULL,
    name text DEFAULT '' NOT NULL,
    person_id text COLLATE "C" NOT NULL,
    secret_hash text COLLATE "C" NOT NULL,
    scopes text DEFAULT '' NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT api_clients_pkey PRIMARY KEY (id),
    CONSTRAINT api_clients_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE TABLE applications (
    case_id text COLLATE "C" NOT NULL,
    n integer NOT NULL,
    answers jsonb NOT NULL,
    digest text COLLATE "C" NOT NULL,
    submitted_at timestamptz NOT NULL,
    by text COLLATE "C" NOT NULL,
    CONSTRAINT applications_pkey PRIMARY KEY (case_id, n),
    CONSTRAINT applications_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE documents (
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    case_number text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    title text DEFAULT '' NOT NULL,
    number text COLLATE "C" NOT NULL,
    effect_key text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" DEFAULT '' NOT NULL,
    size bigint DEFAULT 0 NOT NULL,
    path text COLLATE "C" DEFAULT '' NOT NULL,
    created_at timestamptz NOT NULL,
    issued_at timestamptz,
    CONSTRAINT documents_pkey PRIMARY KEY (id),
    CONSTRAINT documents_state_check CHECK (state IN ('preparing', 'issued', 'void')),
    CONSTRAINT documents_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT documents_number_key UNIQUE (number),
    CONSTRAINT documents_effect_key_key UNIQUE (effect_key)
);
CREATE INDEX documents_case_id_created_at_idx ON documents (case_id, created_at);
CREATE INDEX documents_holder_created_at_idx ON documents (holder, created_at);

CREATE TABLE drafts (
    id text COLLATE "C" NOT NULL,
    person_id text COLLATE "C" NOT NULL,
    procedure text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    answers jsonb DEFAULT '{}' NOT NULL,
    raw jsonb DEFAULT '{}' NOT NULL,
    visited jsonb DEFAULT '[]' NOT NULL,
    case_number text COLLATE "C",
    key text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (id),
    CONSTRAINT drafts_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX drafts_case_number_idx ON drafts (case_number) WHERE case_number IS NOT NULL;
CREATE INDEX drafts_person_id_updated_at_idx ON drafts (person_id, updated_at);

CREATE TABLE payments (
    id text COLLATE "C" NOT NULL,
    case_id text COLLATE "C" NOT NULL,
    case_number text COLLATE "C" NOT NULL,
    charge text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    provider text COLLATE "C" NOT NULL,
    live boolean NOT NULL,
    cancelled boolean DEFAULT false NOT NULL,
    alarms text[] COLLATE "C" DEFAULT '{}' NOT NULL,
    state text COLLATE "C" DEFAULT 'created' NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    paid_at timestamptz,
    CONSTRAINT payments_pkey PRIMARY KEY (id),
    CONSTRAINT payments_state_check CHECK (state IN ('created', 'pending', 'awaiting', 'paid', 'failed', 'expired', 'cancelled', 'review')),
    CONSTRAINT payments_amount_check CHECK (amount > 0),
    CONSTRAINT payments_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE INDEX payments_case_id_created_at_idx ON payments (case_id, created_at);
CREATE UNIQUE INDEX payments_one_open_key ON payments (case_id, charge) WHERE state IN ('created', 'pending', 'awaiting', 'failed', 'review');
CREATE INDEX payments_state_created_at_idx ON payments (state, created_at);

CREATE TABLE postings (
    journal_id text COLLATE "C" NOT NULL,
    n integer NOT NULL,
    account text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT postings_pkey PRIMARY KEY (journal_id, n),
    CONSTRAINT postings_amount_check CHECK (amount <> 0),
    CONSTRAINT postings_journal_id_fkey FOREIGN KEY(journal_id) REFERENCES journals (id)
);
CREATE INDEX postings_account_journal_id_idx ON postings (account, journal_id);

CREATE TABLE posts (
    person_id text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    post text COLLATE "C" NOT NULL,
    since date NOT NULL,
    until date,
    CONSTRAINT posts_pkey PRIMARY KEY (person_id, unit, post, since),
    CONSTRAINT posts_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX posts_unit_post_idx ON posts (unit, post);

CREATE TABLE sessions (
    hash text COLLATE "C" NOT NULL,
    person_id text COLLATE "C",
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    data jsonb DEFAULT '{}' NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (hash),
    CONSTRAINT sessions_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);
CREATE INDEX sessions_person_id_idx ON sessions (person_id);

CREATE TABLE uploads (
    id text COLLATE "C" NOT NULL,
    person_id text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    name text DEFAULT '' NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    case_number text COLLATE "C",
    CONSTRAINT uploads_pkey PRIMARY KEY (id),
    CONSTRAINT uploads_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT uploads_state_check CHECK (state IN ('quarantined', 'clean', 'refused'))
);
CREATE INDEX uploads_case_number_idx ON uploads (case_number) WHERE case_number IS NOT NULL;
CREATE INDEX uploads_created_at_idx ON uploads (created_at) WHERE state = 'quarantined';
CREATE INDEX uploads_person_id_created_at_idx ON uploads (person_id, created_at);

CREATE TABLE attempts (
    id text COLLATE "C" NOT NULL,
    payment_id text COLLATE "C" NOT NULL,
    n integer NOT NULL,
    provider text COLLATE "C" NOT NULL,
    provider_ref text COLLATE "C",
    revision bigint DEFAULT -1 NOT NULL,
    method text COLLATE "C" NOT NULL,
    state text COLLATE "C" DEFAULT 'created' NOT NULL,
    captured bigint DEFAULT 0 NOT NULL,
    refunded bigint DEFAULT 0 NOT NULL,
    disputed bigint DEFAULT 0 NOT NULL,
    redirect_url text DEFAULT '' NOT NULL,
    instructions jsonb,
    expires_at timestamptz,
    paid_at timestamptz,
    next_poll_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT attempts_pkey PRIMARY KEY (id),
    CONSTRAINT attempts_state_check CHECK (state IN ('created', 'open', 'awaiting', 'failed', 'paid', 'expired', 'cancelled')),
    CONSTRAINT attempts_provider_provider_ref_key UNIQUE (provider, provider_ref),
    CONSTRAINT attempts_payment_id_n_key UNIQUE (payment_id, n),
    CONSTRAINT attempts_payment_id_fkey FOREIGN KEY(payment_id) REFERENCES payments (id)
);
CREATE INDEX attempts_next_poll_at_idx ON attempts (next_poll_at) WHERE next_poll_at IS NOT NULL;
