using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using OneLead.Events;

namespace OneLead.Web.Tests.ReadModel;

/// <summary>
/// Fills any view by reflection with values that differ from each other and from every default, so that a field that is lost or
/// exchanged with another shows.
/// </summary>
internal sealed class SampleValues
{
    private int _next;

    public T Of<T>() => (T)Of(typeof(T));

    private object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var n = ++_next;
        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
            TypeCode.String => $"text {n}",
            TypeCode.Int32 => n,
            TypeCode.Int64 => (long)n << 33,
            TypeCode.Decimal => n + 0.25m,
            TypeCode.Boolean => true,
            // More than a long holds.
            _ when type == typeof(Int128) => (Int128)n << 80,
            _ when type == typeof(DateOnly) => new DateOnly(2025, 1, 1).AddDays(n),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(n),
            _ when type == typeof(FieldValue) => FieldValue.Of($"value {n}"),
            _ when type == typeof(EventData) => EventData.Of(("field", FieldValue.Of($"value {n}"))),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) =>
                ArrayOf(type.GetGenericArguments()[0]),
            _ => Record(type),
        };
    }

    private object ArrayOf(Type element)
    {
        var array = Array.CreateInstance(element, 2);
        for (var i = 0; i < array.Length; i++)
            array.SetValue(Of(element), i);
        var create = typeof(ImmutableArray).GetMethods()
            .Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsSZArray: true } p]
                && !p.ParameterType.GetElementType()!.IsByRefLike);
        return create.MakeGenericMethod(element).Invoke(null, [array])!;
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)
            ?? throw new NotSupportedException($"{type} has no public constructor.");
        var parameters = constructor.GetParameters();
        var made = constructor.Invoke([.. parameters.Select(p => Of(p.ParameterType))]);
        foreach (var property in Settable(type).Where(p => !parameters.Any(q => q.Name == p.Name)))
            property.SetValue(made, Of(property.PropertyType));
        return made;
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties()
        .Where(p => p.GetIndexParameters().Length == 0 && p.SetMethod is { IsPublic: true } set && !set.IsStatic && IsInit(set));

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
