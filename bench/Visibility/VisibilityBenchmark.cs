using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneLead.Bench.Cluster;
using OneLead.Bench.Events;
using OneLead.Bench.Load;
using OneLead.Bench.Running;

namespace OneLead.Bench.Visibility;

/// <summary>Queries 100,000 leads for an account manager who sees 1,000 of them, in turns with an administrator, who sees all.</summary>
internal static class VisibilityBenchmark
{
    private const int Accounts = 2_000, ManagedEach = 100, Items = 39_400, Batch = 500, Callers = 4, Requests = 20;
    private const string Manager = "Kim";

    // The manager's time divided by that of the caller who sees all.
    private static readonly BenchmarkTarget Target = new(1.10, IsAtLeast: false, IsRatio: true);

    public static async Task RunAsync(Runner runner)
    {
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        using (var poster = new EventPoster(server.Http.BaseAddress!))
        {
            Runner.Say($"{runner.Scaled(Items):N0} items into one node");
            await poster.PostAllAsync(ManagedAccounts(), Callers);
            await poster.PostAllAsync(new ItemBodies(Accounts, runner.Scaled(Items)).Arrivals(Batch), Callers);
        }
        await server.SettleAsync();
        using var manager = await CallerAsync(server, "account_manager");
        using var everybody = await CallerAsync(server, "administrator");
        var (seen, all) = (await TotalAsync(manager), await TotalAsync(everybody));
        foreach (var query in ClusterLoadBenchmark.Queries)
            await runner.PairAsync(
                $"GET /leads{query}, {seen:N0} of {all:N0} leads seen; the rival sees all", "ms", () => AskAsync(manager, query),
                () => AskAsync(everybody, query), lessIsBetter: false, Target);
    }

    // The owner of the data directory may add keys.
    private static async Task<HttpClient> CallerAsync(ServerProcess server, string role)
    {
        using var owner = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
        {
            Content = JsonContent.Create(new { name = role, role, knownAs = (string[])[Manager] }),
        };
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(server.Data, "server.json")));
        owner.Headers.Authorization = new AuthenticationHeaderValue("Bearer", file.RootElement.GetProperty("key").GetString());
        using var answer = await server.Http.SendAsync(owner);
        var key = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString();
        return new HttpClient
        {
            BaseAddress = server.Http.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };
    }

    private static IEnumerable<byte[]> ManagedAccounts() => Enumerable.Range(1, Accounts).Where(a => a % ManagedEach == 0).Select(
        a => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"account","source":"bench","entity":"{{{a}}}","id":"managed-{{{a}}}","customerId":"{{{a}}}","""
            + $$$""" "data":{"accountManager":"{{{Manager}}}"}}""")));

    // The mean of some requests, in milliseconds.
    private static async Task<double> AskAsync(HttpClient http, string query)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Requests; i++)
            await http.GetByteArrayAsync(new Uri("/api/v1/leads" + query, UriKind.Relative));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Requests;
    }

    private static async Task<int> TotalAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/leads?limit=1", UriKind.Relative))).GetProperty("total").GetInt32();
}
