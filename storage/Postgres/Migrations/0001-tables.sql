-- Texts compare by their bytes (COLLATE "C"), as ordinal comparison in the program does.

-- Who may write: every commit names the epoch. A new owner raises it, and the former one's next commit fails.
-- session counts the owner's connections to the journal, commits the journal's commits: after a connection was lost at a
-- commit they tell whether it took place.
CREATE TABLE owner (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch bigint NOT NULL, session bigint NOT NULL, commits bigint NOT NULL, who text NOT NULL, since timestamptz NOT NULL
) WITH (fillfactor = 10);
INSERT INTO owner VALUES (true, 0, 0, 0, '', now());

-- The first statement of every writing transaction but the journal's own. A new owner takes the same lock alone, so what
-- was fenced before it raised the epoch is committed by then, and what comes later is refused.
CREATE FUNCTION fence(mine bigint, key bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(key);
    IF NOT EXISTS (SELECT FROM owner WHERE epoch = mine) THEN
        RAISE EXCEPTION 'Another process has taken the store over.' USING ERRCODE = 'OL001';
    END IF;
END $$;

CREATE TABLE tenant (id int PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE, head bigint NOT NULL) WITH (fillfactor = 10);

-- occurred_at is in .NET ticks (100 ns since 0001-01-01), which timestamptz would round; home is null when it is the row's
-- own account, decider when it is the row itself. data is the JSON text as it was written: jsonb would reorder and
-- normalise it, and what is read must be what was written, byte for byte.
CREATE TABLE journal (
    tenant int NOT NULL, seq bigint NOT NULL, received_at timestamptz NOT NULL, home text COLLATE "C", former text COLLATE "C", decider bigint,
    account text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, version int NOT NULL,
    source text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL, occurred_at bigint NOT NULL, data text COLLATE "C" NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX journal_seq ON journal (tenant, seq);
CREATE INDEX journal_account ON journal (tenant, account, seq);
CREATE INDEX journal_home ON journal (tenant, home, seq) WHERE home IS NOT NULL;
CREATE INDEX journal_former ON journal (tenant, former, seq) WHERE former IS NOT NULL;
CREATE INDEX journal_entity ON journal (tenant, entity, kind, seq);

-- Deduplication: a partitioned table cannot be unique over all its months, and this outlives the rows.
CREATE TABLE delivered (
    tenant int NOT NULL, source text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (tenant, source, source_id) INCLUDE (seq));

CREATE TABLE snapshot (
    tenant text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL,
    seq bigint NOT NULL, tenant_seq bigint NOT NULL, engine int NOT NULL, next_due date, territory text COLLATE "C", keys text COLLATE "C" NOT NULL,
    contribution bytea NOT NULL, view bytea, header bytea NOT NULL,
    PRIMARY KEY (tenant, account));
CREATE INDEX snapshot_due ON snapshot (tenant, next_due, account) WHERE next_due IS NOT NULL;
CREATE INDEX snapshot_engine ON snapshot (tenant, engine, account);
CREATE INDEX snapshot_territory ON snapshot (tenant, territory, account);
CREATE TABLE snapshot_record (
    tenant text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, bytes bytea NOT NULL,
    PRIMARY KEY (tenant, account, key));
-- head is the journal's last row when snapshots were last written: a journal that is shorter is not the one they came from.
CREATE TABLE flushed (tenant text COLLATE "C" PRIMARY KEY, through bigint NOT NULL, head bigint NOT NULL);

-- Tags are never used twice, so a state that was removed and made again does not take an old write.
CREATE SEQUENCE state_tag;
CREATE TABLE state (name text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, etag bigint NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (name, key));

CREATE TABLE dead_letter (
    id bigint PRIMARY KEY, tenant text COLLATE "C" NOT NULL, source text COLLATE "C" NOT NULL, source_id text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL, version int NOT NULL, attempts int NOT NULL, received_at timestamptz NOT NULL, changed_at timestamptz,
    entity text NOT NULL, reason text NOT NULL, content bytea NOT NULL,
    UNIQUE (tenant, source, source_id));
CREATE INDEX dead_letter_state ON dead_letter (tenant, state, id);
