using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Sources.Http;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>An import as stored. Its row errors are stored separately.</summary>
internal sealed record StoredImport(
    string Id,
    string FileName,
    bool IsDryRun,
    DateOnly? AsOf,
    DateOnly? DataDate,
    ImportState State,
    long RowsRead,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    ImportReport? Report,
    ImportEffect? Effect,
    string? Failure,
    ImportTrace Trace,
    ImportUndone? Undone,
    string? Node = null);

/// <summary>The progress of a running import, stored for other nodes.</summary>
internal sealed record StoredProgress(string Stage, long RowsRead);

/// <summary>
/// The list of imports, newest first, of all nodes that share the store. Old ended imports are dropped beyond a limit. States are
/// stored when they change; progress is stored each second, and only if other nodes share the store.
/// </summary>
/// <param name="node">This node; empty if no other shares the store.</param>
/// <param name="isLost">Whether the node that runs an import is gone; null if no other shares the store.</param>
public sealed class ImportJobs(IStateStore states, string node = "", Func<ImportJob, bool>? isLost = null) : IDisposable
{
    public const int DefaultLimit = 50;
    private const int MaxJobs = 200;
    private const string ListState = "imports", RowErrorsState = "import-errors", ProgressState = "import-progress";
    private const string Undoable = " Undo the import to take back what was taken.";

    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    private readonly SemaphoreSlim _storing = new(1);
    // Changed here since the list was stored. Of the others, the stored state holds.
    private readonly ConcurrentDictionary<string, ImportJob> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (StoredProgress Progress, string? ETag)> _shared = new(StringComparer.Ordinal);
    private ImmutableList<ImportJob> _jobs = [];
    private string? _tag;

    /// <summary>True if other nodes share the store.</summary>
    public bool IsShared => node.Length > 0;

    /// <summary>True while an import changes data, at any node.</summary>
    public bool IsRunning => _jobs.Exists(static j => j is { State: ImportState.Running, Request.IsDryRun: false });

    /// <summary>Is told of every import that another node has changed. Must return immediately.</summary>
    public Action<ImportJob>? Moved { get; set; }

    public ImportJob? Find(string id) => _jobs.FirstOrDefault(j => j.Id == id);

    /// <summary>The import that brought a row; null if it is no longer listed.</summary>
    /// <param name="import">The import id in the row's source id.</param>
    public ImportJob? BroughtBy(string import, long sequence) =>
        // The oldest one, because an import that repeats a file has the rows of the former.
        _jobs.LastOrDefault(j => j.Trace.Ids.Contains(import) && j.Trace.First <= sequence && sequence <= j.Trace.Last);

    public void Put(ImportJob job)
    {
        _changed[job.Id] = job;
        ImmutableInterlocked.Update(ref _jobs, jobs =>
        {
            var at = jobs.FindIndex(j => j.Id == job.Id);
            jobs = at < 0 ? jobs.Insert(0, job with { Node = node }) : jobs.SetItem(at, job with { Node = jobs[at].Node });
            return jobs.Count > MaxJobs && jobs[^1].IsEnded ? jobs.RemoveAt(jobs.Count - 1) : jobs;
        });
    }

