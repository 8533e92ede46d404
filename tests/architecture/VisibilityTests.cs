using System.Text.RegularExpressions;

namespace OneLead.Architecture.Tests;

/// <summary>
/// What answers a query reads the model through the visibility of its caller. Only what loads, records, verifies and measures reads
/// everything.
/// </summary>
public partial class VisibilityTests
{
    private static readonly string[] ReadEverything =
    [
        "Analytics/DayHistory.cs", "Assignment/Assigner.cs", "Observability/LeadGauges.cs", "ReadModel/HealthHistory.cs",
        "ReadModel/LiveModel.cs", "SystemInfo/SystemEndpoints.cs", "Verification/ServedModel.cs",
    ];

    [Fact]
    public void Only_a_few_files_read_the_model_unfiltered()
    {
        var web = Path.Combine(Repository.Root, "web");
        Assert.Equal(
            ReadEverything,
            SourceFiles.All.Where(f => f.StartsWith(web + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Where(f => Unfiltered().IsMatch(File.ReadAllText(f)))
                .Select(f => Path.GetRelativePath(web, f).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\bUnfiltered(OrNull)?\b")]
    private static partial Regex Unfiltered();
}
