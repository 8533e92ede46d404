using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using static OneLead.Runtime.Generator.Refusals;

namespace OneLead.Runtime.Generator;

/// <summary>
/// Checks that a value which crosses an actor boundary can never change, since both sides share it, and that it could be serialised.
/// Types from another assembly that carry [GenerateSerializer] and [Alias] were meant for it and are taken as checked there.
/// </summary>
internal sealed class CrossingCheck(SymbolAnalysisContext context, ISymbol at, string place, ImmutableArray<AttributeData> attributes)
{
    private const string Immutable = "Orleans.ImmutableAttribute";

    private static readonly ImmutableHashSet<string> s_values =
    [
        "System.Guid", "System.TimeSpan", "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.Uri",
        "System.Version", "System.Numerics.BigInteger", "System.Int128", "System.UInt128", "System.Half",
    ];

    private static readonly ImmutableHashSet<string> s_containers =
    [
        "System.Nullable", "System.ValueTuple", "System.Collections.Generic.KeyValuePair",
        "System.Collections.Immutable.ImmutableArray", "System.Collections.Immutable.ImmutableList", "System.Collections.Immutable.ImmutableHashSet",
        "System.Collections.Immutable.ImmutableSortedSet", "System.Collections.Immutable.ImmutableDictionary",
        "System.Collections.Immutable.ImmutableSortedDictionary", "System.Collections.Immutable.ImmutableQueue", "System.Collections.Immutable.ImmutableStack",
        "System.Collections.Frozen.FrozenDictionary", "System.Collections.Frozen.FrozenSet",
    ];

    private static readonly string[] s_attributes = ["GenerateSerializer", "Alias"];

    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly bool _trusted = attributes.Any(a => a.AttributeClass?.Name() == Immutable);

    public void Check(ITypeSymbol type) => Check(type, at, place, _trusted);

    private void Check(ITypeSymbol type, ISymbol where, string inWhat, bool trusted)
    {
        var name = type.Name();
        if (type.TypeKind is TypeKind.Error or TypeKind.TypeParameter || !_seen.Add(type)) return;
        if (type.TypeKind == TypeKind.Delegate || name is "System.Delegate" or "System.MulticastDelegate") Report(Refusals.Delegate, where, type.Name, inWhat);
        else if (name is "System.Text.Json.JsonElement" or "System.Text.Json.JsonDocument" || name.StartsWith("System.Text.Json.Nodes.", System.StringComparison.Ordinal)) Report(Json, where, type.Name, inWhat);
        else if (IsValue(type, name) || type.IsAddressable()) return;
        else if (type is INamedTypeSymbol container && (s_containers.Contains(name) || (trusted && !IsInSource(container))))
            foreach (var part in container.TypeArguments) Check(part, where, inWhat, trusted: false);
        else if (type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } named && !IsFramework(named))
            CheckDeclared(named, where, inWhat, trusted || type.Attribute(Immutable) is not null);
        else if (!trusted)
            Report(Mutable, where, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), inWhat, "use a record or an immutable collection");
    }

    private static bool IsValue(ITypeSymbol type, string name) =>
        type.TypeKind == TypeKind.Enum || s_values.Contains(name)
        || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime;

    private static bool IsFramework(INamedTypeSymbol type) => type.Name().StartsWith("System.", System.StringComparison.Ordinal);

    private void CheckDeclared(INamedTypeSymbol type, ISymbol where, string inWhat, bool trusted)
    {
        var missing = s_attributes.Where(a => type.Attribute($"Orleans.{a}Attribute") is null).ToList();
        var inSource = IsInSource(type);
        if (missing.Count > 0) Report(Unserializable, inSource ? type : where, type.Name, string.Join(" and ", missing.Select(a => $"[{a}]")), inWhat);
        foreach (var part in type.TypeArguments) Check(part, where, inWhat, trusted: false);
        if (!inSource) return;

        if (type.TypeKind == TypeKind.Class && !trusted) CheckHierarchy(type, inWhat);
        foreach (var member in type.GetMembers().Where(m => !m.IsStatic)) CheckMember(type, member, trusted);
        if (type.BaseType is { SpecialType: SpecialType.None } parent && parent.Name() != "System.ValueType") Check(parent, type, $"the base of {type.Name}", trusted);
    }

    /// <summary>A class is sealed, or abstract with cases, which cross as well.</summary>
    private void CheckHierarchy(INamedTypeSymbol type, string inWhat)
    {
        if (type.IsSealed) return;
        if (!type.IsAbstract) Report(Mutable, type, type.Name, inWhat, "seal it, so that no mutable class derives from it");
        foreach (var derived in Types(type.ContainingAssembly.GlobalNamespace).Where(t => SymbolEqualityComparer.Default.Equals(t.BaseType?.OriginalDefinition, type.OriginalDefinition)))
            Check(derived, derived, $"a case of {type.Name}", trusted: false);
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol of) => of.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private void CheckMember(INamedTypeSymbol type, ISymbol member, bool trusted)
    {
        var what = $"{type.Name}.{member.Name}";
        var field = member as IFieldSymbol;
        if (member is IPropertySymbol property)
        {
            field = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));
            if (field is null) return; // computed
            if (property.SetMethod is { IsInitOnly: false } && !trusted) Report(Mutable, property, what, type.Name, "make it get or init only");
        }
        else if (field is null || field.AssociatedSymbol is not null || field.IsImplicitlyDeclared) return;
        else if (!field.IsReadOnly && !trusted) Report(Mutable, field, what, type.Name, "make it readonly");

        if (!IsPositional(member) && member.Attribute("Orleans.IdAttribute") is null) Report(Unserializable, member, what, "[Id]", type.Name);
        Check(field.Type, member, what, trusted && !IsInSource(field.Type));
    }

    private static bool IsPositional(ISymbol member) =>
        member.DeclaringSyntaxReferences.All(s => s.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.ParameterSyntax);

    private static bool IsInSource(ISymbol symbol) => symbol.Locations.Any(l => l.IsInSource);

    private void Report(DiagnosticDescriptor rule, ISymbol where, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, (IsInSource(where) ? where : at).Locations[0], arguments));
}
