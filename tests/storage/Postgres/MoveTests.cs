using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OneLead.Storage.Move;
using OneLead.Storage.Postgres;
using OneLead.Storage.Tests.Sqlite;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class MoveTests : IDisposable
{
    private const string Other = "second tenant";

    private static readonly SnapshotStamp Stamp = new(3, 2, 7, new DateOnly(2026, 3, 2), "territory\0", ["acme", "acme-2"]);

    private readonly SqliteTestStore _source = new();
    private readonly PostgresStoreOptions _options = new()
    {
        ConnectionString = SharedPostgres.ConnectionString, Schema = SharedPostgres.NewSchema(),
    };

    public void Dispose() => _source.Dispose();

    [PostgresFact]
    public async Task Everything_is_copied_and_the_source_stays_as_it_is()
    {
        var (id, kept) = await FillAsync();
        var (rows, other) = (await _source.Journal.ReadAllAsync(), await _source.Journal.ReadAllAsync(Other));
        _source.Close();
        var files = Files();

        var moved = await MoveAsync();

        Assert.Equal(new MovedRows(rows.Count + other.Count, 2, 2, 2), moved);
        Assert.Equal(files, Files());
        using var target = Open();
        Assert.Equal([Tenant, Other], target.Journal.Tenants);
        Assert.Equal(rows, await target.Journal.ReadAllAsync());
        Assert.Equal(other, await target.Journal.ReadAllAsync(Other));
        _source.Open();
        Assert.Equal(rows, await _source.Journal.ReadAllAsync());
        Assert.Equal(
            await _source.Journal.ReadAccountAsync(Tenant, ["territory:1"], 0, 100),
            await target.Journal.ReadAccountAsync(Tenant, ["territory:1"], 0, 100));
        foreach (var account in (string[])["acme", "~keys"])
            Assert.Equivalent(await _source.Snapshots.LoadAsync(Tenant, account), await target.Snapshots.LoadAsync(Tenant, account));
        Assert.Equal(2, await target.Snapshots.GetFlushedThroughAsync(Tenant));
        Assert.Equal(
            await _source.Snapshots.ReadViewsAsync(Tenant).Select(v => Convert.ToHexString(v.Bytes)).ToListAsync(),
            await target.Snapshots.ReadViewsAsync(Tenant).Select(v => Convert.ToHexString(v.Bytes)).ToListAsync());
        Assert.Equivalent(
            await _source.DeadLetters.ListAsync(Tenant, null, null, 0, 10), await target.DeadLetters.ListAsync(Tenant, null, null, 0, 10));
        Assert.Equal(DeadLetterState.Dismissed, (await target.DeadLetters.FindAsync(Tenant, id))!.State);
        Assert.Equal(kept, (await target.States.ReadAsync("imports", Tenant))!.Value.ETag);
        Assert.Equal([1, 2, 3], (await target.States.ReadAsync("imports", Tenant))!.Value.Bytes);
        // A tag that was given before the move is not given again.
        Assert.NotEqual(kept, await target.States.WriteAsync("imports", Tenant, [4], kept));
    }

    [PostgresFact]
    public async Task What_is_appended_afterwards_continues_the_journal()
    {
        await FillAsync();
        var next = Item("next", "hpe:S1", "territory:3", minute: 9);
        _source.Close();
        await MoveAsync();
        using var target = Open();

        var appended = await target.Journal.AppendAsync(Item("1", "hpe:S1"), next);

        Assert.Equal((1, false), (appended[0].Sequence, appended[0].IsNew));
        Assert.True(appended[1].IsNew);
        _source.Open();
        Assert.Equal(appended, await _source.Journal.AppendAsync(Item("1", "hpe:S1"), next));
        var (inSource, inTarget) = ((await _source.Journal.ReadAllAsync())[^1], (await target.Journal.ReadAllAsync())[^1]);
        Assert.Equal((inSource.Home, inSource.Former), (inTarget.Home, inTarget.Former));
        Assert.Equal(("territory:3", "territory:2"), (inTarget.Home, inTarget.Former));
        Assert.True(inTarget.ReceivedAt >= (await target.Journal.ReadAllAsync())[^2].ReceivedAt);
    }

    [PostgresFact]
    public async Task A_move_that_did_not_end_is_refused_by_every_server_and_begun_again_only_on_demand()
    {
        await FillAsync();
        _source.Close();
        using (var move = await BeginAsync())
            await move.CopyAsync(new Progress<MoveProgress>(), CancellationToken.None);

        var refused = Assert.Throws<InvalidDataException>(() => Open());
        Assert.Contains("--empty-target", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_source.Directory, refused.Message, StringComparison.Ordinal);
        // Versions that do not know the mark compare these.
        Assert.Equal(int.MaxValue, await ScalarAsync("SELECT usable_from FROM {0}.compatibility"));
        Assert.True((long)(await ScalarAsync("SELECT count(*) FROM {0}.migration"))! > 4);
        Assert.Contains(
            "--empty-target", (await Assert.ThrowsAsync<MoveException>(() => BeginAsync())).Message, StringComparison.Ordinal);

        await MoveAsync(emptiesTarget: true);

        Assert.Equal(5, await ScalarAsync("SELECT usable_from FROM {0}.compatibility"));
        using var target = Open();
        _source.Open();
        Assert.Equal(await _source.Journal.ReadAllAsync(), await target.Journal.ReadAllAsync());
    }

    [PostgresFact]
    public async Task A_copy_that_fails_leaves_nothing_but_the_mark()
    {
        await FillAsync();
        _source.Close();
        using (var move = await BeginAsync())
        {
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move.CopyAsync(new StopAt("states", stop), stop.Token));
            Assert.Equal(0L, await ScalarAsync("SELECT (SELECT count(*) FROM {0}.journal) + (SELECT count(*) FROM {0}.delivered)"));
        }
        Assert.Throws<InvalidDataException>(() => Open());
    }

    [PostgresFact]
    public async Task Stores_in_use_and_targets_with_a_store_are_refused()
    {
        await FillAsync();
        Assert.Contains("in use by process", (await Assert.ThrowsAsync<StoreOwnedException>(() => BeginAsync())).Message,
            StringComparison.Ordinal);
        _source.Close();
        using (var used = Open())
            await used.Journal.AppendAsync(Item("a"));

        var refused = await Assert.ThrowsAsync<MoveException>(() => BeginAsync(emptiesTarget: true));

        Assert.Contains("holds a store with 1 journal rows", refused.Message, StringComparison.Ordinal);
        using (var still = Open())
            Assert.Single(await still.Journal.ReadAllAsync());
        await ScalarAsync("TRUNCATE {0}.journal, {0}.delivered, {0}.tenant");
        using (await BeginAsync())
        {
            Assert.Contains("in use by process", (await Assert.ThrowsAsync<StoreOwnedException>(() => BeginAsync())).Message,
                StringComparison.Ordinal);
        }
        var nothing = await Assert.ThrowsAsync<MoveException>(
            () => StoreMove.BeginAsync(_source.Directory + "-none", _options, false, NullLogger.Instance, CancellationToken.None));
        Assert.Contains("no store", nothing.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_target_that_nodes_use_is_refused_and_stays_usable()
    {
        await FillAsync();
        _source.Close();
        Open().Dispose();
        await ScalarAsync("INSERT INTO {0}.OrleansMembershipVersionTable (DeploymentId) VALUES ('onelead')");
        using var stop = new CancellationTokenSource();
        var living = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await ScalarAsync("""
                    INSERT INTO {0}.OrleansMembershipTable VALUES ('onelead', '127.0.0.1', 7000, 1, 's', 'h', 3, 0, '', now(), now())
                    ON CONFLICT (DeploymentId, Address, Port, Generation) DO UPDATE SET IAmAliveTime = now()
                    """);
        });

        var refused = await Assert.ThrowsAsync<MoveException>(() => BeginAsync());

        await stop.CancelAsync();
        await living;
        Assert.Contains("in use by the nodes 127.0.0.1:7000", refused.Message, StringComparison.Ordinal);
        Open().Dispose();
    }

    [PostgresFact]
    public async Task A_server_that_wrote_to_the_target_meanwhile_is_found()
    {
        await FillAsync();
        _source.Close();
        using var move = await BeginAsync();
        await move.CopyAsync(new Progress<MoveProgress>(), CancellationToken.None);
        await ScalarAsync("UPDATE {0}.tenant SET epoch = epoch + 1 WHERE name = 'default'");

        Assert.Contains("wrote to it", Assert.Throws<MoveException>(move.Complete).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Open());
    }

    // Returns the id of a dismissed letter and the tag of a state.
    private async Task<(long Letter, string ETag)> FillAsync()
    {
        await _source.Journal.AppendAsync(
            Item("1"), Item("a\0b\u0001", "hpe:S\0"), Day("d", "2026-01-01"), Link("l", "acme-2", "acme"),
            Item("2", "hpe:S1", "territory:2", minute: 5), Item("3", "hpe:S1", "territory:1", minute: 1));
        await _source.Journal.AppendAsync(Other, [Item("1"), Item("2")]);
        await _source.Snapshots.SaveAsync(
        [
            new(Tenant, "acme", Stamp, [1], [2], [3], [new("item/\0", [4]), new("lead/1", [5, 6])], ReplaceRecords: true),
            new(Tenant, "~keys", new(2, 0, 7, null, null, []), [], null, [], [], ReplaceRecords: true),
        ]);
        await _source.Snapshots.SaveFlushedThroughAsync(Tenant, 2);
        await _source.States.WriteAsync("idempotency-keys", "k\0", [9], null);
        var tag = (await _source.States.WriteAsync("imports", Tenant, [1, 2, 3], null))!;
        var letters = await _source.DeadLetters.AddAsync(
            Tenant, [new("crm", "1\0", "deal", "not a number\0", [7, 8]), new("crm", "2", "deal", "unknown", [])]);
        var letter = (await _source.DeadLetters.FindAsync(Tenant, letters[1]))!;
        await _source.DeadLetters.UpdateAsync(letter with { State = DeadLetterState.Dismissed });
        return (letters[1], tag);
    }

    private Task<StoreMove> BeginAsync(bool emptiesTarget = false) =>
        StoreMove.BeginAsync(_source.Directory, _options, emptiesTarget, NullLogger.Instance, CancellationToken.None);

    private async Task<MovedRows> MoveAsync(bool emptiesTarget = false)
    {
        using var move = await BeginAsync(emptiesTarget);
        var moved = await move.CopyAsync(new Progress<MoveProgress>(), CancellationToken.None);
        move.Complete();
        return moved;
    }

    private PostgresStore Open() => PostgresStore.Open(_options, TimeProvider.System, NullLogger.Instance);

    private string[] Files() =>
    [
        .. ((string[])["journal.db", "snapshots.db", "state.db"]).Select(
            name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(_source.Directory, name)))),
    ];

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(SharedPostgres.ConnectionString);
        await using var command = source.CreateCommand(string.Format(CultureInfo.InvariantCulture, sql, _options.Schema));
        return await command.ExecuteScalarAsync();
    }

    private sealed class StopAt(string table, CancellationTokenSource stop) : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value)
        {
            if (value.Table == table)
                stop.Cancel();
        }
    }
}
