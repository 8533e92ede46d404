using System.Collections.Concurrent;

namespace OneLead.Storage.Sqlite;

/// <summary>
/// Read-only connections that are kept for the next question. Each question is brief, so that checkpoints are not held up.
/// </summary>
/// <param name="damaged">What to throw, and note, when a file turns out to be damaged.</param>
internal sealed class ReaderPool<TReader>(Func<TReader> open, Func<SqliteError, Exception> damaged) : IDisposable where TReader : IDisposable
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
            // Between these two lines the pool may close; then the file handle waits for the finalizer.
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
