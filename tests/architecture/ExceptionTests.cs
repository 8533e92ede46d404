using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Storage;
using Orleans.Serialization;

namespace OneLead.Architecture.Tests;

/// <summary>An exception of a grain method reaches a caller in another silo as what it was.</summary>
public sealed class ExceptionTests : IDisposable
{
    // Code that runs in grain methods.
    private static readonly Assembly[] Within = [ProductAssemblies.Grains, ProductAssemblies.Rules, ProductAssemblies.Storage,
        ProductAssemblies.GrainInterfaces];

    // Thrown by commands that work on the files themselves, and by no grain.
    private static readonly string[] NotInGrains = ["OneLead.Storage.Sqlite.BackupException", "OneLead.Storage.Move.MoveException"];

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer()
        .Configure<ExceptionSerializationOptions>(static o => o.SupportedNamespacePrefixes.Add("Npgsql")).BuildServiceProvider();

    public static TheoryData<Type> Exceptions =>
    [
        .. Within.SelectMany(Thrown)
            .Concat(Within.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(Exception))))
            .Distinct().Where(t => !NotInGrains.Contains(t.FullName)).OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Exceptions))]
    public void An_exception_comes_back_as_it_was_thrown(Type type)
    {
        var thrown = Throw(type, Make(type, new TimeoutException("the reason")));
        var back = RoundTrip(thrown);
        Assert.Equal(Shape(thrown), Shape(back));
        Assert.Equal(thrown.InnerException is null ? null : Shape(thrown.InnerException),
            back.InnerException is null ? null : Shape(back.InnerException));
    }

    [Fact]
    public void The_check_sees_what_grains_throw() =>
        Assert.Contains(Exceptions.Select(e => e.Data), t => t.Name == "JournalUnavailableException");

    [Fact]
    public void An_inner_exception_of_the_database_driver_does_not_keep_the_outer_one_from_arriving()
    {
        var back = RoundTrip(new JournalUnavailableException("The journal cannot commit",
            new Npgsql.NpgsqlException("Exception while reading from stream", new IOException("broken pipe"))));
        Assert.IsType<JournalUnavailableException>(back);
        Assert.Equal(("The journal cannot commit", "Exception while reading from stream"), (back.Message, back.InnerException!.Message));
    }

    public void Dispose() => _services.Dispose();

    private Exception RoundTrip(Exception thrown)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<Exception>(serializer.SerializeToArray(thrown))!;
    }

    private static IEnumerable<Type> Thrown(Assembly assembly) => Code.CallsOf(assembly)
        .Where(c => c.Creates && c.Method.DeclaringType.Name.EndsWith("Exception", StringComparison.Ordinal))
        .Select(c => c.Method.DeclaringType.FullName.Replace('/', '+')).Distinct()
        .Select(name => AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name)).First(t => t is not null)!)
        .Where(t => t.IsAssignableTo(typeof(Exception)));

    private static Exception Make(Type type, Exception inner)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.IsPublic || c.IsAssembly).MaxBy(c => Rank(c.GetParameters()))!;
        return (Exception)constructor.Invoke([.. constructor.GetParameters().Select(p => Argument(p, inner))]);
    }

    // The constructor with the most parameters that values are known for.
    private static int Rank(ParameterInfo[] parameters) =>
        parameters.All(p => Argument(p, new TimeoutException()) is not null) ? parameters.Length : -1;

    private static object? Argument(ParameterInfo parameter, Exception inner) => parameter.ParameterType switch
    {
        var t when t == typeof(string) => $"the {parameter.Name}",
        var t when t == typeof(int) => 17,
        var t when t == typeof(long) => 1_234_567_890_123L,
        var t when t == typeof(TimeSpan) => TimeSpan.FromSeconds(3),
        var t when t == typeof(Exception) => inner,
        _ => null,
    };

    private static Exception Throw(Type type, Exception exception)
    {
        try { throw exception; }
        catch (Exception e) when (e.GetType() == type) { return e; }
    }

    private static object Shape(Exception exception) => (exception.GetType(), exception.Message, string.Join("; ", exception.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetMethod!.GetBaseDefinition().DeclaringType != typeof(Exception))
        .Select(p => $"{p.Name}={p.GetValue(exception)}")));
}
