using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Storage;
using OneLead.Web.Cli;
using OneLead.Web.Live;
using OneLead.Web.ReadModel;

namespace OneLead.Web.SystemInfo;

/// <summary>The state of the installation.</summary>
internal static class SystemEndpoints
{
    private const int LongQueue = 10_000;

    private static readonly TimeSpan RecentRepair = TimeSpan.FromHours(1);

    private static readonly DateTimeOffset StartedAt = new(Process.GetCurrentProcess().StartTime.ToUniversalTime());

    internal static readonly string Version =
        typeof(SystemEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void MapSystem(this RouteGroupBuilder api) => api.MapGet("/system", GetAsync).WithTags("Operations")
        .WithSummary("Returns what the installation holds, and checks its state");

    private static async Task<Ok<SystemJson>> GetAsync(
        LiveModel live, ModelRepairs repairs, IJournal journal, IDeadLetterStore letters, IGrainFactory grains, ISiloStatus silo, LiveMetrics hub, Today today,
        IConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        var open = (await letters.CountAsync(Keys.DefaultTenant, cancellation)).Where(c => c.State == DeadLetterState.Open).ToList();
        var isPostgres = StorageServices.PostgresOf(configuration) is not null;
        var (model, now) = (live.Current, clock.GetUtcNow());
        var day = model is { Tenant.AsOf: var asOf } && asOf != default ? asOf : (DateOnly?)null;
        var bytes = isPostgres ? (long?)null : JournalBytes(InstallPaths.DataDirectory(configuration));
        return TypedResults.Ok(new SystemJson(
            Version, StartedAt, (now - StartedAt).TotalSeconds, isPostgres ? "postgresql" : "sqlite", day, model?.Tenant.RulesVersion ?? "",
            new(journal.Head(Keys.DefaultTenant), bytes), silo.QueuedRows, silo.UnsavedAccounts, hub.Connections,
            await CountActorsAsync(grains),
            Model(model), [.. open.Select(c => new CountJson(c.Source, c.Count))], open.Sum(c => c.Count),
            [
                CheckModel(model), CheckDrift(repairs, now), CheckDay(day, today), CheckRules(model), CheckQueue(silo.QueuedRows),
                CheckDeadLetters(open.Sum(c => c.Count)),
            ]));
    }

    private static CheckJson CheckModel(TenantModel? model) =>
        model is null ? new("read_model", "failed", "It is still loading.") : new("read_model", "ok", "It is loaded.");

    private static CheckJson CheckDrift(ModelRepairs repairs, DateTimeOffset now) =>
        repairs.Sum is not { Count: > 0 and var count, Last: { } last } ? new("drift", "ok", "What is shown did not differ from its source.")
        : new("drift", now - last < RecentRepair ? "warning" : "ok",
            $"{count} accounts or sums were shown wrongly and have been repaired, the last at {last:yyyy-MM-dd HH:mm:ss} UTC. "
            + "The log names them.");

    private static CheckJson CheckDay(DateOnly? day, Today today) =>
        day is null ? new("day", "warning", "No day has begun.")
        : day > today.ByClock ? new(
            "day", "failed",
            $"The day is {day:yyyy-MM-dd}, but by the clock it is {today.ByClock:yyyy-MM-dd}: scores are as of a day that has not come. "
                + "Set the clock, or restore a backup from before that day began.")
        : day < today.Day ? new("day", "warning", $"The day is {day:yyyy-MM-dd}; by the clock it is {today.Day:yyyy-MM-dd}.")
        : new("day", "ok", $"It is {day:yyyy-MM-dd}.");

    private static CheckJson CheckRules(TenantModel? model) => model?.Tenant.RulesProblem is { } problem
        ? new("rules", "failed", $"The published rules cannot be read, so the rules before them apply. {problem}. Publish them again.")
        : new("rules", "ok", "The published rules apply.");

    private static CheckJson CheckQueue(long queue) =>
        queue > LongQueue ? new("queue", "warning", $"{queue} rows wait for delivery to their accounts.")
        : new("queue", "ok", "Rows are delivered without delay.");

    private static CheckJson CheckDeadLetters(long open) =>
        open > 0 ? new(
            "dead_letters", "warning", $"{open} dead letters wait to be corrected.") : new("dead_letters", "ok", "There are none.");

    private static IReadOnlyList<CountJson> Model(TenantModel? model) => model is null ? []
        :
        [
            new("leads", model.LeadCount), new("accounts", model.State().Accounts.Count), new("entities", model.EntityCount),
            new("territories", model.State().Territories.Count),
        ];

    private static long JournalBytes(string data) =>
        new DirectoryInfo(data) is { Exists: true } folder ? folder.EnumerateFiles("journal.db*").Sum(f => f.Length) : 0;

    private static async Task<IReadOnlyList<CountJson>> CountActorsAsync(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return
        [
            .. statistics.Select(s => (Kind: KindOf(s.GrainType), s.ActivationCount)).Where(s => s.Kind is not null)
                .GroupBy(s => s.Kind!, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new CountJson(g.Key, g.Sum(s => s.ActivationCount))),
        ];
    }

    // Orleans names a grain by its class, "OneLead.Accounts.AccountGrain,OneLead.Grains"; its own grains are left out.
    private static string? KindOf(string grainType)
    {
        var name = grainType.Split(',')[0];
        return name.StartsWith("OneLead.", StringComparison.Ordinal) && name.EndsWith("Grain", StringComparison.Ordinal)
            ? name[(name.LastIndexOf('.') + 1)..^"Grain".Length].ToLowerInvariant()
            : null;
    }
}