    /// <summary>Reads what other nodes have stored.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        if (node.Length == 0)
            return;
        if (await states.ReadTagAsync(ListState, Keys.DefaultTenant, cancellation) != Volatile.Read(ref _tag))
            Take(await ReadAsync(cancellation));
        foreach (var job in _jobs.Where(j => j.State == ImportState.Running && j.Node != node))
        {
            if (await states.ReadAsync(ProgressState, job.Id, cancellation) is { } stored
                && JsonSerializer.Deserialize<StoredProgress>(stored.Bytes, Options) is { } progress
                && progress != new StoredProgress(job.Stage, job.RowsRead))
                Replace(job, job with { Stage = progress.Stage, RowsRead = progress.RowsRead });
        }
    }

    /// <summary>Stores the progress of this node's import for the others.</summary>
    public async Task ShareProgressAsync(CancellationToken cancellation)
    {
        foreach (var job in _jobs.Where(j => j.State == ImportState.Running && j.Node == node))
        {
            var (progress, before) = (new StoredProgress(job.Stage, job.RowsRead), _shared.GetValueOrDefault(job.Id));
            if (progress == before.Progress)
                continue;
            var tag = await states.WriteAsync(
                ProgressState, job.Id, JsonSerializer.SerializeToUtf8Bytes(progress, Options), before.ETag, cancellation)
                ?? await states.ReadTagAsync(ProgressState, job.Id, cancellation);
            _shared[job.Id] = (progress, tag);
        }
        foreach (var id in _shared.Keys.Where(id => Find(id) is not { State: ImportState.Running }).ToList())
        {
            await ClearProgressAsync(id, cancellation);
            _shared.Remove(id);
        }
    }

    /// <summary>Ends the imports of nodes that are gone, as failed.</summary>
    /// <param name="interrupted">Their failure message.</param>
    public async Task EndLostAsync(string interrupted, CancellationToken cancellation)
    {
        var lost = _jobs.FindAll(j => !j.IsEnded && j.Node != node && isLost?.Invoke(j) == true);
        if (lost.IsEmpty)
            return;
        foreach (var job in lost)
        {
            Put(Interrupted(job, interrupted));
            await ClearProgressAsync(job.Id, cancellation);
        }
        await StoreAsync(cancellation);
        foreach (var job in lost)
            Moved?.Invoke(Find(job.Id)!);
    }

    /// <summary>The page that follows an import; null starts with the newest.</summary>
    /// <exception cref="RefusedException">The import is not listed.</exception>
    public PageJson<ImportJson> Page(string? after, int limit)
    {
        var jobs = _jobs;
        var start = after is null ? 0 : jobs.FindIndex(j => j.Id == after) + 1;
        if (after is not null && start == 0)
            throw new RefusedException(Refusal.BadCursor, "The cursor names no listed import. Start again without it.");
        var page = jobs.Skip(start).Take(limit).ToArray();
        return new([.. page.Select(ImportJson.Of)], start + page.Length < jobs.Count ? page[^1].Id : null, jobs.Count);
    }

    /// <summary>Stores the current list.</summary>
    public async Task StoreAsync(CancellationToken cancellation)
    {
        await _storing.WaitAsync(cancellation);
        try
        {
            var changed = _changed.ToArray();
            byte[] bytes;
            StoredState? stored;
            do
            {
                Take(stored = await ReadAsync(cancellation));
                bytes = JsonSerializer.SerializeToUtf8Bytes(_jobs.Select(Stored).ToArray(), Options);
            }
            while (await states.WriteAsync(ListState, Keys.DefaultTenant, bytes, stored?.ETag, cancellation) is null);
            // What has changed again meanwhile is stored the next time.
            foreach (var job in changed)
                _changed.TryRemove(job);
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Restores the stored list. Imports of this node that had not ended are marked as failed.</summary>
    /// <param name="interrupted">Their failure message.</param>
    public async Task RestoreAsync(string interrupted, CancellationToken cancellation)
    {
        Take(await ReadAsync(cancellation));
        foreach (var job in _jobs.Where(j => !j.IsEnded && j.Node == node))
            Put(Interrupted(job, interrupted));
    }

    // The same on every node that finds it.
    private static ImportJob Interrupted(ImportJob job, string interrupted) =>
        job.AsFailed(job.StartedAt ?? job.CreatedAt, interrupted + (job.Trace.First > 0 ? Undoable : ""));

    private async Task ClearProgressAsync(string id, CancellationToken cancellation)
    {
        if (await states.ReadTagAsync(ProgressState, id, cancellation) is { } tag)
            await states.ClearAsync(ProgressState, id, tag, cancellation);
    }

    /// <summary>Stores the row errors of an import.</summary>
    public async Task StoreErrorsAsync(string id, byte[] csv, CancellationToken cancellation) =>
        await states.WriteAsync(RowErrorsState, id, csv, null, cancellation);

    public async Task<byte[]?> ReadErrorsAsync(string id, CancellationToken cancellation) =>
        (await states.ReadAsync(RowErrorsState, id, cancellation))?.Bytes;

    public void Dispose() => _storing.Dispose();

    private ValueTask<StoredState?> ReadAsync(CancellationToken cancellation) =>
        states.ReadAsync(ListState, Keys.DefaultTenant, cancellation);

    // An import of this node whose state is known stays as it is: the stored one has neither its file nor its row errors. One of
    // another node keeps its progress.
    private void Take(StoredState? stored)
    {
        var jobs = stored is { } state ? JsonSerializer.Deserialize<StoredImport[]>(state.Bytes, Options) ?? [] : [];
        var before = _jobs;
        ImmutableInterlocked.Update(ref _jobs, now =>
        [
            .. now.Where(j => _changed.ContainsKey(j.Id))
                .Concat(jobs.Where(j => !_changed.ContainsKey(j.Id)).Select(j =>
                    now.Find(n => n.Id == j.Id) is not { } known || known.State != j.State ? Restored(j)
                    : known.Trace.First == j.Trace.First || known.Node == node ? known
                    : known with { Trace = j.Trace }))
                .OrderByDescending(static j => j.CreatedAt),
        ]);
        Volatile.Write(ref _tag, stored?.ETag);
        foreach (var job in _jobs.Where(j => j.Node != node && before.Find(b => b.Id == j.Id)?.State != j.State))
            Moved?.Invoke(job);
    }

    private void Replace(ImportJob job, ImportJob moved)
    {
        ImmutableInterlocked.Update(ref _jobs, jobs => jobs.IndexOf(job) is var at and >= 0 ? jobs.SetItem(at, moved) : jobs);
        Moved?.Invoke(moved);
    }

    private static StoredImport Stored(ImportJob j) => new(
        j.Id, j.Request.FileName, j.Request.IsDryRun, j.Request.AsOf, j.Request.DataDate, j.State, j.RowsRead, j.CreatedAt, j.StartedAt,
        j.FinishedAt,
        j.Report is null ? null : j.Report with { Errors = [] }, j.Effect, j.Failure, j.Trace, j.Undone, j.Node);

    // The embedded store names no node: its imports belong to the node that it was moved to.
    private ImportJob Restored(StoredImport s) => new(
        s.Id, new ImportRequest(s.FileName, "", s.IsDryRun, s.AsOf, s.DataDate), s.State,
        s.State == ImportState.Queued ? Wire.Name(s.State) : "", s.RowsRead, s.CreatedAt, s.StartedAt,
        s.FinishedAt, s.Report, s.Effect, s.Failure)
    {
        Trace = s.Trace,
        Undone = s.Undone,
        Node = s.Node is { Length: > 0 } named ? named : node,
    };
}
