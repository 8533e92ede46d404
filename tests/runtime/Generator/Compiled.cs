using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using OneLead.Runtime.Generator;

namespace OneLead.Runtime.Tests.Generator;

/// <summary>Compiles a snippet with the generator and the analyzers, as a grain project would.</summary>
internal static class Compiled
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Collections.Immutable; using System.Linq; using System.Text.Json;
        using System.Threading; using System.Threading.Tasks; using Orleans; using Orleans.Runtime;

        """;

    private static readonly IReadOnlyList<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What is refused, as "id: offending text".</summary>
    internal static async Task<IReadOnlyList<string>> Refusals(string code)
    {
        var diagnostics = await Compile(code).WithAnalyzers([new GrainAnalyzer(), new TurnAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.Select(d => $"{d.Id}: {d.Location.SourceTree?.GetText().ToString(d.Location.SourceSpan) ?? d.GetMessage(null)}").Distinct().Order()];
    }

    /// <summary>The errors of the compilation with generated code in it.</summary>
    internal static IReadOnlyList<string> Errors(string code)
    {
        CSharpGeneratorDriver.Create(new GrainGenerator()).RunGeneratorsAndUpdateCompilation(Compile(code), out var compilation, out _);
        return [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
    }

    private static CSharpCompilation Compile(string code) => CSharpCompilation.Create("Snippet",
        [CSharpSyntaxTree.ParseText(Usings + code, new(LanguageVersion.Latest))], s_references,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
