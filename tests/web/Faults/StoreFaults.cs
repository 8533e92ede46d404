using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Web.Tests.Faults;

/// <summary>
/// Makes calls of journal and snapshots fail as a lost database does: before they are carried out, or afterwards, so that the caller
/// does not know.
/// </summary>
internal sealed class StoreFaults(int seed)
{
    // What only says how the store stands does not reach the database.
    private static readonly string[] Safe = ["Head", "get_Tenants", "Close", "OpenAsync"];

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>Fails most calls while it is set.</summary>
    public bool IsDown { get; set; }

    public int Count { get; private set; }

    public void AddTo(IServiceCollection services)
    {
        CallProxy.Replace<IJournal>(services, Around);
        CallProxy.Replace<ISnapshotStore>(services, Around);
    }

    private void Fail(string call)
    {
        lock (_gate)
        {
            if (!IsDown || _random.Next(4) == 0)
                return;
            Count++;
        }
        throw new JournalUnavailableException($"The database is gone by the test's will ({call}).");
    }

    private async ValueTask<T> FailAfterAsync<T>(ValueTask<T> call, string name)
    {
        var result = await call;
        Fail(name);
        return result;
    }

    private async ValueTask<IJournalWriter> OverAsync(ValueTask<IJournalWriter> opening) => CallProxy.Of(await opening, Around);

    private object? Around(MethodInfo method, Func<object?> call)
    {
        if (!Safe.Contains(method.Name))
            Fail(method.Name);
        // Each task is consumed once: by what waits for it here, or by the caller.
#pragma warning disable CA2012
        return call() switch
        {
            ValueTask<IJournalWriter> opening => OverAsync(opening),
            ValueTask<ImmutableArray<Appended>> append => FailAfterAsync(append, method.Name),
            ValueTask<ImmutableArray<SnapshotOutcome>> save => FailAfterAsync(save, method.Name),
            var result => result,
        };
#pragma warning restore CA2012
    }
}
