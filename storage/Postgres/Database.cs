using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace OneLead.Storage.Postgres;

/// <summary>
/// Opens connections: pooled ones for reads and small writes, an unpooled one for the journal. Retries while the server
/// restarts.
/// </summary>
internal sealed class Database : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _pool;
    private readonly string _connectionString;

    public Database(PostgresStoreOptions options)
    {
        // All queries are a few index look-ups, for which table scans, hash joins, merge joins and JIT compilation are slower.
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            SearchPath = options.Schema, ClientEncoding = "UTF8", Enlist = false,
        };
        settings.Options = $"{settings.Options} -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off".Trim();
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 40;
        settings.ApplicationName ??= "onelead";
        _pool = NpgsqlDataSource.Create(settings);
        settings.Pooling = false;
        _connectionString = settings.ConnectionString;
        Schema = options.Schema;
        Timeout = options.Timeout;
        Name = string.Create(
            CultureInfo.InvariantCulture,
            $"schema {options.Schema} of database {settings.Database ?? settings.Username} at {settings.Host}:{settings.Port}");
    }

    public string Schema { get; }

    public TimeSpan Timeout { get; }

    /// <summary>The name in messages, without the password.</summary>
    public string Name { get; }

    /// <summary>Returns a key for an advisory lock of this schema.</summary>
    public long LockKey(ulong purpose) => (long)Hashing.Hash(purpose, Schema);

    public NpgsqlConnection OpenUnpooled()
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs work on a new unpooled connection, and again on another one while the server cannot be reached.</summary>
    /// <param name="work">Idempotent. Owns the connection when it succeeds.</param>
    /// <exception cref="JournalUnavailableException">The server did not answer before the timeout, or it refused.</exception>
    public T Connect<T>(Func<NpgsqlConnection, T> work)
    {
        var deadline = Deadline();
        for (var pause = FirstPause; ; pause = NextPause(pause))
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = OpenUnpooled();
                return work(connection);
            }
            catch (Exception e)
            {
                connection?.Dispose();
                if (e is NpgsqlException && (!IsConnectionFailure(e) || Environment.TickCount64 > deadline))
                    throw Unavailable(e);
                if (!IsConnectionFailure(e))
                    throw;
            }
            Thread.Sleep(pause);
        }
    }

    /// <summary>
    /// Runs idempotent work and retries it if the connection is lost.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The server did not answer before the timeout, or it refused.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellation)
    {
        var deadline = Deadline();
        for (var pause = FirstPause; ; pause = NextPause(pause))
        {
            try
            {
                await using var connection = await _pool.OpenConnectionAsync(cancellation);
                return await work(connection, cancellation);
            }
            catch (Exception e) when (IsConnectionFailure(e))
            {
                if (Environment.TickCount64 + pause.TotalMilliseconds > deadline)
                    throw Unavailable(e);
            }
            catch (PostgresException e)
            {
                throw Unavailable(e);
            }
            await Task.Delay(pause, cancellation);
        }
    }

    public long Deadline() => Environment.TickCount64 + (long)Timeout.TotalMilliseconds;

    public static TimeSpan NextPause(TimeSpan pause) => pause * 2 > LongestPause ? LongestPause : pause * 2;

    public static TimeSpan InitialPause => FirstPause;

    public JournalUnavailableException Unavailable(Exception e) => new($"PostgreSQL ({Name}) is unavailable: {e.Message}", e);

    /// <summary>True if the connection failed and not the statement. Whether the statement took effect is then unknown.</summary>
    public static bool IsConnectionFailure(Exception e) => e switch
    {
        // Terminated by an administrator or by the crash of another session, server starting up, too many connections.
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal)
            || state is "57P01" or "57P02" or "57P03" or "53300",
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    public void Dispose() => _pool.Dispose();
}
