using Microsoft.Extensions.Logging;
using Npgsql;
using OneLead.Storage.Postgres;
using OneLead.Storage.Sqlite;

namespace OneLead.Storage.Move;

/// <summary>A store cannot be moved. The message is for users.</summary>
public sealed class MoveException(string message) : Exception(message);

/// <summary>How much of a table is copied.</summary>
/// <param name="Table">What is copied, for people.</param>
public readonly record struct MoveProgress(string Table, long Copied);

/// <summary>What was copied.</summary>
public sealed record MovedRows(long Journal, long Snapshots, long States, long DeadLetters);

/// <summary>
/// Moves the embedded store of a data directory into an empty schema of PostgreSQL. The source is locked and only read. The target
/// has a mark, which keeps every server from starting on it, from before the copy until <see cref="Complete"/>.
/// </summary>
public sealed class StoreMove : IDisposable
{
    private readonly MoveTarget _target;

    private StoreMove(SqliteStore source, MoveTarget target, PostgresStore store, string directory) =>
        (Source, _target, Target, Directory) = (source, target, store, directory);

    /// <summary>The embedded store. Nobody else can use it.</summary>
    public Store Source { get; }

    /// <summary>The store in PostgreSQL. It knows the copied tenants after a refresh of its journal.</summary>
    public Store Target { get; }

    /// <summary>The target's name, without a password.</summary>
    public string TargetName => _target.Name;

    private string Directory { get; }

    /// <summary>Locks the source, checks that the target is empty and unused, and marks it.</summary>
    /// <param name="emptiesTarget">True to delete what a former move left that has not ended.</param>
    /// <exception cref="MoveException">There is no store, or the target cannot be used.</exception>
    /// <exception cref="StoreOwnedException">A process uses the source, or one of an older version the target.</exception>
    /// <exception cref="JournalUnavailableException">The data directory or the server cannot be used.</exception>
    public static async Task<StoreMove> BeginAsync(
        string directory, PostgresStoreOptions target, bool emptiesTarget, ILogger logger, CancellationToken cancellation)
    {
        if (!File.Exists(new StoreFiles(directory).Journal))
            throw new MoveException($"There is no store in {directory}. ONELEAD__Data names the data directory.");
        // Long statements and a fold may take minutes.
        var connection = new NpgsqlConnectionStringBuilder(target.ConnectionString) { CommandTimeout = 0 };
        var options = new PostgresStoreOptions
        {
            ConnectionString = connection.ConnectionString, Schema = target.Schema, Timeout = target.Timeout, IsMoveTarget = true,
        };
        SqliteStore? source = null;
        MoveTarget? marked = null;
        PostgresStore? store = null;
        try
        {
            source = SqliteStore.Open(directory, new SqliteStoreOptions { Directory = directory }, TimeProvider.System, logger);
            marked = MoveTarget.Mark(options, $"from {directory} on {Environment.MachineName}", emptiesTarget);
            store = PostgresStore.Open(options, TimeProvider.System, logger);
            // After the mark, because from then on no other node can start.
            var nodes = await store.FindNodesAsync(cancellation);
            if (!nodes.IsEmpty)
            {
                marked.Unmark();
                throw new MoveException($"PostgreSQL ({marked.Name}) is in use by the nodes {string.Join(", ", nodes)}.");
            }
            return new StoreMove(source, marked, store, directory);
        }
        catch
        {
            store?.Dispose();
            marked?.Dispose();
            source?.Dispose();
            throw;
        }
    }

    /// <summary>Copies everything in one transaction.</summary>
    public Task<MovedRows> CopyAsync(IProgress<MoveProgress> progress, CancellationToken cancellation) => Task.Run(
        () => _target.InTransaction(connection =>
        {
            using var copy = new MoveCopy(new StoreFiles(Directory), connection, progress, cancellation);
            return copy.Run();
        }), cancellation);

    /// <summary>Removes the mark: servers can use the target.</summary>
    /// <exception cref="MoveException">Another process has written to the target.</exception>
    public void Complete() => _target.Complete();

    public void Dispose()
    {
        Target.Dispose();
        _target.Dispose();
        Source.Dispose();
    }
}
