using System.Collections.Immutable;
using System.Diagnostics;
using OneLead.Bench.Running;
using OneLead.Bench.Silos;
using OneLead.Events;

namespace OneLead.Bench.Events;

/// <summary>A silo with 2,000 accounts of ten items each and a subscriber that receives every change.</summary>
internal sealed class EventLoad : IAsyncDisposable
{
    public const int Accounts = 2_000, ItemsAnAccount = 10;

    private EventLoad(BenchSilo silo, ChangeListener listener, ItemChanges changes) =>
        (Silo, Listener, Changes) = (silo, listener, changes);

    public BenchSilo Silo { get; }

    public ChangeListener Listener { get; }

    public ItemChanges Changes { get; }

    /// <summary>The processor time per event of the last run, in microseconds.</summary>
    public double Cost { get; private set; }

    public static async Task<EventLoad> StartAsync()
    {
        var silo = await BenchSilo.StartAsync();
        await silo.BeginDayAsync(ItemChanges.Day);
        var load = new EventLoad(silo, ChangeListener.Start(silo.Changes), new ItemChanges(Accounts, ItemsAnAccount));
        await load.AppendAsync([.. load.Changes.Arrivals()], 4);
        return load;
    }

    /// <summary>
    /// Appends events in batches from concurrent callers, waits until the subscriber has received the last change, and returns
    /// events a second.
    /// </summary>
    public async Task<double> RunAsync(int events, int batch, int callers)
    {
        ImmutableArray<ChangeEvent>[] batches = [.. Enumerable.Range(0, events / batch).Select(_ => Changes.Next(batch))];
        Listener.Take();
        var (started, spent) = (Stopwatch.GetTimestamp(), Cpu.Spent());
        await AppendAsync(batches, callers);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var appended = batches.Length * batch;
        Cost = (Cpu.Spent() - spent).TotalMicroseconds / appended;
        return appended / seconds;
    }

    private async Task AppendAsync(ImmutableArray<ChangeEvent>[] batches, int callers)
    {
        await ConcurrentCallers.RunAsync(callers, batches, async batch => await Silo.Ingest.AppendAsync(BenchSilo.Tenant, batch));
        await Silo.Ingest.WaitUntilAppliedAsync(BenchSilo.Tenant);
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
