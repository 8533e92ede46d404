using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Web.Cli;
using OneLead.Web.Observability;
using OneLead.Web.ReadModel;
using OneLead.Web.Users;

namespace OneLead.Web.SystemInfo;

/// <summary>The state of the installation.</summary>
internal static class SystemEndpoints
{
    private const int LongQueue = 10_000;

    private static readonly TimeSpan RecentRepair = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly DateTimeOffset StartedAt = new(Process.GetCurrentProcess().StartTime.ToUniversalTime());

    internal static readonly string Version =
        typeof(SystemEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void MapSystem(this RouteGroupBuilder api) => api.MapGet("/system", GetAsync).WithTags("Operations")
        .Needs(Permission.ReadOperations)
        .WithSummary("Returns what the installation holds, and checks its state");

    // Answers whatever fails: each part has its own time, and its failure is one of the checks.
    private static async Task<Ok<SystemJson>> GetAsync(
        LiveModel live, ModelRepairs repairs, IJournal journal, IDeadLetterStore letters, IGrainFactory grains, IClusterNodes nodes,
        Today today, StoreHealth health, NetworkExposure exposure, Directories directories, IConfiguration configuration,
        TimeProvider clock, CancellationToken cancellation)
    {
        var counting = AskAsync(token => letters.CountAsync(Keys.DefaultTenant, token).AsTask(), cancellation);
        var asking = AskAsync(_ => grains.GetGrain<IJournalGrain>(Keys.DefaultTenant).Status(), cancellation);
        var finding = AskAsync(async token => await nodes.FindAsync(token), cancellation);
        var (actors, actorsProblem) = await AskAsync(_ => CountActorsAsync(grains), cancellation);
        var (status, statusProblem) = await asking;
        var (counts, countsProblem) = await counting;
        var (found, nodesProblem) = await finding;
        List<DeadLetterCount>? open = countsProblem is null ? [.. counts.Where(c => c.State == DeadLetterState.Open)] : null;
        var isPostgres = StorageServices.PostgresOf(configuration) is not null;
        var (model, now) = (live.UnfilteredOrNull, clock.GetUtcNow());
        var day = model is { Tenant.AsOf: var asOf } && asOf != default ? asOf : (DateOnly?)null;
        var bytes = isPostgres ? (long?)null : JournalBytes(InstallPaths.DataDirectory(configuration));
        var all = found.IsDefault ? [] : found;
        var isComplete = nodesProblem is null && all.All(static n => n.Report is not null);
        return TypedResults.Ok(new SystemJson(
            Version, StartedAt, (now - StartedAt).TotalSeconds, isPostgres ? "postgresql" : "sqlite", day, model?.Tenant.RulesVersion ?? "",
            new(journal.Head(Keys.DefaultTenant), bytes, status?.Owner.ToParsableString(), status?.Epoch, status?.Since,
                status?.SealedThrough),
            status?.Waiting, [.. status?.Longest.Select(a => new WaitingAccountJson(a.Id, a.Rows, a.Failures)) ?? []],
            isComplete ? all.Sum(static n => n.Report!.Unsaved) : null, isComplete ? all.Sum(static n => n.Report!.Dashboards) : null,
            [.. all.Select(n => NodeOf(n, status, actors))],
            [.. actors?.GroupBy(static a => a.Kind).Select(static g => new CountJson(g.Key, g.Sum(static a => a.Count))) ?? []],
            Model(model), [.. open?.Select(c => new CountJson(c.Source, c.Count)) ?? []], open?.Sum(c => c.Count),
            [
                CheckStore(health), .. CheckDamage(health), CheckActors(actorsProblem), CheckNodes(all, nodesProblem),
                CheckModel(model), CheckDrift(repairs, now), CheckDay(day, today), CheckRules(model),
                CheckQueue(status, statusProblem), CheckSeals(status, journal.Head(Keys.DefaultTenant)),
                CheckDeadLetters(open?.Sum(c => c.Count), countsProblem),
            ],
            !exposure.OpenAddresses.IsEmpty && !directories.AsksForSignIn, OrleansDashboard.PathOf(configuration)));
    }

    private static NodeJson NodeOf(ClusterNodeStatus node, JournalStatus? journal, IReadOnlyList<ActorCount>? actors) => new(
        node.Silo.ToParsableString(),
        node.Status switch { SiloStatus.Joining => "joining", SiloStatus.Active => "active", _ => "stopping" },
        node.IsSelf, node.Silo.Equals(journal?.Owner), node.Report?.Host, node.Report?.Version, node.Report?.Role, node.Report?.StartedAt,
        node.Report?.Dashboards, node.Report?.Unsaved,
        [.. actors?.Where(a => a.Silo.Equals(node.Silo)).Select(static a => new CountJson(a.Kind, a.Count)) ?? []]);

    private static async Task<(T? Value, string? Problem)> AskAsync<T>(
        Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            // A part may block its caller.
            return (await Task.Run(() => ask(limit.Token), CancellationToken.None).WaitAsync(limit.Token), null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (default, $"There was no answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            return (default, StoreFailures.IsExpected(e) ? e.Message : "It failed. See the server's log.");
        }
    }

    private static CheckJson CheckStore(StoreHealth health) =>
        health.WriteProblem is { } problem ? new("store", "failed", $"Nothing can be stored. {problem}")
        : new("store", "ok", "The last write succeeded.");

    private static IEnumerable<CheckJson> CheckDamage(StoreHealth health) =>
        health.Damage.Select(d => new CheckJson("damage", "failed", d.Text));

    private static CheckJson CheckActors(string? problem) =>
        problem is null ? new("actors", "ok", "They answer.") : new("actors", "failed", problem);

    private static CheckJson CheckNodes(ImmutableArray<ClusterNodeStatus> nodes, string? problem)
    {
        if (problem is not null)
            return new("nodes", "failed", problem);
        var silent = nodes.Where(static n => n.Report is null).Select(static n => n.Silo.ToParsableString()).ToList();
        var versions = nodes.Select(static n => n.Report?.Version).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        return silent.Count > 0 ? new("nodes", "warning", $"{string.Join(", ", silent)} did not answer.")
            : versions.Count > 1 ? new(
                "nodes", "warning", $"The nodes run several versions: {string.Join(", ", versions)}. Upgrade the rest.")
            : new("nodes", "ok", nodes.Length == 1 ? "One node runs." : $"{nodes.Length} nodes run.");
    }

    private static CheckJson CheckModel(TenantModel? model) =>
        model is null ? new("read_model", "failed", "It is still loading.") : new("read_model", "ok", "It is loaded.");

    private static CheckJson CheckDrift(ModelRepairs repairs, DateTimeOffset now) =>
        repairs.Sum is not { Count: > 0 and var count, Last: { } last }
            ? new("drift", "ok", "What is shown did not differ from its source.")
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

    internal static CheckJson CheckQueue(JournalStatus? journal, string? problem) =>
        journal is not { Stuck: var stuck, Waiting: var queue } ? new("queue", "failed", $"The journal's owner: {problem}")
        : stuck.Length > 0 ? new(
            "queue", "failed",
            $"{stuck.Length} accounts cannot apply their rows, so what is shown of them is out of date or missing: "
                + $"{string.Join(", ", stuck.Take(5))}{(stuck.Length > 5 ? " …" : "")}. The log says why.")
        : queue > LongQueue ? new("queue", "warning", $"{queue} rows wait for delivery to their accounts.")
        : new("queue", "ok", "Rows are delivered without delay.");

    internal static CheckJson CheckSeals(JournalStatus? journal, long head) =>
        journal?.SealProblem is { } problem ? new("seals", "failed", $"Rows of the journal cannot be sealed. {problem}")
        : journal?.SealedThrough is not { } through ? new("seals", "warning", "It is not known how far the journal is sealed.")
        : head - through > LongQueue ? new("seals", "warning", $"The journal is sealed through row {through} of {head}; it goes on.")
        : new("seals", "ok", $"The journal is sealed through row {through}. 'onelead verify' compares the rows with the seals.");

    private static CheckJson CheckDeadLetters(long? open, string? problem) =>
        problem is not null ? new("dead_letters", "failed", $"They cannot be counted. {problem}")
        : open > 0 ? new(
            "dead_letters", "warning", $"{open} dead letters wait to be corrected.") : new("dead_letters", "ok", "There are none.");

    private static IReadOnlyList<CountJson> Model(TenantModel? model) => model is null ? []
        :
        [
            new("leads", model.LeadCount), new("accounts", model.State().Accounts.Count), new("entities", model.EntityCount),
            new("territories", model.State().Territories.Count),
        ];

    private static long JournalBytes(string data) =>
        new DirectoryInfo(data) is { Exists: true } folder ? folder.EnumerateFiles("journal.db*").Sum(f => f.Length) : 0;

    private static async Task<IReadOnlyList<ActorCount>> CountActorsAsync(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return
        [
            .. statistics.Select(s => (Kind: KindOf(s.GrainType), s.SiloAddress, s.ActivationCount)).Where(s => s.Kind is not null)
                .GroupBy(s => (Kind: s.Kind!, s.SiloAddress)).OrderBy(g => g.Key.Kind, StringComparer.Ordinal)
                .Select(g => new ActorCount(g.Key.SiloAddress, g.Key.Kind, g.Sum(s => s.ActivationCount))),
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

    private sealed record ActorCount(SiloAddress Silo, string Kind, long Count);
}
