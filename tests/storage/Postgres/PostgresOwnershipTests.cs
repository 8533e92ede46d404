using System.Globalization;
using Npgsql;
using OneLead.Events;
using OneLead.Storage.Postgres;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

[Collection(PostgresTests.Name)]
public sealed class PostgresOwnershipTests
{
    [PostgresFact]
    public async Task A_second_store_on_the_schema_is_refused_and_told_who_has_it()
    {
        using var store = new PostgresTestStore();

        var refused = Assert.Throws<StoreOwnedException>(() => Second(store));

        Assert.Contains($"schema {store.Options.Schema}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"), refused.Message, StringComparison.Ordinal);
        Assert.Equal([new Appended(1, true)], await store.Journal.Append(Item("a")));
    }

    [PostgresFact]
    public async Task A_former_owner_never_writes_again()
    {
        using var former = new PostgresTestStore();
        await former.Journal.Append(Item("a"));
        var tag = (await former.States.Write("n", "k", [1], null))!;
        await former.DeadLetters.Add(Tenant, [new("crm", "1", "Asset", "no serial", [])]);
        var letter = (await former.DeadLetters.Find(Tenant, 1))!;
        // What a network that broke does: the server has forgotten the owner's session, so the lock is free.
        await EndSessions(former);
        using var owner = Second(former);

        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Journal.Append(Item("b")));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Journal.Append(Item("b")));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.States.Write("n", "k", [2], tag));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.States.Clear("n", "k", tag));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.DeadLetters.Add(Tenant, [new("crm", "2", "Asset", "no serial", [])]));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.DeadLetters.Change(letter with { Attempts = 9 }));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Snapshots.SaveFlushedThrough(Tenant, 1));
        await Assert.ThrowsAsync<StoreOwnedException>(async () => await former.Snapshots.Clear(Tenant));

        Assert.Equal([new Appended(2, true)], await owner.Journal.Append(Item("c")));
        Assert.Equal(["a", "c"], (await owner.Journal.All()).Select(r => r.Event.SourceId));
        Assert.Equal([1], (await owner.States.Read("n", "k"))!.Value.Bytes);
        Assert.Single(await owner.DeadLetters.List(Tenant, null, null, 0, 9));
        Assert.Equal(0, await owner.Snapshots.FlushedThrough(Tenant));
    }

    [PostgresFact]
    public async Task An_owner_whose_sessions_the_server_ended_goes_on_when_nobody_came_between()
    {
        using var store = new PostgresTestStore();
        await store.Journal.Append(Item("a"));
        await store.States.Write("n", "k", [1], null);
        await EndSessions(store);

        Assert.Equal([new Appended(2, true)], await store.Journal.Append(Item("b")));
        Assert.Equal([1], (await store.States.Read("n", "k"))!.Value.Bytes);
        Assert.Equal(["a", "b"], (await store.Journal.All()).Select(r => r.Event.SourceId));
        Assert.Throws<StoreOwnedException>(() => Second(store));
    }

    private static PostgresStore Second(PostgresTestStore store) => PostgresStore.Open(store.Options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    // A test store's sessions carry its schema's name.
    private static async Task EndSessions(PostgresTestStore store)
    {
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var end = source.CreateCommand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1");
        end.Parameters.Add(new() { Value = store.Options.Schema });
        Assert.NotNull(await end.ExecuteScalarAsync());
    }
}
