using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OneLead.Runtime.Generator;

/// <summary>The line of the manifest that registers a grain class: its constructor call and its interfaces.</summary>
internal static class GrainRegistration
{
    public static string? Of(INamedTypeSymbol type)
    {
        var interfaces = type.AllInterfaces.Where(i => i.IsReferenced() && !i.Name().StartsWith("Orleans.", System.StringComparison.Ordinal)).ToList();
        if (interfaces.Count == 0 || type.IsGenericType || !type.IsNameable() || Constructor(type) is not { } constructor) return null;
        var name = type.ToDisplayString(KnownTypes.Code);
        var arguments = string.Join(", ", constructor.Parameters.Select(Argument));
        return $"Grain<{name}>(static c => new {name}({arguments}), {string.Join(", ", interfaces.Select(i => $"typeof({i.ToDisplayString(KnownTypes.Code)})"))});";
    }

    /// <summary>The public constructor, or the one that [ActivatorUtilitiesConstructor] marks; null when that is not one.</summary>
    public static IMethodSymbol? Constructor(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        var marked = constructors.Where(c => c.Attribute("Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute") is not null).ToList();
        return marked.Count == 1 ? marked[0] : constructors.Count == 1 ? constructors[0] : null;
    }

    private static string Argument(IParameterSymbol parameter)
    {
        var type = parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(KnownTypes.Code);
        if (parameter.Attribute("Orleans.Runtime.PersistentStateAttribute") is { } state && parameter.Type is INamedTypeSymbol { TypeArguments.Length: 1 } holder)
            return $"c.PersistentState<{holder.TypeArguments[0].ToDisplayString(KnownTypes.Code)}>({string.Join(", ", state.ConstructorArguments.Select(a => a.ToCSharpString()))})";
        if (parameter.Attribute("Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute") is { ConstructorArguments: { Length: 1 } key })
            return $"c.Service<{type}>({key[0].ToCSharpString()})";
        if (parameter.Type.Name() == "Orleans.Runtime.IGrainContext") return "c.Context";
        return parameter.HasExplicitDefaultValue && parameter.Type.IsReferenceType ? $"c.OptionalService<{type}>()" : $"c.Service<{type}>()";
    }
}
