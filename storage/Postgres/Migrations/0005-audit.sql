-- Who wrote a row, as a JSON text; null on rows of sources. The index finds these rows, newest first, among millions without.
ALTER TABLE journal ADD author text COLLATE "C";
CREATE INDEX journal_author ON journal (tenant, seq) WHERE author IS NOT NULL;

-- A seal covers the rows with after < seq <= through. One begins where the former one ends, so two nodes cannot seal the same rows.
CREATE TABLE seal (
    tenant int NOT NULL, after bigint NOT NULL, through bigint NOT NULL, mac bytea NOT NULL, digests bytea NOT NULL,
    PRIMARY KEY (tenant, after));

-- Older programs do not know audit rows, and would write rows without their authors.
UPDATE compatibility SET usable_from = 5;
