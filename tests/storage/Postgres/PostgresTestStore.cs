using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OneLead.Storage.Postgres;
using OneLead.Storage.Tests.Contracts;

namespace OneLead.Storage.Tests.Postgres;

/// <summary>The server that all tests share, started on first use. Each test has its own schema.</summary>
internal static class SharedPostgres
{
    private static readonly Lazy<Task<PrivatePostgres>> Server = new(() => PrivatePostgres.StartAsync("max_connections=300"));
    private static int _last;

    // Each schema has its own connection pool, so the pools are small.
    public static string ConnectionString => Server.Value.GetAwaiter().GetResult().ConnectionString + ";Maximum Pool Size=8";

    public static string NewSchema() => string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _last)}");

    public static async ValueTask StopAsync()
    {
        if (Server.IsValueCreated)
            await (await Server.Value).DisposeAsync();
    }
}

/// <summary>Runs the tests on PostgreSQL one after another and stops the server after the last one.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresCollection.Server>
{
    public const string Name = "PostgreSQL";

    public sealed class Server : IAsyncLifetime
    {
        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => SharedPostgres.StopAsync();
    }
}

/// <summary>A store in its own schema.</summary>
internal sealed class PostgresTestStore : ITestStore
{
    private readonly CommitCounter _commits = new();
    private PostgresStore? _store;

    public PostgresTestStore(Action<PostgresStoreOptions>? configure = null, string? connectionString = null)
    {
        var schema = SharedPostgres.NewSchema();
        Options = new PostgresStoreOptions
        {
            ConnectionString = $"{connectionString ?? SharedPostgres.ConnectionString};Application Name={schema}", Schema = schema,
            Timeout = TimeSpan.FromSeconds(60),
        };
        configure?.Invoke(Options);
        Open();
    }

    public PostgresStoreOptions Options { get; }

    public IJournal Journal => _store!.Journal;

    public ISnapshotStore Snapshots => _store!.Snapshots;

    public IStateStore States => _store!.States;

    public IDeadLetterStore DeadLetters => _store!.DeadLetters;

    public IFieldKeyStore FieldKeys => _store!.FieldKeys;

    public ISealStore Seals => _store!.Seals;

    public void Forge(string sql)
    {
        Close();
        using (var connection = new NpgsqlConnection($"{Options.ConnectionString};Search Path={Options.Schema}"))
        {
            connection.Open();
            using var command = new NpgsqlCommand(
                $"{sql}; UPDATE tenant SET head = (SELECT coalesce(max(seq), 0) FROM journal WHERE tenant = 1) WHERE id = 1", connection);
            command.ExecuteNonQuery();
        }
        Open();
    }

    public long JournalCommits => _commits.Count;

    public Task TryWriteAsync(TimeSpan patience) => _store!.TryWriteAsync(patience, CancellationToken.None);

    public void Open() => _store = PostgresStore.Open(Options, TimeProvider.System, NullLogger.Instance);

    public void Close()
    {
        _store?.Dispose();
        _store = null;
    }

    public void Restart()
    {
        Close();
        Open();
    }

    public void Dispose()
    {
        Close();
        _commits.Dispose();
    }
}
