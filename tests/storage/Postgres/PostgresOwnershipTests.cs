using System.Diagnostics;
using Npgsql;
using OneLead.Events;
using OneLead.Storage.Postgres;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresOwnershipTests
{
    [PostgresFact]
    public async Task Two_stores_share_a_schema_and_a_tenant_has_one_writer()
    {
        using var store = new PostgresTestStore();
        using var other = Second(store);

        Assert.Equal([new Appended(1, true)], await store.Journal.AppendAsync(Item("a")));
        Assert.Equal([new Appended(2, true)], await other.Journal.AppendAsync(Item("b")));

        await Assert.ThrowsAsync<JournalFencedException>(async () => await store.Journal.AppendAsync(Item("c")));
        // It waits before it may take the journal back.
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Journal.OpenAsync(Tenant, new TestListener()));
        Assert.Equal(["a", "b"], (await other.Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
    }

    [PostgresFact]
    public async Task Tenants_have_writers_in_different_processes()
    {
        using var store = new PostgresTestStore();
        using var other = Second(store);

        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal([new Appended(i, true)], await store.Journal.AppendAsync("one", [Item($"a{i}")]));
            Assert.Equal([new Appended(i, true)], await other.Journal.AppendAsync("two", [Item($"b{i}")]));
        }
        Assert.Equal([], await store.Journal.ReadAllAsync("two"));
        await store.Journal.RefreshAsync();

        Assert.Equal(["one", "two"], store.Journal.Tenants);
        Assert.Equal(3, store.Journal.Head("two"));
        Assert.Equal(["b1", "b2", "b3"], (await store.Journal.ReadAllAsync("two")).Select(r => r.Event.SourceId));
    }

    [PostgresFact]
    public async Task A_former_writer_whose_sessions_ended_never_commits_again()
    {
        using var former = new PostgresTestStore();
        await former.Journal.AppendAsync(Item("a"));
        await EndSessionsAsync(former);
        using var writer = Second(former);
        await writer.Journal.AppendAsync(Item("b"));

        await Assert.ThrowsAsync<JournalFencedException>(async () => await former.Journal.AppendAsync(Item("c")));
        await Assert.ThrowsAsync<JournalFencedException>(async () => await former.Journal.AppendAsync(Item("c")));

        Assert.Equal([new Appended(3, true)], await writer.Journal.AppendAsync(Item("d")));
        Assert.Equal(["a", "b", "d"], (await writer.Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
    }

    [PostgresFact]
    public async Task A_writer_that_is_frozen_within_its_commit_is_ended()
    {
        using var store = new PostgresTestStore();
        using var other = Second(store);
        await store.Journal.AppendAsync(Item("a"));
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var frozen = await source.OpenConnectionAsync();
        // A frozen process holds the tenant's row, and its connection is the one that the row names.
        await using var transaction = await frozen.BeginTransactionAsync();
        await ExecuteAsync(frozen, $"""
            UPDATE {store.Options.Schema}.tenant SET backend = pg_backend_pid(), backend_since =
                (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
            """);
        await transaction.CommitAsync();
        await using var commit = await frozen.BeginTransactionAsync();
        await ExecuteAsync(frozen, $"UPDATE {store.Options.Schema}.tenant SET commits = commits + 1");
        var watch = Stopwatch.StartNew();

        Assert.Equal([new Appended(2, true)], await other.Journal.AppendAsync(Item("b")));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 8);
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await commit.CommitAsync());
    }

    [PostgresFact]
    public async Task A_node_that_is_no_active_member_cannot_take_the_journal()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"));
        var node = new ClusterNode("cluster", "127.0.0.1", 11111, 7);
        store.Options.Member = () => node;
        using var evicted = Second(store);
        using var rejoined = Second(store);
        await MemberAsync(store, node, status: 6);

        await Assert.ThrowsAsync<JournalFencedException>(async () => await evicted.Journal.AppendAsync(Item("b")));
        Assert.Equal([new Appended(2, true)], await store.Journal.AppendAsync(Item("b")));
        await MemberAsync(store, node, status: 3);
        Assert.Equal([new Appended(3, true)], await rejoined.Journal.AppendAsync(Item("c")));
    }

    [PostgresFact]
    public async Task A_writer_continues_after_the_server_ended_its_sessions()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"));
        await store.States.WriteAsync("n", "k", [1], null);
        await EndSessionsAsync(store);

        Assert.Equal([new Appended(2, true)], await store.Journal.AppendAsync(Item("b")));
        Assert.Equal([1], (await store.States.ReadAsync("n", "k"))!.Value.Bytes);
        Assert.Equal(["a", "b"], (await store.Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
    }

    [PostgresFact]
    public async Task Times_of_rows_never_go_backwards_when_the_writer_changes()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"));
        // The server's clock was an hour ahead at the last commit.
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using (var connection = await source.OpenConnectionAsync())
            await ExecuteAsync(connection, $"UPDATE {store.Options.Schema}.tenant SET received_at = received_at + interval '1 hour'");
        using var other = Second(store);
        await other.Journal.AppendAsync(Item("b"));

        var rows = await other.Journal.ReadAllAsync();

        Assert.InRange((rows[1].ReceivedAt - rows[0].ReceivedAt).TotalMinutes, 59.9, 60.1);
    }

    [PostgresFact]
    public async Task A_commit_after_idle_months_creates_its_partition()
    {
        using var store = new PostgresTestStore();
        await store.Journal.AppendAsync(Item("a"));
        await store.Journal.AppendAsync(Item("b"));
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using (var connection = await source.OpenConnectionAsync())
            await ExecuteAsync(connection, $"UPDATE {store.Options.Schema}.tenant SET received_at = received_at + interval '100 days'");

        Assert.Equal([new Appended(3, true)], await store.Journal.AppendAsync(Item("c")));
        Assert.Equal([new Appended(4, true)], await store.Journal.AppendAsync(Item("d")));

        var rows = await store.Journal.ReadAllAsync();
        Assert.Equal(["a", "b", "c", "d"], rows.Select(r => r.Event.SourceId));
        Assert.True(rows[2].ReceivedAt > rows[1].ReceivedAt.AddDays(99));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MemberAsync(PostgresTestStore store, ClusterNode node, int status)
    {
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, $"""
            DELETE FROM {store.Options.Schema}.OrleansMembershipTable;
            INSERT INTO {store.Options.Schema}.OrleansMembershipVersionTable (DeploymentId) VALUES ('{node.Cluster}')
                ON CONFLICT DO NOTHING;
            INSERT INTO {store.Options.Schema}.OrleansMembershipTable
                (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, StartTime, IAmAliveTime)
            VALUES ('{node.Cluster}', '{node.Address}', {node.Port}, {node.Generation}, 'node', 'host', {status}, now(), now())
            """);
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
