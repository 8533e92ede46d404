using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>The writers of this process, at most one a tenant.</summary>
internal sealed class PostgresWriters(
    Database database, Statements statements, PostgresHeads heads, PostgresStoreOptions options, StoreMetrics metrics, ILogger log)
    : IDisposable
{
    // Two nodes that both take themselves for the owner must not take turns.
    private const int ShortestRest = 1_000, LongestRest = 5_000;

    private readonly SemaphoreSlim _opening = new(1);
    private readonly ConcurrentDictionary<string, long> _restUntil = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PostgresJournalWriter> _writers = new(StringComparer.Ordinal);

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public async ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        if (_restUntil.TryGetValue(tenant, out var until) && Environment.TickCount64 < until)
            throw new JournalUnavailableException("Another process has just taken the journal. Retry the call.");
        await _opening.WaitAsync(cancellation);
        try
        {
            // It waits for the server, and for commits of the former writer.
            return await Task.Run(async () =>
            {
                End(tenant);
                var writer = _writers[tenant] = Take(tenant);
                return new PostgresWriter(
                    await writer.OpenAsync(listener, cancellation), writer.Epoch, token => IsCurrentAsync(tenant, writer.Epoch, token),
                    () => Task.Run(() => EndAsync(tenant, writer)));
            }, cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends the writers of this process after the commits of what is queued.</summary>
    public void Dispose()
    {
        _opening.Wait();
        foreach (var writer in _writers.Values)
            writer.Dispose();
        _opening.Dispose();
    }

    private PostgresJournalWriter Take(string tenant) => database.Connect(connection =>
    {
        var owner = Ownership.Take(connection, database, tenant, options.Member());
        heads.Begin(owner.Tenant);
        return new PostgresJournalWriter(database, connection, owner, heads, options, metrics, () => Rest(tenant), log);
    });

    private async ValueTask<bool> IsCurrentAsync(string tenant, long epoch, CancellationToken cancellation) =>
        await statements.ReadAsync(
            Statements.Sql("SELECT epoch FROM tenant WHERE name = $1", Statements.Text(tenant)), r => r.GetInt64(0), cancellation)
            is [var current] && current == epoch;

    private void Rest(string tenant) =>
        _restUntil[tenant] = Environment.TickCount64 + RandomNumberGenerator.GetInt32(ShortestRest, LongestRest);

    private void End(string tenant)
    {
        if (!_writers.Remove(tenant, out var writer))
            return;
        writer.Refuse();
        writer.Dispose();
        heads.End(tenant);
    }

    private async Task EndAsync(string tenant, PostgresJournalWriter closed)
    {
        await _opening.WaitAsync();
        try
        {
            if (_writers.GetValueOrDefault(tenant) == closed)
                End(tenant);
        }
        finally
        {
            _opening.Release();
        }
    }

    // A writer that is closed gives its connection and its thread back.
    private sealed class PostgresWriter(IJournalWriter queue, long epoch, Func<CancellationToken, ValueTask<bool>> isCurrent, Action closed)
        : IJournalWriter
    {
        public long? Epoch => epoch;

        public ValueTask<bool> IsCurrentAsync(CancellationToken cancellation = default) => isCurrent(cancellation);

        public ValueTask<ImmutableArray<Appended>> AppendAsync(
            ImmutableArray<ChangeEvent> events, long? decidedAfter = null, CancellationToken cancellation = default) =>
            queue.AppendAsync(events, decidedAfter, cancellation);

        public void Close()
        {
            queue.Close();
            closed();
        }
    }
}
