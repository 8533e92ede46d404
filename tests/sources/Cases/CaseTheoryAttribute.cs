using System.Runtime.CompilerServices;

namespace OneLead.Sources.Tests.Cases;

/// <summary>A test on the case files, which are not part of the repository. It is skipped if they are not beside it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseTheoryAttribute : TheoryAttribute
{
    public CaseTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (!Directory.Exists(Folder))
            Skip = "The case files are not here: shared/cases beside the repository, or ONELEAD_SHARED.";
    }

    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("ONELEAD_SHARED") is { Length: > 0 } given ? given
            : Path.Combine(Repository.Root, "..", "shared"), "cases");
}
