using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Silo.Tests;

/// <summary>Makes chosen calls of journal and snapshots fail or wait, and counts the rows that are read.</summary>
internal sealed class StoreCalls
{
    private readonly ConcurrentDictionary<string, Action> _rules = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _rows = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The number of calls that a rule was applied to.</summary>
    public int Count => _count;

    /// <summary>The number of rows that a method of the journal has returned.</summary>
    public int RowsOf(string method) => _rows.GetValueOrDefault(method);

    public void AddTo(IServiceCollection services)
    {
        CallProxy.Replace<IJournal>(services, Around);
        CallProxy.Replace<ISnapshotStore>(services, Around);
    }

    /// <summary>Fails the calls of a method until the result is disposed.</summary>
    public IDisposable Fail(string method) => Add(
        method, () => throw new JournalUnavailableException($"{method} fails by the test's will."));

    /// <summary>Lets the calls of a method take long until the result is disposed.</summary>
    public IDisposable Delay(string method, TimeSpan time) => Add(method, () => Thread.Sleep(time));

    private Rule Add(string method, Action act)
    {
        _rules[method] = act;
        return new Rule(() => _rules.TryRemove(method, out _));
    }

    private object? Around(MethodInfo method, Func<object?> call)
    {
        if (_rules.TryGetValue(method.Name, out var act))
        {
            Interlocked.Increment(ref _count);
            act();
        }
        var result = call();
        if (result is ValueTask<ImmutableArray<JournalEntry>> { IsCompletedSuccessfully: true } read)
            _rows.AddOrUpdate(method.Name, read.Result.Length, (_, rows) => rows + read.Result.Length);
        return result;
    }

    private sealed class Rule(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
