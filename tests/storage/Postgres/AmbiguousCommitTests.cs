using Npgsql;
using OneLead.Events;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

/// <summary>
/// Cuts the connection at a commit. The commit is a prepared statement and has no text in the message, so the proxy looks
/// for the tenant's name, which occurs only in the same message. A connection copies the rows of its first commit; after that,
/// few rows are committed by one statement.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class AmbiguousCommitTests
{
    private const string Tenant = "cut-here";

    [PostgresTheory]
    [InlineData(CutPoint.BeforeForwarding, true)]
    [InlineData(CutPoint.AfterForwarding, true)]
    [InlineData(CutPoint.AfterTheAnswer, true)]
    [InlineData(CutPoint.BeforeForwarding, false)]
    [InlineData(CutPoint.AfterForwarding, false)]
    [InlineData(CutPoint.AfterTheAnswer, false)]
    public async Task A_connection_cut_at_a_commit_loses_and_duplicates_nothing(CutPoint cut, bool isFirst)
    {
        using var proxy = Proxy();
        using var store = new PostgresTestStore(connectionString: Through(proxy));
        var heard = await ListenAsync(store);
        if (!isFirst)
        {
            await AppendAsync(store, Item("first"));
            heard.Clear();
        }
        var head = isFirst ? 0 : 1;
        proxy.CutNext(cut);

        var appended = await AppendAsync(store, Item("a"), Item("b"));

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal([new(head + 1, true), new Appended(head + 2, true)], appended);
        Assert.Equal(
            [new(head + 1, false), new(head + 2, false), new Appended(head + 3, true)],
            await AppendAsync(store, Item("a"), Item("b"), Item("c")));
        var rows = (await store.Journal.ReadAllAsync(Tenant)).Skip(head).ToList();
        Assert.Equal(["a", "b", "c"], rows.Select(r => r.Event.SourceId));
        Assert.Equal(rows, heard);
    }

    [PostgresTheory]
    [InlineData(CutPoint.BeforeForwarding)]
    [InlineData(CutPoint.AfterForwarding)]
    [InlineData(CutPoint.AfterTheAnswer)]
    public async Task Connections_cut_at_commits_under_load_lose_and_duplicate_nothing(CutPoint cut)
    {
        using var proxy = Proxy();
        using var store = new PostgresTestStore(connectionString: Through(proxy));
        var heard = await ListenAsync(store);
        var answered = new List<(string Id, Appended Result)>();
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var id = $"{writer}/{n}";
                var results = await AppendAsync(store, Item(id), Item(id + "/too", "hpe:S2"));
                lock (answered)
                    answered.AddRange([(id, results[0]), (id + "/too", results[1])]);
            }
        })));
        for (var trial = 0; trial < 12; trial++)
        {
            proxy.CutNext(cut, afterTimes: trial % 3);
            while (proxy.Cuts == trial && !load.IsCompleted)
                await Task.Delay(5);
        }
        await stop.CancelAsync();
        await load;

        var rows = await store.Journal.ReadAllAsync(Tenant);
        Assert.Equal(12, proxy.Cuts);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows.Sequences());
        Assert.Equal(answered.Select(a => (a.Id, a.Result.Sequence)).Order(), rows.Select(r => (r.Event.SourceId, r.Sequence)).Order());
        Assert.Equal(rows, heard);
    }

    [PostgresFact]
    public async Task An_append_that_failed_as_unavailable_is_committed_at_most_once()
    {
        using var proxy = Proxy();
        using var store = new PostgresTestStore(o => o.Timeout = TimeSpan.Zero, Through(proxy));
        var heard = await ListenAsync(store);
        proxy.CutNext(CutPoint.AfterTheAnswer);

        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await AppendAsync(store, Item("a")));

        // The event was committed. The next call resolves that, notifies the listener, and a repeat returns its sequence.
        Assert.Equal([new(1, false), new Appended(2, true)], await AppendAsync(store, Item("a"), Item("b")));
        Assert.Equal(await store.Journal.ReadAllAsync(Tenant), heard);
    }

    private static async Task<Appended[]> AppendAsync(PostgresTestStore store, params ChangeEvent[] events) =>
        [.. await store.Journal.AppendAsync(Tenant, [.. events])];

    private static CuttingProxy Proxy() => new(new NpgsqlConnectionStringBuilder(SharedPostgres.ConnectionString).Port, Tenant);

    private static string Through(CuttingProxy proxy) =>
        new NpgsqlConnectionStringBuilder(SharedPostgres.ConnectionString) { Port = proxy.Port }.ConnectionString;

    private static async Task<List<JournalEntry>> ListenAsync(PostgresTestStore store)
    {
        var heard = new List<JournalEntry>();
        store.Journal.Listen((_, rows) => heard.AddRange(rows));
        // Opens the writer, which names the tenant, too.
        await AppendAsync(store);
        return heard;
    }
}
