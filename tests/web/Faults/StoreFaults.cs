using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Web.Tests.Faults;

/// <summary>
/// Makes calls of journal and snapshots fail as a lost database does: before they are carried out, or afterwards, so that the caller
/// does not know.
/// </summary>
internal sealed class StoreFaults(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>Fails most calls while it is set.</summary>
    public bool IsDown { get; set; }

    public int Count { get; private set; }

    public void AddTo(IServiceCollection services)
    {
        Replace<IJournal>(services);
        Replace<ISnapshotStore>(services);
    }

    private void Replace<T>(IServiceCollection services) where T : class
    {
        var store = services.Last(s => s.ServiceType == typeof(T)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(provider => Over((T)store(provider))));
    }

    private T Over<T>(T inner) where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)proxy).Set(inner, this);
        return proxy;
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

    private async ValueTask<IJournalWriter> OverAsync(ValueTask<IJournalWriter> opening) => Over(await opening);

    // The runtime derives the proxy from it.
#pragma warning disable CA1852
    private class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        // What only says how the store stands does not reach the database.
        private static readonly string[] Safe = ["Head", "get_Tenants", "Close", "OpenAsync"];

        private object _inner = null!;
        private StoreFaults _faults = null!;

        public void Set(object inner, StoreFaults faults) => (_inner, _faults) = (inner, faults);

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            if (!Safe.Contains(method!.Name))
                _faults.Fail(method.Name);
            object? result;
            try
            {
                result = method.Invoke(_inner, arguments);
            }
            catch (TargetInvocationException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerException!);
                throw;
            }
            // Each task is consumed once: by what waits for it here, or by the caller.
#pragma warning disable CA2012
            return result switch
            {
                ValueTask<IJournalWriter> opening => _faults.OverAsync(opening),
                ValueTask<ImmutableArray<Appended>> append => _faults.FailAfterAsync(append, method.Name),
                ValueTask<ImmutableArray<SnapshotOutcome>> save => _faults.FailAfterAsync(save, method.Name),
                _ => result,
            };
#pragma warning restore CA2012
        }
    }
}
