using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using OneLead.Bench.Events;
using OneLead.Bench.Load;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Recovery;

/// <summary>
/// Measures the time from kill -9 under load to the first correct answer, including the start of the runtime, against
/// PostgreSQL's recovery of as many updates.
/// </summary>
internal static class RecoverBenchmark
{
    private const int Batch = 1_000, Callers = 4, Rounds = 3;

    private static readonly TimeSpan SnapshotsAreWritten = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Runner runner)
    {
        if (PrivatePostgres.Missing is { } reason)
        {
            runner.Note("recover", reason);
            return;
        }
        var (accounts, items) = (runner.Scaled(20_000), runner.Scaled(500_000));
        await MeasureAsync(runner, accounts, items, null);
        // Uses a quarter of the data, because loading takes several times as long.
        await using var store = await PrivatePostgres.StartAsync("shared_buffers=256MB", "max_wal_size=4GB");
        await MeasureAsync(runner, accounts / 4, items / 4, store.ConnectionString);
    }

    private static async Task MeasureAsync(Runner runner, int accounts, int items, string? storage)
    {
        var where = $"{accounts:N0} accounts, {items:N0} items{(storage is null ? "" : ", on PostgreSQL, which goes on")}";
        await using var rival = await UpdatedTable.StartAsync(items);
        await using var ours = await RecoveryRun.StartAsync(accounts, items, storage);
        var (loaded, quiet, theirs) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var i = 0; i < Rounds; i++)
        {
            Runner.Say($"recover, {where}, {i + 1} of {Rounds}");
            loaded[i] = await ours.KillAndRecoverAsync(TimeSpan.Zero);
            quiet[i] = await ours.KillAndRecoverAsync(SnapshotsAreWritten);
            theirs[i] = await rival.KillAndRecoverAsync();
        }
        runner.Pair(
            $"kill -9 two seconds after the last change to the first correct answer, {where}; PostgreSQL's recovery of "
                + $"{items:N0} updates since its last checkpoint",
            "s", quiet, theirs, lessIsBetter: true, BenchmarkTarget.Times(3));
        runner.Pair(
            $"kill -9 at the instant at which a change of every account was acknowledged, {where}; the same", "s", loaded, theirs,
            lessIsBetter: true, BenchmarkTarget.Times(3));
        runner.Alone("of either until it says that it is ready", "s", ours.Ready);
    }

    /// <summary>A server that is repeatedly killed on one store, each time after a change of every account was acknowledged.</summary>
    private sealed class RecoveryRun(
        DirectoryInfo data, string? storage, int accounts, ItemBodies bodies, ServerProcess server) : IAsyncDisposable
    {
        private ServerProcess _server = server;
        private int _kills;

        /// <summary>The time from each start to readiness.</summary>
        public List<double> Ready { get; } = [];

        public static async Task<RecoveryRun> StartAsync(int accounts, int items, string? storage)
        {
            Runner.Say($"recover: {items:N0} items and as many updates{(storage is null ? "" : " on PostgreSQL")}");
            var data = Directory.CreateTempSubdirectory("onelead-bench-recover-");
            var server = await ServerProcess.StartAsync(ItemChanges.Day, data, storage);
            var bodies = new ItemBodies(accounts, items);
            using var poster = new EventPoster(server.Http.BaseAddress!);
            await poster.PostAllAsync(bodies.Arrivals(Batch), Callers);
            await poster.PostAllAsync(Enumerable.Range(0, items / Batch).Select(_ => bodies.Take(Batch)), Callers);
            await server.SettleAsync();
            return new(data, storage, accounts, bodies, server);
        }

        /// <param name="pause">The time between the application of all changes and the kill; zero to kill after the
        /// acknowledgement.</param>
        public async Task<double> KillAndRecoverAsync(TimeSpan pause)
        {
            // Changes the first item of every account, which then has leads with a new name.
            var name = $"recovered-{++_kills}-";
            using (var poster = new EventPoster(_server.Http.BaseAddress!))
                await poster.PostAllAsync(bodies.Renamed(accounts, name, Batch), Callers);
            var expected = Enumerable.Range(0, accounts).Sum(ItemBodies.LeadsOf);
            if (pause > TimeSpan.Zero)
            {
                await _server.SettleAsync();
                await Task.Delay(pause);
            }
            var started = Stopwatch.GetTimestamp();
            await _server.DisposeAsync();
            _server = await ServerProcess.StartAsync(ItemChanges.Day, data, storage);
            Ready.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            // Queries only now, because the query is too expensive while accounts recover.
            await _server.SettleAsync();
            while (await LeadsAsync(name) != expected)
                await Task.Delay(10);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        private async Task<int> LeadsAsync(string name) =>
            (await _server.Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/leads?limit=1&text={name}", UriKind.Relative)))
                .GetProperty("total").GetInt32();

        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync();
            data.Delete(recursive: true);
            File.Delete(data.FullName + ".key");
        }
    }
}
