namespace OneLead.Sources.Imports;

/// <summary>
/// Lets one file be read at a time, by an import or a preview: reading a file costs more than anything else that a request can
/// ask for. The memory of a large file is given back after it.
/// </summary>
internal sealed class ReadingGate : IDisposable
{
    // The garbage of smaller files is reused soon.
    private const long LargeFile = 1_000_000;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Waits until no other file is read.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <returns>To be disposed of when the file has been read; null if others were read for too long.</returns>
    public async Task<IDisposable?> EnterAsync(long fileBytes, TimeSpan patience, CancellationToken cancellation) =>
        await _one.WaitAsync(patience, cancellation) ? new Turn(_one, fileBytes) : null;

    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one, long fileBytes) : IDisposable
    {
        public void Dispose()
        {
            if (fileBytes > LargeFile)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            one.Release();
        }
    }
}
