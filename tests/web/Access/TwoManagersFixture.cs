using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Grains;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Access;

/// <summary>
/// A server with two account managers. Each has an account in a territory of their own and one in a common territory; whatever belongs
/// to one has their mark in its names and ids, and amounts of their own. A second organisation has nothing but keys. The day is
/// 2025-10-29.
/// </summary>
public sealed class TwoManagersFixture : IAsyncLifetime
{
    public const string Kim = "zkima", Lee = "zleeb";

    private readonly ConnectionNotes _connections = new();
    private readonly Dictionary<string, string> _keys = [];

    public TwoManagersFixture() => Server = new()
    {
        AddServices = services =>
        {
            services.AddSignalR(hub => hub.AddFilter(_connections));
            services.AddSingleton<IOutgoingGrainCallFilter>(Reads);
        },
    };

    public ServerFixture Server { get; }

    /// <summary>The accounts and items that were asked for what they hold.</summary>
    internal GrainReads Reads { get; } = new();

    /// <summary>The ids of the hub's connections, in order.</summary>
    public IReadOnlyCollection<string> Connections => _connections.Ids;

    public const string Consultant = "service_consultant:", Analyst = "analyst:", Everybody = "administrator:";

    /// <summary>The second organisation.</summary>
    public const string Organisation = "elsewhere";

    /// <summary>The callers of the second organisation.</summary>
    public static IReadOnlyList<string> Strangers { get; } = [$"{Organisation}/account_manager", $"{Organisation}/administrator"];

    private static string[] Callers => [As(Kim), As(Lee), Consultant, Analyst, Everybody];

    public static string As(string manager) => $"account_manager:{manager} Manager";

    /// <summary>A manager's amounts: of a contract, an item, an opportunity, a service credit, annual revenue, leads at first.</summary>
    public static string[] Amounts(string manager) => manager == Kim
        ? ["1117.31", "1313.37", "1511.41", "1711.43", "1911000.47", "2430.68"]
        : ["2229.53", "2423.59", "2621.61", "2827.67", "2921000.71", "4653.12"];

    /// <summary>The sums over both managers. Only a caller who sees all accounts may get them.</summary>
    public static string[] Sums => ["3346.84", "3736.96", "4133.02", "4539.1", "7083.8"];

    public static string OwnAccount(string manager) => Keys.Name($"{manager}100", NameOf(manager, "OWN"));

    public static string CommonAccount(string manager) => Keys.Name("common", NameOf(manager, "COMMON"));

