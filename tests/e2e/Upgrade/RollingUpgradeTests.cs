using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Upgrade;

/// <summary>Three nodes of a former version are replaced one after the other, while events go on.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class RollingUpgradeTests(ITestOutputHelper output)
{
    private const int Nodes = 3, Batch = 500, LongestStop = 90;

    private static readonly string[] Arguments = ["--no-sample", "--as-of", "2025-10-29"];
    private static readonly TimeSpan Mixed = TimeSpan.FromSeconds(5);

    private static bool IsOn => Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1"
        || Environment.GetEnvironmentVariable("ONELEAD_UPGRADE_FROM") is { Length: > 0 };

    [PostgresFact]
    public async Task Replacing_the_nodes_of_a_cluster_one_by_one_loses_no_event_and_no_request()
    {
        Assert.SkipUnless(IsOn, "Not tried: the upgrade of a cluster node by node, which is a part of ./test --long.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Repository.Root, ".git")) || File.Exists(Path.Combine(Repository.Root, ".git")),
            "Not tried: the upgrade of a cluster, because this is no checkout with the history of former versions.");
        using var former = await FormerBuild.BuildAsync();
        Assert.SkipUnless(former.CanRunBesideThis, $"Not tried: the nodes of {former.Commit} must stop before one of this version starts.");
        await using var postgres = await PrivatePostgres.StartAsync();
        var data = Enumerable.Range(0, Nodes).Select(_ => new DataDirectory
        {
            Storage = postgres.ConnectionString, Program = former.Program,
        }).ToArray();
        var servers = new RunningServer[Nodes];
        for (var i = 0; i < Nodes; i++)
            servers[i] = await RunningServer.StartAsync(data[i], null, Arguments);
        var addresses = servers.Select(s => s.Address).ToArray();
        var senders = servers.Select((_, i) => new PatientSender(i, [.. addresses.Select((_, n) => (Func<Uri>)(() => addresses[n]))]))
            .ToArray();
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(senders.Select(s => s.SendUntilAsync(stop.Token)));
        await Task.Delay(Mixed);

        for (var i = 0; i < Nodes; i++)
        {
            Assert.True(await StopAsync(servers[i]) == 0, servers[i].Log);
            await servers[i].DisposeAsync();
            data[i].Program = null;
            servers[i] = await RunningServer.StartAsync(data[i], null, Arguments);
            addresses[i] = servers[i].Address;
            // Both versions take events meanwhile.
            await Task.Delay(Mixed);
            Assert.False(load.IsFaulted, load.Exception?.ToString());
        }
        await stop.CancelAsync();
        await load;

        Assert.Equal([], senders.SelectMany(s => s.Lost));
        Assert.All(senders, s => Assert.NotEmpty(s.Events));
        foreach (var sender in senders)
            await FindsAsync(servers[0], sender);
        Assert.True(await postgres.ScalarAsync(
            "SELECT count(*) = count(DISTINCT source_id) FROM onelead.journal WHERE source = 'e2e'") is true);
        var verified = new List<JsonElement>();
        foreach (var server in servers)
            verified.Add(await server.PostAsync("/api/v1/verification", new { }));
        Assert.All(verified, v => Assert.True(v.GetProperty("ok").GetBoolean(), v.GetRawText()));
        Assert.Single(verified.Select(v => v.GetProperty("digest").GetString()).Distinct());
        var shown = await Task.WhenAll(servers.Select(ShownAsync));
        Assert.NotEmpty(shown[0]);
        Assert.All(shown[1..], other => Assert.Equal(shown[0], other));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Nodes} nodes from {former.Commit} to this version, {senders.Sum(s => s.Events.Count)} events acknowledged and found, ")
            + string.Create(CultureInfo.InvariantCulture,
                $"{senders.Sum(s => s.Unavailable)} answers 503, longest wait {senders.Max(s => s.LongestWait).TotalSeconds:0.0} s"));
        for (var i = 0; i < Nodes; i++)
        {
            await servers[i].DisposeAsync();
            data[i].Dispose();
            senders[i].Dispose();
        }
    }

    private static async Task<int> StopAsync(RunningServer server)
    {
        try
        {
            return await server.TerminateAsync(LongestStop);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"A node did not stop within {LongestStop} s:\n{server.Log}");
        }
    }

    // What was acknowledged is known, and under the sequence that was answered.
    private static async Task FindsAsync(RunningServer server, PatientSender sender)
    {
        foreach (var batch in sender.Events.Chunk(Batch))
        {
            var answer = await server.PostAsync("/api/v1/events", new JsonArray([.. batch.Select(e => e.Event.DeepClone())]));
            Assert.Equal(
                batch.Select(e => (e.Sequence, false)),
                answer.GetProperty("events").EnumerateArray()
                    .Select(e => (e.GetProperty("sequence").GetInt64(), e.GetProperty("new").GetBoolean())));
        }
    }

    // Each node notes by itself when it saw a health change.
    private static async Task<string[]> ShownAsync(RunningServer server) =>
    [
        .. (await server.AllAsync("/api/v1/leads")).Concat(await server.AllAsync("/api/v1/accounts")).Select(static row =>
        {
            var shown = JsonNode.Parse(row.GetRawText())!.AsObject();
            shown.Remove("trend");
            return shown.ToJsonString();
        }),
    ];
}
