using System.Collections.Concurrent;

namespace OneLead.Runtime.Tests.Host;

/// <summary>A tree of grains that passes amounts upwards, and keeps its totals outside, as a grain that persists would.</summary>
[Alias("test.node")]
public interface INodeGrain : IGrainWithStringKey
{
    Task Add(int amount);
    Task<int> Activation();
}

internal sealed class NodeGrain(NodeTotals totals) : Grain, INodeGrain
{
    private int _total;
    private bool _inside;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        _total = totals.Activate(this.GetPrimaryKeyString());
    }

    public async Task Add(int amount)
    {
        if (_inside) throw new InvalidOperationException("Two calls at once.");
        _inside = true;
        var total = _total;
        if (amount % 3 == 0) await Task.Yield();
        var key = this.GetPrimaryKeyString();
        if (key.Length > 1)
        {
            var parent = GrainFactory.GetGrain<INodeGrain>(key[..^1]);
            await Task.WhenAll(parent.Add(amount), parent.Add(amount));
        }
        _total = total + amount;
        totals.Save(key, _total);
        _inside = false;
    }

    public Task<int> Activation() => Task.FromResult(totals.Activations[this.GetPrimaryKeyString()]);
}

internal sealed class NodeTotals
{
    internal ConcurrentDictionary<string, int> Totals { get; } = new();

    internal ConcurrentDictionary<string, int> Activations { get; } = new();

    internal int Activate(string key)
    {
        Activations.AddOrUpdate(key, 1, (_, n) => n + 1);
        return Totals.GetValueOrDefault(key);
    }

    internal void Save(string key, int total) => Totals[key] = total;
}

public class HostileTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_calls_up_a_tree_lose_nothing(int? seed)
    {
        var totals = new NodeTotals();
        await using var fixture = await GrainFixture.Start(options => options.HostileSeed = seed, more: services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, totals));
        var random = new Random(7);
        var leaves = (from a in "ab" from b in "ab" from c in "abc" select $"r{a}{b}{c}").ToArray();
        var sent = new int[leaves.Length];

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => random.Next()).ToList().Select(s => Task.Run(async () =>
        {
            var own = new Random(s);
            for (var i = 0; i < 60; i++)
            {
                var (leaf, amount) = (own.Next(leaves.Length), own.Next(100));
                await fixture.Grains.GetGrain<INodeGrain>(leaves[leaf]).Add(amount);
                Interlocked.Add(ref sent[leaf], amount);
            }
        })));

        Assert.Equal(leaves.Zip(sent).ToDictionary(), leaves.ToDictionary(leaf => leaf, leaf => totals.Totals[leaf]));
        Assert.Equal(sent.Sum() * 8, totals.Totals["r"]);
        if (seed is not null) Assert.True(totals.Activations["r"] > 10);
    }

    [Fact]
    public async Task Unawaited_calls_are_shuffled()
    {
        await using var fixture = await GrainFixture.Start(options => options.HostileSeed = 5);
        const string Key = nameof(Unawaited_calls_are_shuffled);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        var first = probe.Pass("gate");
        await record.Noted("gate begins");
        var calls = Enumerable.Range(0, 20).Select(i => probe.Note($"{i}")).ToList();
        record.Open("gate");
        await Task.WhenAll([first, .. calls]);

        var order = record.Notes.Where(note => int.TryParse(note, out _)).ToList();
        Assert.Equal(20, order.Distinct().Count());
        Assert.NotEqual(Enumerable.Range(0, 20).Select(i => $"{i}"), order);
    }
}
