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
    ImportUndone? Undone);

/// <summary>
/// The list of imports, newest first. Old ended imports are dropped beyond a limit. States are stored when they change;
/// progress is kept in memory only.
/// </summary>
public sealed class ImportJobs(IStateStore states) : IDisposable
{
    public const int DefaultLimit = 50;
    private const int MaxJobs = 200;
    private const string ListState = "imports", RowErrorsState = "import-errors";

    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    private readonly SemaphoreSlim _storing = new(1);
    private ImmutableList<ImportJob> _jobs = [];
    private string? _etag;

    public ImportJob? Find(string id) => _jobs.FirstOrDefault(j => j.Id == id);

    /// <summary>The import that brought a row; null if it is no longer listed.</summary>
    /// <param name="import">The import id in the row's source id.</param>
    public ImportJob? BroughtBy(string import, long sequence) =>
        // The oldest one, because an import that repeats a file has the rows of the former.
        _jobs.LastOrDefault(j => j.Trace.Ids.Contains(import) && j.Trace.First <= sequence && sequence <= j.Trace.Last);

    public void Put(ImportJob job) => ImmutableInterlocked.Update(ref _jobs, jobs =>
    {
        var at = jobs.FindIndex(j => j.Id == job.Id);
        jobs = at < 0 ? jobs.Insert(0, job) : jobs.SetItem(at, job);
        return jobs.Count > MaxJobs && jobs[^1].IsEnded ? jobs.RemoveAt(jobs.Count - 1) : jobs;
    });

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
            var bytes = JsonSerializer.SerializeToUtf8Bytes(_jobs.Select(Stored).ToArray(), Options);
            // This process owns the store, so a different tag comes from a write of ours whose answer was lost.
            _etag = await states.WriteAsync(ListState, Keys.DefaultTenant, bytes, _etag, cancellation)
                ?? await states.WriteAsync(ListState, Keys.DefaultTenant, bytes, await ReadTagAsync(cancellation), cancellation);
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Restores the stored list. Imports that had not ended are marked as failed.</summary>
    /// <param name="interrupted">Their failure message.</param>
    public async Task RestoreAsync(string interrupted, CancellationToken cancellation)
    {
        if (await states.ReadAsync(ListState, Keys.DefaultTenant, cancellation) is not { } stored)
            return;
        _etag = stored.ETag;
        var jobs = JsonSerializer.Deserialize<StoredImport[]>(stored.Bytes, Options) ?? [];
        ImmutableInterlocked.Update(
            ref _jobs, now => now.AddRange(jobs.Where(j => now.All(n => n.Id != j.Id)).Select(j => Restored(j, interrupted))));
    }

    /// <summary>Stores the row errors of an import.</summary>
    public async Task StoreErrorsAsync(string id, byte[] csv, CancellationToken cancellation) =>
        await states.WriteAsync(RowErrorsState, id, csv, null, cancellation);

    public async Task<byte[]?> ReadErrorsAsync(string id, CancellationToken cancellation) =>
        (await states.ReadAsync(RowErrorsState, id, cancellation))?.Bytes;

    public void Dispose() => _storing.Dispose();

    private async Task<string?> ReadTagAsync(CancellationToken cancellation) =>
        (await states.ReadAsync(ListState, Keys.DefaultTenant, cancellation))?.ETag;

    private static StoredImport Stored(ImportJob j) => new(
        j.Id, j.Request.FileName, j.Request.IsDryRun, j.Request.AsOf, j.Request.DataDate, j.State, j.RowsRead, j.CreatedAt, j.StartedAt,
        j.FinishedAt,
        j.Report is null ? null : j.Report with { Errors = [] }, j.Effect, j.Failure, j.Trace, j.Undone);

    private static ImportJob Restored(StoredImport s, string interrupted)
    {
        var request = new ImportRequest(s.FileName, "", s.IsDryRun, s.AsOf, s.DataDate);
        var job = new ImportJob(
            s.Id, request, s.State, "", s.RowsRead, s.CreatedAt, s.StartedAt, s.FinishedAt, s.Report, s.Effect, s.Failure)
        {
            Trace = s.Trace,
            Undone = s.Undone,
        };
        return job.IsEnded
            ? job
            : job.AsFailed(
                job.StartedAt ?? job.CreatedAt, interrupted + (s.Trace.First > 0 ? " Undo the import to take back what was taken." : ""));
    }
}
