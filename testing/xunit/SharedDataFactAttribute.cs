using System.Runtime.CompilerServices;

namespace OneLead.Testing;

/// <summary>A test on the real workbooks, which are not part of the repository. It is skipped if they are not beside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
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
