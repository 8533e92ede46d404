using System.Text.RegularExpressions;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>The environment variables that the program or its frameworks read.</summary>
internal static partial class KnownSettings
{
    private static readonly HashSet<string> OfFrameworks =
    [
        "AllowedHosts", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_EnableDiagnostics",
        "POD_NAME", "POD_NAMESPACE", "POD_IP", "ORLEANS_SERVICE_ID", "ORLEANS_CLUSTER_ID",
    ];

    // Keys that are read by name, and properties of options.
    private static readonly HashSet<string> OfProgram =
    [
        .. ((string[])["web", "silo", "sources", "storage"])
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Path.GetFileName(file) is "WebOptions.cs" or "SourcesOptions.cs"
                ? Property.Matches(File.ReadAllText(file)) : Key.Matches(File.ReadAllText(file)))
            .Select(m => "ONELEAD__" + m.Groups[1].Value),
    ];

    [GeneratedRegex("\"OneLead:([A-Z]\\w+)\"")]
    private static partial Regex Key { get; }

    [GeneratedRegex(@"(\w+) \{ get;")]
    private static partial Regex Property { get; }

    public static void AssertKnown(IEnumerable<string> names) =>
        Assert.DoesNotContain(names, n => !OfFrameworks.Contains(n) && !OfProgram.Contains(n));
}
