-- The keys of sensitive fields, encrypted themselves with a key that is not in the database. wrapped is null for a key that was
-- destroyed: the values that it encrypted cannot be read any more, and its subject gets no other one.
CREATE TABLE field_key (tenant text COLLATE "C" NOT NULL, subject bytea NOT NULL, wrapped bytea, PRIMARY KEY (tenant, subject));
