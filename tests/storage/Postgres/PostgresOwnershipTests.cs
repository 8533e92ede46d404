using System.Globalization;
using Npgsql;
using OneLead.Events;
using OneLead.Storage.Postgres;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresOwnershipTests
{
    [PostgresFact]
    public async Task A_second_store_on_the_schema_is_refused_with_the_owners_name()
    {
        using var store = new PostgresTestStore();

        var refused = Assert.Throws<StoreOwnedException>(() => Second(store));

        Assert.Contains($"schema {store.Options.Schema}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"), refused.Message,
            StringComparison.Ordinal);
        Assert.Equal([new Appended(1, true)], await store.Journal.AppendAsync(Item("a")));
    }

    [PostgresFact]
    public async Task A_former_owner_never_writes_again()
    {
        using var former = new PostgresTestStore();
        await former.Journal.AppendAsync(Item("a"));
        var tag = (await former.States.WriteAsync("n", "k", [1], null))!;
        await former.DeadLetters.AddAsync(Tenant, [new("crm", "1", "Asset", "no serial", [])]);
        var letter = (await former.DeadLetters.FindAsync(Tenant, 1))!;
        // Simulates a broken network: the server has ended the owner's session, so the lock is free.
        await EndSessionsAsync(former);
        using var owner = Second(former);

        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Journal.AppendAsync(Item("b")));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Journal.AppendAsync(Item("b")));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.States.WriteAsync("n", "k", [2], tag));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.States.ClearAsync("n", "k", tag));
        await Assert.ThrowsAsync<StoreOwnedException>(
            async () => await former.DeadLetters.AddAsync(Tenant, [new("crm", "2", "Asset", "no serial", [])]));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.DeadLetters.UpdateAsync(letter with { Attempts = 9 }));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Snapshots.SaveFlushedThroughAsync(Tenant, 1));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Snapshots.ClearAsync(Tenant));

        Assert.Equal([new Appended(2, true)], await owner.Journal.AppendAsync(Item("c")));
        Assert.Equal(["a", "c"], (await owner.Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
        Assert.Equal([1], (await owner.States.ReadAsync("n", "k"))!.Value.Bytes);
        Assert.Single(await owner.DeadLetters.ListAsync(Tenant, null, null, 0, 9));
        Assert.Equal(0, await owner.Snapshots.GetFlushedThroughAsync(Tenant));
    }

    [PostgresFact]
    public async Task An_owner_continues_after_the_server_ended_its_sessions()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"));
        await store.States.WriteAsync("n", "k", [1], null);
        await EndSessionsAsync(store);

        Assert.Equal([new Appended(2, true)], await store.Journal.AppendAsync(Item("b")));
        Assert.Equal([1], (await store.States.ReadAsync("n", "k"))!.Value.Bytes);
        Assert.Equal(["a", "b"], (await store.Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
        Assert.Throws<StoreOwnedException>(() => Second(store));
    }

    private static PostgresStore Second(PostgresTestStore store) =>
        PostgresStore.Open(store.Options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    // The application name of a test store's sessions is its schema.
    private static async Task EndSessionsAsync(PostgresTestStore store)
    {
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var end = source.CreateCommand(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1");
        end.Parameters.Add(new() { Value = store.Options.Schema });
        Assert.NotNull(await end.ExecuteScalarAsync());
    }
}
