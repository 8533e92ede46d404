-- Finds the accounts that have not taken in a tenant row that concerns all of them.
CREATE INDEX snapshot_tenant_row ON snapshot (tenant, tenant_seq, account);