    // Unlike each other, so that they are not taken for one company.
    public static string NameOf(string manager, string which) => (manager, which) switch
    {
        (Kim, "OWN") => Kim + " HARBOR LOGISTICS",
        (Kim, _) => Kim + " VELVET OPTICS",
        (_, "OWN") => Lee + " QUARRY METALS",
        _ => Lee + " ORCHARD FOODS",
    };

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        Server.Http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Server.Services.GetRequiredService<LocalKey>().Value);
        await Server.Http.AddUserAsync("admin", Role.Administrator);
        foreach (var caller in Callers)
        {
            var parts = caller.Split(':');
            Assert.True(Wire.TryParse<Role>(parts[0], out var role), caller);
            _keys[caller] = (await Server.Http.AddKeyAsync($"key.{_keys.Count}", role, knownAs: [parts[1]])).Secret;
        }
        await Server.AddTenantAsync(Organisation);
        using (var shell = Server.Shell(Organisation))
        {
            await shell.AddUserAsync("admin", Role.Administrator);
            foreach (var stranger in Strangers)
            {
                Assert.True(Wire.TryParse<Role>(stranger.Split('/')[1], out var role));
                // Known by the names of both managers, in case names were looked up elsewhere.
                _keys[stranger] = (await shell.AddKeyAsync(
                    Wire.Name(role), role, knownAs: [$"{Kim} Manager", $"{Lee} Manager"])).Secret;
            }
        }
        foreach (var manager in (string[])[Kim, Lee])
        {
            var amounts = Amounts(manager);
            await SendAsync(
                Event("account", $"{manager}-a1", $"{manager}100", NameOf(manager, "OWN"),
                    $$""" "accountManager":"{{manager}} Manager","annualRevenue":5,"tier":"Strategic" """),
                Event("account", $"{manager}-a2", "common", NameOf(manager, "COMMON"), $$""" "accountManager":" {{manager}} manager " """),
                Item(manager, 1, $"{manager}100", "OWN", $""" "contractValue":{amounts[1]},"supportEnd":"2025-11-28" """),
                Item(manager, 2, "common", "COMMON", """ "supportEnd":"2018-01-01" """),
                Event("opportunity", $"{manager}-o1", $"{manager}100", NameOf(manager, "OWN"),
                    $$""" "name":"{{manager}} deal","amount":{{amounts[2]}},"probability":1,"stage":"{{manager}} stage", """
                    + """ "closeDate":"2025-11-08" """),
                Event("contract", $"{manager}-c1", $"{manager}100", NameOf(manager, "OWN"),
                    $$""" "number":"{{manager}}-C","end":"2026-01-10","annualValue":{{amounts[0]}} """),
                Event("service_credit", $"{manager}-s1", "common", NameOf(manager, "COMMON"),
                    $$""" "name":"{{manager}} credit","purchased":{{amounts[3]}},"delivered":1,"contractEnd":"2026-02-01" """),
                Event("contact", $"{manager}-p1", $"{manager}100", NameOf(manager, "OWN"),
                    $$""" "name":"{{manager}} Person","firstName":"{{manager}}","lastName":"Person","phone":"555","title":"CTO", """
                    + $$""" "email":"{{manager}}@example.com" """),
                Event("activity", $"{manager}-v1", $"{manager}100", NameOf(manager, "OWN"),
                    $$""" "subject":"{{manager}} call","{{manager}}Field":1 """),
                Event("project", $"{manager}-j1", "common", NameOf(manager, "COMMON"), $$""" "name":"{{manager}} project" """));
        }
        await ServerFixture.UntilAsync(async () => (await Server.GetAsync("/api/v1/accounts")).GetProperty("total").GetInt32() == 4
            && (await Server.GetAsync("/api/v1/entities/opportunity")).GetProperty("total").GetInt32() == 2
            && (await Server.GetAsync("/api/v1/entities/activity")).GetProperty("total").GetInt32() == 2
            && (await Server.GetAsync("/api/v1/territories")).GetProperty("total").GetInt32() == 3);
        // A name that somebody linked, so that the reconciliation has a decision.
        foreach (var manager in (string[])[Kim, Lee])
        {
            var spare = Keys.Name("common", $"{manager} SPARE");
            await SendAsync(Event("contact", $"{manager}-p2", "common", $"{manager} SPARE", """ "title":"CFO" """));
            await ServerFixture.UntilAsync(async () => (await Server.PostAsync(
                "/api/v1/reconciliation/link", $$"""{"key":"{{spare}}","to":"{{CommonAccount(manager)}}"}""")).IsSuccessStatusCode);
        }
        // Past end of life now, and healthy, so the risk of the account changes, which is listed under changes.
        foreach (var manager in (string[])[Kim, Lee])
            await SendAsync(
                Item(manager, 1, $"{manager}100", "OWN", """ "endOfLife":"2015-07-01","endOfService":"2016-07-01" """, "b"),
                Event("account", $"{manager}-a1", $"{manager}100", NameOf(manager, "OWN"),
                    """ "healthUsage":100,"healthSupport":100,"healthPayment":100,"healthEngagement":100,"healthSentiment":100, """
                    + $""" "annualRevenue":{Amounts(manager)[4]} """, "b"));
        await ServerFixture.UntilAsync(async () => (await Server.GetAsync("/api/v1/accounts")).GetProperty("total").GetInt32() == 4
            && (await Server.GetAsync("/api/v1/changes")).GetProperty("total").GetInt32() >= 2
            && (await Server.GetAsync("/api/v1/portfolio")).GetProperty("itemsPastEndOfLife").GetInt32() == 2);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public async Task SendAsync(params string[] events) =>
        (await Server.PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();

    /// <summary>The header with the key of a caller: a role, a colon, and an account manager's name.</summary>
    public (string Name, string Value) Key(string caller) => ("Authorization", $"Bearer {_keys[caller]}");

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string caller, string address)
    {
        var (name, value) = Key(caller);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { name, value } } };
        using var answer = await Server.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> JsonAsync(string caller, string address)
    {
        var (status, body) = await GetAsync(caller, address);
        Assert.True(status == HttpStatusCode.OK, $"{address}: {body}");
        return JsonElement.Parse(body);
    }

    public static string Item(string manager, int number, string territory, string name, string fields, string version = "a") =>
        $$$"""{"kind":"item","name":"{{{NameOf(manager, name)}}}","territory":"{{{territory}}}","""
        + $$$""" "id":"{{{manager}}}-i{{{number}}}{{{version}}}","data":{"territory":"{{{territory}}}","""
        + $$$""" "serial":"{{{manager.ToUpperInvariant()}}}{{{number}}}","""
        + $$$""" "productName":"DL380 Gen9","supportStatus":"Uncovered",{{{fields}}}}}""";

    public static string Event(string kind, string id, string territory, string name, string fields, string version = "a") =>
        $$$"""{"kind":"{{{kind}}}","entity":"{{{id}}}","name":"{{{name}}}","territory":"{{{territory}}}","""
        + $$$""" "id":"{{{kind}}}-{{{id}}}{{{version}}}","data":{{{{fields}}}}}""";
}

/// <summary>Notes the connections of the hub.</summary>
internal sealed class ConnectionNotes : IHubFilter
{
    private readonly ConcurrentQueue<string> _ids = new();

    public IReadOnlyCollection<string> Ids => _ids;

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        _ids.Enqueue(context.Context.ConnectionId);
        return next(context);
    }
}

/// <summary>Notes the keys of accounts and items that are asked for what they hold.</summary>
internal sealed class GrainReads : IOutgoingGrainCallFilter
{
    private static readonly string[] Methods =
    [
        nameof(IItemGrain.Get), nameof(IItemGrain.Watch), nameof(IAccountGrain.View), nameof(IAccountGrain.Lead),
        nameof(IAccountGrain.Item), nameof(IAccountGrain.WatchItem), nameof(IAccountGrain.Entities),
    ];

    private readonly ConcurrentQueue<string> _keys = new();

    public bool AreOf(string mark) => _keys.Any(k => k.Contains(mark, StringComparison.OrdinalIgnoreCase));

    public void Clear() => _keys.Clear();

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType is { Name: nameof(IItemGrain) or nameof(IAccountGrain) }
            && Methods.Contains(context.MethodName))
            _keys.Enqueue(context.TargetId.Key.ToString()!);
        return context.Invoke();
    }
}

[CollectionDefinition(nameof(TwoManagersCollection))]
public class TwoManagersCollection : ICollectionFixture<TwoManagersFixture>;
