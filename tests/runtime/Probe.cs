using System.Collections.Concurrent;

namespace OneLead.Runtime.Tests;

/// <summary>A grain that writes down what happens to it, and waits where it is told.</summary>
[Alias("test.probe")]
public interface IProbeGrain : IGrainWithStringKey
{
    Task Note(string text);
    Task Pass(string gate);
    Task Pass(string gate, string text);
    Task<int> Activation();
    Task DeactivateSoon();
    Task Fail(string message);
    ValueTask<int> FailLater(string message);
    Task Stay(TimeSpan time);
}

/// <summary>What happened to a probe, kept outside of it, by its key.</summary>
internal sealed class Record
{
    private static readonly ConcurrentDictionary<string, Record> s_all = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<string> _notes = new();

    internal static Record Of(string key) => s_all.GetOrAdd(key, _ => new());

    internal IReadOnlyList<string> Notes => [.. _notes];

    internal int Active;
    internal int MostActive;
    internal int Activations;
    internal int FailingActivations;

    internal void Note(string text)
    {
        _notes.Enqueue(text);
        Gate("noted " + text).TrySetResult();
    }

    /// <summary>Completes when the note is written.</summary>
    internal Task Noted(string text) => Gate("noted " + text).Task.WaitAsync(TimeSpan.FromSeconds(20));

    internal void Open(string gate) => Gate(gate).TrySetResult();

    internal Task Opened(string gate) => Gate(gate).Task;

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

internal sealed class ProbeGrain : Grain, IProbeGrain
{
    private Record _record = null!;
    private int _activation;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _record = Record.Of(this.GetPrimaryKeyString());
        _record.Note("activating");
        if (Interlocked.Decrement(ref _record.FailingActivations) >= 0)
        {
            await _record.Opened("activation");
            throw new InvalidOperationException("not yet");
        }
        _activation = Interlocked.Increment(ref _record.Activations);
        _record.MostActive = Math.Max(_record.MostActive, Interlocked.Increment(ref _record.Active));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _record.Note("deactivating: " + reason.ReasonCode);
        await Task.Yield();
        Interlocked.Decrement(ref _record.Active);
    }

    public Task Note(string text)
    {
        _record.Note(text);
        return Task.CompletedTask;
    }

    public Task Pass(string gate) => Pass(gate, gate);

    public async Task Pass(string gate, string text)
    {
        _record.Note(text + " begins");
        await _record.Opened(gate);
        _record.Note(text + " ends");
    }

    public Task<int> Activation() => Task.FromResult(_activation);

    public Task DeactivateSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Fail(string message) => throw new NotSupportedException(message);

    public async ValueTask<int> FailLater(string message)
    {
        await Task.Yield();
        throw new NotSupportedException(message);
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}
