using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneLead.Storage;

namespace OneLead.Silo.Tests;

/// <summary>Makes chosen calls of journal and snapshots fail or wait.</summary>
internal sealed class StoreCalls
{
    private readonly ConcurrentDictionary<string, Action> _rules = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The number of calls that a rule was applied to.</summary>
    public int Count => _count;

    public void AddTo(IServiceCollection services)
    {
        Replace<IJournal>(services);
        Replace<ISnapshotStore>(services);
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

    private void Replace<T>(IServiceCollection services) where T : class
    {
        var store = services.Last(s => s.ServiceType == typeof(T)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var proxy = DispatchProxy.Create<T, Proxy>();
            ((Proxy)(object)proxy).Set((T)store(provider), this);
            return proxy;
        }));
    }

    private sealed class Rule(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    // The runtime derives the proxy from it.
#pragma warning disable CA1852
    private class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        private object _inner = null!;
        private StoreCalls _calls = null!;

        public void Set(object inner, StoreCalls calls) => (_inner, _calls) = (inner, calls);

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            if (_calls._rules.TryGetValue(method!.Name, out var act))
            {
                Interlocked.Increment(ref _calls._count);
                act();
            }
            try
            {
                return method.Invoke(_inner, arguments);
            }
            catch (TargetInvocationException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerException!);
                throw;
            }
        }
    }
}
