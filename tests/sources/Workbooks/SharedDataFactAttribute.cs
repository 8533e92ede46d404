namespace OneLead.Sources.Tests.Workbooks;

/// <summary>A test on the real workbooks, which are no part of the repository: skipped where they are not beside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null)
            Skip = "The real workbooks are not here: shared/data beside the repository, or ONELEAD_SHARED.";
    }

    /// <summary>The folder of the real workbooks, or null.</summary>
    public static string? Folder { get; } = Candidates().FirstOrDefault(f => File.Exists(Path.Combine(f, "DataExportAug29th.xlsx")));

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("ONELEAD_SHARED") is { Length: > 0 } given)
        {
            yield return given;
            yield return Path.Combine(given, "data");
        }
        yield return Path.Combine(Repository.Root, "..", "shared", "data");
    }
}

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "OneLead.Grains.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
