using System.Collections.Immutable;
using System.Reflection;
using OneLead.Architecture.Tests.Samples;
using Orleans.Services;

namespace OneLead.Architecture.Tests;

/// <summary>What crosses an actor boundary is immutable and has a stable shape.</summary>
public class ActorContractTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Types of the framework that cannot change, or that Orleans passes by reference.
    private static readonly HashSet<Type> Immutables =
    [
        typeof(string), typeof(decimal), typeof(Int128), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeSpan),
        typeof(Guid), typeof(Nullable<>), typeof(ValueTuple<,>), typeof(ReadOnlyMemory<>),
        typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
        typeof(ImmutableHashSet<>), typeof(ImmutableList<>), typeof(SiloAddress),
    ];

    private static readonly Type[] Interfaces = [.. ProductAssemblies.GrainInterfaces.GetTypes().Where(IsActorInterface)];

    public static TheoryData<Type> Contracts => [.. Interfaces.SelectMany(Signatures).SelectMany(Parts).Where(IsOurs).Distinct()
        .Concat(ProductAssemblies.GrainInterfaces.GetTypes().Where(t => t.IsDefined(typeof(GenerateSerializerAttribute))))
        .Where(t => !t.IsEnum && !IsActorInterface(t)).Select(Definition).Distinct().OrderBy(t => t.FullName, StringComparer.Ordinal)];

    [Fact]
    public void There_are_contracts() => Assert.True(Contracts.Count > 30 && Interfaces.Length >= 8);

    [Theory, MemberData(nameof(Contracts))]
    public void A_contract_is_serializable_immutable_and_named(Type type) => Assert.Empty(Problems(type));

    [Theory]
    [InlineData(typeof(HasNoId), "Name has no [Id]")]
    [InlineData(typeof(CanBeSet), "Name can be set")]
    [InlineData(typeof(HoldsAList), "Names is a List`1")]
    [InlineData(typeof(HasNoAlias), "no [Alias]")]
    public void The_check_finds_what_it_forbids(Type type, string problem) => Assert.Equal([problem], Problems(type));

    [Fact]
    public void Every_actor_interface_and_each_of_its_methods_has_an_alias()
    {
        Assert.Empty(Interfaces.Where(i => AliasOf(i) is null).Select(i => i.Name));
        Assert.Empty(Interfaces.SelectMany(i => i.GetMethods()).Where(m => AliasOf(m) is null)
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}"));
    }

    [Fact]
    public void Aliases_are_unique()
    {
        Assert.Empty(
            Repeated(Interfaces.Select(AliasOf)));
        Assert.Empty(Repeated(ProductAssemblies.All.SelectMany(a => a.GetTypes())
            .Where(t => t.IsDefined(typeof(GenerateSerializerAttribute))).Select(AliasOf)));
        Assert.Empty(Interfaces.SelectMany(i => Repeated(i.GetMethods().Select(AliasOf)).Select(a => $"{i.Name}: {a}")));
    }

    private static IEnumerable<string> Problems(Type type)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute)))
            yield return "no [GenerateSerializer]";
        if (AliasOf(type) is null)
            yield return "no [Alias]";
        if (type.IsAssignableTo(typeof(Exception)))
            yield break;
        if (!type.IsDefined(typeof(ImmutableAttribute)))
            yield return "no [Immutable]";
        if (type is { IsSealed: false, IsAbstract: false })
            yield return "not sealed";
        foreach (var property in type.GetProperties(Declared).Where(IsStored))
        {
            if (!property.IsDefined(typeof(IdAttribute)))
                yield return $"{property.Name} has no [Id]";
            if (property.SetMethod is { } set
                && !set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") && !set.IsPrivate)
                yield return $"{property.Name} can be set";
            foreach (var part in Parts(property.PropertyType).Where(IsMutable))
                yield return $"{property.Name} is a {part.Name}";
        }
        foreach (var field in type.GetFields(Declared).Where(f => !f.Name.StartsWith('<')))
        {
            if (!field.IsInitOnly)
                yield return $"{field.Name} can be set";
            if (field.IsDefined(typeof(IdAttribute)) && Parts(field.FieldType).Any(IsMutable))
                yield return $"{field.Name} is a {field.FieldType.Name}";
        }
    }

    // Interfaces that calls cross a boundary by: of grains, of observers and of services of a silo.
    private static bool IsActorInterface(Type type) => type.IsInterface && (type.IsAssignableTo(typeof(IGrain))
        || type.IsAssignableTo(typeof(IGrainObserver)) || type.IsAssignableTo(typeof(IGrainService)));

    private static IEnumerable<Type> Signatures(Type actor) =>
        actor.GetMethods().SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType));

    // A property with a field behind it; one that is computed is not sent.
    private static bool IsStored(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Declared) is not null;

    // A type with its type arguments and, for our own, what their stored properties are made of.
    private static IEnumerable<Type> Parts(Type type)
    {
        var seen = new HashSet<Type>();
        var next = new Stack<Type>([type]);
        while (next.TryPop(out var part))
        {
            if (part.IsGenericParameter || !seen.Add(part))
                continue;
            yield return part;
            foreach (var argument in part.GetGenericArguments().Append(part.GetElementType()).OfType<Type>())
                next.Push(argument);
            if (!IsOurs(part) || part.IsEnum || part.IsInterface)
                continue;
            foreach (var property in part.GetProperties(Declared).Where(IsStored))
                next.Push(property.PropertyType);
            foreach (var nested in part.GetNestedTypes().Where(n => n.IsAssignableTo(part)))
                next.Push(nested);
        }
    }

    private static bool IsMutable(Type type) =>
        !IsOurs(type) && !type.IsPrimitive && !type.IsEnum && !Immutables.Contains(Definition(type));

    private static bool IsOurs(Type type) =>
        ProductAssemblies.All.Contains(type.Assembly) || type.Assembly == typeof(ActorContractTests).Assembly;

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(false)?.Alias;

    private static IEnumerable<string> Repeated(IEnumerable<string?> aliases) =>
        aliases.OfType<string>().CountBy(a => a).Where(a => a.Value > 1).Select(a => a.Key);
}
