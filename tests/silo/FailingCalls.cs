using System.Collections.Concurrent;

namespace OneLead.Silo.Tests;

/// <summary>Makes chosen grain calls fail, before or after they are carried out, or holds them back.</summary>
public sealed class FailingCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<long, Rule> _rules = new();
    private long _last;
    private int _count;

    /// <summary>The number of calls that failed.</summary>
    public int Count => _count;

    /// <summary>
    /// Fails the calls of a method (<c>IAccountGrain.Apply</c>) to grains whose key ends like this, until the result is disposed.
    /// </summary>
    /// <param name="times">The number of calls that fail.</param>
    /// <param name="after">Fails when the call has been carried out: its answer is lost.</param>
    public IDisposable Fail(string method, string key = "", int times = int.MaxValue, bool after = false)
    {
        var left = times;
        return Add(new Rule(method, key, after, () => Interlocked.Decrement(ref left) >= 0, Task.CompletedTask));
    }

    /// <summary>Fails one in so many calls of all grains, drawn from a seed, half of them after they were carried out.</summary>
    public IDisposable FailAtRandom(int seed, int oneIn)
    {
        var random = new Random(seed);
        bool Draw(int sides)
        {
            lock (random)
                return random.Next(sides) == 0;
        }
        var before = Add(new Rule("", "", false, () => Draw(oneIn * 2), Task.CompletedTask));
        var after = Add(new Rule("", "", true, () => Draw(oneIn * 2), Task.CompletedTask));
        return new Ending(() =>
        {
            before.Dispose();
            after.Dispose();
        });
    }

    /// <summary>Holds calls back until the result is disposed.</summary>
    public IDisposable Hold(string method, string key = "")
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rule = Add(new Rule(method, key, false, static () => false, gate.Task));
        return new Ending(() =>
        {
            rule.Dispose();
            gate.TrySetResult();
        });
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not Grain
            || !context.InterfaceMethod.DeclaringType!.FullName!.StartsWith("OneLead.Grains.", StringComparison.Ordinal))
        {
            await context.Invoke();
            return;
        }
        var (method, key) = ($"{context.InterfaceMethod.DeclaringType!.Name}.{context.InterfaceMethod.Name}",
            context.TargetId.Key.ToString()!);
        await FailIfAsync(after: false);
        await context.Invoke();
        await FailIfAsync(after: true);

        async Task FailIfAsync(bool after)
        {
            foreach (var rule in _rules.Values.Where(
                r => r.After == after && (r.Method.Length == 0 || r.Method == method) && key.EndsWith(r.Key, StringComparison.Ordinal)))
            {
                await rule.Gate;
                if (!rule.IsHit())
                    continue;
                Interlocked.Increment(ref _count);
                throw new TestCallFailedException($"{method} of {key} fails by the test's will.");
            }
        }
    }

    private Ending Add(Rule rule)
    {
        var id = Interlocked.Increment(ref _last);
        _rules[id] = rule;
        return new Ending(() => _rules.TryRemove(id, out _));
    }

    private sealed record Rule(string Method, string Key, bool After, Func<bool> IsHit, Task Gate);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

[GenerateSerializer, Alias("test-call-failed")]
public sealed class TestCallFailedException(string message) : Exception(message);
