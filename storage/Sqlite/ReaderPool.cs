using System.Collections.Concurrent;

namespace OneLead.Storage.Sqlite;

/// <summary>
/// A pool of read-only connections. Queries must be brief so that they do not delay checkpoints.
/// </summary>
/// <param name="damaged">Creates the exception for a damaged file.</param>
internal sealed class ReaderPool<TReader>(
    Func<TReader> open, Func<SqliteError, Exception> damaged) : IDisposable where TReader : IDisposable
{
    private readonly ConcurrentBag<TReader> _idle = [];
    private volatile bool _closed;

    public T Query<T>(Func<TReader, T> question)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var reader = _idle.TryTake(out var idle) ? idle : open();
        try
        {
            return question(reader);
        }
        catch (SqliteError e) when (e.IsCorruption)
        {
            throw damaged(e);
        }
        finally
        {
            // If the pool closes after this check, the finalizer closes the file handle.
            if (_closed)
                reader.Dispose();
            else
                _idle.Add(reader);
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }
}
