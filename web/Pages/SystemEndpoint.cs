using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Storage;
using OneLead.Web.Cli;
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
        LiveModel live, IJournal journal, IDeadLetterStore letters, IGrainFactory grains, ISiloStatus silo, LiveMetrics hub, Today today, IConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        var counts = await letters.Counts(Keys.DefaultTenant, cancellation);
        var open = counts.Where(c => c.State == DeadLetterState.Open).Sum(c => c.Count);
        var isPostgres = StorageServices.PostgresOf(configuration) is not null;
        var (model, now) = (live.Current, clock.GetUtcNow());
        var day = model is { Tenant.AsOf: var asOf } && asOf != default ? asOf : (DateOnly?)null;
        return TypedResults.Ok(new SystemJson(
            Version, StartedAt, (now - StartedAt).TotalSeconds, isPostgres ? "postgresql" : "sqlite", day, model?.Tenant.RulesVersion ?? "",
            new(journal.Head(Keys.DefaultTenant), isPostgres ? null : BytesOf(Places.DataDirectory(configuration))), silo.Queue, silo.Unsaved, hub.Connections, await ActorsAsync(grains), Model(model),
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

    private static async Task<IReadOnlyList<CountJson>> ActorsAsync(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return
        [
            .. statistics.Select(s => (Kind: KindOf(s.GrainType), s.ActivationCount)).Where(s => s.Kind is not null)
                .GroupBy(s => s.Kind!, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new CountJson(g.Key, g.Sum(s => s.ActivationCount))),
        ];
    }

    // Orleans names a grain by its class, "OneLead.Accounts.AccountGrain,OneLead.Grains"; its own grains are not ours to show.
    private static string? KindOf(string grainType)
    {
        var name = grainType.Split(',')[0];
        return name.StartsWith("OneLead.", StringComparison.Ordinal) && name.EndsWith("Grain", StringComparison.Ordinal)
            ? name[(name.LastIndexOf('.') + 1)..^"Grain".Length].ToLowerInvariant()
            : null;
    }
}
