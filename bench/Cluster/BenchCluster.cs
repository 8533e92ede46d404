using System.Globalization;
using OneLead.Bench.Events;
using OneLead.Bench.Load;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Cluster;

/// <summary>Nodes on a PostgreSQL server of their own.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly List<ServerProcess> _nodes = [];
    private readonly List<EventPoster> _posters = [];
    private int _next;

    private BenchCluster(PrivatePostgres postgres) => Postgres = postgres;

    public PrivatePostgres Postgres { get; }

    public IReadOnlyList<ServerProcess> Nodes => _nodes;

    public static async Task<BenchCluster> StartAsync(int nodes)
    {
        var cluster = new BenchCluster(
            await PrivatePostgres.StartAsync("shared_buffers=256MB", "max_wal_size=4GB", "max_connections=200"));
        for (var i = 0; i < nodes; i++)
        {
            cluster._nodes.Add(await ServerProcess.StartAsync(ItemChanges.Day, storage: cluster.Postgres.ConnectionString));
            cluster._posters.Add(new EventPoster(cluster._nodes[i].Http.BaseAddress!));
        }
        return cluster;
    }

    /// <summary>Posts a body to the nodes in turn until one takes it.</summary>
    public async Task PostAsync(byte[] body)
    {
        while (!await _posters[(Interlocked.Increment(ref _next) & int.MaxValue) % _posters.Count].PostAsync(body))
            await Task.Delay(50);
    }

    public Task PostAllAsync(IEnumerable<byte[]> bodies, int callers) => Parallel.ForEachAsync(
        bodies, new ParallelOptions { MaxDegreeOfParallelism = callers }, async (body, _) => await PostAsync(body));

    /// <summary>Waits until every accepted event has been applied.</summary>
    public Task SettleAsync() => Task.WhenAll(_nodes.Select(static n => n.SettleAsync()));

    /// <summary>The processor seconds of all nodes, and of PostgreSQL.</summary>
    public (double Nodes, double Database) Processor() => (_nodes.Sum(n => ProcessorTime.Of(n.ProcessId)), ProcessorTime.Of(Postgres));

    /// <summary>The resident memory of each node in MB.</summary>
    public IReadOnlyList<double> Memory() => [.. _nodes.Select(static n => PeakMemory.Now(n.ProcessId))];

    /// <summary>The bytes of PostgreSQL's log so far.</summary>
    public async Task<double> LogBytesAsync() => double.Parse(
        (string)await Postgres.ScalarAsync("SELECT (pg_current_wal_lsn() - '0/0')::text"), CultureInfo.InvariantCulture);

    /// <summary>The bytes of the tables and indexes.</summary>
    public async Task<double> DatabaseBytesAsync() => (long)await Postgres.ScalarAsync("SELECT pg_database_size(current_database())");

    public async ValueTask DisposeAsync()
    {
        _posters.ForEach(static p => p.Dispose());
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
