using Microsoft.Extensions.Logging;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The thread that moves the memory index to the index file in large sorted batches.</summary>
internal sealed partial class IndexWriter : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IndexTable _index;
    private readonly MemoryIndex _tail;
    private readonly IndexChecker _health;
    private readonly SqliteStoreOptions _options;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public IndexWriter(IndexTable index, MemoryIndex tail, IndexChecker health, SqliteStoreOptions options, ILogger log)
    {
        (_index, _tail, _health, _options, _log) = (index, tail, health, options, log);
        _thread = new Thread(Run) { Name = "onelead index", IsBackground = true };
        _thread.Start();
    }

    private void Run()
    {
        while (!_health.IsDamaged)
        {
            _tail.WaitForWork(_options.IndexRows, _options.IndexDelay, () => _stopping);
            while (_tail.Seal() is { } segment && !TryStore(segment) && !_stopping)
                Thread.Sleep(RetryDelay);
            if (_stopping)
                return;
        }
    }

    private bool TryStore(MemoryIndexSegment segment)
    {
        try
        {
            _index.Store(segment);
            _tail.Drop();
            return true;
        }
        catch (SqliteError e) when (e.IsCorruption)
        {
            _health.Damaged(e.Message);
            return true;
        }
        catch (SqliteError e)
        {
            StoreFailed(segment.Rows, e);
            return false;
        }
    }

    /// <summary>Stores the remaining rows and stops.</summary>
    public void Dispose()
    {
        _stopping = true;
        _tail.Pulse();
        _thread.Join();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Rows} rows could not be indexed. They stay in memory; retrying")]
    private partial void StoreFailed(int rows, Exception e);
}
