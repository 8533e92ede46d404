using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Sources.Http;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>An import as it is kept: what the list shows. Its row errors are kept beside it.</summary>
internal sealed record StoredImport(
    string Id, string FileName, bool IsDryRun, DateOnly? AsOf, DateOnly? DataDate, ImportState State, long RowsRead, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    ImportReport? Report, ImportEffect? Effect, string? Failure, ImportTrace Trace, ImportUndone? Undone);

/// <summary>The imports, newest first; the oldest finished ones are forgotten beyond a bound. What was begun or has ended is stored; how far one is, is not.</summary>
public sealed class ImportJobs(IStateStore states) : IDisposable
{
    public const int DefaultLimit = 50;
    private const int Kept = 200;
    private const string List = "imports", RowErrors = "import-errors";

    private readonly SemaphoreSlim _storing = new(1);
    private ImmutableList<ImportJob> _jobs = [];
    private string? _etag;

    public ImportJob? Find(string id) => _jobs.FirstOrDefault(j => j.Id == id);

    public void Put(ImportJob job) => ImmutableInterlocked.Update(ref _jobs, jobs =>
    {
        var at = jobs.FindIndex(j => j.Id == job.Id);
        jobs = at < 0 ? jobs.Insert(0, job) : jobs.SetItem(at, job);
        return jobs.Count > Kept && jobs[^1].IsEnded ? jobs.RemoveAt(jobs.Count - 1) : jobs;
    });

    /// <summary>A page behind an import, from the newest on.</summary>
    public PageJson<ImportJson> Page(string? after, int limit)
    {
        var jobs = _jobs;
        var start = after is null ? 0 : jobs.FindIndex(j => j.Id == after) + 1;
        var page = jobs.Skip(start).Take(limit).ToArray();
        return new([.. page.Select(ImportJson.Of)], start + page.Length < jobs.Count ? page[^1].Id : null, jobs.Count);
    }

    /// <summary>Stores the list as it is now.</summary>
    public async Task Store(CancellationToken cancellation)
    {
        await _storing.WaitAsync(cancellation);
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(_jobs.Select(Stored).ToArray(), Options);
            // This process owns the store: another tag than ours is that of our own write whose answer was lost.
            _etag = await states.Write(List, Keys.DefaultTenant, bytes, _etag, cancellation)
                ?? await states.Write(List, Keys.DefaultTenant, bytes, (await states.Read(List, Keys.DefaultTenant, cancellation))?.ETag, cancellation);
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Reads what is stored; what had not ended then never will.</summary>
    public async Task Restore(string interrupted, CancellationToken cancellation)
    {
        if (await states.Read(List, Keys.DefaultTenant, cancellation) is not { } stored)
            return;
        _etag = stored.ETag;
        var jobs = JsonSerializer.Deserialize<StoredImport[]>(stored.Bytes, Options) ?? [];
        ImmutableInterlocked.Update(ref _jobs, now => now.AddRange(jobs.Where(j => now.All(n => n.Id != j.Id)).Select(j => Restored(j, interrupted))));
    }

    /// <summary>Stores an import's row errors.</summary>
    public async Task StoreErrors(string id, byte[] csv, CancellationToken cancellation) => await states.Write(RowErrors, id, csv, null, cancellation);

    public async ValueTask<byte[]?> Errors(string id, CancellationToken cancellation) => (await states.Read(RowErrors, id, cancellation))?.Bytes;

    public void Dispose() => _storing.Dispose();

    private static StoredImport Stored(ImportJob j) => new(
        j.Id, j.Request.FileName, j.Request.IsDryRun, j.Request.AsOf, j.Request.DataDate, j.State, j.RowsRead, j.CreatedAt, j.StartedAt, j.FinishedAt,
        j.Report is null ? null : j.Report with { Errors = [] }, j.Effect, j.Failure, j.Trace, j.Undone);

    private static ImportJob Restored(StoredImport s, string interrupted)
    {
        var job = new ImportJob(
            s.Id, new ImportRequest(s.FileName, "", s.IsDryRun, s.AsOf, s.DataDate), s.State, "", s.RowsRead, s.CreatedAt, s.StartedAt, s.FinishedAt, s.Report, s.Effect, s.Failure)
        {
            Trace = s.Trace,
            Undone = s.Undone,
        };
        return job.IsEnded ? job : job with { State = ImportState.Failed, FinishedAt = job.StartedAt ?? job.CreatedAt, Failure = interrupted };
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };
}
