using System.Diagnostics;
using System.Globalization;
using OneLead.Bench.Running;
using OneLead.Bench.Silos;
using OneLead.Grains;

namespace OneLead.Bench.Actors;

/// <summary>The actor host: activations, memory, calls. Built with -p:ActorHost=Orleans the same code measures Orleans.</summary>
internal static class ActorsBenchmark
{
    private const int Items = 200_000;

    // An idle activation of Microsoft.Orleans 10.4.2, measured so.
    private const double OrleansBytes = 1_812;

#if ORLEANS
    private const string Host = "Orleans";
    private const int Calls = 50_000;
#else
    private const string Host = "in-process";
    private const int Calls = 1_000_000;
#endif

    public static async Task Run(Runner runner)
    {
        await Activations(runner);
        await using var silo = await BenchSilo.Start();
        var item = silo.Grains.GetGrain<IItemGrain>(Keys.Grain(BenchSilo.Tenant, "hpe:one"));
        var low = silo.Grains.GetGrain<ILowGrain>("one");
        await runner.Alone($"{Host}: a call to an idle actor", "ns", () => Time(runner.Scaled(Calls), () => item.Changed(null, 0)));
        await runner.Alone($"{Host}: a cascade of three calls", "ns", () => Time(runner.Scaled(Calls), () => low.Add(1)));
#if !ORLEANS
        runner.Note("Orleans", "run with -p:ActorHost=Orleans");
#endif
    }

    private static async Task Activations(Runner runner)
    {
        Runner.Say("activations");
        var (rates, bytes) = (new List<double>(), new List<double>());
        string[] keys = [.. Enumerable.Range(0, Items).Select(i => Keys.Grain(BenchSilo.Tenant, "hpe:" + i.ToString("CZ0000000", CultureInfo.InvariantCulture)))];
        await Activate(keys[..(Items / 10)]);
        for (var i = 0; i < runner.Pairs; i++)
        {
            var (rate, size) = await Activate(keys);
            rates.Add(rate);
            bytes.Add(size);
        }
        runner.Alone($"{Host}: activations of {Items:N0} items", "actors/s", rates);
        runner.Against($"{Host}: memory of an idle item actor; an Orleans activation", "bytes", Spread.Of(bytes).Median, OrleansBytes, Target.Times(14));
    }

    private static async Task<(double Rate, double Bytes)> Activate(string[] keys)
    {
        await using var silo = await BenchSilo.Start();
        await silo.Grains.GetGrain<IItemGrain>(Keys.Grain(BenchSilo.Tenant, "hpe:warm")).Changed(null, 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        foreach (var key in keys)
            await silo.Grains.GetGrain<IItemGrain>(key).Changed(null, 0);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (keys.Length / seconds, (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)keys.Length);
    }

    private static async Task<double> Time(int calls, Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
            await call();
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / calls;
    }
}
