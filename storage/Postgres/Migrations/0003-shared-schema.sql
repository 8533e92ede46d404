-- Several processes share the schema. Each tenant's journal has one writer at a time: every commit names the tenant's epoch
-- and session. A new writer raises the epoch, and the former one's next commit fails. session counts a writer's connections,
-- commits the journal's commits: after a connection was lost at a commit they tell whether it took place. backend and
-- backend_since identify the writer's connection, which a new writer ends if it does not answer. received_at is the time of
-- the last commit by this server's clock, so that times never go backwards when another process writes.
ALTER TABLE tenant ADD epoch bigint NOT NULL DEFAULT 0, ADD session bigint NOT NULL DEFAULT 0, ADD commits bigint NOT NULL DEFAULT 0,
    ADD writer text NOT NULL DEFAULT '', ADD backend int NOT NULL DEFAULT 0, ADD backend_since timestamptz, ADD since timestamptz,
    ADD received_at timestamptz NOT NULL DEFAULT '-infinity';
UPDATE tenant t SET received_at = coalesce(
    (SELECT received_at FROM journal j WHERE j.tenant = t.id ORDER BY seq DESC LIMIT 1), '-infinity');
DROP FUNCTION fence;
DROP TABLE owner;

-- What a trial write updates.
CREATE TABLE probe (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), at timestamptz NOT NULL) WITH (fillfactor = 10);
INSERT INTO probe VALUES (true, now());

-- The lowest version whose program can still use the schema. A migration that only adds leaves it as it is, so that nodes of the
-- version before keep working while a cluster is upgraded.
CREATE TABLE compatibility (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), usable_from int NOT NULL);
INSERT INTO compatibility VALUES (true, 3);
