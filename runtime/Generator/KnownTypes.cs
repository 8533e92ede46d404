using Microsoft.CodeAnalysis;

namespace OneLead.Runtime.Generator;

/// <summary>Recognises the types of the programming model, by name.</summary>
internal static class KnownTypes
{
    public static readonly SymbolDisplayFormat Code = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Namespace and name, without type arguments.</summary>
    public static string Name(this ISymbol symbol) =>
        symbol.ContainingType is { } type ? $"{type.Name()}.{symbol.Name}"
        : symbol.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{symbol.Name}"
        : symbol.Name;

    public static bool IsAddressable(this ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && (type.Name() == "Orleans.Runtime.IAddressable" || type.Has("Orleans.Runtime.IAddressable"));

    /// <summary>A grain or observer interface that a reference class is generated for.</summary>
    public static bool IsReferenced(this ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && (type.Has("Orleans.IGrainWithStringKey") || type.Has("Orleans.IGrainObserver"));

    public static bool IsGrainClass(this ITypeSymbol? type)
    {
        for (var at = type?.BaseType; at is not null; at = at.BaseType)
            if (at.Name() == "Orleans.Grain") return true;
        return false;
    }

    /// <summary>Code of a grain: of its class, or of a class within.</summary>
    public static bool IsInGrain(this ISymbol? symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType; type is not null; type = type.ContainingType)
            if (type.IsGrainClass()) return true;
        return false;
    }

    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name() == name);

    public static bool IsTask(this ITypeSymbol type) =>
        type.Name() is "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask";

    /// <summary>The methods that a reference to the interface offers, inherited ones included.</summary>
    public static System.Collections.Generic.IEnumerable<ISymbol> AllAbstractMembers(this INamedTypeSymbol type) =>
        new[] { type }.Concat(type.AllInterfaces).SelectMany(i => i.GetMembers()).Where(m => m.IsAbstract && !m.IsStatic);

    /// <summary>Whether generated code of the same assembly can name the type.</summary>
    public static bool IsNameable(this INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.ContainingType)
            if (at.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal) || at.IsFileLocal) return false;
        return true;
    }

    private static bool Has(this ITypeSymbol type, string name) => type.AllInterfaces.Any(i => i.Name() == name);
}
