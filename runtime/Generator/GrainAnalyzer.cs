using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using static OneLead.Runtime.Generator.Refusals;

namespace OneLead.Runtime.Generator;

/// <summary>Refuses grain interfaces and grain classes that one of the hosts could not serve.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GrainAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> s_interleaving =
        ["Reentrant", "AlwaysInterleave", "MayInterleave", "ReadOnly", "StatelessWorker"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [OneWay, Reentrancy, Generic, RequestContext, Streams, ByReference, Refusals.Delegate, Json, Mutable, Unserializable, NotAsync, Unconstructable];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Type, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(Attribute, SyntaxKind.Attribute);
        context.RegisterSyntaxNodeAction(Name, SyntaxKind.IdentifierName);
    }

    private static void Type(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.IsReferenced()) Interface(type, context);
        else if (type.TypeKind == TypeKind.Class && type.IsGrainClass()) Class(type, context);
    }

    private static void Interface(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (type.IsGenericType) context.Report(Generic, type, type.Name);
        if (!type.IsNameable()) context.Report(Unconstructable, type, type.Name, "is private: generated code cannot name it");
        foreach (var member in type.GetMembers().Where(m => m.IsAbstract && !m.IsStatic))
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method) Method(method, context);
            else if (member is not IMethodSymbol) context.Report(NotAsync, member, member.Name);
        }
    }

    private static void Method(IMethodSymbol method, SymbolAnalysisContext context)
    {
        var name = $"{method.ContainingType.Name}.{method.Name}";
        if (method.IsGenericMethod) context.Report(Generic, method, name);
        if (method.ReturnsVoid) context.Report(OneWay, method, name);
        else if (method.ReturnType.Name() == "System.Collections.Generic.IAsyncEnumerable") context.Report(Streams, method, name);
        else if (!method.ReturnType.IsTask()) context.Report(NotAsync, method, name);
        else if (method.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } result })
            new CrossingCheck(context, method, $"the result of {name}", method.GetReturnTypeAttributes()).Check(result[0]);

        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None) context.Report(ByReference, parameter, parameter.Name);
            if (parameter.Type.Name() == "System.Threading.CancellationToken") continue;
            new CrossingCheck(context, parameter, $"'{parameter.Name}' of {name}", parameter.GetAttributes()).Check(parameter.Type);
        }
    }

    private static void Class(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (type.IsGenericType) context.Report(Generic, type, type.Name);
        if (type.IsAbstract) return;
        if (!type.IsNameable()) context.Report(Unconstructable, type, type.Name, "is private: generated code cannot name it");
        if (GrainRegistration.Constructor(type) is null)
            context.Report(Unconstructable, type, type.Name, "has not one public constructor, nor one marked [ActivatorUtilitiesConstructor]");
        if (!type.AllInterfaces.Any(i => i.IsReferenced() && !i.Name().StartsWith("Orleans.", System.StringComparison.Ordinal)))
            context.Report(Unconstructable, type, type.Name, "implements no grain interface with a string key");
    }

    private static void Attribute(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.Text : attribute.Name.ToString();
        if (name.EndsWith("Attribute", System.StringComparison.Ordinal)) name = name.Substring(0, name.Length - "Attribute".Length);
        if (name != "OneWay" && !s_interleaving.Contains(name) || !IsOrleansOrUnknown(context)) return;
        var owner = attribute.Parent?.Parent is MethodDeclarationSyntax method ? method.Identifier.Text : "The method";
        context.ReportDiagnostic(name == "OneWay"
            ? Diagnostic.Create(OneWay, attribute.GetLocation(), owner)
            : Diagnostic.Create(Reentrancy, attribute.GetLocation(), name));
    }

    private static void Name(SyntaxNodeAnalysisContext context)
    {
        if (((IdentifierNameSyntax)context.Node).Identifier.Text == "RequestContext" && IsOrleansOrUnknown(context))
            context.ReportDiagnostic(Diagnostic.Create(RequestContext, context.Node.GetLocation()));
    }

    private static bool IsOrleansOrUnknown(SyntaxNodeAnalysisContext context)
    {
        var symbol = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        return symbol is null || symbol.ContainingNamespace?.ToDisplayString().StartsWith("Orleans", System.StringComparison.Ordinal) == true;
    }
}

internal static class Reporting
{
    public static void Report(this SymbolAnalysisContext context, DiagnosticDescriptor rule, ISymbol at, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at.Locations[0], arguments));
}
