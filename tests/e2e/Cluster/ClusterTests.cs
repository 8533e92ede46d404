using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OneLead.EndToEnd.Tests.Faults;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>Several processes on one PostgreSQL. The one that writes the journal is killed or frozen under load.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class ClusterTests(ITestOutputHelper output)
{
    // A frozen node is declared dead after about five seconds.
    private const int FrozenSeconds = 15;

    private const string Writer = "SELECT writer FROM onelead.tenant";

    private static bool IsLong => Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1";

    private const int Nodes = 3;

    // Another number than in ./test --long.
    private static int Trials =>
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_CLUSTER_TRIALS"), CultureInfo.InvariantCulture, out var trials) ? trials
        : IsLong ? 60
        : 0;

    [PostgresFact]
    public async Task Killing_or_freezing_the_writer_loses_and_doubles_nothing_and_every_node_shows_the_same()
    {
        Assert.SkipUnless(Trials > 0, "Not tried: losing nodes of a cluster, which is a part of ./test --long.");
        await using var postgres = await PrivatePostgres.StartAsync();
        var random = new Random(20270);
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => Node.StartAsync(postgres.ConnectionString)));
        var clients = nodes.Select((_, i) => new Client(i)).ToArray();
        var takeovers = new List<double>();
        for (var trial = 0; trial < Trials; trial++)
        {
            var load = clients.Zip(nodes, (c, n) => c.SendUntilNobodyAnswersAsync(n.Server, trial)).ToArray();
            await Task.Delay(random.Next(500, 2_000));
            var writer = (string)await postgres.ScalarAsync(Writer);
            var lost = Array.FindIndex(nodes, n => n.IsAt(writer));
            var (others, watch) = (clients.Where((_, i) => i != lost).ToArray(), Stopwatch.StartNew());
            var before = others.Sum(c => c.Events.Count);
            var isFrozen = trial % 5 == 4;
            if (isFrozen)
                await nodes[lost].SignalAsync("STOP");
            else
                await nodes[lost].Server.KillAsync();
            await Wait.UntilAsync(() => $"events are taken again: {nodes[(lost + 1) % Nodes].Server.Log}", async () =>
            {
                foreach (var ended in load.Where((l, i) => i != lost && l.IsFaulted))
                    await ended;
                return (string)await postgres.ScalarAsync(Writer) != writer && others.Sum(c => c.Events.Count) > before;
            }, 60);
            takeovers.Add(watch.Elapsed.TotalSeconds);
            if (isFrozen)
            {
                await Task.Delay(TimeSpan.FromSeconds(FrozenSeconds));
                await nodes[lost].SignalAsync("CONT");
                await Task.Delay(TimeSpan.FromSeconds(2));
                await nodes[lost].Server.KillAsync();
            }
            await load[lost];
            await nodes[lost].RestartAsync();
            // The others go on until their nodes are stopped in turn.
            foreach (var other in others)
                other.Stop();
            await Task.WhenAll(load);
        }

        Assert.All(clients, c => Assert.NotEmpty(c.Events));
        foreach (var node in nodes)
        {
            foreach (var client in clients)
                await client.FindsItsEventsAsync(node.Server, all: true);
        }
        var verified = await Task.WhenAll(nodes.Select(n => n.Server.PostAsync("/api/v1/verification", new { })));
        Assert.All(verified, v => Assert.True(v.GetProperty("ok").GetBoolean(), v.GetRawText()));
        Assert.Single(verified.Select(v => v.GetProperty("digest").GetString()).Distinct());
        var shown = await Task.WhenAll(nodes.Select(n => n.ShownAsync()));
        Assert.All(shown[1..], other => Assert.Equal(shown[0], other));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Nodes} nodes, {Trials} writers lost, {clients.Sum(c => c.Events.Count)} events acknowledged and found; taken over after "
            + $"{takeovers.Order().ElementAt(takeovers.Count / 2):0.0} s (median), {takeovers.Max():0.0} s (worst)"));
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    private sealed class Node(DataDirectory data, RunningServer server) : IAsyncDisposable
    {
        private static readonly string[] Arguments = ["--no-sample", "--as-of", "2025-10-29"];

        public RunningServer Server { get; private set; } = server;

        public static async Task<Node> StartAsync(string storage)
        {
            var data = new DataDirectory { Storage = storage };
            return new(data, await RunningServer.StartAsync(data, null, Arguments));
        }

        public bool IsAt(string writer) => writer.Contains($":{File.ReadAllText(data.File("silo.port"))}@", StringComparison.Ordinal);

        public async Task RestartAsync()
        {
            await Server.DisposeAsync();
            Server = await RunningServer.StartAsync(data, null, Arguments);
        }

        public async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("kill", [$"-{signal}", Server.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        /// <summary>The leads and accounts. Health moves are recorded by one node and read by the others later.</summary>
        public async Task<string[]> ShownAsync() =>
        [
            .. (await Server.AllAsync("/api/v1/leads")).Concat(await Server.AllAsync("/api/v1/accounts")).Select(static row =>
            {
                var shown = JsonNode.Parse(row.GetRawText())!.AsObject();
                shown.Remove("trend");
                return shown.ToJsonString();
            }),
        ];

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            data.Dispose();
        }
    }
}
