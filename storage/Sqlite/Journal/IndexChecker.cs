using Microsoft.Extensions.Logging;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Checks the index file in the background: compares each part with its stored sum, with a pause between parts. If it is
/// damaged, the journal refuses reads and the next start rebuilds the index.
/// </summary>
internal sealed partial class IndexChecker : IDisposable
{
    private readonly StoreFiles _files;
    private readonly TimeSpan _pause;
    private readonly StoreHealth _health;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _checked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _stopping = new();
    private Thread? _thread;
    private volatile bool _damaged;

    public IndexChecker(StoreFiles files, TimeSpan pause, StoreHealth health, ILogger log) =>
        (_files, _pause, _health, _log) = (files, pause, health, log);

    public bool IsDamaged => _damaged;

    /// <summary>Completes when every part has been checked.</summary>
    public Task Checked => _checked.Task;

    public void StartChecking()
    {
        _thread = new Thread(Run) { Name = "onelead check", IsBackground = true };
        _thread.Start();
    }

    private void Run()
    {
        try { CheckParts(); }
        catch (SqliteError e) when (e.IsCorruption) { Damaged(e.Message); }
        catch (SqliteError e) { CheckFailed(e); }
        _checked.SetResult();
    }

    private void CheckParts()
    {
        using var connection = Connection.OpenReader(_files.Index);
        var last = connection.Scalar("SELECT max(part) FROM parts");
        var stored = connection.Prepare("SELECT entries, total FROM parts WHERE part = ?");
        var actual = connection.Prepare(PartContents.Sql);
        for (var part = 0L; part <= last && !_stopping.Wait(_pause); part++)
        {
            connection.BeginReading();
            var expected = Contents(stored.Bind(1, part));
            var found = Contents(actual.Bind(1, part));
            connection.Commit();
            if (found != expected)
                Damaged($"Part {part} does not match its stored sum.");
        }
    }

    private static PartContents Contents(Statement statement)
    {
        try { return statement.Step() ? new(statement.Long(0), statement.Long(1)) : default; }
        finally { statement.Reset(); }
    }

    public void Damaged(string reason)
    {
        StoreFiles.MarkDamaged(_files.Index);
        _damaged = true;
        IndexDamaged(_files.Index, reason);
        _health.Damaged(new(_files.Index, $"{_files.Index} is damaged.\n{StoreFiles.RebuildsIndex}", true));
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread?.Join();
        _stopping.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Critical,
        Message = "The index {File} is damaged: {Reason} The journal refuses reads. Restart to rebuild the index")]
    private partial void IndexDamaged(string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The index could not be checked")]
    private partial void CheckFailed(Exception e);
}
