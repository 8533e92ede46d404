using Npgsql;
using OneLead.Events;
using OneLead.Storage.Postgres;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class MigrationTests
{
    [PostgresFact]
    public async Task Concurrent_starts_create_the_schema_once()
    {
        var options = new PostgresStoreOptions { ConnectionString = SharedPostgres.ConnectionString, Schema = SharedPostgres.NewSchema() };
        using var database = new Database(options);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(() =>
        {
            using var connection = database.OpenUnpooled();
            Migrations.Run(connection, database);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(1L, await ScalarAsync($"SELECT count(*) FROM {options.Schema}.probe"));
        Assert.Equal(6L, await ScalarAsync($"SELECT count(*) FROM {options.Schema}.migration"));
    }

    [PostgresFact]
    public async Task A_newer_schema_is_refused_and_not_changed()
    {
        using var store = new PostgresTestStore();
        store.Close();
        await ScalarAsync($"INSERT INTO {store.Options.Schema}.migration VALUES (99, '0099-future.sql', 'x')");
        await ScalarAsync($"UPDATE {store.Options.Schema}.compatibility SET usable_from = 99");

        Assert.Contains("Use the newer program", Assert.Throws<InvalidDataException>(store.Open).Message, StringComparison.Ordinal);

        await ScalarAsync($"DELETE FROM {store.Options.Schema}.migration WHERE number = 99");
        store.Open();
    }

    [PostgresFact]
    public async Task A_newer_schema_that_only_has_more_is_used()
    {
        using var store = new PostgresTestStore();
        store.Close();
        await ScalarAsync($"INSERT INTO {store.Options.Schema}.migration VALUES (99, '0099-future.sql', 'x')");

        store.Open();

        Assert.Equal([new Appended(1, true)], await store.Journal.AppendAsync(Item("a")));
    }

    [PostgresFact]
    public async Task A_schema_that_an_older_program_uses_is_refused()
    {
        using var store = new PostgresTestStore();
        store.Close();
        using var database = new Database(store.Options);
        await ScalarAsync($"DELETE FROM {store.Options.Schema}.migration WHERE number > 2");
        using (var older = database.OpenUnpooled())
        {
            await using var hold = new NpgsqlCommand($"SELECT pg_advisory_lock({database.LockKey(1)})", older);
            await hold.ExecuteNonQueryAsync();

            Assert.Contains("older version", Assert.Throws<StoreOwnedException>(store.Open).Message, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task A_schema_of_another_migration_is_refused()
    {
        using var store = new PostgresTestStore();
        store.Close();
        await ScalarAsync($"UPDATE {store.Options.Schema}.migration SET checksum = 'x' WHERE number = 1");

        Assert.Contains("0001-tables.sql", Assert.Throws<InvalidDataException>(store.Open).Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_journal_with_missing_last_rows_is_refused()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"), Item("b"), Item("c"));
        store.Close();
        await ScalarAsync($"DELETE FROM {store.Options.Schema}.journal WHERE seq = 3");

        Assert.Equal(3, Assert.Throws<CorruptJournalException>(store.Open).Sequence);
    }

    [PostgresFact]
    public async Task Snapshots_of_a_longer_journal_are_dropped()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"), Item("b"));
        await store.Snapshots.SaveAsync(
            [new(Tenant, "acme", new SnapshotStamp(2, 0, 1, null, null, ["acme"]), [1], null, [], [new("k", [1])], false)]);
        await store.Snapshots.SaveFlushedThroughAsync(Tenant, 2);
        store.Close();
        await ScalarAsync(
            $"DELETE FROM {store.Options.Schema}.journal WHERE seq = 2; DELETE FROM {store.Options.Schema}.delivered WHERE seq = 2; "
                + $"UPDATE {store.Options.Schema}.tenant SET head = 1");

        store.Open();

        Assert.Null(await store.Snapshots.LoadAsync(Tenant, "acme"));
        Assert.Equal(0, await store.Snapshots.GetFlushedThroughAsync(Tenant));
        Assert.Equal([new Appended(2, true)], await store.Journal.AppendAsync(Item("b")));
    }

    [PostgresFact]
    public void The_error_for_an_unavailable_server_does_not_contain_the_password()
    {
        var options = new PostgresStoreOptions
        {
            ConnectionString = "Host=127.0.0.1;Port=1;Username=u;Password=hidden;Database=d", Timeout = TimeSpan.Zero,
        };

        var refused = Assert.Throws<JournalUnavailableException>(
            () => PostgresStore.Open(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Contains("127.0.0.1:1", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<object?> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
