-- The table and the queries that Orleans' ADO.NET grain storage (Microsoft.Orleans.Persistence.AdoNet 10.4.2) needs on
-- PostgreSQL. The package contains none. These do the work of the scripts that Orleans publishes: an index over the hashes, and
-- a function that writes a state if its version has not changed. Orleans requires the table OrleansQuery, the keys of its
-- queries, and the names of their parameters and columns.
CREATE TABLE grain_state (
    id_hash int NOT NULL, type_hash int NOT NULL, id_n0 bigint NOT NULL, id_n1 bigint NOT NULL, id_text text, type_name text NOT NULL,
    service text NOT NULL, version int NOT NULL, modified_at timestamptz NOT NULL, payload bytea);
CREATE INDEX grain_state_hash ON grain_state (id_hash, type_hash);

-- Returns the new version. If another write came first, returns the known version, which Orleans takes for a conflict.
CREATE FUNCTION write_grain_state(
    of_hash int, of_n0 bigint, of_n1 bigint, of_type_hash int, of_type text, of_text text, of_service text, known int, bytes bytea)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE written int;
BEGIN
    IF known IS NULL THEN
        INSERT INTO grain_state
        SELECT of_hash, of_type_hash, of_n0, of_n1, of_text, of_type, of_service, 1, now(), bytes
        WHERE NOT EXISTS (
            SELECT FROM grain_state WHERE id_hash = of_hash AND type_hash = of_type_hash AND id_n0 = of_n0 AND id_n1 = of_n1
                AND id_text IS NOT DISTINCT FROM of_text AND type_name = of_type AND service = of_service)
        RETURNING version INTO written;
    ELSE
        UPDATE grain_state SET payload = bytes, modified_at = now(), version = version + 1
        WHERE id_hash = of_hash AND type_hash = of_type_hash AND id_n0 = of_n0 AND id_n1 = of_n1
            AND id_text IS NOT DISTINCT FROM of_text AND type_name = of_type AND service = of_service AND version = known
        RETURNING version INTO written;
    END IF;
    RETURN coalesce(written, known);
END $$;

CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
INSERT INTO OrleansQuery VALUES
('WriteToStorageKey', '
    SELECT write_grain_state(@GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString,
        @ServiceId, @GrainStateVersion, @PayloadBinary) AS NewGrainStateVersion'),
('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, version AS Version FROM grain_state
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text IS NOT DISTINCT FROM @GrainIdExtensionString AND type_name = @GrainTypeString AND service = @ServiceId'),
('ClearStorageKey', '
    UPDATE grain_state SET payload = NULL, modified_at = now(), version = version + 1
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
        AND id_text IS NOT DISTINCT FROM @GrainIdExtensionString AND type_name = @GrainTypeString AND service = @ServiceId
        AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion');
