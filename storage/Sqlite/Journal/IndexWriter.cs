using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The thread that stores the tail in the index, in large sorted batches, behind the commits. Before its first batch it
/// reads the whole index once: into the filter that spares appends their questions, and to find damage.
/// </summary>
internal sealed partial class IndexWriter : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IndexTable _index;
    private readonly Tail _tail;
    private readonly KnownHashes _known;
    private readonly StoreFiles _files;
    private readonly SqliteStoreOptions _options;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _checked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    public IndexWriter(IndexTable index, Tail tail, KnownHashes known, StoreFiles files, SqliteStoreOptions options, ILogger log)
    {
        (_index, _tail, _known, _files, _options, _log) = (index, tail, known, files, options, log);
        _thread = new Thread(Run) { Name = "onelead index", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Set when the index holds other entries than were stored: nothing that it finds can be trusted.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Completes when the whole index has been read.</summary>
    public Task Checked => _checked.Task;

    private void Run()
    {
        LoadFilter();
        _checked.SetResult();
        while (!Damaged)
        {
            _tail.WaitForWork(_options.IndexRows, _options.IndexDelay, () => _stopping);
            while (_tail.Seal() is { } segment && !TryStore(segment) && !_stopping)
                Thread.Sleep(RetryDelay);
            if (_stopping)
                return;
        }
    }

    private void LoadFilter()
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            if (_index.LoadFilter(() => _stopping) is { } filter)
            {
                _known.Loaded(filter);
                var elapsed = Stopwatch.GetElapsedTime(started);
                FilterLoaded(_index.Entries, elapsed);
                return;
            }
            MarkDamaged(null);
        }
        catch (OperationCanceledException) { }
        catch (SqliteError e) when (e.IsCorruption) { MarkDamaged(e); }
        catch (SqliteError e) { FilterFailed(e); }
    }

    private void MarkDamaged(Exception? e)
    {
        StoreFiles.MarkDamaged(_files.Index);
        Damaged = true;
        IndexDamaged(_files.Index, e);
    }

    private bool TryStore(TailSegment segment)
    {
        try
        {
            _index.Store(segment);
            _tail.Drop();
            _index.Checkpoint();
            return true;
        }
        catch (SqliteError e) when (e.IsCorruption)
        {
            MarkDamaged(e);
            return true;
        }
        catch (SqliteError e)
        {
            StoreFailed(segment.Rows, e);
            return false;
        }
    }

    /// <summary>Stores what is left and stops.</summary>
    public void Dispose()
    {
        _stopping = true;
        _tail.Pulse();
        _thread.Join();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The index's {Entries} entries were read in {Elapsed}.")]
    private partial void FilterLoaded(long entries, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index could not be read into memory; appends ask it row by row.")]
    private partial void FilterFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Rows} rows could not be indexed; they stay in memory and are tried again.")]
    private partial void StoreFailed(int rows, Exception e);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{File} is damaged. The journal refuses to answer until a restart has rebuilt it.")]
    private partial void IndexDamaged(string file, Exception? e);
}
