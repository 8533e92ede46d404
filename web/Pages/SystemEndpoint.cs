using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Storage;
using OneLead.Web.Cli;
using OneLead.Web.Days;
using OneLead.Web.Live;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Pages;

/// <summary>Whether the installation is alive, and what it holds.</summary>
internal static class SystemEndpoint
{
    private const int LongQueue = 10_000;

    private static readonly DateTimeOffset StartedAt = new(System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime());

    private static readonly string Version = typeof(SystemEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void MapSystem(this RouteGroupBuilder api) => api.MapGet("/system", Get).WithTags("Operations").WithSummary("What the installation holds, and whether it is well");

    private static async Task<Ok<SystemJson>> Get(
        LiveModel live, IJournal journal, IDeadLetterStore letters, ISiloStatus silo, LiveMetrics hub, Today today, IConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        var counts = await letters.Counts(Keys.DefaultTenant, cancellation);
        var open = counts.Where(c => c.State == DeadLetterState.Open).Sum(c => c.Count);
        var isPostgres = StorageServices.PostgresOf(configuration) is not null;
        var (model, now) = (live.Current, clock.GetUtcNow());
        var day = model is { Tenant.AsOf: var asOf } && asOf != default ? asOf : (DateOnly?)null;
        return TypedResults.Ok(new SystemJson(
            Version, StartedAt, (now - StartedAt).TotalSeconds, isPostgres ? "postgresql" : "sqlite", day, model?.Tenant.RulesVersion ?? "",
            new(journal.Head(Keys.DefaultTenant), isPostgres ? null : BytesOf(Places.DataDirectory(configuration))), silo.Queue, silo.Unsaved, hub.Connections, Actors(), Model(model),
            [.. counts.Where(c => c.State == DeadLetterState.Open).Select(c => new CountJson(c.Source, c.Count))], open,
            [
                model is null ? new("read_model", "failed", "It is still loading.") : new("read_model", "ok", "It is loaded."),
                day is null ? new("day", "warning", "No day has begun.") : day < today.Day ? new("day", "warning", $"The day is {day:yyyy-MM-dd}, the clock's {today.Day:yyyy-MM-dd}.") : new("day", "ok", $"It is {day:yyyy-MM-dd}."),
                silo.Queue > LongQueue ? new("queue", "warning", $"{silo.Queue} rows wait for their accounts.") : new("queue", "ok", "Rows reach their accounts at once."),
                open > 0 ? new("dead_letters", "warning", $"{open} deliveries wait to be corrected.") : new("dead_letters", "ok", "None waits."),
            ]));
    }

    private static IReadOnlyList<CountJson> Model(TenantModel? model) => model is null ? []
        : [new("leads", model.LeadCount), new("accounts", model.State().Accounts.Count), new("entities", model.EntityCount), new("territories", model.State().Territories.Count)];

    private static long BytesOf(string data) => new DirectoryInfo(data) is { Exists: true } folder ? folder.EnumerateFiles("journal.db*").Sum(f => f.Length) : 0;

    // The actor host tells of its actors by a meter, and whatever host it is.
    private static IReadOnlyList<CountJson> Actors()
    {
        var actors = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = static (instrument, l) => { if (instrument.Name == "onelead.actors") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<int>((_, count, tags, _) =>
        {
            var kind = tags.Length > 0 ? tags[0].Value?.ToString() ?? "" : "";
            actors[kind] = actors.GetValueOrDefault(kind) + count;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. actors.Select(a => new CountJson(a.Key, a.Value))];
    }
}
