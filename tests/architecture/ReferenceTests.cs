using System.Reflection;
using System.Xml.Linq;

namespace OneLead.Architecture.Tests;

/// <summary>References point one way: web → {silo, sources} → grains → {rules, storage} → grain-interfaces.</summary>
public class ReferenceTests
{
    // Each project with all projects that it may use, directly or not. The generator of the sample data is part of the program.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["grain-interfaces"] = [],
        ["rules"] = ["grain-interfaces"],
        ["storage"] = ["grain-interfaces"],
        ["grains"] = ["rules", "storage", "grain-interfaces"],
        ["sources"] = ["grains", "rules", "storage", "grain-interfaces"],
        ["silo"] = ["grains", "rules", "storage", "grain-interfaces"],
        ["samples/generator"] = ["sources", "grains", "rules", "storage", "grain-interfaces"],
        ["web"] = ["silo", "sources", "samples/generator", "grains", "rules", "storage", "grain-interfaces"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_projects_below_it(string project)
    {
        var references = XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
            .Select(r => Path.GetRelativePath(Repository.Root,
                Path.GetDirectoryName(Path.Combine(Repository.Root, project, r.Attribute("Include")!.Value))!).Replace('\\', '/'));
        Assert.Empty(references.Select(Path.TrimEndingDirectorySeparator).Except(Allowed[project]));
    }

    [Theory, MemberData(nameof(Projects))]
    public void An_assembly_uses_only_assemblies_below_it(string project)
    {
        var used = Assembly.Load(AssemblyName(project)).GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => n.StartsWith("OneLead", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(used.Except(Allowed[project].Select(AssemblyName)));
    }

    [Fact]
    public void Every_project_of_the_product_has_its_place()
    {
        var outside = new[] { "tests", "testing", "bench", "artifacts" };
        var projects = Directory.EnumerateDirectories(Repository.Root)
            .Where(d => !outside.Contains(Path.GetFileName(d)) && Path.GetFileName(d)[0] != '.')
            .SelectMany(d => Directory.EnumerateFiles(d, "*.csproj",
                new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }))
            .Select(f => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(f)!).Replace('\\', '/'));
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    private static string ProjectFile(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.csproj").Single();

    private static string AssemblyName(string project) =>
        XDocument.Load(ProjectFile(project)).Descendants("AssemblyName").SingleOrDefault()?.Value
            ?? Path.GetFileNameWithoutExtension(ProjectFile(project));
}
