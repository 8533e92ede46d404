using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using OneLead.Architecture.Tests.Samples;
using Orleans.Services;

namespace OneLead.Architecture.Tests;

/// <summary>Methods that return a task end in Async. Interfaces that are called by name over the wire are exempt.</summary>
public class AsyncNameTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Generated = ["OrleansCodeGen", "Microsoft.AspNetCore.Http.Generated"];

    private static readonly Type[] Tasks = [typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>)];

    private static readonly HashSet<Type> HubClients = [.. ProductAssemblies.Web.GetTypes()
        .Where(t => t.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == typeof(Hub<>))
        .Select(t => t.BaseType!.GenericTypeArguments[0])];

    [Fact]
    public void Methods_that_return_a_task_end_in_Async() => Assert.Empty(ProductAssemblies.All.SelectMany(a => a.GetTypes())
        .Where(t => !Generated.Any(g => t.Namespace?.StartsWith(g, StringComparison.Ordinal) is true)).SelectMany(Violations));

    [Fact]
    public void The_check_finds_methods_and_local_functions() =>
        Assert.Equal(["TaskNames.Local", "TaskNames.Save", "TaskNames.Walk"], Violations(typeof(TaskNames)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Violations(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate)) || IsCalledByName(type))
            return [];
        var others = type.IsInterface ? [] : type.GetInterfaces().Where(i => !IsOurs(i) || IsCalledByName(i))
            .SelectMany(i => type.GetInterfaceMap(i).TargetMethods).ToHashSet();
        return type.GetMethods(Declared)
            .Where(m => ReturnsTask(m) && !others.Contains(m) && IsOurs(m.GetBaseDefinition().DeclaringType!))
            .Select(m => NameOf(m.Name)).OfType<string>().Where(n => !n.EndsWith("Async", StringComparison.Ordinal))
            .Select(n => $"{type.Name}.{n}");
    }

    // The name as it is written. Null for methods without one: lambdas, accessors and the entry point.
    private static string? NameOf(string compiled)
    {
        if (compiled.StartsWith("get_", StringComparison.Ordinal))
            return null;
        if (!compiled.StartsWith('<'))
            return compiled[(compiled.LastIndexOf('.') + 1)..];
        var local = compiled.IndexOf(">g__", StringComparison.Ordinal);
        return local < 0 ? null : compiled[(local + 4)..compiled.IndexOf('|', local)];
    }

    private static bool ReturnsTask(MethodInfo method) =>
        Tasks.Contains(method.ReturnType.IsGenericType ? method.ReturnType.GetGenericTypeDefinition() : method.ReturnType);

    private static bool IsCalledByName(Type type) => HubClients.Contains(type)
        || (type.IsInterface && (type.IsAssignableTo(typeof(IGrain)) || type.IsAssignableTo(typeof(IGrainObserver))
            || type.IsAssignableTo(typeof(IGrainService))));

    private static bool IsOurs(Type type) =>
        ProductAssemblies.All.Contains(type.Assembly) || type.Assembly == typeof(AsyncNameTests).Assembly;
}
