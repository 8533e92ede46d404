using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OneLead.Testing.Senders;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>
/// Three processes on one PostgreSQL, with signed deliveries and dashboards at each. Nodes are killed, frozen and cut off from the
/// database under load.
/// </summary>
[Trait(Category.Name, Category.Kills)]
public sealed class ClusterTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Nodes = 3, SendersANode = 2;
    private const string Writer = "SELECT writer FROM onelead.tenant";

    private enum Fault { None, KillOwner, KillOther, RestartDatabase, FreezeOwner, CutOffOwner, CutOffOther }

    // Each with a fault, and a quiet one before every two of them.
    private static readonly int Minutes =
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_CLUSTER_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes
        : Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1" ? 40
        : 0;

    private static readonly Fault[] Rare = [Fault.RestartDatabase, Fault.FreezeOwner, Fault.CutOffOwner, Fault.CutOffOther];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), FrozenFor = TimeSpan.FromSeconds(20);

    private readonly List<NodeProcess> _nodes = [];
    private readonly List<Deliveries> _senders = [];
    private readonly List<WatchedTopic> _dashboards = [];
    private readonly Silence _everywhere = new();
    private readonly List<double> _restarts = [];
    private readonly Dictionary<Fault, List<(double Takeover, double Wait, int Events)>> _minutes = [];
    private PrivatePostgres _postgres = null!;

    public async ValueTask InitializeAsync()
    {
        if (PrivatePostgres.Missing is not null || Minutes == 0)
            return;
        _postgres = await PrivatePostgres.StartAsync();
        for (var i = 0; i < Nodes; i++)
            _nodes.Add(await NodeProcess.StartAsync(_postgres, Sender.Of("standard").Secret));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dashboard in _dashboards)
            await dashboard.DisposeAsync();
        _senders.ForEach(static s => s.Dispose());
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task Losing_nodes_loses_and_doubles_nothing_and_every_node_and_dashboard_shows_the_same()
    {
        Assert.SkipUnless(Minutes > 0, "Not tried: losing nodes of a cluster, which is a part of ./test --long.");
        _senders.AddRange(Enumerable.Range(0, Nodes * SendersANode).Select(i => new Deliveries(i, _nodes, _everywhere)));
        _dashboards.AddRange(
            _nodes.SelectMany(static n => (string[])["leads", "portfolio"], static (n, topic) => new WatchedTopic(n.Url, topic)));
        var load = Task.WhenAll(_senders.Select(static s => s.RunAsync()));
        for (var i = 0; i < Minutes; i++)
        {
            if (i % 2 == 0)
                await TryAsync(Fault.None, Minute, load);
            await TryAsync(i % 5 == 4 ? Rare[i / 5 % Rare.Length] : i % 2 == 0 ? Fault.KillOwner : Fault.KillOther, Minute, load);
        }
        _senders.ForEach(static s => s.Stop());
        await load;

        await EveryEventIsThereOnceAsync();
        var verified = new List<JsonElement>();
        foreach (var node in _nodes)
            verified.Add(await node.VerifyAsync());
        Assert.All(verified, static v => Assert.True(v.GetProperty("ok").GetBoolean(), v.GetRawText()));
        Assert.Single(verified.Select(static v => v.GetProperty("digest").GetString()).Distinct());
        await EveryNodeShowsTheSameAsync();
        foreach (var dashboard in _dashboards)
        {
            string? difference = null;
            await Wait.UntilAsync(() => $"the dashboard shows what its server has: {difference}",
                async () => (difference = await dashboard.DifferenceAsync()) is null);
        }
        Report();
    }

    // The load goes on for the whole time, whatever is done to the nodes.
    private async Task TryAsync(Fault fault, TimeSpan length, Task load)
    {
        _senders.ForEach(static s => s.ChangeOtherItems());
        var (before, watch) = (_senders.Sum(static s => s.Events), Stopwatch.StartNew());
        _senders.ForEach(static s => s.Silence.Forget());
        _everywhere.Forget();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var writer = (string)await _postgres.ScalarAsync(Writer);
        var owner = _nodes.Single(n => n.Is(writer));
        var other = _nodes[(_nodes.IndexOf(owner) + 1) % Nodes];
        await (fault switch
        {
            Fault.None => Task.CompletedTask,
            Fault.KillOwner => KillAsync(owner),
            Fault.KillOther => KillAsync(other),
            Fault.RestartDatabase => _postgres.RestartAsync(),
            Fault.FreezeOwner => FreezeAsync(owner),
            Fault.CutOffOwner => CutOffAsync(owner),
            _ => CutOffAsync(other),
        });
        await RecoveredAsync();
        if (fault is Fault.KillOwner or Fault.FreezeOwner or Fault.CutOffOwner)
            Assert.NotEqual(writer, (string)await _postgres.ScalarAsync(Writer));
        if (length > watch.Elapsed)
            await Task.Delay(length - watch.Elapsed);
        if (load.IsFaulted)
            await load;
        if (!_minutes.TryGetValue(fault, out var of))
            _minutes.Add(fault, of = []);
        of.Add((_everywhere.Longest.TotalSeconds, _senders.Max(static s => s.Silence.Longest.TotalSeconds),
            (int)((_senders.Sum(static s => s.Events) - before) / watch.Elapsed.TotalSeconds)));
    }

    private async Task KillAsync(NodeProcess node)
    {
        await node.Server.KillAsync();
        await RecoveredAsync();
        await RestartAsync(node);
    }

    // The others declare it dead meanwhile. What it does when it wakes must have no effect.
    private async Task FreezeAsync(NodeProcess node)
    {
        await node.Server.SignalAsync("STOP");
        await Task.Delay(FrozenFor);
        await node.Server.SignalAsync("CONT");
        await EndedAsync(node);
        await RestartAsync(node);
    }

    private async Task CutOffAsync(NodeProcess node)
    {
        node.CutOffFromDatabase();
        await EndedAsync(node);
        node.Reconnect();
        await RestartAsync(node);
    }

    private static Task EndedAsync(NodeProcess node) =>
        Wait.UntilAsync(() => $"the node ends itself: {node.Server.Log}", () => Task.FromResult(node.Server.HasEnded), 60);

    private async Task RestartAsync(NodeProcess node)
    {
        await node.Server.KillAsync();
        await node.Server.DisposeAsync();
        var watch = Stopwatch.StartNew();
        await node.StartAsync();
        _restarts.Add(watch.Elapsed.TotalSeconds);
    }

    /// <summary>Every sender has sent something after now that was acknowledged.</summary>
    private Task RecoveredAsync()
    {
        var now = Stopwatch.GetTimestamp();
        return Wait.UntilAsync(() => $"deliveries are acknowledged again: {string.Join('\n', _nodes.Select(static n => n.Server.Log))}",
            () => Task.FromResult(_senders.All(s => s.LastSentAt > now)), 90);
    }

    private async Task EveryEventIsThereOnceAsync()
    {
        var sent = _senders.SelectMany(static s => s.Ids).ToHashSet();
        var rows = await _postgres.ReadAsync($"SELECT source_id FROM onelead.journal WHERE source = '{NodeProcess.Source}'");
        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.Empty(sent.Except(rows));
        Assert.Equal(sent.Count, rows.Count);
    }

    private async Task EveryNodeShowsTheSameAsync()
    {
        string[][] shown = [];
        await Wait.UntilAsync(
            () => $"all nodes show the same: {string.Join('\n', shown[0].Except(shown[1]).Concat(shown[1].Except(shown[2])).Take(4))}",
            async () => (shown = await Task.WhenAll(_nodes.Select(static n => n.ShownAsync())))[1..].All(s => s.SequenceEqual(shown[0])));
    }

    private void Report()
    {
        output.WriteLine($"{_senders.Sum(static s => s.Ids.Count)} events acknowledged, each in the journal once; every node verified, "
            + $"equal digests; {_dashboards.Count} dashboards equal to their servers, which began again "
            + $"{_dashboards.Sum(static d => d.Begun - 1)} times.");
        output.WriteLine($"A node that was started again was ready after {Spread(_restarts)}.");
        foreach (var (fault, of) in _minutes)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fault}: {of.Count} minutes, {of.Average(static m => m.Events):0} events a second; no acknowledgement anywhere for "
                + $"{Spread(of.Select(static m => m.Takeover))}, at one sender for {Spread(of.Select(static m => m.Wait))}"));
        }
    }

    private static string Spread(IEnumerable<double> seconds)
    {
        var ascending = seconds.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture, $"{ascending[ascending.Count / 2]:0.0} s (median), {ascending[^1]:0.0} s (worst)");
    }
}
