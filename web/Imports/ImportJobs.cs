using System.Collections.Immutable;
using OneLead.Web.Api;

namespace OneLead.Web.Imports;

/// <summary>The imports of this process, newest first; the oldest finished ones are forgotten beyond a bound.</summary>
internal sealed class ImportJobs
{
    public const int DefaultLimit = 50;
    private const int Kept = 200;

    private ImmutableList<ImportJob> _jobs = [];

    public ImportJob? Find(string id) => _jobs.FirstOrDefault(j => j.Id == id);

    public void Put(ImportJob job) => ImmutableInterlocked.Update(ref _jobs, jobs =>
    {
        var at = jobs.FindIndex(j => j.Id == job.Id);
        jobs = at < 0 ? jobs.Insert(0, job) : jobs.SetItem(at, job);
        return jobs.Count > Kept && jobs[^1].FinishedAt is not null ? jobs.RemoveAt(jobs.Count - 1) : jobs;
    });

    /// <summary>A page behind an import, from the newest on.</summary>
    public PageJson<ImportJson> Page(string? after, int limit)
    {
        var jobs = _jobs;
        var start = after is null ? 0 : jobs.FindIndex(j => j.Id == after) + 1;
        var page = jobs.Skip(start).Take(limit).ToArray();
        return new([.. page.Select(ImportJson.Of)], start + page.Length < jobs.Count ? page[^1].Id : null, jobs.Count);
    }
}
