using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OneLead.Testing;

/// <summary>Decides about a call: fails it, delays it, or makes it and looks at its result.</summary>
/// <param name="call">Makes the call.</param>
public delegate object? AroundCall(MethodInfo method, Func<object?> call);

/// <summary>Stands before an object and has a test decide about each of its calls.</summary>
public class CallProxy : DispatchProxy
{
    private object _inner = null!;
    private AroundCall _around = null!;

    public static T Of<T>(T inner, AroundCall around) where T : class
    {
        var proxy = Create<T, CallProxy>();
        ((CallProxy)(object)proxy).Set(inner, around);
        return proxy;
    }

    /// <summary>Puts a proxy before a service that a factory creates.</summary>
    public static void Replace<T>(IServiceCollection services, AroundCall around) where T : class
    {
        var create = services.Last(s => s.ServiceType == typeof(T)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(provider => Of((T)create(provider), around)));
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _around(targetMethod!, () =>
    {
        try
        {
            return targetMethod!.Invoke(_inner, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    });

    private void Set(object inner, AroundCall around) => (_inner, _around) = (inner, around);
}
